"""The board's outline: which file of the set draws it, and whether all agree."""

from collections.abc import Sequence
from dataclasses import replace

from pcbsales.boards.fabrication.apart import drawn_twice
from pcbsales.boards.fabrication.box import Box
from pcbsales.boards.fabrication.edge import Outline, evaluate
from pcbsales.boards.fabrication.evidence import fits_copper
from pcbsales.boards.fabrication.jobfile import JobFile
from pcbsales.boards.fabrication.layers import Layer, unextended
from pcbsales.boards.fabrication.questions import Question, ask, listed

AGREE = 0.02


def read_outline(layers: Sequence[Layer]) -> Outline:
    """The outline of a set; without a file that draws it there is none, and it is asked for.

    Where a copper layer is there twice the set may be two boards: a file that states to be the
    outline then does not outrank one that is only named so.
    """
    candidates = [layer for layer in layers if layer.role.kind == "outline"]
    stated = _unreadable(candidates)
    if stated:
        return Outline(questions=stated)
    for ranks in ({1, 2}, {3}) if drawn_twice(layers) else ({1}, {2}, {3}):
        readings = [evaluate(layer) for layer in candidates if layer.role.rank in ranks]
        drawn = [reading for reading in readings if reading is not None]
        if 3 in ranks:
            return _last_resort(drawn, candidates, layers)
        if drawn:
            return _agreed(drawn)
    return Outline()


def _unreadable(candidates: Sequence[Layer]) -> tuple[Question, ...]:
    """Questions that come before any geometry: unit and format."""
    best = min((layer.role.rank for layer in candidates if layer.head.drawn), default=9)
    for layer in candidates:
        if layer.role.rank != best or not layer.head.drawn:
            continue
        if layer.head.bare:
            return (unextended([layer.name]),)
        if layer.head.unit is None or layer.head.units_conflict:
            return (
                ask(
                    "unit.unknown",
                    "{file} does not state clearly whether its coordinates are in millimetres or "
                    "inches, so the board size cannot be read. Which unit is it, and what is the "
                    "finished board size?",
                    file=layer.name,
                ),
            )
    return ()


def _agreed(readings: Sequence[Outline]) -> Outline:
    """The one outline that all candidates draw, or the question which of them holds."""
    first = min(readings, key=lambda reading: (reading.size is None, len(reading.questions)))
    rivals = [reading for reading in readings if not _beside(first, reading)]
    if all(_same(first.box, reading.box) for reading in rivals):
        return first
    described = [f"{reading.file} ({_words(reading)})" for reading in readings]
    conflict = ask(
        "size.conflict",
        "Several files may be the board outline and they disagree: {files}. Which one is the "
        "outline, and what is the finished board size?",
        files=listed(described),
    )
    return Outline(questions=(conflict,))


def _beside(clean: Outline, other: Outline) -> bool:
    """Whether the other file is a drawing of another kind: open, and of quite another extent."""
    if clean.size is None or clean.questions or other is clean or other.box is None:
        return False
    if other.size is not None or clean.box is None:
        return False
    width, height = clean.box[2] - clean.box[0], clean.box[3] - clean.box[1]
    margin = max(3.0, 0.1 * max(width, height))
    return any(abs(a - b) > margin for a, b in zip(clean.box, other.box, strict=True))


def _words(reading: Outline) -> str:
    return f"{reading.size[0]} x {reading.size[1]} mm" if reading.size else "?"


def _same(one: Box | None, other: Box | None) -> bool:
    if one is None or other is None:
        return False
    return all(abs(a - b) <= AGREE for a, b in zip(one, other, strict=True))


def _last_resort(
    drawn: Sequence[Outline], candidates: Sequence[Layer], layers: Sequence[Layer]
) -> Outline:
    """Mechanical layers: used where one of them is a clean closed outline around the copper."""
    clean = [
        reading
        for reading in drawn
        if reading.size and reading.box and not reading.questions
        if fits_copper(reading.box, layers)
    ]
    if clean:
        return replace(_agreed(clean), sure=False)
    names = [layer.name for layer in candidates if layer.head.drawn]
    return Outline(questions=(unmarked(names),)) if names else Outline()


def unmarked(names: Sequence[str]) -> Question:
    """The question where only drawings of uncertain use might be the outline."""
    return ask(
        "outline.missing",
        "No file is marked as the board outline, and we cannot take it with certainty from "
        "{files}. Please send the outline (profile) as its own Gerber file and state the finished "
        "board size.",
        files=listed(list(names)),
    )


def missing_outline(outline: Outline) -> list[Question]:
    """The question for an outline, where no file draws one and nothing else is asked of it."""
    if outline.file or outline.questions:
        return []
    return [
        ask(
            "outline.missing",
            "The package holds no board outline (profile) file. Please send the outline as its own "
            "Gerber file and state the finished board size; we do not take it from other layers.",
        )
    ]


def compared_with_job(outline: Outline, jobs: Sequence[JobFile]) -> Outline:
    """The outline held against the size in the job file, which includes the pen's width."""
    if outline.size is None:
        return outline
    for job in jobs:
        if job.size is None:
            continue
        drawn = sorted(float(length) for length in outline.size)
        stated = sorted(job.size)
        if all(abs(a - b) <= outline.pen + 0.3 for a, b in zip(drawn, stated, strict=True)):
            continue
        conflict = ask(
            "size.conflict",
            "The outline in {file} measures {width} x {height} mm, but the job file states "
            "{stated_width} x {stated_height} mm. Which is the finished board size?",
            file=outline.file,
            width=outline.size[0],
            height=outline.size[1],
            stated_width=job.size[0],
            stated_height=job.size[1],
        )
        return replace(outline, size=None, questions=(*outline.questions, conflict))
    return outline


def scored(layers: Sequence[Layer]) -> list[Question]:
    """Scoring lines mean that boards are delivered together."""
    names = [layer.name for layer in layers if layer.role.kind == "vscore" and layer.head.drawn]
    if names:
        return [
            ask(
                "outline.several-boards",
                "{files} draws scoring lines (V-cut). Is the outline an array of several boards? "
                "Please state the size of one board and the number per array.",
                files=listed(names),
            )
        ]
    arrays = [layer.name for layer in layers if layer.head.part == "array"]
    if not arrays:
        return []
    return [
        ask(
            "outline.several-boards",
            "{files} is marked as an array. How many boards does it hold, and what is the size of "
            "one?",
            files=listed(arrays, 1),
        )
    ]
