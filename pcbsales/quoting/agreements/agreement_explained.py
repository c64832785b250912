"""One price agreement explained: each price step by step, what may move it, what is given back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.money import Money, UnitPrice, round_half_up
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import Shown, Word
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Align, Cell, Column, Table
from pcbsales.quoting.agreements.agreement_report import AgreementState, state_of
from pcbsales.quoting.agreements.moving import Move, moves_of
from pcbsales.quoting.agreements.rebate import YearsRebate, ordered_by, rebate_for
from pcbsales.quoting.agreements.records import Band, ClauseKind, PriceAgreement

_RIGHT = Align.RIGHT
_COLUMNS = (
    Column("from_quantity", "From", _RIGHT),
    Column("step", "Step"),
    Column("on", "On"),
    Column("percent", "%", _RIGHT),
    Column("price", "Price", _RIGHT),
    Column("currency", "Currency"),
)
_WITHIN: MessageId = (
    "{kind}: {figure} {unit} on {day}, {moved} % off {reference}; within ±{band} %, nothing moves"
)
_BEYOND: MessageId = (
    "{kind}: {figure} {unit} on {day}, {moved} % off {reference}; {beyond} % beyond ±{band} % at "
    "{share} % each, the price moves by {change} %"
)
_ANEW: MessageId = (
    "{kind}: {figure} {unit} on {day}, {moved} % off {reference}; beyond ±{band} %, "
    "prices are agreed anew"
)
_UNKNOWN: MessageId = "{kind}: no figure in {unit} is known that is young enough"
_REACHED: MessageId = (
    "{year}: sales {sales} reach the rebate from {yearly} on: {percent} % of them all, {amount}"
)
_NOT_REACHED: MessageId = "{year}: sales {sales} reach no rebate"
_COMING: MessageId = "{year}: {lacking} more, and the rebate is {percent} %"


class StepKind(StrEnum):
    """What a step of an agreed price is, beside the clauses that move it."""

    AGREED = "agreed_price"
    COST_DOWN = "cost_down"
    NOW = "price_now"


@dataclass(frozen=True, slots=True)
class AgreedStep:
    """A step of a price: what it is, its day, by how many percent, and the price after it."""

    what: StepKind | ClauseKind
    day: date
    percent: Decimal | None
    price: UnitPrice

    def as_json(self) -> dict[str, str | None]:
        """The step; numbers as plain decimal strings."""
        return {
            "step": self.what.value,
            "on": self.day.isoformat(),
            "percent": None if self.percent is None else plain(self.percent),
            "price": self.price.text,
        }


@dataclass(frozen=True, slots=True)
class AgreementExplained:
    """An agreement as it stands at the end of ``as_of``."""

    agreement: PriceAgreement
    as_of: date
    moves: tuple[Move, ...]
    rebate: YearsRebate

    @property
    def _state(self) -> AgreementState:
        return state_of(self.agreement, as_of=self.as_of, moves=self.moves)

    def steps(self, band: Band) -> Iterator[AgreedStep]:
        """From the price that was agreed to that of the day; the last one is what is quoted."""
        found, day = self.agreement, self.as_of
        yield AgreedStep(StepKind.AGREED, found.valid_from, None, band.unit_price)
        for step in found.cost_downs_by(day):
            after = found.price(band, as_of=step.day)
            yield AgreedStep(StepKind.COST_DOWN, step.day, -step.percent, after)
        changes = [(move, move.change) for move in self.moves if move.change]
        moved = Decimal(0)
        for move, change in changes:
            moved += change
            on = move.figure.day if move.figure else day
            price = found.price(band, as_of=day, moved=moved)
            yield AgreedStep(move.clause.kind, on, change, price)
        yield AgreedStep(StepKind.NOW, day, None, found.price(band, as_of=day, moved=moved))

    def as_json(self) -> dict[str, object]:
        """``{schema, agreement, as_of, state, currency, bands, moves, rebate}``."""
        found = self.agreement
        return {
            "schema": 1,
            "agreement": found.id,
            "customer": found.customer,
            "as_of": self.as_of.isoformat(),
            "state": self._state.value,
            "currency": found.currency,
            "bands": [
                {
                    "from_quantity": band.from_quantity,
                    "steps": [step.as_json() for step in self.steps(band)],
                }
                for band in found.bands
            ],
            "moves": [_move_json(move) for move in self.moves],
            "rebate": self.rebate.as_json() if found.rebates else None,
        }

    def as_table(self) -> Table:
        """A row for each step of each band's price; what may move it and the rebate below."""
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                band.from_quantity,
                Word(step.what.value),
                step.day,
                _signed(step.percent),
                step.price.amount,
                step.price.currency,
            )
            for band in self.agreement.bands
            for step in self.steps(band)
        )
        return Table(
            _COLUMNS,
            rows,
            title="{agreement} with {customer} on {day}: {state}",
            title_values=(
                ("agreement", self.agreement.id),
                ("customer", self.agreement.customer),
                ("day", self.as_of),
                ("state", Word(self._state)),
            ),
            remarks=(*map(_move_remark, self.moves), *self._rebate_remarks()),
        )

    def _rebate_remarks(self) -> Iterator[tuple[str, tuple[tuple[str, Cell], ...]]]:
        if not self.agreement.rebates:
            return
        found, year = self.rebate, str(self.rebate.year)
        if found.reached is None:
            yield _NOT_REACHED, (("year", year), ("sales", found.sales))
        else:
            yield (
                _REACHED,
                (
                    ("year", year),
                    ("sales", found.sales),
                    ("yearly", found.reached.yearly),
                    ("percent", found.reached.percent),
                    ("amount", found.amount),
                ),
            )
        if found.coming is not None:
            percent = found.coming.percent
            told = (("year", year), ("lacking", found.lacking), ("percent", percent))
            yield _COMING, told


def explain_agreement(
    snapshot: Snapshot,
    agreement: PriceAgreement,
    *,
    as_of: date,
    sales: Money | None = None,
    year: int | None = None,
) -> AgreementExplained:
    """*agreement* on *as_of*, with its rebate for *sales* of *year*.

    *year* is that of *as_of* unless said; *sales* what was ordered in it by the agreement.
    """
    of = year or as_of.year
    sold = sales if sales is not None else ordered_by(snapshot, agreement, of)
    moves = moves_of(snapshot, agreement, as_of=as_of)
    return AgreementExplained(agreement, as_of, moves, rebate_for(agreement, sold, of))


def _move_remark(move: Move) -> tuple[str, tuple[tuple[str, Cell], ...]]:
    clause, kind = move.clause, Word(move.clause.kind.value)
    if move.figure is None:
        return _UNKNOWN, (("kind", kind), ("unit", clause.unit))
    told: tuple[tuple[str, Cell], ...] = (
        ("kind", kind),
        ("figure", move.figure.value),
        ("unit", clause.unit),
        ("day", move.figure.day),
        ("moved", _signed(round_half_up(move.moved, 2))),
        ("reference", clause.reference),
        ("band", clause.band_percent),
    )
    if move.change is None:
        return _ANEW, told
    if not move.change:
        return _WITHIN, told
    beyond = round_half_up(abs(move.moved) - clause.band_percent, 2)
    more = (("beyond", beyond), ("share", clause.share_percent), ("change", _signed(move.change)))
    return _BEYOND, (*told, *more)


def _move_json(move: Move) -> dict[str, object]:
    clause, figure = move.clause, move.figure
    return {
        "kind": clause.kind.value,
        "reference": plain(clause.reference),
        "unit": clause.unit,
        "band_percent": plain(clause.band_percent),
        "share_percent": None if clause.share_percent is None else plain(clause.share_percent),
        "figure": plain(figure.value) if figure else None,
        "on": figure.day.isoformat() if figure else None,
        "record": figure.record if figure else None,
        "moved_percent": plain(move.moved) if figure else None,
        "change_percent": None if move.change is None else plain(move.change),
    }


def _signed(percent: Decimal | None) -> Shown | None:
    """*percent* with its sign for people, without zeros behind: ``+2.5``."""
    if percent is None:
        return None
    return Shown(percent, f"{percent.normalize():+f}")
