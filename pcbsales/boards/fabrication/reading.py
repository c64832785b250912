"""A customer's fabrication zip, read into a specification with the questions it leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from pcbsales.boards.fabrication.conductor import narrowest_conductor
from pcbsales.boards.fabrication.drilling import DrillFile
from pcbsales.boards.fabrication.edge import Outline, holes_in_cutout, lies_within
from pcbsales.boards.fabrication.holes import Drilling
from pcbsales.boards.fabrication.jobfile import JobFile
from pcbsales.boards.fabrication.layers import Layer, sides, unclear, unextended
from pcbsales.boards.fabrication.opening import FabricationSet, open_set
from pcbsales.boards.fabrication.outline import (
    compared_with_job,
    missing_outline,
    scored,
    unmarked,
)
from pcbsales.boards.fabrication.package import DefectError
from pcbsales.boards.fabrication.questions import Question, ask
from pcbsales.boards.fabrication.stackup import count_copper, missing_masks

Value = TypeVar("Value")

__all__ = [
    "DefectError",
    "FabricationFile",
    "FabricationReading",
    "FabricationSet",
    "as_json",
    "open_set",
    "read_package",
    "reading_of",
]


@dataclass(frozen=True, slots=True)
class FabricationFile:
    """A file of the package, what it is for, and its fingerprint."""

    name: str
    role: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FabricationReading:
    """What the package says, in mm; None is "not established", and then it is asked for.

    ``size_mm`` is width by height on the outline's centre line. ``holes`` are round hits of all
    drill files, ``slots`` their straight cuts.
    """

    size_mm: tuple[Decimal, Decimal] | None
    copper_layers: int | None
    holes: int | None
    slots: int | None
    min_drill_mm: Decimal | None
    min_conductor_mm: Decimal | None
    outline_file: str | None
    mask_sides: tuple[str, ...]
    legend_sides: tuple[str, ...]
    files: tuple[FabricationFile, ...]
    questions: tuple[Question, ...]
    thickness_mm: Decimal | None = None
    finish: str | None = None
    mask_colour: str | None = None
    legend_colour: str | None = None
    drill_files: tuple[DrillFile, ...] = ()


def read_package(data: bytes) -> FabricationReading:
    """Read a zip of Gerber and drill files.

    Raises:
        DefectError: the package cannot be read at all; ``code`` says why.
    """
    return reading_of(open_set(data))


def reading_of(package: FabricationSet) -> FabricationReading:
    """What a package sorted out says."""
    return _specification(package.layers, package.jobs, package.outline, package.drilling)


def _specification(
    layers: Sequence[Layer], jobs: Sequence[JobFile], outline: Outline, drilling: Drilling
) -> FabricationReading:
    """Put the parts together; what contradicts is withdrawn and asked."""
    outline = compared_with_job(_tested(outline, drilling), jobs)
    copper, copper_questions = count_copper(layers, jobs)
    conductor, conductor_questions = narrowest_conductor(layers)
    masks = sides(layers, "mask", drawn=False)
    thickness = _one([job.thickness for job in jobs])
    finish = _one([job.finish for job in jobs])
    colour = _one([job.mask_colour for job in jobs])
    questions = [
        *_old_gerber(layers),
        *(question for question in outline.questions if question.code != "gerber.rs274d"),
        *missing_outline(outline),
        *scored(layers),
        *copper_questions,
        *missing_masks(layers),
        *unclear(layers),
        *drilling.questions,
        *conductor_questions,
        *_not_given(thickness, finish, colour),
    ]
    return FabricationReading(
        size_mm=outline.size,
        copper_layers=copper,
        holes=drilling.holes,
        slots=drilling.slots,
        min_drill_mm=drilling.smallest,
        min_conductor_mm=conductor,
        outline_file=outline.file,
        mask_sides=masks,
        legend_sides=sides(layers, "legend", drawn=True),
        files=tuple(FabricationFile(la.name, str(la.role), la.sha256) for la in layers),
        questions=tuple(dict.fromkeys(questions)),
        thickness_mm=thickness,
        finish=finish,
        mask_colour=colour,
        legend_colour=_one([job.legend_colour for job in jobs]),
        drill_files=drilling.files,
    )


def _tested(outline: Outline, drilling: Drilling) -> Outline:
    """The outline held against the holes: holes inside a cut-out mean that it is none."""
    points = [point for file in drilling.files if not file.doubtful for point in file.hits]
    unlikely = outline.box and not outline.sure and lies_within(points, outline.box) < 0.95
    if outline.file and unlikely:
        return Outline(questions=(unmarked([outline.file]),))
    if outline.size is None or not holes_in_cutout(points, outline):
        return outline
    return Outline(
        file=outline.file,
        questions=(
            *outline.questions,
            ask(
                "outline.several-boards",
                "Holes lie inside an inner shape of the outline in {file}: the outer shape may be "
                "a frame or an array around the board. Please state the size of one board.",
                file=outline.file,
            ),
        ),
    )


def _old_gerber(layers: Sequence[Layer]) -> list[Question]:
    names = [layer.name for layer in layers if layer.form == "gerber" and layer.head.bare]
    return [unextended(names)] if names else []


def _one(values: Sequence[Value | None]) -> Value | None:
    """The one value that is stated; None where none is, or where they differ."""
    stated = {value for value in values if value is not None}
    return stated.pop() if len(stated) == 1 else None


def _not_given(thickness: object, finish: object, colour: object) -> list[Question]:
    """What Gerber data rarely states and a quotation always needs."""
    questions = []
    if thickness is None:
        questions.append(
            ask(
                "thickness.not-given",
                "The data does not state the board thickness. Which finished thickness do you "
                "need (for example 1.6 mm)?",
            )
        )
    if finish is None:
        questions.append(
            ask(
                "finish.not-given",
                "The data does not state the surface finish. Which one do you need (for example "
                "ENIG, lead-free HASL or OSP)?",
            )
        )
    if colour is None:
        questions.append(
            ask(
                "colour.not-given",
                "The data does not state the colour of the solder mask. Which colours do you want "
                "for solder mask and legend?",
            )
        )
    return questions


def as_json(reading: FabricationReading) -> dict[str, object]:
    """The reading as scripts get it: sizes are two numbers in mm, other lengths plain strings."""
    size = reading.size_mm
    return {
        "schema": 1,
        "size_mm": [float(length) for length in size] if size else None,
        "copper_layers": reading.copper_layers,
        "holes": reading.holes,
        "slots": reading.slots,
        "min_drill_mm": _plain(reading.min_drill_mm),
        "min_conductor_mm": _plain(reading.min_conductor_mm),
        "outline_file": reading.outline_file,
        "mask_sides": list(reading.mask_sides),
        "legend_sides": list(reading.legend_sides),
        "thickness_mm": _plain(reading.thickness_mm),
        "finish": reading.finish,
        "mask_colour": reading.mask_colour,
        "legend_colour": reading.legend_colour,
        "drill_files": [
            {
                "name": file.name,
                "holes": len(file.hits),
                "slots": file.slots,
                "min_drill_mm": None if file.smallest is None else f"{file.smallest:.3f}",
                "unit": file.unit or None,
            }
            for file in reading.drill_files
        ],
        "files": [
            {"name": file.name, "role": file.role, "sha256": file.sha256} for file in reading.files
        ],
        "questions": [
            {"code": question.code, "text": question.text} for question in reading.questions
        ],
    }


def _plain(length: Decimal | None) -> str | None:
    if length is None:
        return None
    text = f"{length.normalize():f}"
    return text if "." in text else text + ".0"
