"""The clauses of customers' specifications that stand between a board and a promise."""

from dataclasses import dataclass
from datetime import date

from pcbsales.customers.documents.records import ClauseState, CustomerSpec, is_current
from pcbsales.kernel.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class OpenClause:
    """A clause that stands between a board and a promise, and why."""

    spec: str
    number: str
    issue: str
    clause: str
    state: ClauseState
    keys: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """``{spec, number, issue, clause, state, keys}``."""
        return {
            "spec": self.spec,
            "number": self.number,
            "issue": self.issue,
            "clause": self.clause,
            "state": self.state.value,
            "keys": list(self.keys),
        }


def open_clauses(
    snapshot: Snapshot, customer: str, part: str, revision: str | None = None, *, as_of: date
) -> tuple[OpenClause, ...]:
    """The clauses that hold for *part* of *customer* on *as_of* and are neither met nor waived.

    Unanswered, "cannot", and deviations that the customer has not consented to, or has refused.
    """
    return tuple(
        OpenClause(spec.id, spec.number, spec.issue, clause.number, clause.state, clause.keys)
        for spec in current_specs(snapshot, customer, as_of=as_of)
        if spec.holds_for(part, revision)
        for clause in spec.clauses
        if clause.state.is_open
    )


def current_specs(snapshot: Snapshot, customer: str, *, as_of: date) -> tuple[CustomerSpec, ...]:
    """The specifications of *customer* that hold on *as_of*."""
    known = snapshot.where(CustomerSpec, customer=customer)
    return tuple(spec for spec in known if is_current(spec, known, as_of=as_of))
