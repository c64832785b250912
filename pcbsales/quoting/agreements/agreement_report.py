"""Price agreements on the screen: what holds for whom, until when, at which price today."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from pcbsales.kernel.money import UnitPrice
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word
from pcbsales.quoting.agreements.moving import Move, moves_of
from pcbsales.quoting.agreements.records import Band, PriceAgreement

_RIGHT = Align.RIGHT
_COLUMNS = (
    Column("agreement", "Agreement"),
    Column("customer", "Customer"),
    Column("about", "Part or family"),
    Column("from_quantity", "From", _RIGHT),
    Column("unit", "Unit", spare=True),
    Column("agreed_price", "Agreed", _RIGHT, spare=True),
    Column("price", "Price now", _RIGHT),
    Column("currency", "Currency"),
    Column("valid_until", "Valid until"),
    Column("days_left", "Days left", _RIGHT),
    Column("state", "State"),
)


class AgreementState(StrEnum):
    """How an agreement stands on a day."""

    UNSIGNED = "unsigned"
    COMING = "coming"
    IN_FORCE = "in_force"
    #: A figure has left its band and the sides have to talk: it is not quoted by.
    AGREE_ANEW = "agree_anew"
    ENDED = "ended"


def state_of(
    agreement: PriceAgreement, *, as_of: date, moves: Iterable[Move] = ()
) -> AgreementState:
    """Whether *agreement* is quoted by on *as_of*, its clauses having made *moves*."""
    if as_of > agreement.valid_until:
        return AgreementState.ENDED
    if agreement.signed is None:
        return AgreementState.UNSIGNED
    if as_of < agreement.valid_from:
        return AgreementState.COMING
    anew = any(move.change is None for move in moves)
    return AgreementState.AGREE_ANEW if anew else AgreementState.IN_FORCE


@dataclass(frozen=True, slots=True)
class AgreementsReport:
    """Agreements as they stand on ``as_of``; those that ended only where they are asked for."""

    as_of: date
    agreements: tuple[PriceAgreement, ...]
    #: What the clauses of each have moved its prices by, by its id.
    moves: Mapping[str, tuple[Move, ...]]

    def as_json(self) -> dict[str, object]:
        """``{schema, as_of, agreements [{id, customer, part, when, bands [..], ..}]}``."""
        return {
            "schema": 1,
            "as_of": self.as_of.isoformat(),
            "agreements": [self._json(agreement) for agreement in self.agreements],
        }

    def _json(self, found: PriceAgreement) -> dict[str, object]:
        return {
            "id": found.id,
            "customer": found.customer,
            "part": found.part,
            "when": [str(condition) for condition in found.when],
            "currency": found.currency,
            "price_basis": found.price_basis.value,
            "unit": found.unit.value,
            "bands": [
                {
                    "from_quantity": band.from_quantity,
                    "agreed_price": band.unit_price.text,
                    "price": self._price(found, band).text,
                }
                for band in found.bands
            ],
            "valid_from": found.valid_from.isoformat(),
            "valid_until": found.valid_until.isoformat(),
            "cost_downs": [
                {"day": step.day.isoformat(), "percent": plain(step.percent)}
                for step in found.cost_downs
            ],
            "rebates": [
                {"yearly": rebate.yearly.text, "percent": plain(rebate.percent)}
                for rebate in found.rebates
            ],
            "clauses": [
                {
                    "kind": clause.kind.value,
                    "reference": plain(clause.reference),
                    "unit": clause.unit,
                    "band_percent": plain(clause.band_percent),
                    "share_percent": None
                    if clause.share_percent is None
                    else plain(clause.share_percent),
                }
                for clause in found.clauses
            ],
            "signed_on": found.signed_on.isoformat() if found.signed_on else None,
            "state": self._state(found).value,
        }

    def _price(self, found: PriceAgreement, band: Band) -> UnitPrice:
        moved = sum((move.change or Decimal(0) for move in self.moves[found.id]), Decimal(0))
        return found.price(band, as_of=self.as_of, moved=moved)

    def _state(self, found: PriceAgreement) -> AgreementState:
        return state_of(found, as_of=self.as_of, moves=self.moves[found.id])

    def as_table(self) -> Table:
        """A row for each band."""
        return Table(
            _COLUMNS,
            tuple(self._rows()),
            title="Price agreements on {day}",
            title_values=(("day", self.as_of),),
        )

    def _rows(self) -> Iterator[tuple[Cell, ...]]:
        for found in self.agreements:
            for band in found.bands:
                yield (
                    found.id,
                    found.customer,
                    found.part or ", ".join(map(str, found.when)),
                    band.from_quantity,
                    found.unit.value,
                    band.unit_price.amount,
                    self._price(found, band).amount,
                    found.currency,
                    found.valid_until,
                    max(0, (found.valid_until - self.as_of).days),
                    Word(self._state(found)),
                )


def agreements_on(
    snapshot: Snapshot,
    *,
    as_of: date,
    customer: str | None = None,
    ended: bool = False,
    expiring_days: int | None = None,
) -> AgreementsReport:
    """The agreements with *customer* or all, soonest to end first; *expiring_days* ahead alone."""
    everything = snapshot.all(PriceAgreement)
    latest = None if expiring_days is None else as_of + timedelta(days=expiring_days)
    found = (
        agreement
        for agreement in everything
        if customer in {None, agreement.customer}
        and (ended or as_of <= agreement.valid_until)
        and (latest is None or agreement.valid_until <= latest)
    )
    listed = tuple(sorted(found, key=lambda a: (a.valid_until, a.id)))
    moves = {one.id: moves_of(snapshot, one, as_of=as_of) for one in listed}
    return AgreementsReport(as_of, listed, moves)
