"""What an order says beside what was offered: it is compared, and taken once."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.money import UnitPrice
from pcbsales.kernel.record import Attachment
from pcbsales.quoting.negotiation.sending import send_quote
from pcbsales.quoting.outcomes.deciding import Taken, accept_quote, lose_quote, withdraw_quote
from pcbsales.quoting.outcomes.purchase_order import Ordered, PurchaseOrder
from pcbsales.quoting.outcomes.stated import read_lines, read_stated
from pcbsales.quoting.quotations.quote_line import QuantityUnit
from pcbsales.quoting.quotations.records import Quote
from tests.quoting.builders import NOW
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


def test_what_an_order_says_is_read_line_by_line() -> None:
    deal = Deal()
    quote = deal.quoted(200, 500)
    assert read_stated(quote, ["L1=8.20"], ["L1=1k", "l2=50SET"], ["L2=B"]) == (
        Ordered("L1", price=UnitPrice(Decimal("8.20"), "CNY")),
        Ordered("L1", quantity=1000),
        Ordered("L2", quantity=50, unit=QuantityUnit.SET),
        Ordered("L2", revision="B"),
    )
    assert read_lines("l2, L1,l2") == ("L2", "L1")
    assert read_lines("") == ()


_TYPED: tuple[tuple[tuple[list[str], list[str], list[str]], str], ...] = (
    (([], ["L1=200", "L1=300"], []), "--po-quantity: L1 is named twice"),
    (([], ["L1="], []), "give a line and a number"),
    (([], ["L1=1,500"], []), "give a line and a number"),
    (([], ["L1=0"], []), "is not a quantity"),
    (([], ["500"], []), "has the lines L1, L2"),
    (([], [], ["L1="]), "give a line and a revision"),
    (([], [], ["L9=B"]), "has the lines L1, L2"),
    ((["L1=8 USD"], [], []), "is in CNY"),
)


@pytest.mark.parametrize(("texts", "words"), _TYPED)
def test_what_is_typed_wrong_of_an_order_is_refused(
    texts: tuple[list[str], list[str], list[str]], words: str
) -> None:
    deal = Deal()
    with pytest.raises(UsageError, match=words):
        read_stated(deal.quoted(200, 500), *texts)
    with pytest.raises(UsageError, match="name lines such as L1,L2"):
        read_lines(" , ")


def test_an_order_counts_what_was_offered() -> None:
    deal = Deal()
    deal.quoted()
    stated = (Ordered("L1", quantity=200, unit=QuantityUnit.SET),)
    answered(deal, "the order counts in SET, Q-2026-00001 in PCS", stated=stated)
    answered(deal, None, stated=(Ordered("L1", quantity=200, unit=QuantityUnit.PCS),))


def test_an_order_has_a_number_and_a_file_with_something_in_it() -> None:
    deal = Deal()
    deal.quoted()
    with pytest.raises(UsageError, match="needs its number"):
        deal.accepted(number="  ")
    nothing = Attachment("e" * 64, "po.pdf", b"")
    order = PurchaseOrder("4711", NOW.date())
    with pytest.raises(UsageError, match=r"po\.pdf is empty"):
        deal.does(accept_quote, taken=Taken(order, nothing))
    acceptance = deal.accepted(number=" 4711 ").events[-1].acceptance
    assert acceptance is not None
    assert acceptance.po_no == "4711"
