"""Reading many record files, and computing what the index keeps of them, on all processors.

Both jobs take plain values and give rows for the index. Few are done where they stand; many are
shared out to forked processes, which know the catalogue from before the fork.
"""

import json
import marshal
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic_core import to_json

from pcbsales.manifest import Catalogue, load
from pcbsales.store.index.file_rows import FileReader, FileRow, Part
from pcbsales.store.index.sharing import shared_out

#: Fewer files than this are read sooner here than a process is forked.
_MANY: Final = 2000
#: So many files are read in one go: what they give crosses to the parent at once, and stays near
#: the processor meanwhile.
_BATCH: Final = 100
#: So many parts of groups are worth a process.
_MANY_PARTS: Final = 4000


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
    read = FileReader(root, catalogue).row
    return [read(path)[0] for path in paths]


def read_all(
    root: Path, catalogue: Catalogue, paths: Sequence[str], tell: Callable[[int, int], None]
) -> Iterator[Batch]:
    """All files, numbered from 1 by their place in *paths*; *tell* hears how many are done."""
    jobs = [(at, tuple(paths[at : at + _BATCH])) for at in range(0, len(paths), _BATCH)]
    many = len(paths) >= _MANY
    done = 0
    work = partial(_batch, FileReader(root, catalogue))
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


def _batch(reader: FileReader, job: tuple[int, tuple[str, ...]]) -> bytes:
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
    "Group",
    "GroupRow",
    "make_ready",
    "project_groups",
    "read_all",
    "read_files",
]
