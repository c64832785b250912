"""One record file: its bytes become a frozen record, or findings with file and line."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from pcbsales.kernel.errors import Finding
from pcbsales.kernel.field_errors import explain
from pcbsales.kernel.record import Record
from pcbsales.manifest import RecordKind
from pcbsales.store import layout
from pcbsales.store.text.strict_yaml import Document, StrictYamlError, read

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
    rule, msgid, values = explain(kind.type, error)
    return Finding(path, document.line_of(error["loc"]), rule, msgid, values)
