"""What the reading of a package says, in the words of a part's record."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any

from pcbsales.boards.choices import Sides, Source
from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.fabrication.reading import FabricationReading
from pcbsales.boards.reconciliation import Answers
from pcbsales.boards.records import OpenQuestion
from pcbsales.boards.setting import read_value
from pcbsales.boards.specification import terms
from pcbsales.kernel.errors import MessageId, UsageError, fill
from pcbsales.kernel.scalars import plain

#: Which key of the specification answers a question of the reading, by code or start of the code.
_ANSWERING_KEYS = {
    "thickness.not-given": "thickness_mm",
    "finish.not-given": "finish",
    "colour.not-given": "mask_colour",
    "outline.": "board_size",
    "size.conflict": "board_size",
    "conductor.unsure": "min_track_mm",
}
_ENDING = re.compile(r"[-_ .]+(gerbers?|fab|fabrication|cam)([-_ ]?(files?|data))?$", re.IGNORECASE)
_NOT_TAKEN: MessageId = (
    "{term}: the data states {stated}, which we cannot read. Which one do you need?"
)


def specification_from(
    reading: FabricationReading, *, as_of: date
) -> tuple[Answers, tuple[OpenQuestion, ...]]:
    """What the data answers of a specification, and questions for what it states unreadably."""
    stated = {
        "layers": reading.copper_layers,
        "board_size": board_size(reading),
        "thickness_mm": reading.thickness_mm,
        "min_track_mm": reading.min_conductor_mm,
        "min_hole_mm": reading.min_drill_mm,
        "finish": reading.finish,
        "mask_colour": reading.mask_colour,
        "mask_sides": sides_of(reading.mask_sides),
        "legend_colour": reading.legend_colour,
        "legend_sides": sides_of(reading.legend_sides),
    }
    values: dict[str, Any] = {}
    questions: list[OpenQuestion] = []
    for key, value in stated.items():
        if value is None:
            continue
        text = plain(value) if isinstance(value, Decimal) else str(value)
        try:
            values[key] = read_value(key, text)
        except UsageError:
            questions.append(_not_taken(key, text, as_of))
    return Answers.all_from(Source.DATA, values), tuple(questions)


@dataclass(frozen=True)
class ReceivedPackage:
    """A customer's zip as it came: its name, its bytes, when, and what was read from it."""

    name: str
    data: bytes
    received: datetime
    reading: FabricationReading

    @cached_property
    def digest(self) -> str:
        """The SHA-256 by which it is kept."""
        return sha256(self.data).hexdigest()


def fabrication_from(package: ReceivedPackage) -> dict[str, Any]:
    """The fields of a part's fabrication data for a package and what was read from it."""
    reading = package.reading
    figures = {
        "board_size": board_size(reading),
        "copper_layers": reading.copper_layers,
        "holes": reading.holes,
        "slots": reading.slots,
        "min_drill_mm": reading.min_drill_mm,
        "min_conductor_mm": reading.min_conductor_mm,
        "outline_file": reading.outline_file,
        "mask_sides": sides_of(reading.mask_sides),
        "legend_sides": sides_of(reading.legend_sides),
    }
    return {
        "package": package.name,
        "sha256": package.digest,
        "bytes": len(package.data),
        "received": package.received,
        **{name: figure for name, figure in figures.items() if figure is not None},
        "files": [
            {"name": file.name, "role": file.role, "sha256": file.sha256} for file in reading.files
        ],
    }


def part_no_from(package: str) -> str:
    """The part number that a package's name suggests: the name without folder and ending.

    >>> part_no_from("in/HY-4410_gerber.zip")
    'HY-4410'
    """
    stem = re.sub(r"\.zip$", "", package.replace("\\", "/").rpartition("/")[2], flags=re.IGNORECASE)
    shorter = re.sub(
        r"[-_ .]+(gerbers?|fab|fabrication|cam)([-_ ]?(files?|data))?$",
        "",
        stem,
        flags=re.IGNORECASE,
    )
    return shorter or stem


def board_size(reading: FabricationReading) -> BoardSize | None:
    """The size that was read, to 0.001 mm; None where none was, or none that a board has."""
    if reading.size_mm is None:
        return None
    width, height = (Decimal(plain(round(side, 3).normalize())) for side in reading.size_mm)
    try:
        return BoardSize(width, height)
    except ValueError:
        return None


def sides_of(names: Iterable[str]) -> Sides | None:
    """``top`` and ``bottom`` as one answer; None where no side is named.

    >>> sides_of(["top", "bottom"]).value
    'both'
    """
    found = {name for name in names if name in {Sides.TOP, Sides.BOTTOM}}
    if len(found) == 2:
        return Sides.BOTH
    return Sides[found.pop().upper()] if found else None


def question_from(code: str, text: str, as_of: date) -> OpenQuestion:
    """A question of the reading as the part keeps it, with the key that would answer it."""
    key = next((key for start, key in _ANSWERING_KEYS.items() if code.startswith(start)), None)
    return OpenQuestion(code=code, text=text, key=key, asked=as_of)


def _not_taken(key: str, stated: str, as_of: date) -> OpenQuestion:
    code = next(
        (code for code, answering in _ANSWERING_KEYS.items() if answering == key),
        f"{key.removesuffix('_mm').replace('_', '-')}.not-given",
    )
    text = fill(_NOT_TAKEN, {"term": terms()[key].en, "stated": stated})
    return OpenQuestion(code=code, text=text, key=key, asked=as_of)
