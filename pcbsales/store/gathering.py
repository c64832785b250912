"""Reading many record files, and computing what the index keeps of them, on all processors.

Both jobs take plain values and give rows for the index. Few are done where they stand; many are
shared out to forked processes, which know the catalogue from before the fork.
"""

import json
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from pcbsales.kernel.record import Record
from pcbsales.manifest import Catalogue, Projection, RecordKind, load
from pcbsales.store.reading import read_record
from pcbsales.store.references import references
from pcbsales.store.scan import signature_and_content

Job = TypeVar("Job")
Row = TypeVar("Row")
R = TypeVar("R", bound=Record)

#: Fewer jobs than this are done sooner here than a process is forked.
_MANY: Final = 2000
_BATCH: Final = 200


class FileRow(NamedTuple):
    """A file as the index keeps it.

    ``keys`` are the key fields with their values, ``refs`` its references: field, noun, id.
    """

    path: str
    noun: str
    id: str
    signature: str
    body: str | None
    findings: str
    keys: tuple[tuple[str, str], ...]
    refs: tuple[tuple[str, str, str], ...]


class GroupRow(NamedTuple):
    """A row of a projection as the index keeps it."""

    name: str
    group: str
    key: str
    opened: str
    closed: str | None
    body: str


class Group(NamedTuple):
    """One group of a projection: its records as (noun, content as JSON)."""

    name: str
    group: str
    bodies: list[tuple[str, str]]


def read_files(root: Path, catalogue: Catalogue, paths: Sequence[str]) -> Iterator[FileRow]:
    """The files at *paths*, in no particular order."""
    return _shared_out(partial(_read_file, root, catalogue), paths, many=len(paths) >= _MANY)


def project_groups(
    catalogue: Catalogue, groups: Iterable[Group], *, many: bool
) -> Iterator[list[GroupRow]]:
    """The projected rows of each of *groups*; *many* says that they hold many records."""
    return _shared_out(partial(_project, catalogue), groups, many=many, batch=4)


def _shared_out(
    work: Callable[[Job], Row], jobs: Iterable[Job], *, many: bool, batch: int = _BATCH
) -> Iterator[Row]:
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if not many or processors < 2:
        yield from map(work, jobs)
        return
    _Hands.work = work
    with multiprocessing.get_context("fork").Pool(processors) as pool:
        yield from pool.imap_unordered(_Hands.do, jobs, chunksize=batch)


class _Hands:
    """What forked processes do: set before the fork, so nothing of it is sent over."""

    work: Callable[[Any], Any]

    @staticmethod
    def do(job: Any) -> Any:
        return _Hands.work(job)


def _read_file(root: Path, catalogue: Catalogue, path: str) -> FileRow:
    kind = catalogue.folders.get("/".join(path.split("/")[1:2]))
    signature, raw = signature_and_content(root / path)
    reading = read_record(kind, path, raw)
    found = [[f.line, f.rule, f.message, dict(f.values)] for f in reading.findings]
    return FileRow(
        path,
        kind.noun if kind else "",
        reading.id,
        signature,
        json.dumps(reading.data) if reading.record else None,
        json.dumps(found, default=str) if found else "",
        tuple(_keys(kind, reading.record)) if kind and reading.record else (),
        tuple(_refs(reading.record)) if reading.record else (),
    )


def _keys(kind: RecordKind, record: Record) -> Iterable[tuple[str, str]]:
    for key in kind.keys:
        value = getattr(record, key)
        if value is not None:
            yield key, str(value)


def _refs(record: Record) -> Iterable[tuple[str, str, str]]:
    for location, noun, target in references(record):
        yield json.dumps(location), noun, target


@dataclass(frozen=True, slots=True)
class _GroupSnapshot:
    """The records of one group, and no others."""

    records: dict[str, tuple[Any, ...]]

    def all(self, kind: type[R]) -> tuple[R, ...]:
        return self.records.get(kind.noun, ())

    def get(self, kind: type[R], record_id: str) -> R | None:
        return next((record for record in self.all(kind) if record.id == record_id), None)

    def where(self, kind: type[R], **keys: str) -> tuple[R, ...]:
        return tuple(
            record
            for record in self.all(kind)
            if all(str(getattr(record, key)) == value for key, value in keys.items())
        )


def _project(catalogue: Catalogue, group: Group) -> list[GroupRow]:
    projection: Projection = catalogue.projections[group.name]
    records: dict[str, list[Record]] = {noun: [] for noun in projection.nouns}
    for noun, body in group.bodies:
        records[noun].append(catalogue.kinds[noun].type.model_validate_json(body))
    snapshot = _GroupSnapshot(
        {noun: tuple(sorted(found, key=lambda r: r.id)) for noun, found in records.items()}
    )
    return [
        GroupRow(
            group.name,
            group.group,
            row.key,
            row.opened.isoformat(),
            row.closed.isoformat() if row.closed else None,
            json.dumps(row.body, separators=(",", ":")),
        )
        for row in load(projection.rows_path)(snapshot, group.group)
    ]
