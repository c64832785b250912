"""Holes and slots of the set as a whole, each counted once."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.fabrication.apart import drawn_twice, folder
from pcbsales.boards.fabrication.drilling import (
    DrillFile,
    doubted,
    read_gerber_drill,
    read_program,
)
from pcbsales.boards.fabrication.edge import Outline
from pcbsales.boards.fabrication.evidence import Pads
from pcbsales.boards.fabrication.excellon import listed_tools
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.questions import Question, ask, listed

Spot = tuple[int, int]
_UNPLATED = re.compile(r"npth|non[-_ ]?plated|unplated", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drilling:
    """All drill data together; ``smallest`` is the smallest round hole in mm."""

    holes: int | None = None
    slots: int | None = None
    smallest: Decimal | None = None
    files: tuple[DrillFile, ...] = ()
    questions: tuple[Question, ...] = ()


def read_drilling(layers: Sequence[Layer], outline: Outline) -> Drilling:
    """Read every drill file, leave out what is there twice, and add up."""
    drills = [layer for layer in layers if layer.role.kind == "drill" and not layer.repeats]
    if not drills:
        return Drilling(questions=(_missing(),))
    pads = Pads(layers)
    tables = _tables(layers)
    files = [
        read_gerber_drill(layer)
        if layer.form == "gerber"
        else read_program(layer, outline.box, pads, tables)
        for layer in drills
    ]
    files = [file for file in files if file.questions or file.hits or file.cuts] or files[:1]
    if any(question.code == "drill.unit" for file in files for question in file.questions):
        files = [doubted(file) for file in files]
    countable = all(file.countable for file in files)
    kept, unsure = _once(files) if countable else (files, None)
    questions = [question for file in files for question in file.questions]
    if not countable:
        return Drilling(files=tuple(files), questions=tuple(questions))
    if unsure:
        return Drilling(files=tuple(files), questions=(*questions, unsure))
    if _only_unplated(files, layers):
        return Drilling(files=tuple(files), questions=(*questions, _plated_missing(drills)))
    if _of_two_boards(kept, layers, outline):
        return Drilling(files=tuple(files), questions=tuple(questions))
    smallest = [file.smallest for file in kept if file.smallest is not None]
    doubtful = any(file.doubtful for file in kept)
    return Drilling(
        holes=sum(len(file.hits) for file in kept),
        slots=sum(file.slots for file in kept),
        smallest=None if doubtful or not smallest else _micrometres(min(smallest)),
        files=tuple(files),
        questions=tuple(questions),
    )


def _tables(layers: Sequence[Layer]) -> list[dict[int, float]]:
    """Tool lists that travel as files of their own."""
    readable = {"report", "document", "other"}
    found = [
        listed_tools(layer.data)
        for layer in layers
        if layer.role.kind in readable and layer.form == "other" and len(layer.data) < 2**20
    ]
    return [table for table in found if table]


def _micrometres(length: float) -> Decimal:
    """A diameter to the micrometre, without needless zeros but at least one decimal."""
    text = f"{length:.3f}".rstrip("0")
    return Decimal(text + "0" if text.endswith(".") else text)


def _spots(file: DrillFile) -> Counter[Spot]:
    """Where a file cuts, on a grid of 0.02 mm; a slot counts by its ends."""
    points = [*file.hits, *(end for cut in file.cuts for end in (cut[0], cut[-1]))]
    return Counter((round(x * 50), round(y * 50)) for x, y in points)


def _once(files: Sequence[DrillFile]) -> tuple[list[DrillFile], Question | None]:
    """The files that count, where some repeat others as a whole; a question where in part."""
    spots = {file.name + str(index): _spots(file) for index, file in enumerate(files)}
    keys = list(spots)
    dropped: set[str] = set()
    for index, key in enumerate(keys):
        if key in dropped or not spots[key]:
            continue
        parts = [
            other
            for position, other in enumerate(keys)
            if other != key
            and other not in dropped
            and spots[other]
            and _same_span(files[index], files[position])
            and spots[other] <= spots[key]
        ]
        together = sum((spots[part] for part in parts), Counter())
        if parts and together == spots[key]:
            dropped.add(key)
        elif parts and _mostly(spots, parts, key):
            return list(files), _repeated(files, [index, *(keys.index(part) for part in parts)])
    return [file for key, file in zip(keys, files, strict=True) if key not in dropped], None


def _mostly(spots: dict[str, Counter[Spot]], parts: list[str], key: str) -> bool:
    """Whether the overlap is more than a hole or two that happen to coincide."""
    overlap = sum(spots[part].total() for part in parts)
    return overlap >= 3 or overlap * 2 >= spots[key].total()


def _same_span(one: DrillFile, other: DrillFile) -> bool:
    """Blind and buried vias of different spans may well stand above each other."""
    spans = [file.detail.split(",")[1:] for file in (one, other)]
    return spans[0] == spans[1] or not all(spans)


def _repeated(files: Sequence[DrillFile], indexes: list[int]) -> Question:
    return ask(
        "layer.unknown-role",
        "{files} hold in part the same holes. Which of them are valid for production, and are "
        "any of them earlier versions or summaries of the others?",
        files=listed([files[index].name for index in indexes]),
    )


def _unplated(file: DrillFile) -> bool:
    return file.detail.startswith("nonplated") or (
        not file.detail and _UNPLATED.search(file.name) is not None
    )


def _only_unplated(files: Sequence[DrillFile], layers: Sequence[Layer]) -> bool:
    """Whether no round hole is plated, on a board with copper on both sides."""
    round_holes = [file for file in files if file.hits]
    copper = {layer.role.side for layer in layers if layer.role.kind == "copper"}
    return (
        {"top", "bottom"} <= copper
        and any(map(_unplated, files))
        and all(map(_unplated, round_holes))
    )


def _of_two_boards(kept: Sequence[DrillFile], layers: Sequence[Layer], outline: Outline) -> bool:
    """Whether programs of two boards would be added up: two of a kind, in a set that is unclear.

    The question is asked already, of the copper or of the outline.
    """
    twice = drawn_twice(layers) is not None
    if not twice and all(question.code != "size.conflict" for question in outline.questions):
        return False
    kinds: dict[bool, set[str]] = {}
    for file in kept:
        place = file.name if twice else folder(file.name)
        kinds.setdefault(_unplated(file), set()).add(place)
    return any(len(places) > 1 for places in kinds.values())


def _plated_missing(drills: Sequence[Layer]) -> Question:
    return ask(
        "drill.missing",
        "Only non-plated holes are in the package ({files}). Please send the drill file of the "
        "plated holes, or confirm that the board has none.",
        files=listed([layer.name for layer in drills]),
    )


def _missing() -> Question:
    return ask(
        "drill.missing",
        "The package holds no drill file. Please send the Excellon (NC drill) data with its tool "
        "table, plated and non-plated holes apart, or confirm that the board has no holes.",
    )
