"""Change notices and how far they are with each customer, as a table and as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pcbsales.boards.stages.choices import CHANGE_WORDS, CUSTOMER_WORDS, NOTICE_WORDS
from pcbsales.boards.stages.notice_records import ChangeNotice, Touched
from pcbsales.boards.stages.notice_state import CustomerNotice, NoticeState, notice_state
from pcbsales.kernel.shown import Shown, Word
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Cell, Column, Table


@dataclass(frozen=True, slots=True)
class NoticeReport:
    """Change notices with their customers; one alone with its boards and what changes."""

    states: tuple[NoticeState, ...]
    as_of: date
    alone: bool = False

    def as_json(self) -> dict[str, Any]:
        """``{schema, as_of, notices: [{id, kind, …, customers: […]}]}``."""
        return {
            "schema": 1,
            "as_of": self.as_of.isoformat(),
            "notices": [_notice(state) for state in self.states],
        }

    def as_table(self) -> Table:
        """A row for each customer of each notice."""
        return Table(
            title="Change notices on {day}",
            title_values=(("day", self.as_of),),
            columns=(
                Column("notice", "Notice"),
                Column("change", "Change"),
                Column("customer", "Customer"),
                Column("state", "State"),
                Column("told", "Told", spare=True),
                Column("earliest", "Earliest"),
                Column("planned", "Planned"),
            ),
            rows=tuple(_row(state, one) for state in self.states for one in state.customers),
            remarks=tuple(r for state in self.states for r in self._remarks(state)),
        )

    def _remarks(self, state: NoticeState) -> Iterable[tuple[str, tuple[tuple[str, Cell], ...]]]:
        notice = state.notice
        word = Word(NOTICE_WORDS[state.status])
        yield "{notice}: {state}", (("notice", notice.id), ("state", word))
        if not self.alone:
            return
        yield "from {before} to {after}", (("before", notice.before), ("after", notice.after))
        if notice.effect is not None:
            yield "in effect from {day} on", (("day", notice.effect.day),)
        for touched in notice.touches:
            if touched.revisions:
                revisions = ", ".join(touched.revisions)
                yield "{part} revision {rev}", (("part", touched.part), ("rev", revisions))
            else:
                yield "{part}, all revisions", (("part", touched.part),)
        for one in state.customers:
            if one.requalify:
                yield (
                    "{customer}: approvals end with the change",
                    (("customer", one.customer),),
                )


def notices_on(
    snapshot: Snapshot, *, notice: ChangeNotice | None = None, ended: bool = False, as_of: date
) -> NoticeReport:
    """*notice* alone, or all that are open on *as_of*; with *ended* all opened by then."""
    if notice is not None:
        return NoticeReport((notice_state(snapshot, notice, as_of=as_of),), as_of, alone=True)
    found = (
        known
        for known in snapshot.all(ChangeNotice)
        if known.is_open(as_of=as_of) or (ended and known.opened <= as_of)
    )
    return NoticeReport(tuple(notice_state(snapshot, n, as_of=as_of) for n in found), as_of)


def _row(state: NoticeState, one: CustomerNotice) -> tuple[Cell, ...]:
    notice = state.notice
    return (
        notice.id,
        Shown(notice.kind.value, Word(CHANGE_WORDS[notice.kind])),
        one.customer,
        Shown(one.state.value, Word(CUSTOMER_WORDS[one.state])),
        one.told.day if one.told else None,
        one.earliest,
        notice.planned,
    )


def _notice(state: NoticeState) -> dict[str, Any]:
    notice = state.notice
    return {
        "id": notice.id,
        "kind": notice.kind.value,
        "status": state.status.value,
        "before": str(notice.before),
        "after": str(notice.after),
        "opened": notice.opened.isoformat(),
        "planned": notice.planned.isoformat(),
        "earliest": state.earliest.isoformat(),
        "effective": notice.effect.day.isoformat() if notice.effect else None,
        "touches": [_touched(touched) for touched in notice.touches],
        "customers": [_customer(one) for one in state.customers],
    }


def _touched(touched: Touched) -> dict[str, Any]:
    return {"part": touched.part, "revisions": list(touched.revisions) or None}


def _customer(one: CustomerNotice) -> dict[str, Any]:
    answer = one.consent
    return {
        "customer": one.customer,
        "state": one.state.value,
        "notice_days": one.notice_days,
        "needs_consent": one.needs_consent,
        "requalify": one.requalify,
        "told": one.told.day.isoformat() if one.told else None,
        "earliest": one.earliest.isoformat(),
        "answered": answer.day.isoformat() if answer else None,
        "answered_by": answer.by if answer else None,
        "conditions": answer.conditions if answer else None,
        "reason": answer.reason if answer else None,
    }
