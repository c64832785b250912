"""What became of quotations, as tables: outcomes, why and to whom lost, our price beside theirs."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.shown import Several, Shown, Word
from pcbsales.kernel.tables import Align, Cell, Column
from pcbsales.quoting.outcomes.outcome import UNKNOWN, GroupBy, Outcome
from pcbsales.quoting.outcomes.tally import FEW, Tally, share, values
from pcbsales.quoting.quotations.standing import QuoteState

_RIGHT = Align.RIGHT
_HOURS: MessageId = (
    "hours to send: the median, from the customer's asking where it is known ({n}), "
    "else from the making"
)
_OURS: MessageId = "our price %: by how much ours was above theirs, the median of n known prices"
_WORDS = {GroupBy.SECTOR, GroupBy.LAYERS}
_HEADINGS: Mapping[GroupBy, MessageId] = {
    GroupBy.REP: "Rep",
    GroupBy.CUSTOMER: "Customer",
    GroupBy.SECTOR: "Sector",
    GroupBy.LAYERS: "Layers",
    GroupBy.MONTH: "Month",
}
Row: TypeAlias = tuple[Cell, ...]
Remark: TypeAlias = tuple[str, tuple[tuple[str, Cell], ...]]
#: Columns, rows, closing rows, remarks.
Parts: TypeAlias = tuple[Sequence[Column], Sequence[Row], Sequence[Row], Sequence[Remark]]


def outcome_parts(by: GroupBy, tallies: Iterable[Tally], total: Tally) -> Parts:
    """A row for each group: made, won, lost, hit rate with its n, value won; all below."""
    columns = (
        Column("group", _HEADINGS[by]),
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
    asked = sum(o.asked_known and o.hours is not None for o in total.found)
    remarks: tuple[Remark, ...] = (
        ("hit rate: won of won and lost, in the last revision; expired ones apart", ()),
        ("fewer than {few} decided say little", (("few", FEW),)),
        (_HOURS, (("n", asked),)),
    )
    rows = [_outcome_row(tally, _named(by, tally.group)) for tally in tallies]
    return columns, rows, [_outcome_row(total, Word("total"))], remarks


def _outcome_row(tally: Tally, name: Cell) -> Row:
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


def lost_parts(
    first: Column, groups: Iterable[tuple[str, tuple[Outcome, ...]]], lost: int, *, words: bool
) -> Parts:
    """A row for each reason or competitor, of *lost* in all; *words* are ours to translate."""
    columns = (
        first,
        Column("lost", "Lost", _RIGHT),
        Column("share", "% of lost", _RIGHT),
        Column("value", "Value lost", _RIGHT),
        Column("position", "Our price %", _RIGHT),
        Column("positions", "n", _RIGHT),
    )
    rows: list[Row] = []
    for name, found in groups:
        tally = Tally(name, found)
        rows.append(
            (
                Word(name) if words or name == UNKNOWN else name,
                len(found),
                share(len(found), lost),
                Several(values(found)),
                _signed(tally.position),
                len(tally.positions),
            )
        )
    return columns, rows, (), ((_OURS, ()),)


def position_parts(by: GroupBy, tallies: Iterable[Tally]) -> Parts:
    """A row for each line of which a competitor's price is known."""
    columns = (
        Column("group", _HEADINGS[by]),
        Column("quote", "Quote"),
        Column("line", "Line"),
        Column("competitor", "Competitor"),
        Column("ours", "Ours", _RIGHT),
        Column("theirs", "Theirs", _RIGHT),
        Column("currency", "Currency"),
        Column("position", "Our price %", _RIGHT),
    )
    rows: list[Row] = [
        (
            _named(by, tally.group),
            place.quote,
            place.line,
            place.competitor,
            place.ours,
            place.theirs,
            outcome.quote.currency,
            _signed(place.percent),
        )
        for tally in tallies
        for outcome in tally.found
        for place in outcome.positions
    ]
    return columns, rows, (), ()


def _named(by: GroupBy, group: str) -> Cell:
    return Word(group) if by in _WORDS and not group[:1].isdigit() else group


def _signed(percent: Decimal | None) -> Shown | None:
    """*percent* with its sign for people: ``+8.5``."""
    return None if percent is None else Shown(percent, f"{percent:+f}")
