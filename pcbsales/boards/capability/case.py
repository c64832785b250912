"""What is known of a board when it is reviewed: each fact with where it comes from, how sure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pcbsales.boards.capability.figures import Figures
from pcbsales.boards.capability.verdicts import Origin, Surety
from pcbsales.boards.choices import Source
from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.pictures.spot import Spot
from pcbsales.boards.records import FabricationData, Revision
from pcbsales.boards.specification import Specification
from pcbsales.kernel.conditions import Fact, Facts, fact_of
from pcbsales.kernel.errors import UsageError

_QUANTITY = re.compile(
    r"([1-9][0-9]{0,8})\s*(pcs?|pieces?|sets?|pnls?|panels?|片|套|件)?", re.IGNORECASE
)
_ORIGINS = {
    Source.DATA: (Origin.DATA, Surety.SURE),
    Source.CUSTOMER: (Origin.ORDERED, Surety.SURE),
    Source.PROFILE: (Origin.ASSUMED, Surety.LIKELY),
}
#: What data answers where the order does not: key -> figure kept with the part.
_FROM_DATA = {
    "layers": "copper_layers",
    "board_size": "board_size",
    "min_track_mm": "min_conductor_mm",
    "min_hole_mm": "min_drill_mm",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A fact; of a measured one by how much it may be ``off`` in its own unit, and its ``spot``."""

    value: Fact
    origin: Origin
    surety: Surety = Surety.SURE
    off: Decimal = Decimal(0)
    spot: Spot | None = None

    @property
    def number(self) -> Decimal | None:
        """The fact as a number, if it is one."""
        return self.value if isinstance(self.value, Decimal) else None


@dataclass(frozen=True, slots=True)
class OrderQuantity:
    """How many were asked for; ``unit`` is None where it was not said."""

    count: int
    unit: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """A revision under review, what is known of it, and what is ordered."""

    revision: Revision
    known: Mapping[str, Known]
    figures: Figures | None = None
    quantity: OrderQuantity | None = None
    #: Whether the factory has a UL file for this board; None: not to be told yet.
    ul_file: bool | None = None
    facts: Facts = field(default_factory=dict)

    @property
    def spec(self) -> Specification:
        """What was ordered."""
        return self.revision.specification

    @property
    def data(self) -> FabricationData | None:
        """What was read from the package when it was taken in."""
        return self.revision.fabrication


def read_quantity(text: str) -> OrderQuantity:
    """A quantity with or without its unit; UsageError otherwise.

    >>> read_quantity("200 pcs"), read_quantity("40")
    (OrderQuantity(count=200, unit='pcs'), OrderQuantity(count=40, unit=None))
    """
    match = _QUANTITY.fullmatch(text.strip())
    if match is None:
        raise UsageError(
            "{text} is no quantity; give a number with its unit, such as 200pcs or 40sets",
            text=repr(text),
        )
    return OrderQuantity(int(match[1]), match[2])


def case_of(
    revision: Revision, figures: Figures | None = None, quantity: OrderQuantity | None = None
) -> Case:
    """Everything that is known of *revision*: the order first, then what data says, then both."""
    known = dict(_answers(revision))
    for name, found in (*_sizes(known), *_drilled(revision, known)):
        known.setdefault(name, found)
    for name, found in _measured(figures, known) if figures else ():
        known.setdefault(name, found)
    known = {name: found for name, found in known.items() if not isinstance(found, _Size)}
    facts = {name: found.value for name, found in known.items()}
    return Case(revision, known, figures, quantity, facts=facts)


_ONE_MM = BoardSize(Decimal(1), Decimal(1))


@dataclass(frozen=True, slots=True)
class _Size(Known):
    """A size: no fact itself, its sides are."""

    size: BoardSize = _ONE_MM


def _answers(revision: Revision) -> Iterator[tuple[str, Known]]:
    """The order's answers, and the data's where the order has none."""
    given = revision.specification.given()
    doubted = {question.key for question in revision.open_questions}
    for key, value in given.items():
        origin, surety = _ORIGINS[revision.sources.get(key, Source.CUSTOMER)]
        yield from _known(key, value, origin, Surety.UNSURE if key in doubted else surety)
    for key, figure in _FROM_DATA.items():
        value = getattr(revision.fabrication, figure, None)
        if key not in given and value is not None:
            surety = Surety.UNSURE if key in doubted else Surety.SURE
            yield from _known(key, value, Origin.DATA, surety)


def _known(key: str, value: object, origin: Origin, surety: Surety) -> Iterator[tuple[str, Known]]:
    if isinstance(value, BoardSize):
        yield key, _Size("", origin, surety, size=value)
    elif (fact := fact_of(value)) is not None:
        yield key, Known(fact, origin, surety)


def _sizes(known: Mapping[str, Known]) -> Iterator[tuple[str, Known]]:
    for key, name in (("board_size", "board"), ("array_size", "array")):
        found = known.get(key)
        if isinstance(found, _Size):
            sides = found.size.width_mm, found.size.height_mm
            yield f"{name}_long_mm", Known(max(sides), found.origin, found.surety)
            yield f"{name}_short_mm", Known(min(sides), found.origin, found.surety)


def _drilled(revision: Revision, known: Mapping[str, Known]) -> Iterator[tuple[str, Known]]:
    """Drill, aspect ratio, density, finest line: what follows from figures together."""
    data = revision.fabrication
    drill = None
    if data is not None and data.min_drill_mm is not None:
        drill = Known(data.min_drill_mm, Origin.DATA)
    elif hole := known.get("min_hole_mm"):
        drill = Known(hole.value, hole.origin, _less_sure(hole.surety, Surety.LIKELY))
    if drill is not None:
        yield "min_drill_mm", drill
        yield from _ratio(known.get("thickness_mm"), drill)
    lines = [line for key in ("min_track_mm", "min_space_mm") if (line := known.get(key))]
    numbers = {found.number: found for found in lines if found.number is not None}
    if numbers:
        yield "min_line_mm", numbers[min(numbers)]
    size = known.get("board_size")
    if data is not None and data.holes is not None and isinstance(size, _Size):
        density = Decimal(round(data.holes / size.size.area_m2))
        yield "drills_per_m2", Known(density, Origin.DATA, size.surety)


def _ratio(thickness: Known | None, drill: Known) -> Iterator[tuple[str, Known]]:
    if thickness and thickness.number and drill.number:
        ratio = round(thickness.number / drill.number, 2).normalize()
        surety = _less_sure(thickness.surety, drill.surety)
        yield "aspect_ratio", Known(ratio, drill.origin, surety)


def _measured(figures: Figures, known: Mapping[str, Known]) -> Iterator[tuple[str, Known]]:
    area, surety = figures.coverage, figures.surety
    off = area.uncertainty_mm2
    percent_off = round(100 * off / area.board_mm2, 2) if area.board_mm2 else Decimal(0)
    yield from _figure("copper_top_percent", area.copper_top_percent, surety, percent_off)
    yield from _figure("copper_bottom_percent", area.copper_bottom_percent, surety, percent_off)
    yield from _figure("copper_imbalance_percent", figures.imbalance_percent, surety, percent_off)
    yield from _figure("bare_copper_mm2", area.bare_mm2, surety, 2 * off)
    yield from _figure("drills_per_m2", figures.drills_per_m2, surety)
    yield from _figure("max_drill_mm", figures.max_drill_mm, Surety.SURE)
    if figures.edge is not None:
        edge = figures.edge
        yield from _figure("copper_to_edge_mm", edge.distance_mm, surety, edge.off_mm)
    if figures.ring is not None and "annular_ring_mm" not in known:
        ring = figures.ring
        yield "annular_ring_mm", Known(ring.smallest_mm, Origin.DATA, ring.surety, spot=ring.spot)
    for name, found in figures.measures.items():
        yield name, Known(found.mm, Origin.DATA, found.surety, found.off_mm, found.spot)


def _figure(
    name: str, value: Decimal | None, surety: Surety, off: Decimal = Decimal(0)
) -> Iterator[tuple[str, Known]]:
    if value is not None:
        yield name, Known(value, Origin.DATA, surety, off)


def _less_sure(one: Surety, other: Surety) -> Surety:
    return max(one, other, key=lambda surety: surety.rank)
