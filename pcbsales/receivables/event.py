"""What an event that touches a balance is: plain values, known without any record."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pcbsales.kernel.money import Money


class EventKind(StrEnum):
    """What an event does to a balance."""

    #: An instalment of an invoice.
    INVOICED = "invoiced"
    #: A payment's part for an invoice; below 0 where less than allocated came in.
    PAID = "paid"
    #: A payment's part that waits for an invoice.
    ADVANCED = "advanced"
    #: An advance put to an invoice.
    ADVANCE_USED = "advance_used"
    #: A credit note as a whole, for its invoice up to the balance.
    CREDITED = "credited"
    #: A credit note's part put to an invoice by a later decision.
    CREDIT_USED = "credit_used"
    #: A shortage given up.
    WRITTEN_OFF = "written_off"
    #: What the customer kept back, or below 0 its end; open, and disputed.
    DEDUCTED = "deducted"
    #: A dispute's opening, or below 0 its closing.
    DISPUTED = "disputed"


class Account(NamedTuple):
    """Whose money: balances of two accounts are never added."""

    customer: str
    entity: str
    currency: str


class PaymentDay(StrEnum):
    """The day on which a payment counts; by clearing, an uncleared one does not."""

    RECEIVED = "received"
    CLEARED = "cleared"


class Event(NamedTuple):
    """One thing that happened: *source* is the id of the record that says so."""

    on: date
    kind: EventKind
    account: Account
    amount: Money
    source: str
    invoice: str | None = None
    instalment: int | None = None
    due: date | None = None
