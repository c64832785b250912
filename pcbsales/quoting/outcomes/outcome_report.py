"""Made, sent, won, lost: hit rates with their n, why and to whom we lose, and our price's place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Column, Table
from pcbsales.quoting.outcomes.outcome import UNKNOWN, GroupBy, Outcome, PricePosition, outcomes
from pcbsales.quoting.outcomes.outcome_tables import (
    Parts,
    lost_parts,
    outcome_parts,
    position_parts,
)
from pcbsales.quoting.outcomes.tally import Tally, most, tallies, text_or_none, values
from pcbsales.quoting.quotations.standing import QuoteState


class Part(StrEnum):
    """Which table of the report is shown; JSON has them all."""

    OUTCOMES = "outcomes"
    REASONS = "reasons"
    COMPETITORS = "competitors"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class OutcomeReport:
    """Quotations first made in a period, in their last revision as of a day."""

    since: date
    until: date
    as_of: date
    by: GroupBy
    found: tuple[Outcome, ...]
    shown: Part = Part.OUTCOMES

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """One of each group, in the order of their names."""
        return tallies(self.found, lambda outcome: outcome.group(self.by))

    @property
    def total(self) -> Tally:
        """All of them."""
        return Tally("", self.found)

    @property
    def lost(self) -> tuple[Outcome, ...]:
        """Those that were lost."""
        return tuple(o for o in self.found if o.state is QuoteState.LOST)

    def as_json(self) -> dict[str, object]:
        """``{schema, since, until, as_of, by, rows [..], total, reasons, competitors, prices}``."""
        return {
            "schema": 1,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "as_of": self.as_of.isoformat(),
            "by": self.by.value,
            "rows": [tally.as_json() for tally in self.tallies],
            "total": self.total.as_json(),
            "reasons": [
                {"reason": reason, **_lost_json(found)} for reason, found in self._reasons()
            ],
            "competitors": [
                {"competitor": name, **_lost_json(found)} for name, found in self._competitors()
            ],
            "prices": [_position_json(place) for place in self.total.positions],
        }

    def as_table(self) -> Table:
        """The table that is asked for."""
        columns, rows, totals, remarks = self._parts()
        return Table(
            tuple(columns),
            tuple(rows),
            title="Quotations made from {since} to {until}, as of {day}",
            title_values=(("since", self.since), ("until", self.until), ("day", self.as_of)),
            totals=tuple(totals) if rows else (),
            remarks=tuple(remarks),
        )

    def _parts(self) -> Parts:
        match self.shown:
            case Part.OUTCOMES:
                return outcome_parts(self.by, self.tallies, self.total)
            case Part.REASONS:
                first = Column("reason", "Lost by")
                return lost_parts(first, self._reasons(), len(self.lost), words=True)
            case Part.COMPETITORS:
                first = Column("competitor", "Lost to")
                return lost_parts(first, self._competitors(), len(self.lost), words=False)
            case Part.POSITION:
                return position_parts(self.by, self.tallies)

    def _reasons(self) -> Iterator[tuple[str, tuple[Outcome, ...]]]:
        yield from most(self.lost, lambda outcome: outcome.reason or UNKNOWN)

    def _competitors(self) -> Iterator[tuple[str, tuple[Outcome, ...]]]:
        yield from most(self.lost, lambda outcome: outcome.competitor or UNKNOWN)


def outcome_report(
    snapshot: Snapshot,
    *,
    since: date,
    until: date,
    as_of: date,
    by: GroupBy = GroupBy.REP,
    shown: Part = Part.OUTCOMES,
) -> OutcomeReport:
    """What became of the quotations that were first made from *since* to *until*.

    UsageError where there is no day between them.
    """
    if until < since:
        raise UsageError(
            "the period would end on {until}, before it begins on {since}; exchange the two",
            until=until,
            since=since,
        )
    found = tuple(outcomes(snapshot, since=since, until=until, as_of=as_of))
    return OutcomeReport(since, until, as_of, by, found, shown)


def _lost_json(found: tuple[Outcome, ...]) -> dict[str, object]:
    tally = Tally("", found)
    return {
        "lost": len(found),
        "value": [{"currency": m.currency, "amount": m.text} for m in values(found)],
        "price_position_percent": text_or_none(tally.position),
        "price_positions": len(tally.positions),
    }


def _position_json(place: PricePosition) -> dict[str, str]:
    return {
        "quote": place.quote,
        "line": place.line,
        "competitor": place.competitor,
        "ours": plain(place.ours),
        "theirs": plain(place.theirs),
        "percent": plain(place.percent),
    }
