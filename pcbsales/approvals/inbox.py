"""What waits for a decision, and for whose; one request laid open."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pcbsales.approvals.mandate import Mandate
from pcbsales.approvals.records import ApprovalDecision, ApprovalRequest
from pcbsales.kernel.shown import Several, Shown, percent_up
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """A request and who may decide on it."""

    request: ApprovalRequest
    deciders: tuple[Mandate, ...]
    #: What it asks for as people read it.
    action: Shown

    def as_json(self) -> dict[str, object]:
        """The request with its deciders ``[{staff, name, acting_for}]``."""
        return {
            **self.request.as_json(),
            "deciders": [found.decider.as_json() for found in self.deciders],
        }

    def decided_by(self, person: str) -> Mandate | None:
        """By what *person* may decide on it; None where they may not."""
        return next((found for found in self.deciders if found.person.id == person), None)


_COLUMNS = (
    Column("request", "Request"),
    Column("action", "Action"),
    Column("about", "About"),
    Column("percent", "Percent", Align.RIGHT),
    Column("amount", "Amount", Align.RIGHT),
    Column("by", "Asked by"),
    Column("on", "Asked on", spare=True),
    Column("expires", "Until"),
    Column("acting_for", "As deputy of"),
    Column("decides", "Decides"),
)


@dataclass(frozen=True, slots=True)
class InboxReport:
    """What waits on *as_of*: for *person*, or for anybody where there is none."""

    as_of: date
    waiting: tuple[WaitingRequest, ...]
    person: str | None = None

    def as_json(self) -> dict[str, object]:
        """``{schema, as_of, person, requests [..]}``."""
        return {
            "schema": 1,
            "as_of": self.as_of.isoformat(),
            "person": self.person,
            "requests": [item.as_json() for item in self.waiting],
        }

    def as_table(self) -> Table:
        """A row for each request, the one that expires first on top."""
        rows = sorted(self.waiting, key=lambda item: (item.request.expires, item.request.id))
        return Table(
            _COLUMNS,
            tuple(self._row(item) for item in rows),
            title=(
                "Waits for {person} on {day}" if self.person else "Waits for a decision on {day}"
            ),
            title_values=(("person", self.person), ("day", self.as_of)),
        )

    def _row(self, item: WaitingRequest) -> tuple[Cell, ...]:
        asked = item.request
        mandate = item.decided_by(self.person) if self.person else None
        return (
            asked.id,
            item.action,
            asked.about,
            _percent(asked.percent),
            asked.amount,
            asked.by,
            asked.at.date(),
            asked.expires,
            mandate.acting_for if mandate else None,
            ", ".join(found.person.id for found in item.deciders) or "-",
        )


def _percent(percent: Decimal | None) -> Shown | None:
    return None if percent is None else Shown(percent.normalize(), percent_up(percent))


def inbox(waiting: tuple[WaitingRequest, ...], *, person: str | None, as_of: date) -> InboxReport:
    """Those of *waiting* that *person* may decide on, in their own right or as a deputy."""
    if person is None:
        return InboxReport(as_of, waiting)
    return InboxReport(as_of, tuple(w for w in waiting if w.decided_by(person)), person)


class RequestState(StrEnum):
    """What has become of a request."""

    OPEN = "open"
    EXPIRED = "expired"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class RequestReport:
    """One request: what was asked, what it comes to, who decides or has decided."""

    item: WaitingRequest
    decision: ApprovalDecision | None
    as_of: date

    @property
    def state(self) -> RequestState:
        """What has become of it by the day of the report."""
        if self.decision is not None:
            return RequestState(self.decision.verdict.value)
        expired = self.item.request.expired(as_of=self.as_of)
        return RequestState.EXPIRED if expired else RequestState.OPEN

    def as_json(self) -> dict[str, object]:
        """The request, its state, its arguments, and the decision if there is one."""
        return {
            **self.item.as_json(),
            "state": self.state.value,
            "arguments": self.item.request.tree()["arguments"],
            "decision": self.decision and {"id": self.decision.id, **self.decision.as_json()},
        }

    def as_table(self) -> Table:
        """A row for each figure; who asked, why, and who decides below."""
        asked = self.item.request
        return Table(
            (
                Column("what", "What"),
                Column("asked", "Asked", Align.RIGHT),
                Column("instead_of", "Instead of", Align.RIGHT),
                Column("percent", "Percent", Align.RIGHT),
                Column("limit", "Limit", Align.RIGHT),
            ),
            tuple(
                (
                    figure.what,
                    figure.asked,
                    figure.instead_of,
                    _percent(figure.percent),
                    _percent(figure.limit),
                )
                for figure in asked.figures
            ),
            title="{request}: {action} for {about}, {state}",
            title_values=(
                ("request", asked.id),
                ("action", self.item.action),
                ("about", asked.about),
                ("state", Word(self.state.value)),
            ),
            remarks=tuple(self._remarks()),
        )

    def _remarks(self) -> list[tuple[str, tuple[tuple[str, Cell], ...]]]:
        asked, decision = self.item.request, self.decision
        found: list[tuple[str, tuple[tuple[str, Cell], ...]]] = [
            ("asked by {person} on {day}", (("person", asked.by), ("day", asked.at.date())))
        ]
        if asked.reason:
            found.append(("reason: {reason}", (("reason", asked.reason),)))
        if decision is None:
            names = Several(mandate.name for mandate in self.item.deciders)
            found.append(
                (
                    "open until {day}; who may decide: {names}",
                    (("day", asked.expires), ("names", names)),
                )
            )
            return found
        found.append(
            (
                "{verdict} by {person} on {day}, {decision}",
                (
                    ("verdict", Word(decision.verdict.value)),
                    ("person", decision.by),
                    ("day", decision.at.date()),
                    ("decision", decision.id),
                ),
            )
        )
        if decision.mail:
            recorded = (("person", decision.mail.recorded_by), ("sender", decision.mail.sender))
            found.append(("by mail from {sender}, recorded by {person}", recorded))
        if decision.note:
            found.append(("reason: {reason}", (("reason", decision.note),)))
        if decision.made:
            found.append(("made: {records}", (("records", ", ".join(decision.made)),)))
        return found
