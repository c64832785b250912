"""What moves an agreed price: copper, gold, laminate, a rate of exchange beyond their bands.

A figure that stays within its band moves nothing. Beyond it the price moves by ``share_percent``
for each percent beyond, in proportion; without a share the sides agree anew, and nothing is quoted
by the agreement until they have.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import round_half_up
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import Word
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.agreements.records import Clause, PriceAgreement
from pcbsales.quoting.quotations.agreed import AgreedMove, ClauseKind
from pcbsales.quoting.surcharges.records import ExchangeRate, MetalPrice

_PLACES = 8
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a metal or a rate was on a day, and the record that says so."""

    value: Decimal
    day: date
    record: str


@dataclass(frozen=True, slots=True)
class Move:
    """A clause with its latest figure, None where none is known, or it is too old.

    ``moved`` is by how many percent the figure is off the reference; ``change`` by how many percent
    the price moves, None where the sides agree anew. Both are at eight decimals, half-up.
    """

    clause: Clause
    figure: Figure | None
    moved: Decimal = _NOTHING
    change: Decimal | None = _NOTHING

    @property
    def beyond(self) -> bool:
        """Whether the figure has left the band; its edge is within."""
        return self.change is None or self.change != 0

    @property
    def kept(self) -> AgreedMove | None:
        """How a quotation's line keeps it; None where nothing moves by itself."""
        if self.figure is None or self.change is None or self.clause.share_percent is None:
            return None
        rate = self.clause.kind is ClauseKind.EXCHANGE
        return AgreedMove(
            kind=self.clause.kind,
            figure=self.figure.value,
            day=self.figure.day,
            metal_price=None if rate else self.figure.record,
            exchange_rate=self.figure.record if rate else None,
            percent=self.change,
        )


def moves_of(snapshot: Snapshot, agreement: PriceAgreement, *, as_of: date) -> tuple[Move, ...]:
    """How far the figures of *agreement*'s clauses have moved by *as_of*."""
    return tuple(_move(snapshot, clause, agreement.currency, as_of) for clause in agreement.clauses)


def quoted_moves(
    snapshot: Snapshot, agreement: PriceAgreement, *, as_of: date
) -> tuple[AgreedMove, ...]:
    """The moves by which *agreement* is quoted on *as_of*.

    RefusedError where a figure is beyond its band and the sides have to agree anew, and where a
    clause that moves the price has no figure that is young enough.
    """
    moves = moves_of(snapshot, agreement, as_of=as_of)
    for move in moves:
        if move.figure is None and move.clause.share_percent is not None:
            raise _unknown(agreement, move.clause, as_of)
        if move.figure is not None and move.change is None:
            raise _to_be_agreed(agreement, move.clause, move.figure, move.moved)
    return tuple(move.kept for move in moves if move.kept is not None)


def change_by(clause: Clause, figure: Decimal, currency: str) -> tuple[Decimal, Decimal | None]:
    """By how many percent *figure* is off the clause's, and the price therefore moves.

    A dearer metal makes prices dearer. A rate that rises does where the agreement's *currency* is
    the one that is paid for the other (CNY of ``CNY/USD``), and the reverse where it is the other.

    >>> from pcbsales.quoting.agreements.records import Clause
    >>> told = {"kind": "copper", "reference": "9500", "unit": "USD/t"}
    >>> clause = Clause.model_validate({**told, "band_percent": "5", "share_percent": "0.2"})
    >>> change_by(clause, Decimal(10450), "CNY")
    (Decimal('10.00000000'), Decimal('1.00000000'))
    """
    exact = (figure - clause.reference) * 100 / clause.reference
    beyond = max(abs(exact) - clause.band_percent, _NOTHING)
    moved = round_half_up(exact, _PLACES)
    if not beyond:
        return moved, _NOTHING
    if clause.share_percent is None:
        return moved, None
    up = (exact > 0) is not _falls_with(clause, currency)
    change = round_half_up(beyond * clause.share_percent, _PLACES)
    return moved, change if up else -change


def _falls_with(clause: Clause, currency: str) -> bool:
    """Whether prices in *currency* fall while the figure rises."""
    return clause.kind is ClauseKind.EXCHANGE and clause.pair[1] == currency


def _move(snapshot: Snapshot, clause: Clause, currency: str, as_of: date) -> Move:
    known = (figure for figure in _figures(snapshot, clause) if figure.day <= as_of)
    figure = _latest(known, as_of, clause.days_old)
    if figure is None:
        return Move(clause, None)
    return Move(clause, figure, *change_by(clause, figure.value, currency))


def _figures(snapshot: Snapshot, clause: Clause) -> Iterator[Figure]:
    if clause.kind is ClauseKind.EXCHANGE:
        counter, base = clause.pair
        for rate in snapshot.where(ExchangeRate, base=base):
            if rate.counter == counter:
                yield Figure(rate.rate, rate.day, rate.id)
        return
    for price in snapshot.where(MetalPrice, metal=clause.kind.value):
        if price.unit is clause.metal_unit:
            yield Figure(price.price, price.day, price.id)


def _latest(figures: Iterable[Figure], as_of: date, days_old: int | None) -> Figure | None:
    last = max(figures, key=lambda figure: figure.day, default=None)
    if last is None or (days_old is not None and last.day < as_of - timedelta(days=days_old)):
        return None
    return last


def _unknown(agreement: PriceAgreement, clause: Clause, as_of: date) -> RefusedError:
    return RefusedError(
        "{agreement} follows {kind} in {unit}, and no figure of it is of {day} or the {days} days "
        "before; add a metal-price or exchange-rate",
        agreement=agreement.id,
        kind=Word(clause.kind.value),
        unit=clause.unit,
        day=as_of,
        days=clause.days_old or "-",
    )


def _to_be_agreed(
    agreement: PriceAgreement, clause: Clause, figure: Figure, moved: Decimal
) -> RefusedError:
    return RefusedError(
        "{kind} is {figure} {unit} on {day}, {moved} % off the {reference} of {agreement}, beyond "
        "its band of {band} %: prices are agreed anew, with pcbsales price agree; "
        "until then quote by the book: --discount 0%",
        kind=Word(clause.kind.value),
        figure=plain(figure.value),
        unit=clause.unit,
        day=figure.day,
        moved=plain(round_half_up(abs(moved), 2)),
        reference=plain(clause.reference),
        agreement=agreement.id,
        band=plain(clause.band_percent),
    )
