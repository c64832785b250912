"""Made, sent, won, lost: hit rates with their n, why and to whom we lose, and our price's place."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.money import Money
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import Several, Shown, Word
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Align, Cell, Column, Table
from pcbsales.quoting.outcomes.outcome import GroupBy, Outcome, PricePosition, outcomes
from pcbsales.quoting.quotations.standing import QuoteState

_RIGHT = Align.RIGHT
#: With fewer decided ones a rate says little.
FEW = 5
_HOURS: MessageId = (
    "hours to send: the median, from the customer's asking where it is known ({n}), "
    "else from the making"
)
_OURS: MessageId = "our price %: by how much ours was above theirs, the median of n known prices"
_WORDS = {GroupBy.SECTOR, GroupBy.LAYERS}


class Part(StrEnum):
    """Which table of the report is shown; JSON has them all."""

    OUTCOMES = "outcomes"
    REASONS = "reasons"
    COMPETITORS = "competitors"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class Tally:
    """The quotations of one group, counted. Rates are in percent at one decimal, or None."""

    group: str
    found: tuple[Outcome, ...]

    def count(self, *states: QuoteState) -> int:
        """How many stand so."""
        return sum(outcome.state in states for outcome in self.found)

    @property
    def won(self) -> int:
        """How many were ordered."""
        return self.count(QuoteState.WON)

    @property
    def decided(self) -> int:
        """How many were ordered or lost: the n of the hit rate."""
        return self.count(QuoteState.WON, QuoteState.LOST)

    @property
    def hit_rate(self) -> Decimal | None:
        """Won of won and lost."""
        return share(self.won, self.decided)

    @property
    def value_won(self) -> tuple[Money, ...]:
        """What was ordered, without tax, in each currency."""
        return values(o for o in self.found if o.state is QuoteState.WON)

    @property
    def hours(self) -> Decimal | None:
        """The median of the hours from asking to sending."""
        return median([o.hours for o in self.found if o.hours is not None])

    @property
    def positions(self) -> tuple[PricePosition, ...]:
        """Where our price and theirs are known."""
        return tuple(place for outcome in self.found for place in outcome.positions)

    @property
    def position(self) -> Decimal | None:
        """The median of how far ours was above theirs."""
        return median([place.percent for place in self.positions])

    def as_json(self) -> dict[str, object]:
        """Counts as numbers, rates and amounts as plain decimal strings."""
        return {
            "group": self.group,
            "made": len(self.found),
            "sent": sum(outcome.sent for outcome in self.found),
            "won": self.won,
            "lost": self.count(QuoteState.LOST),
            "withdrawn": self.count(QuoteState.WITHDRAWN),
            "expired": self.count(QuoteState.EXPIRED),
            "open": self.count(QuoteState.MADE, QuoteState.SENT),
            "hit_rate": _text(self.hit_rate),
            "decided": self.decided,
            "few": self.decided < FEW,
            "value_won": [{"currency": m.currency, "amount": m.text} for m in self.value_won],
            "hours_to_send": _text(self.hours),
            "hours_from_asking": sum(o.asked_known and o.hours is not None for o in self.found),
            "price_position_percent": _text(self.position),
            "price_positions": len(self.positions),
        }


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
        return _tallies(self.found, lambda outcome: outcome.group(self.by))

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
        match self.shown:
            case Part.OUTCOMES:
                return self._outcomes()
            case Part.REASONS:
                return self._lost(Column("reason", "Lost by"), self._reasons(), words=True)
            case Part.COMPETITORS:
                return self._lost(Column("competitor", "Lost to"), self._competitors())
            case Part.POSITION:
                return self._position()

    def _outcomes(self) -> Table:
        columns = (
            Column("group", _HEADINGS[self.by]),
            Column("made", "Made", _RIGHT),
            Column("sent", "Sent", _RIGHT, spare=True),
            Column("won", "Won", _RIGHT),
            Column("lost", "Lost", _RIGHT),
            Column("expired", "Expired", _RIGHT),
            Column("withdrawn", "Withdrawn", _RIGHT, spare=True),
            Column("open", "Open", _RIGHT),
            Column("hit_rate", "Hit rate %", _RIGHT),
            Column("decided", "n", _RIGHT),
            Column("value_won", "Value won", _RIGHT),
            Column("hours_to_send", "Hours to send", _RIGHT, spare=True),
        )
        return self._titled(
            columns,
            tuple(self._row(tally, self._named(tally.group)) for tally in self.tallies),
            totals=(self._row(self.total, Word("total")),),
            remarks=(
                ("hit rate: won of won and lost, in the last revision; expired ones apart", ()),
                ("fewer than {few} decided say little", (("few", FEW),)),
                (_HOURS, (("n", sum(o.asked_known and o.hours is not None for o in self.found)),)),
            ),
        )

    def _row(self, tally: Tally, name: Cell) -> tuple[Cell, ...]:
        return (
            name,
            len(tally.found),
            sum(outcome.sent for outcome in tally.found),
            tally.won,
            tally.count(QuoteState.LOST),
            tally.count(QuoteState.EXPIRED),
            tally.count(QuoteState.WITHDRAWN),
            tally.count(QuoteState.MADE, QuoteState.SENT),
            tally.hit_rate,
            tally.decided,
            Several(tally.value_won),
            tally.hours,
        )

    def _named(self, group: str) -> Cell:
        return Word(group) if self.by in _WORDS and not group[:1].isdigit() else group

    def _lost(
        self,
        first: Column,
        groups: Iterable[tuple[str, tuple[Outcome, ...]]],
        *,
        words: bool = False,
    ) -> Table:
        columns = (
            first,
            Column("lost", "Lost", _RIGHT),
            Column("share", "% of lost", _RIGHT),
            Column("value", "Value lost", _RIGHT),
            Column("position", "Our price %", _RIGHT),
            Column("positions", "n", _RIGHT),
        )
        rows: list[tuple[Cell, ...]] = []
        for name, found in groups:
            tally = Tally(name, found)
            rows.append(
                (
                    Word(name) if words or name == "unknown" else name,
                    len(found),
                    share(len(found), len(self.lost)),
                    Several(values(found)),
                    signed(tally.position),
                    len(tally.positions),
                )
            )
        return self._titled(columns, tuple(rows), remarks=((_OURS, ()),))

    def _position(self) -> Table:
        columns = (
            Column("group", _HEADINGS[self.by]),
            Column("quote", "Quote"),
            Column("line", "Line"),
            Column("competitor", "Competitor"),
            Column("ours", "Ours", _RIGHT),
            Column("theirs", "Theirs", _RIGHT),
            Column("currency", "Currency"),
            Column("position", "Our price %", _RIGHT),
        )
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                self._named(tally.group),
                place.quote,
                place.line,
                place.competitor,
                place.ours,
                place.theirs,
                outcome.quote.currency,
                signed(place.percent),
            )
            for tally in self.tallies
            for outcome in tally.found
            for place in outcome.positions
        )
        return self._titled(columns, rows)

    def _titled(
        self,
        columns: Sequence[Column],
        rows: tuple[tuple[Cell, ...], ...],
        *,
        totals: tuple[tuple[Cell, ...], ...] = (),
        remarks: tuple[tuple[str, tuple[tuple[str, Cell], ...]], ...] = (),
    ) -> Table:
        return Table(
            tuple(columns),
            rows,
            title="Quotations made from {since} to {until}, as of {day}",
            title_values=(("since", self.since), ("until", self.until), ("day", self.as_of)),
            totals=totals if rows else (),
            remarks=remarks,
        )

    def _reasons(self) -> Iterator[tuple[str, tuple[Outcome, ...]]]:
        yield from _most(self.lost, lambda outcome: outcome.reason or "unknown")

    def _competitors(self) -> Iterator[tuple[str, tuple[Outcome, ...]]]:
        yield from _most(self.lost, lambda outcome: outcome.competitor or "unknown")


_HEADINGS: Mapping[GroupBy, MessageId] = {
    GroupBy.REP: "Rep",
    GroupBy.CUSTOMER: "Customer",
    GroupBy.SECTOR: "Sector",
    GroupBy.LAYERS: "Layers",
    GroupBy.MONTH: "Month",
}


def outcome_report(
    snapshot: Snapshot,
    *,
    since: date,
    until: date,
    as_of: date,
    by: GroupBy = GroupBy.REP,
    shown: Part = Part.OUTCOMES,
) -> OutcomeReport:
    """What became of the quotations that were first made from *since* to *until*."""
    found = tuple(outcomes(snapshot, since=since, until=until, as_of=as_of))
    return OutcomeReport(since, until, as_of, by, found, shown)


def share(part: int, whole: int) -> Decimal | None:
    """*part* of *whole* in percent at one decimal; None of nothing."""
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1")) if whole else None


def median(numbers: Sequence[Decimal]) -> Decimal | None:
    """The middle of *numbers*, of an even count the mean of the two; None of none."""
    if not numbers:
        return None
    ordered, half = sorted(numbers), len(numbers) // 2
    if len(ordered) % 2:
        return ordered[half]
    mean = (ordered[half - 1] + ordered[half]) / 2
    return mean.quantize(max(ordered[half], ordered[half - 1], key=lambda n: -_exponent(n)))


def values(found: Iterable[Outcome]) -> tuple[Money, ...]:
    """What they are worth, summed within each currency."""
    by_currency: dict[str, list[Money]] = {}
    for outcome in found:
        by_currency.setdefault(outcome.value.currency, []).append(outcome.value)
    return tuple(Money.sum(by_currency[name], name) for name in sorted(by_currency))


def signed(percent: Decimal | None) -> Shown | None:
    """*percent* with its sign for people: ``+8.5``."""
    return None if percent is None else Shown(percent, f"{percent:+f}")


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _tallies(found: Iterable[Outcome], group: Callable[[Outcome], str]) -> tuple[Tally, ...]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in found:
        groups.setdefault(group(outcome), []).append(outcome)
    return tuple(Tally(name, tuple(groups[name])) for name in sorted(groups, key=_order))


def _order(name: str) -> tuple[int, str]:
    first = name.partition("/")[0]
    return (int(first), name) if first.isdigit() else (0, name)


def _most(
    found: Sequence[Outcome], name: Callable[[Outcome], str]
) -> Iterator[tuple[str, tuple[Outcome, ...]]]:
    """The groups of *found*, the largest first."""
    for value, _ in sorted(Counter(map(name, found)).items(), key=lambda item: (-item[1], item[0])):
        yield value, tuple(outcome for outcome in found if name(outcome) == value)


def _lost_json(found: tuple[Outcome, ...]) -> dict[str, object]:
    tally = Tally("", found)
    return {
        "lost": len(found),
        "value": [{"currency": m.currency, "amount": m.text} for m in values(found)],
        "price_position_percent": _text(tally.position),
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


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
