"""The facts of an order that rules of price books and lead-time tables ask for.

Keys are those of the specification, and a few that follow from it and the quantity.
"""

from collections.abc import Mapping
from decimal import Decimal

from pcbsales.boards.records import Revision
from pcbsales.boards.specification import terms
from pcbsales.kernel.conditions import Fact, fact_of
from pcbsales.quoting.pricing.area import Piece

#: Facts that follow from others, and the key of the specification that has to be set for them.
DERIVED: Mapping[str, str] = {
    "area_m2": "board_size",
    "piece_m2": "board_size",
    "min_line_mm": "min_track_mm",
    "drills_per_m2": "board_size",
    "drills_015_per_m2": "min_hole_mm",
    "expedite_days": "layers",
}
_FINE_DRILL_MM = Decimal("0.15")


def known_keys() -> frozenset[str]:
    """Every key that a condition may ask for."""
    return frozenset((*terms(), *DERIVED))


def order_facts(revision: Revision, piece: Piece | None) -> dict[str, Fact]:
    """The facts of *revision* ordered as *piece*; what is not known has no key.

    ``area_m2`` is of the whole line, ``piece_m2`` of one board or array as delivered,
    ``min_line_mm`` the finer of track and spacing, ``drills_per_m2`` the data's round holes.
    """
    specification = revision.specification
    answers = specification.given()
    facts = {key: fact for key, value in answers.items() if (fact := fact_of(value)) is not None}
    lines = (specification.min_track_mm, specification.min_space_mm)
    if known := [line for line in lines if line is not None]:
        facts["min_line_mm"] = min(known)
    if piece is not None:
        facts |= {"area_m2": piece.total_m2, "piece_m2": piece.area_m2}
    return {**facts, **_drilling(revision)}


def _drilling(revision: Revision) -> dict[str, Fact]:
    data, size = revision.fabrication, revision.specification.board_size
    found: dict[str, Fact] = {}
    if data is None:
        return found
    if data.holes is not None and size is not None:
        found["drills_per_m2"] = data.holes / size.area_m2
    if data.min_drill_mm is not None and data.min_drill_mm > _FINE_DRILL_MM:
        found["drills_015_per_m2"] = Decimal(0)
    return found


def setting_key(key: str) -> str:
    """The key of the specification to set for the fact *key*."""
    return DERIVED.get(key, key)
