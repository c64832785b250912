"""Freight by weight: what boards weigh, what a carrier takes for them, as dated policy."""

from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.kernel.countries import Country
from pcbsales.kernel.effective import Lasting, effective
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import Currency
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Code, Day, Line, Percent, Positive, Prose, RecordId, wrong
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.books.area_table import Rate


class BoardWeights(Value):
    """What boards are reckoned to weigh with: densities in g/cm³, coverage of copper in percent.

    ``mask_g_per_cm2`` is of one side; copper is ``um_per_oz`` thick.
    """

    laminate: Positive
    copper: Positive
    um_per_oz: Positive
    outer_percent: Percent
    inner_percent: Percent
    mask_g_per_cm2: Rate


class Carton(Value):
    """A full carton: what it holds and weighs empty in kg, and its outer sides in cm."""

    holds_kg: Positive
    tare_kg: Rate
    length_cm: Positive
    width_cm: Positive
    height_cm: Positive


class Zone(Value):
    """Countries that cost the same."""

    code: Code
    countries: tuple[Country, ...]


class FreightRow(Value):
    """What a consignment up to ``upto_kg`` costs in each zone; the last row is per kg above it."""

    upto_kg: Positive | None = None
    prices: tuple[Rate, ...]


class FreightTable(Lasting, Record):
    """A carrier's prices from an entity, by zone and chargeable weight.

    Chargeable is the greater of gross and volume (cm³ ÷ ``cm3_per_kg``), rounded up to
    ``rounds_up_kg``. Packing adds ``packing_percent`` to the net weight, and the cartons.
    """

    noun: ClassVar[str] = "freight-table"

    title: LocalText | None = None
    source: Prose | None = None
    entity: Annotated[RecordId, Points("entity")]
    carrier: Line
    currency: Currency
    valid_from: Day
    valid_until: Day | None = None
    weights: BoardWeights
    packing_percent: Percent
    carton: Carton
    cm3_per_kg: Positive
    rounds_up_kg: Positive
    zones: tuple[Zone, ...]
    rows: tuple[FreightRow, ...]

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        given = [row.upto_kg for row in self.rows]
        edges = [upto for upto in given if upto is not None]
        if given != [*edges, None] or edges != sorted(set(edges)):
            raise wrong(
                "freight.rows", "rows go by upto_kg, least first; the last has none, it is per kg"
            )
        if any(len(row.prices) != len(self.zones) for row in self.rows):
            raise wrong("freight.prices", "each row has one price for each zone")
        countries = [country for zone in self.zones for country in zone.countries]
        if len(set(countries)) < len(countries):
            raise wrong("freight.zones", "a country stands in two zones")
        return self

    def zone_of(self, country: str) -> int:
        """The place of the zone of *country*; RefusedError where the carrier has none for it."""
        for place, zone in enumerate(self.zones):
            if country in zone.countries:
                return place
        raise RefusedError(
            "{table} has no zone for {country}; add it, or quote without --freight",
            table=self.id,
            country=country,
        )


def freight_table(snapshot: Snapshot, entity: str, currency: str, *, as_of: date) -> FreightTable:
    """The table of *entity* in *currency* on *as_of*; RefusedError where there is none."""
    own = snapshot.where(FreightTable, entity=entity)
    tables = [table for table in own if table.currency == currency]
    return effective(tables, as_of=as_of, what=FreightTable.noun)
