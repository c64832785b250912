"""A customer's specification clause by clause, and what of all of them waits for whom."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from pcbsales.customers.documents.records import (
    Clause,
    ClauseState,
    CustomerSpec,
    KeptFile,
    is_current,
)
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.tables import Cell, Column, Table, Word

_HOLDS: MessageId = "holds since {day}"
_DOES_NOT: MessageId = "does not hold now; valid from {day}"
_NO_FILE: MessageId = "no file is kept of it"
#: For whom a clause of that state waits; a clause that waits for nobody is absent.
WAITS_FOR = {
    ClauseState.UNANSWERED: "production_engineering",
    ClauseState.AWAITS_CONSENT: "customer",
    ClauseState.CANNOT: "customer",
    ClauseState.REFUSED: "production_engineering",
}


@dataclass(frozen=True, slots=True)
class SpecReport:
    """One issue of a specification, with every clause, its answer and the customer's word."""

    spec: CustomerSpec
    current: bool

    def as_json(self) -> dict[str, Any]:
        """The record's fields; of each clause its state, for whom it waits, and the last answer."""
        spec = self.spec
        return {
            "schema": 1,
            "id": spec.id,
            "customer": spec.customer,
            "number": spec.number,
            "issue": spec.issue,
            "title": spec.title,
            "dated": spec.dated.isoformat() if spec.dated else None,
            "valid_from": spec.valid_from.isoformat(),
            "valid_until": spec.valid_until.isoformat() if spec.valid_until else None,
            "supersedes": spec.supersedes,
            "current": self.current,
            "file": _file(spec.file),
            "boards": [{"part": b.part, "revision": b.revision} for b in spec.boards],
            "clauses": [_clause(clause) for clause in spec.clauses],
        }

    def as_table(self) -> Table:
        """A row for each clause; below, since when the issue holds."""
        spec = self.spec
        return Table(
            title="{id}: {number} issue {issue}, {title}",
            title_values=(
                ("id", spec.id),
                ("number", spec.number),
                ("issue", spec.issue),
                ("title", spec.title),
            ),
            columns=(
                Column("clause", "clause"),
                Column("text", "text"),
                Column("keys", "keys", spare=True),
                Column("state", "state"),
                Column("remark", "remark"),
                Column("by", "by"),
                Column("person", "consent by"),
                Column("day", "on day"),
            ),
            rows=tuple(_row(clause) for clause in spec.clauses),
            remarks=(
                (_HOLDS if self.current else _DOES_NOT, (("day", spec.valid_from),)),
                *(((_NO_FILE, ()),) if spec.file is None else ()),
            ),
        )


@dataclass(frozen=True, slots=True)
class SpecStatus:
    """Every specification that holds on *as_of* or will, with its clauses by state."""

    specs: tuple[CustomerSpec, ...]
    known: tuple[CustomerSpec, ...]
    as_of: date

    def as_json(self) -> dict[str, Any]:
        """``schema``, ``as_of``, ``rows``: counts by state, and the clauses that wait, for whom."""
        return {
            "schema": 1,
            "as_of": self.as_of.isoformat(),
            "rows": [
                {
                    "id": spec.id,
                    "customer": spec.customer,
                    "number": spec.number,
                    "issue": spec.issue,
                    "current": self._current(spec),
                    "clauses": len(spec.clauses),
                    "states": dict(Counter(clause.state.value for clause in spec.clauses)),
                    "waiting": [
                        {
                            "clause": clause.number,
                            "state": clause.state.value,
                            "for": WAITS_FOR[clause.state],
                        }
                        for clause in spec.clauses
                        if clause.state.is_open
                    ],
                }
                for spec in self.specs
            ],
        }

    def as_table(self) -> Table:
        """A row for each clause that waits; a specification without any has one that says so."""
        return Table(
            title="customers' specifications on {day}",
            title_values=(("day", self.as_of),),
            columns=(
                Column("id", "id"),
                Column("customer", "customer"),
                Column("number", "number"),
                Column("issue", "issue"),
                Column("valid_from", "from"),
                Column("clause", "clause"),
                Column("state", "state"),
                Column("waits_for", "waits for"),
            ),
            rows=tuple(row for spec in self.specs for row in _waiting(spec)),
        )

    def _current(self, spec: CustomerSpec) -> bool:
        return is_current(spec, self.known, as_of=self.as_of)


def spec_status(known: tuple[CustomerSpec, ...], *, as_of: date) -> SpecStatus:
    """What of *known*, one customer's or all, holds on *as_of* or is to come, and waits."""
    shown = tuple(
        spec for spec in known if spec.valid_from > as_of or is_current(spec, known, as_of=as_of)
    )
    return SpecStatus(shown, known, as_of)


def _waiting(spec: CustomerSpec) -> list[tuple[Cell, ...]]:
    head = (spec.id, spec.customer, spec.number, spec.issue, spec.valid_from)
    rows: list[tuple[Cell, ...]] = [
        (*head, clause.number, Word(clause.state.value), Word(WAITS_FOR[clause.state]))
        for clause in spec.clauses
        if clause.state.is_open
    ]
    settled = Word("settled") if spec.clauses else Word("no clauses yet")
    return rows or [(*head, None, settled, None)]


def _row(clause: Clause) -> tuple[Cell, ...]:
    answer = clause.answer
    consent = answer.consent if answer else None
    return (
        clause.number,
        clause.text,
        ", ".join(clause.keys) or None,
        Word(clause.state.value),
        answer.remark if answer else None,
        answer.by if answer else None,
        consent.person if consent else None,
        consent.day if consent else None,
    )


def _clause(clause: Clause) -> dict[str, Any]:
    answer = clause.answer
    consent = answer.consent if answer else None
    return {
        "number": clause.number,
        "text": clause.text,
        "keys": list(clause.keys),
        "state": clause.state.value,
        "waits_for": WAITS_FOR.get(clause.state),
        "answers": len(clause.answers),
        "answer": {
            "verdict": answer.verdict.value,
            "remark": answer.remark,
            "by": answer.by,
            "at": answer.at.isoformat(),
        }
        if answer
        else None,
        "consent": {
            "granted": consent.granted,
            "person": consent.person,
            "day": consent.day.isoformat(),
            "evidence": _file(consent.evidence),
            "remark": consent.remark,
        }
        if consent
        else None,
    }


def _file(file: KeptFile | None) -> dict[str, object] | None:
    return {"name": file.name, "sha256": file.sha256, "bytes": file.bytes} if file else None
