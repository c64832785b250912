"""Reading many record files, and computing what the index keeps of them, on all processors.

Both jobs take plain values and give rows for the index. Few are done where they stand; many are
shared out to forked processes, which know the catalogue from before the fork.
"""

import json
import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic_core import ValidationError, to_json

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import Record
from pcbsales.manifest import Catalogue, Projection, RecordKind, load
from pcbsales.store import layout
from pcbsales.store.checks.references import references
from pcbsales.store.index.scan import signature_and_content
from pcbsales.store.index.sharing import shared_out
from pcbsales.store.text.plain_yaml import read_plain
from pcbsales.store.text.reading import Reading, read_record

#: Fewer files than this are read sooner here than a process is forked.
_MANY: Final = 2000
#: So many files are read in one go: what they give crosses to the parent at once.
_BATCH: Final = 250
#: So many parts of groups are worth a process.
_MANY_PARTS: Final = 4000


class FileRow(NamedTuple):
    """A file as the index keeps it.

    ``keys`` are the key fields with their values, ``refs`` its references: field, noun, id;
    ``parts`` what it is to projections: name, group, content as JSON.
    """

    path: str
    noun: str
    id: str
    signature: str
    body: str | None
    findings: str
    keys: tuple[tuple[str, str], ...]
    refs: tuple[tuple[str, str, str], ...]
    parts: tuple[tuple[str, str, str], ...]


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


def read_files(
    root: Path,
    catalogue: Catalogue,
    paths: Sequence[str],
    tell: Callable[[int, int], None] = lambda *_: None,
) -> Iterator[FileRow]:
    """The files at *paths*, in no particular order; *tell* hears how many of them are done."""
    read = _Reader(root, catalogue).row
    if len(paths) < _MANY:
        yield from map(read, paths)
        return
    _make_ready(catalogue)
    jobs = [tuple(paths[at : at + _BATCH]) for at in range(0, len(paths), _BATCH)]
    done = 0
    for packed in shared_out(partial(_rows, read), jobs, many=True, batch=1):
        rows = marshal.loads(packed)  # noqa: S302 -- what our own process wrote a moment ago
        done += len(rows)
        tell(done, len(paths))
        yield from map(FileRow._make, rows)


def project_groups(catalogue: Catalogue, groups: Sequence[Group]) -> Iterator[GroupRow]:
    """The projected rows of *groups*."""
    many = sum(len(group.parts) for group in groups) >= _MANY_PARTS
    for packed in shared_out(partial(_project, catalogue), groups, many=many, batch=4):
        yield from map(GroupRow._make, marshal.loads(packed))  # noqa: S302 -- as above


def _make_ready(catalogue: Catalogue) -> None:
    """Import and build what the forked processes would each build for themselves."""
    for kind in catalogue.kinds.values():
        kind.type.model_rebuild()
    for projection in catalogue.projections.values():
        load(projection.part_path)
        load(projection.rows_path)


def _rows(read: Callable[[str], FileRow], paths: Iterable[str]) -> bytes:
    return marshal.dumps([tuple(read(path)) for path in paths])


class _Reader:
    """Makes rows of files."""

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self._root = str(root)
        self._folders = catalogue.folders
        self._parts: dict[str, list[tuple[Projection, Callable[[Record], Any]]]] = {}
        for projection in catalogue.projections.values():
            for noun in projection.nouns:
                part_of = load(projection.part_path)
                self._parts.setdefault(noun, []).append((projection, part_of))

    def row(self, path: str) -> FileRow:
        """The file at *path*."""
        kind = self._folders.get(path.split("/", 2)[1])
        signature, raw = signature_and_content(f"{self._root}/{path}")
        reading = self._reading(kind, path, raw)
        noun = kind.noun if kind else ""
        if kind is None or reading.record is None:
            found = [[f.line, f.rule, f.message, dict(f.values)] for f in reading.findings]
            text = json.dumps(found, default=str)
            return FileRow(path, noun, reading.id, signature, None, text, (), (), ())
        return FileRow(
            path,
            noun,
            reading.id,
            signature,
            to_json(reading.data).decode(),
            "",
            tuple(_keys(kind, reading.record)),
            tuple(_refs(reading.record)),
            tuple(self._parts_of(noun, reading.record)),
        )

    def _reading(self, kind: RecordKind | None, path: str, raw: bytes | None) -> Reading:
        """As plain YAML if it is that and nothing is wrong with it, else by the strict way."""
        if kind and raw is not None and (data := read_plain(raw)) is not None:
            record = _valid(kind, data)
            if record is not None and _stands_at(kind, record.id) == path:
                return Reading(record.id, data, record, ())
        return read_record(kind, path, raw)

    def _parts_of(self, noun: str, record: Record) -> Iterator[tuple[str, str, str]]:
        for projection, part_of in self._parts.get(noun, ()):
            part = part_of(record)
            if part is not None:
                group = str(getattr(record, projection.group))
                yield projection.name, group, to_json(part).decode()


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


def _keys(kind: RecordKind, record: Record) -> Iterable[tuple[str, str]]:
    for key in kind.keys:
        value = getattr(record, key)
        if value is not None:
            yield key, str(value)


def _refs(record: Record) -> Iterable[tuple[str, str, str]]:
    for location, noun, target in references(record):
        yield _location(location), noun, target


@cache
def _location(location: tuple[str | int, ...]) -> str:
    """*location* as JSON: there are few, again and again."""
    return json.dumps(location)


def _project(catalogue: Catalogue, group: Group) -> bytes:
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

__all__ = ["OPEN", "FileRow", "Group", "GroupRow", "project_groups", "read_files", "shared_out"]
