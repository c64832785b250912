"""How requests fared, by action: how many are open, granted, refused; by command and by mail."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pcbsales.approvals.records import ApprovalDecision, ApprovalRequest
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word

_COLUMNS = (
    Column("action", "Action"),
    Column("open", "Still open", Align.RIGHT),
    Column("expired", "Expired", Align.RIGHT),
    Column("granted_by_command", "Granted", Align.RIGHT),
    Column("granted_by_mail", "Granted by mail", Align.RIGHT),
    Column("refused_by_command", "Refused", Align.RIGHT),
    Column("refused_by_mail", "Refused by mail", Align.RIGHT),
    Column("withdrawn", "Withdrawn", Align.RIGHT),
)
_STATES = tuple(column.key for column in _COLUMNS[1:])


@dataclass(frozen=True, slots=True)
class TallyReport:
    """For each action, how many requests stand where on *as_of*."""

    as_of: date
    rows: tuple[tuple[str, Counter[str]], ...]
    #: An action as people read it.
    said: Callable[[str], Cell] = str

    def as_json(self) -> dict[str, object]:
        """``{schema, as_of, rows [{action, open, …}], totals {open, …}}``."""
        return {
            "schema": 1,
            "as_of": self.as_of.isoformat(),
            "rows": [
                {"action": action, **{state: count[state] for state in _STATES}}
                for action, count in self.rows
            ],
            "totals": {state: self._total(state) for state in _STATES},
        }

    def as_table(self) -> Table:
        """A row for each action, the sums below."""
        totals: tuple[Cell, ...] = (Word("total"), *(self._total(state) for state in _STATES))
        return Table(
            _COLUMNS,
            tuple(
                (self.said(action), *(count[state] for state in _STATES))
                for action, count in self.rows
            ),
            title="Requests asked until {day}",
            title_values=(("day", self.as_of),),
            totals=(totals,),
            remarks=(
                ("a decision by mail is weaker evidence than a command of the person's own", ()),
            ),
        )

    def _total(self, state: str) -> int:
        return sum(count[state] for _, count in self.rows)


def tally(
    requests: Iterable[ApprovalRequest],
    decisions: Iterable[ApprovalDecision],
    *,
    as_of: date,
    said: Callable[[str], Cell] = str,
) -> TallyReport:
    """How *requests* asked until *as_of* stood at its end, by action; *said* gives it in words."""
    decided = {d.request: d for d in decisions if d.at.date() <= as_of}
    counts: dict[str, Counter[str]] = {}
    for request in requests:
        if request.at.date() <= as_of:
            state = _state(request, decided.get(request.id), as_of)
            counts.setdefault(request.action, Counter())[state] += 1
    return TallyReport(as_of, tuple(sorted(counts.items())), said)


def _state(request: ApprovalRequest, decision: ApprovalDecision | None, as_of: date) -> str:
    if decision is None:
        return "expired" if request.expired(as_of=as_of) else "open"
    if decision.verdict == "withdrawn":
        return "withdrawn"
    return f"{decision.verdict.value}_by_{decision.via}"
