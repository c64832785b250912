"""How far two boards are apart for whoever quotes: each difference with its share, added up."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pcbsales.boards.specification import Specification
from pcbsales.kernel.money import round_half_up
from pcbsales.kernel.scalars import plain

#: What a whole difference in each key weighs; numbers differ by their share of the larger.
WEIGHTS: Final = {
    "layers": Decimal(4),
    "material": Decimal(3),
    "hdi_stage": Decimal(3),
    "board_cm2": Decimal(2),
    "finish": Decimal(2),
    "thickness_mm": Decimal(1),
    "cu_outer_oz": Decimal(1),
    "min_hole_mm": Decimal(1),
    "min_track_mm": Decimal(1),
}
#: What not knowing one side of a key weighs, of a whole difference.
_UNKNOWN: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Difference:
    """One key in which the boards differ: what each says, and what it adds to the distance."""

    key: str
    wanted: str
    found: str
    adds: Decimal

    def as_json(self) -> dict[str, str]:
        """``{key, wanted, found, adds}``."""
        return {
            "key": self.key,
            "wanted": self.wanted,
            "found": self.found,
            "adds": plain(self.adds),
        }


def differences(wanted: Specification, found: Specification) -> tuple[Difference, ...]:
    """In what *found* differs from *wanted*, the heaviest first."""
    unsorted = _differences(_facts(wanted), _facts(found))
    return tuple(sorted(unsorted, key=lambda one: (-one.adds, one.key)))


def distance(found: tuple[Difference, ...]) -> Decimal:
    """What the differences come to: 0 is a board that is quoted alike."""
    return sum((one.adds for one in found), Decimal(0))


def _facts(board: Specification) -> dict[str, Decimal | str | None]:
    given = board.given()
    facts: dict[str, Decimal | str | None] = {}
    for key in WEIGHTS:
        value = given.get(key)
        facts[key] = value if value is None or isinstance(value, Decimal) else str(value)
    facts["layers"] = Decimal(board.layers) if board.layers is not None else None
    area = board.board_size
    facts["board_cm2"] = round_half_up(area.area_m2 * 10_000, 2) if area is not None else None
    return facts


def _differences(
    wanted: dict[str, Decimal | str | None], found: dict[str, Decimal | str | None]
) -> Iterator[Difference]:
    for key, weight in WEIGHTS.items():
        one, other = wanted[key], found[key]
        if one == other:
            continue
        adds = round_half_up(weight * _apart(one, other), 2)
        if adds:
            yield Difference(key, _text(one), _text(other), adds)


def _apart(one: Decimal | str | None, other: Decimal | str | None) -> Decimal:
    """From 0 to 1: numbers by their share of the larger, words whole, what is unknown half."""
    if one is None or other is None:
        return _UNKNOWN
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        larger = max(abs(one), abs(other))
        return abs(one - other) / larger if larger else Decimal(0)
    return Decimal(1)


def _text(fact: Decimal | str | None) -> str:
    if fact is None:
        return "-"
    return plain(fact.normalize()) if isinstance(fact, Decimal) else fact
