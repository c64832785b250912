"""A desk with one quotation, on which things happen day by day."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import UnitPrice
from pcbsales.kernel.record import Attachment, ChangeSet, Record
from pcbsales.quoting.floor.below_floor import quote_or_request
from pcbsales.quoting.negotiation.revising import revised_requests, revising_enquiry
from pcbsales.quoting.negotiation.sending import Dispatch
from pcbsales.quoting.outcomes.deciding import Taken, accept_quote
from pcbsales.quoting.outcomes.policy import QuotePolicy
from pcbsales.quoting.outcomes.purchase_order import PurchaseOrder
from pcbsales.quoting.pricing.asked_price import AskedPrice
from pcbsales.quoting.quotations.draft import Enquiry, Request
from pcbsales.quoting.quotations.quote_event import Channel, LinePrice, Loss, LossReason
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.quotations.standing import QuoteState, standing
from tests.quoting.builders import NOW
from tests.quoting.floor.test_below_floor import PART, Desk

DAY = timedelta(days=1)
PO = Attachment(sha256(b"po").hexdigest(), "po.pdf", b"po")
PAPER = Attachment(sha256(b"paper").hexdigest(), "q.pdf", b"paper")


class Deal(Desk):
    """A desk with one quotation, on which things happen."""

    def keep(self, changes: ChangeSet) -> ChangeSet:
        self.put(*changes.updates)
        return super().keep(changes)

    def put(self, *records: Record) -> None:
        """*records* in the place of those of their name."""
        names = {(record.noun, record.id) for record in records}
        self.records = [r for r in self.records if (r.noun, r.id) not in names]
        self.records += records

    def quoted(self, *quantities: int, actor: str = "REP") -> Quote:
        requests = tuple(Request(PART, quantity) for quantity in quantities or (200,))
        enquiry = Enquiry("HUAYI", requests)
        self.keep(
            quote_or_request(self.snapshot, self.numbers, enquiry=enquiry, actor=actor, at=NOW)
        )
        return self.quotation

    @property
    def quotation(self) -> Quote:
        return self.snapshot.all(Quote)[0]

    def does(self, decide: Callable[..., ChangeSet], days: int = 0, **more: Any) -> Quote:
        told = {"quote": self.quotation.id, "actor": "REP", "at": NOW + days * DAY, **more}
        self.keep(decide(self.snapshot, **told))
        return self.quotation

    def revised(self, days: int = 0, price: AskedPrice | None = None, **more: Any) -> Quote:
        at = NOW + days * DAY
        old = self.quotation
        requests = revised_requests(old, **more)
        if price is not None:
            requests = tuple(
                Request(r.part, r.quantity, unit=r.unit, price=price) for r in requests
            )
        enquiry = revising_enquiry(self.snapshot, old, requests, as_of=at.date(), reason="asked")
        self.keep(
            quote_or_request(self.snapshot, self.numbers, enquiry=enquiry, actor="REP", at=at)
        )
        return self.quotation

    def accepted(self, days: int = 0, **order: Any) -> Quote:
        told = {"number": "4711", "on": (NOW + days * DAY).date(), **order}
        return self.does(accept_quote, days, taken=Taken(PurchaseOrder(**told), PO))

    def state(self, days: int = 0) -> QuoteState:
        found = standing(self.quotation, as_of=(NOW + days * DAY).date())
        assert found is not None
        return found.state


def price(line: str, amount: str) -> LinePrice:
    return LinePrice(line=line, price=UnitPrice(Decimal(amount), "CNY"))


def a_policy(days: str = "7") -> QuotePolicy:
    return QuotePolicy.model_validate(
        {
            "id": "SZ-Q",
            "entity": "SZ",
            "valid_from": "2026-01-01",
            "order_after_expiry_days": days,
            "follow_up_days": "5",
        }
    )


SENT: dict[str, Any] = {"dispatch": Dispatch(Channel.MAIL, PAPER)}
LOST: dict[str, Any] = {"loss": Loss(reason=LossReason.PRICE, competitor="Tallow PCB")}


def answered(deal: Deal, words: str | None, **order: Any) -> None:
    """The order is refused by a sentence with *words*; taken where they are None."""
    if words is None:
        deal.accepted(**order)
        assert deal.state() is QuoteState.WON
        return
    before = deal.quotation
    with pytest.raises(RefusedError, match=words):
        deal.accepted(**order)
    assert deal.quotation == before
