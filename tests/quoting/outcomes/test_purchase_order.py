"""What an order says beside what was offered: it is compared, and taken once."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import UnitPrice
from pcbsales.quoting.negotiation.sending import send_quote
from pcbsales.quoting.outcomes.deciding import lose_quote, withdraw_quote
from pcbsales.quoting.outcomes.purchase_order import Ordered
from pcbsales.quoting.quotations.records import Quote
from tests.quoting.negotiation.deal import LOST, PO, SENT, Deal, answered


def test_an_order_that_agrees_is_taken_once() -> None:
    deal = Deal()
    line = deal.quoted().lines[0]
    stated = (Ordered("L1", price=line.unit_price, quantity=200, revision="A"),)
    quote = deal.accepted(stated=stated)
    accepted = quote.events[-1].acceptance
    assert accepted is not None
    assert (accepted.po_no, accepted.po.sha256, accepted.lines) == ("4711", PO.sha256, ("L1",))
    tries: tuple[Callable[[], Quote], ...] = (
        deal.accepted,
        lambda: deal.does(lose_quote, **LOST),
        lambda: deal.does(withdraw_quote, reason="x"),
        lambda: deal.does(send_quote, **SENT),
        deal.revised,
    )
    for again in tries:
        with pytest.raises(RefusedError, match="was ordered on"):
            again()


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"lines": ("L9",)}, "has no line L9"),
        ({"stated": (Ordered("L1", price=UnitPrice(Decimal("8.79"), "CNY")),)}, "says 8.79"),
        ({"stated": (Ordered("L1", price=UnitPrice(Decimal("8.7890"), "CNY")),)}, None),
        ({"stated": (Ordered("L1", quantity=199),)}, "the order says 199 PCS"),
        ({"stated": (Ordered("L1", revision="B"),)}, "the order says revision B"),
        ({"stated": (Ordered("L2"),)}, "speaks of L2, which is not ordered"),
    ],
)
def test_what_an_order_says_otherwise_is_named(order: dict[str, Any], words: str | None) -> None:
    deal = Deal()
    deal.quoted()
    answered(deal, words, **order)


def test_alternatives_are_chosen_from() -> None:
    deal = Deal()
    deal.quoted(200, 500)
    with pytest.raises(RefusedError, match="are alternatives"):
        deal.accepted()
    acceptance = deal.accepted(lines=("L2", "L2")).events[-1].acceptance
    assert acceptance is not None
    assert acceptance.lines == ("L2",)
