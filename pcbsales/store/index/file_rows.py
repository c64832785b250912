"""What the index keeps of one file: its signature, its record as text, keys, references, parts."""

import json
from collections.abc import Callable
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from pydantic_core import ValidationError, to_json

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import Record
from pcbsales.manifest import Catalogue, Projection, RecordKind, Shelf, load
from pcbsales.store import layout
from pcbsales.store.checks.references import references
from pcbsales.store.index.scan import signature_and_content
from pcbsales.store.text.moulds import mould_of
from pcbsales.store.text.plain_yaml import read_plain
from pcbsales.store.text.reading import Reading, read_record
from pcbsales.store.text.shapes import Known

_LAST_DIGITS: Final = frozenset(f"{number:02d}" for number in range(100))

#: What a record is to a projection: its name, the group, the content as JSON.
Part: TypeAlias = tuple[str, str, str]


class FileRow(NamedTuple):
    """A file as the index keeps it.

    As JSON: ``findings``; ``refs``, its references: field (as JSON), noun, id; ``parts``, what it
    is to projections: name, group, content; ``body``. ``keys`` are the key fields with values.
    """

    path: str
    noun: str
    id: str
    signature: str
    findings: str
    refs: str
    parts: str
    body: str | None
    keys: tuple[tuple[str, str], ...]


class FileReader:
    """Makes rows of the files below *root*."""

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self._root = str(root)
        self._folders = catalogue.folders
        self._known: dict[str, Known] = {}
        self._stands: dict[str, dict[str, str]] = {}
        self._parts: dict[str, list[tuple[Projection, Callable[[Record], Any]]]] = {}
        for projection in catalogue.projections.values():
            for noun in projection.nouns:
                part_of = load(projection.part_path)
                self._parts.setdefault(noun, []).append((projection, part_of))

    def row(self, path: str) -> tuple[FileRow, list[Part]]:
        """The file at *path*, and what it is to projections."""
        kind = self._folders.get(path.split("/", 2)[1])
        signature, raw = signature_and_content(f"{self._root}/{path}")
        moulded = self._moulded(kind, path, raw) if kind and raw is not None else None
        if kind and moulded:
            return self._row(kind, path, signature, moulded)
        reading = self._reading(kind, path, raw)
        if kind is None or reading.record is None:
            said = [[f.line, f.rule, f.message, dict(f.values)] for f in reading.findings]
            text = json.dumps(said, default=str)
            noun = kind.noun if kind else ""
            return FileRow(path, noun, reading.id, signature, text, "", "", None, ()), []
        found = reading.record, _refs(reading.record), to_json(reading.data).decode()
        return self._row(kind, path, signature, found)

    def _row(
        self, kind: RecordKind, path: str, signature: str, found: tuple[Record, str, str]
    ) -> tuple[FileRow, list[Part]]:
        """The row of a record, of which references and content are known as JSON."""
        record, refs, body = found
        noun = kind.noun
        keys = tuple(
            [
                (key, value if type(value) is str else str(value))
                for key in kind.keys
                if (value := getattr(record, key)) is not None
            ]
        )
        parts = [
            (projection.name, str(getattr(record, projection.group)), to_json(part).decode())
            for projection, part_of in self._parts.get(noun, ())
            if (part := part_of(record)) is not None
        ]
        text = _joined(parts) if parts else ""
        row = FileRow(path, noun, record.id, signature, "", refs, text, body, keys)
        return row, parts

    def _moulded(self, kind: RecordKind, path: str, raw: bytes) -> tuple[Record, str, str] | None:
        """Record, references and content by a mould; whatever is wrong, the strict way says."""
        known = self._known.get(kind.noun)
        if known is None:
            known = self._known[kind.noun] = Known(partial(mould_of, kind.type), patient=True)
            self._stands[kind.noun] = {}
        try:
            found = known.find(raw)
            if found is None or found[0] is None:
                return None
            mould, values = found
            record = mould.record(values)
            body = mould.body(values)
        except Exception:
            return None
        if self._place(kind, record.id) != path:
            return None
        return record, mould.references(values), body

    def _place(self, kind: RecordKind, record_id: str) -> str:
        """Where a record of that id stands: numbered ones of one hundred stand in one folder."""
        stem, last = record_id[:-2], record_id[-2:]
        if kind.shelf is not Shelf.YEARLY or last not in _LAST_DIGITS:
            return _stands_at(kind, record_id)
        folders = self._stands[kind.noun]
        folder = folders.get(stem)
        if folder is None:
            folder = folders[stem] = _stands_at(kind, f"{stem}00").removesuffix("00.yaml")
        return f"{folder}{last}.yaml"

    def _reading(self, kind: RecordKind | None, path: str, raw: bytes | None) -> Reading:
        """As plain YAML if it is that and nothing is wrong with it, else by the strict way."""
        if kind and raw is not None and (data := read_plain(raw)) is not None:
            record = _valid(kind, data)
            if record is not None and _stands_at(kind, record.id) == path:
                return Reading(record.id, data, record, ())
        return read_record(kind, path, raw)


def _stands_at(kind: RecordKind, record_id: str) -> str:
    try:
        return layout.path_of(kind, record_id)
    except UsageError:
        return ""


def _valid(kind: RecordKind, data: dict[str, Any]) -> Record | None:
    try:
        return kind.type.model_validate(data)
    except ValidationError:
        return None


def _refs(record: Record) -> str:
    found = sorted((_location(where), noun, target) for where, noun, target in references(record))
    return to_json(found).decode() if found else ""


def _joined(parts: list[Part]) -> str:
    """*parts* as one JSON text."""
    return f"[{','.join([f'{_head(name, group)}{part}]' for name, group, part in parts])}]"


@lru_cache(maxsize=4096)
def _head(name: str, group: str) -> str:
    return f"{to_json([name, group]).decode()[:-1]},"


@cache
def _location(location: tuple[str | int, ...]) -> str:
    """*location* as JSON: there are few, again and again."""
    return json.dumps(location)
