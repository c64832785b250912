"""Reading many record files, and computing what the index keeps of them, on all processors.

Both jobs take plain values and give rows for the index. Few are done where they stand; many are
shared out to forked processes, which know the catalogue from before the fork.
"""

import json
import marshal
from collections.abc import Callable, Iterator, Sequence
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
from pcbsales.store.index.sharing import shared_out
from pcbsales.store.text.moulds import mould_of
from pcbsales.store.text.plain_yaml import read_plain
from pcbsales.store.text.reading import Reading, read_record
from pcbsales.store.text.shapes import Known

#: Fewer files than this are read sooner here than a process is forked.
_MANY: Final = 2000
#: So many files are read in one go: what they give crosses to the parent at once, and stays near
#: the processor meanwhile.
_BATCH: Final = 100
#: So many parts of groups are worth a process.
_MANY_PARTS: Final = 4000

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


class Batch(NamedTuple):
    """Files that were read, as the tables take them.

    Of *files* a number and all but the keys; of *keys* the file's number, key, noun and value; of
    *parts* name, group and content as JSON.
    """

    files: list[tuple[Any, ...]]
    keys: list[tuple[int, str, str, str]]
    parts: list[Part]


class GroupRow(NamedTuple):
    """A row of a projection as the index keeps it; *closed* is ``~`` where it is open."""

    name: str
    closed: str
    opened: str
    group: str
    key: str
    body: str


class Group(NamedTuple):
    """One group of a projection: the parts of its records, as JSON."""

    name: str
    group: str
    parts: tuple[str, ...]


def read_files(root: Path, catalogue: Catalogue, paths: Sequence[str]) -> list[FileRow]:
    """The files at *paths*."""
    read = _Reader(root, catalogue).row
    return [read(path)[0] for path in paths]


def read_all(
    root: Path, catalogue: Catalogue, paths: Sequence[str], tell: Callable[[int, int], None]
) -> Iterator[Batch]:
    """All files, numbered from 1 by their place in *paths*; *tell* hears how many are done."""
    jobs = [(at, tuple(paths[at : at + _BATCH])) for at in range(0, len(paths), _BATCH)]
    many = len(paths) >= _MANY
    done = 0
    work = partial(_batch, _Reader(root, catalogue))
    for packed in shared_out(work, jobs, many=many, batch=1):
        found = Batch(*marshal.loads(packed))  # noqa: S302 -- what our own process just wrote
        done += len(found.files)
        tell(done, len(paths))
        yield found


def project_groups(catalogue: Catalogue, groups: Sequence[Group]) -> Iterator[GroupRow]:
    """The projected rows of *groups*; forked processes know these from before the fork."""
    many = sum(len(group.parts) for group in groups) >= _MANY_PARTS
    work = partial(_project, catalogue, groups)
    for packed in shared_out(work, range(len(groups)), many=many, batch=2):
        yield from marshal.loads(packed)  # noqa: S302 -- as above


def make_ready(catalogue: Catalogue) -> None:
    """Import and build what the forked processes would each build for themselves."""
    for kind in catalogue.kinds.values():
        kind.type.model_rebuild()
    for projection in catalogue.projections.values():
        load(projection.part_path)
        load(projection.rows_path)


def _batch(reader: "_Reader", job: tuple[int, tuple[str, ...]]) -> bytes:
    """The files of *job*, numbered on from its number."""
    files: list[tuple[Any, ...]] = []
    keys: list[tuple[int, str, str, str]] = []
    found: list[Part] = []
    read = reader.row
    for number, path in enumerate(job[1], job[0] + 1):
        row, parts = read(path)
        files.append((number, *row[:8]))
        noun = row[1]
        for key, value in row[8]:
            keys.append((number, key, noun, value))
        found += parts
    return marshal.dumps((files, keys, found))


class _Reader:
    """Makes rows of files."""

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


def _project(catalogue: Catalogue, groups: Sequence[Group], place: int) -> bytes:
    group = groups[place]
    projection = catalogue.projections[group.name]
    parts: list[Any] = json.loads(f"[{','.join(group.parts)}]")
    rows = load(projection.rows_path)(parts)
    return marshal.dumps(
        [
            (
                group.name,
                row.closed.isoformat() if row.closed else OPEN,
                row.opened.isoformat(),
                group.group,
                row.key,
                to_json(row.body).decode(),
            )
            for row in rows
        ]
    )


#: Stands for the day of closing of what is open: after every date.
OPEN: Final = "~"

__all__ = [
    "OPEN",
    "Batch",
    "FileRow",
    "Group",
    "GroupRow",
    "make_ready",
    "project_groups",
    "read_all",
    "read_files",
]
