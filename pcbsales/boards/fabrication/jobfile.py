"""Gerber job files: what the designer's program states about the board as a whole."""

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from pcbsales.boards.fabrication.gerber import INCH

_OLD = re.compile(r"TJ\.B_(\w+),([^*%]*)")


@dataclass(frozen=True, slots=True)
class JobFile:
    """Stated size (mm, pen included), layers, thickness (mm), finish, colours, file functions."""

    size: tuple[float, float] | None = None
    layers: int | None = None
    thickness: Decimal | None = None
    finish: str | None = None
    mask_colour: str | None = None
    legend_colour: str | None = None
    functions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    readable: bool = True


def read_job(data: bytes) -> JobFile:
    """A job file, JSON or the older Gerber-like form; one that cannot be read says so."""
    text = data.decode("utf-8-sig", "replace")
    if "TJ.B_" in text or "JobInfo" in text[:2000]:
        return _old_form(text)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return JobFile(readable=False)
    if not isinstance(content, dict):
        return JobFile(readable=False)
    specs = _mapping(content.get("GeneralSpecs"))
    size = _mapping(specs.get("Size"))
    width, height = _decimal(size.get("X")), _decimal(size.get("Y"))
    return JobFile(
        size=(float(width), float(height)) if width and height else None,
        layers=_count(specs.get("LayerNumber")),
        thickness=_decimal(specs.get("BoardThickness")),
        finish=_stated(specs.get("Finish")),
        mask_colour=_colour(content, "soldermask"),
        legend_colour=_colour(content, "legend"),
        functions=_functions(content),
    )


def _old_form(text: str) -> JobFile:
    found = {name: value.strip() for name, value in _OLD.findall(text)}
    unit = Decimal(str(INCH)) if "%MOIN" in text else Decimal(1)
    thickness = _decimal(found.get("Thickness"))
    return JobFile(
        layers=_count(found.get("LayerNum")),
        thickness=thickness * unit if thickness else None,
        finish=_stated(found.get("Finish")),
        mask_colour=_stated(found.get("SolderMaskColor")),
    )


def _functions(content: dict[str, object]) -> dict[str, tuple[str, ...]]:
    entries = content.get("FilesAttributes")
    functions: dict[str, tuple[str, ...]] = {}
    for entry in entries if isinstance(entries, list) else []:
        fields = _mapping(entry)
        path, function = fields.get("Path"), fields.get("FileFunction")
        if isinstance(path, str) and isinstance(function, str):
            base = path.replace("\\", "/").rpartition("/")[2]
            functions[base] = tuple(part.strip() for part in function.split(","))
    return functions


def _colour(content: dict[str, object], kind: str) -> str | None:
    """The one colour the stack-up states for a kind of layer; None if it differs by side."""
    stack = content.get("MaterialStackup")
    colours = {
        _stated(layer.get("Color"))
        for layer in map(_mapping, stack if isinstance(stack, list) else [])
        if str(layer.get("Type", "")).lower() == kind
    } - {None}
    return colours.pop() if len(colours) == 1 else None


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _decimal(value: object) -> Decimal | None:
    """A positive length of a sensible size."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 < number < 10_000 else None


def _count(value: object) -> int | None:
    number = _decimal(value)
    return int(number) if number and number == int(number) and number <= 100 else None


def _stated(value: object) -> str | None:
    """A text that says something: "None" is what programs write when nobody chose."""
    text = str(value).strip() if isinstance(value, str) else ""
    return text if text and text.lower() not in {"none", "user defined", "not specified"} else None
