"""One record file: its bytes become a frozen record, or findings with file and line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from pcbsales.kernel.errors import Finding
from pcbsales.kernel.record import Record
from pcbsales.manifest import RecordKind
from pcbsales.store import layout
from pcbsales.store.strict_yaml import Document, StrictYamlError, read

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: the id that its name gives, its data and record, or what is wrong."""

    id: str
    data: dict[str, Any] | None
    record: Record | None
    findings: tuple[Finding, ...]


def read_record(kind: RecordKind | None, path: str, raw: bytes | None) -> Reading:
    """Read the file at *path*; *raw* is None where it cannot be read or is a symbolic link."""
    expected = layout.id_of(kind, path) if kind else None
    if kind is None or expected is None:
        return _bad("", Finding(path, 0, "layout.stray", "no record can live at this path"))
    if raw is None:
        return _bad(expected, Finding(path, 0, "layout.file", "this is not a plain readable file"))
    try:
        document = read(raw)
    except StrictYamlError as error:
        return _bad(expected, Finding(path, error.line, error.rule, error.msgid, error.values))
    return _validate(kind, path, expected, document)


def _validate(kind: RecordKind, path: str, expected: str, document: Document) -> Reading:
    try:
        record = kind.type.model_validate(document.data)
    except ValidationError as error:
        found = tuple(_finding(kind, path, document, item) for item in error.errors())
        return _bad(expected, *found)
    if record.id != expected:
        return _bad(
            expected,
            Finding(
                path,
                document.line_of(("id",)),
                "layout.id",
                "the file's name says {expected}, its id says {found}",
                {"expected": expected, "found": record.id},
            ),
        )
    return Reading(expected, document.data, record, ())


def _bad(expected: str, *findings: Finding) -> Reading:
    return Reading(expected, None, None, findings)


def _finding(kind: RecordKind, path: str, document: Document, error: "ErrorDetails") -> Finding:
    location = error["loc"]
    rule, msgid, values = explain(kind.type, error)
    name = ".".join(map(str, location))
    message = f"{{field}}: {msgid}" if name else msgid
    shown = {"field": name, **values} if name else values
    return Finding(path, document.line_of(location), rule, message, shown)


def explain(model: type[BaseModel], error: "ErrorDetails") -> tuple[str, str, dict[str, object]]:
    """The rule, message id and values of one validation error of *model*."""
    context: dict[str, object] = dict(error.get("ctx") or {})
    kind = error["type"]
    if kind == "missing":
        return "field.missing", "this field is required", {}
    if kind == "extra_forbidden":
        return _unknown_field(model, error["loc"])
    if kind == "enum":
        return (
            "field.choice",
            "expected one of {expected}, got {value}",
            {
                "expected": context.get("expected", ""),
                "value": repr(error["input"]),
            },
        )
    if msgid := context.pop("msgid", None):
        return kind, str(msgid), context
    if "." in kind:
        return kind, error["msg"], context
    return "field.shape", "expected another shape: {problem}", {"problem": error["msg"]}


def _unknown_field(
    model: type[BaseModel], location: tuple[int | str, ...]
) -> tuple[str, str, dict[str, object]]:
    known = list(_model_at(model, location[:-1]).model_fields)
    if close := get_close_matches(str(location[-1]), known, n=1):
        return "field.unknown", "there is no such field; did you mean {near}?", {"near": close[0]}
    return (
        "field.unknown",
        "there is no such field; fields here: {known}",
        {"known": ", ".join(known)},
    )


def _model_at(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel]:
    for step in location:
        field = model.model_fields.get(str(step))
        model = next(_models(field.annotation), model) if field else model
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
