"""What happened to a quotation: sent, bargained over, revised, ordered, lost; only added to."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import model_validator

from pcbsales.kernel.money import UnitPrice
from pcbsales.kernel.record import Points, Value
from pcbsales.kernel.scalars import Code, Day, Instant, Line, Prose, RecordId, Sha256, wrong


class QuoteEventKind(StrEnum):
    """What can happen to a quotation."""

    NEW = "new"
    APPROVED = "approved"
    REVISED = "revised"
    SENT = "sent"
    ROUND = "round"
    FOLLOW_UP = "follow_up"
    ACCEPTED = "accepted"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """How a quotation went to the customer."""

    MAIL = "mail"
    WECHAT = "wechat"
    PORTAL = "portal"
    COURIER = "courier"
    HAND = "hand"


class LossReason(StrEnum):
    """Why a customer ordered elsewhere, or not at all."""

    PRICE = "price"
    LEAD_TIME = "lead_time"
    CAPABILITY = "capability"
    QUALITY = "quality"
    PAYMENT_TERMS = "payment_terms"
    RELATIONSHIP = "relationship"
    PROJECT_STOPPED = "project_stopped"
    PROJECT_POSTPONED = "project_postponed"
    NO_ANSWER = "no_answer"
    OTHER = "other"


class InReturn(StrEnum):
    """What a side gives for a price in bargaining."""

    NOTHING = "nothing"
    QUANTITY = "quantity"
    PAYMENT_TERMS = "payment_terms"
    LEAD_TIME = "lead_time"
    FRAME_ORDER = "frame_order"
    TOOLING = "tooling"
    SPECIFICATION = "specification"


class KeptFile(Value):
    """A file kept by its hash, and the name under which it came or went."""

    name: Line
    sha256: Annotated[Sha256, Points("attachment")]

    def as_json(self) -> dict[str, str]:
        """``{name, sha256}``."""
        return {"name": self.name, "sha256": self.sha256}


class LinePrice(Value):
    """A price per unit for one line of the quotation."""

    line: Code
    price: UnitPrice

    def as_json(self) -> dict[str, str]:
        """``{line, price}``; the currency is the quotation's."""
        return {"line": self.line, "price": self.price.text}


class Sending(Value):
    """How it was sent, the very paper that went out, and what proves it."""

    via: Channel
    paper: KeptFile
    evidence: KeptFile | None = None

    def as_json(self) -> dict[str, object]:
        """``{via, paper, evidence}``; files by name and hash."""
        evidence = self.evidence and self.evidence.as_json()
        return {"via": self.via.value, "paper": self.paper.as_json(), "evidence": evidence}


class Round(Value):
    """One round of bargaining: the price the customer aims at, ours against it, and what for."""

    target: tuple[LinePrice, ...]
    counter: tuple[LinePrice, ...] = ()
    in_return: tuple[InReturn, ...] = ()
    person: Annotated[RecordId, Points("person")] | None = None

    def as_json(self) -> dict[str, object]:
        """``{target, counter, in_return, person}``."""
        return {
            "target": [price.as_json() for price in self.target],
            "counter": [price.as_json() for price in self.counter],
            "in_return": [give.value for give in self.in_return],
            "person": self.person,
        }


class Acceptance(Value):
    """The customer's purchase order: its number, file, the day it came, the lines that it orders.

    ``late`` is why it was taken although the quotation had expired.
    """

    po_no: Line
    po: KeptFile
    day: Day
    lines: tuple[Code, ...]
    late: Prose | None = None

    def as_json(self) -> dict[str, object]:
        """``{po_no, po, day, lines, late}``."""
        return {
            "po_no": self.po_no,
            "po": self.po.as_json(),
            "day": self.day.isoformat(),
            "lines": list(self.lines),
            "late": self.late,
        }


class Loss(Value):
    """Why it was lost, to whom, and what they asked where that is known."""

    reason: LossReason
    competitor: Line | None = None
    their_prices: tuple[LinePrice, ...] = ()

    def as_json(self) -> dict[str, object]:
        """``{reason, competitor, their_prices}``."""
        return {
            "reason": self.reason.value,
            "competitor": self.competitor,
            "their_prices": [price.as_json() for price in self.their_prices],
        }


#: The field that says more of an event of a kind.
_DETAILS = {
    "sending": QuoteEventKind.SENT,
    "round": QuoteEventKind.ROUND,
    "follow_up": QuoteEventKind.FOLLOW_UP,
    "acceptance": QuoteEventKind.ACCEPTED,
    "loss": QuoteEventKind.LOST,
}


class QuoteEvent(Value):
    """What happened to the quotation, when, and by whom; of its kind the details.

    It happened to the revision that follows from the ``revised`` events before it. ``follow_up`` is
    the day on which to ask the customer again.
    """

    at: Instant
    by: Annotated[RecordId, Points("staff")]
    kind: QuoteEventKind
    text: Prose | None = None
    sending: Sending | None = None
    round: Round | None = None
    follow_up: Day | None = None
    acceptance: Acceptance | None = None
    loss: Loss | None = None

    def as_json(self) -> dict[str, object]:
        """When, by whom, what; of its kind the details, None for other kinds."""
        return {
            "at": self.at.isoformat(),
            "by": self.by,
            "kind": self.kind.value,
            "text": self.text,
            "sending": self.sending and self.sending.as_json(),
            "round": self.round and self.round.as_json(),
            "follow_up": self.follow_up and self.follow_up.isoformat(),
            "acceptance": self.acceptance and self.acceptance.as_json(),
            "loss": self.loss and self.loss.as_json(),
        }

    @model_validator(mode="after")
    def _details_are_of_its_kind(self) -> Self:
        for name, kind in _DETAILS.items():
            if getattr(self, name) is not None and self.kind is not kind:
                raise wrong(
                    "quote.event_kind",
                    "{name} belongs to an event of the kind {kind}, not {found}",
                    name=name,
                    kind=kind.value,
                    found=self.kind.value,
                )
        return self
