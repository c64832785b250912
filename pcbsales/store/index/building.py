"""A new index of all files, built beside the one in place and moved in, or made in memory.

A file is replaced only by whoever has locked it out: a journal of the one must never be taken for
the other's. The new one is on the disk before it is moved in.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path
from time import time
from typing import Final

from pcbsales.manifest import Catalogue
from pcbsales.store.index.file import PATIENCE, Opened, connect, open_file
from pcbsales.store.index.scan import stands
from pcbsales.store.index.sharing import meanwhile
from pcbsales.store.index.tables import (
    add_batch,
    add_folders,
    add_projected,
    counts,
    make_indexes,
    make_tables,
    write_meta,
)
from pcbsales.store.writing.durability import sync_file, sync_folder

_STALE_SECONDS: Final = 86_400
_FAST: Final = (
    "PRAGMA page_size=16384",
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA cache_size=-131072",
    "PRAGMA temp_store=MEMORY",
)


def build(
    file: Path | None,
    root: Path,
    catalogue: Catalogue,
    meta: Callable[[], dict[str, str]],
    tell: Callable[[int, int], None],
) -> Opened:
    """A new index of all files, moved into place at *file*, or in memory.

    *meta* is asked before any file is looked at. OSError or sqlite3.Error where *file* cannot be
    written: the caller takes memory then.
    """
    told = meta()
    if file is None:
        db = connect(":memory:")
        _fill(db, root, catalogue, told, tell)
        return Opened(db, "", 0, told)
    file.parent.mkdir(exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}-{time():.6f}")
    _clear_away(file)
    try:
        db = connect(str(draft))
        try:
            _fill(db, root, catalogue, told, tell)
        finally:
            db.close()
        sync_file(draft)
        _move(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    found = open_file(file, told["version"])
    if found is None:
        raise sqlite3.OperationalError(f"{file} was taken away")
    return found


def _fill(
    db: sqlite3.Connection,
    root: Path,
    catalogue: Catalogue,
    meta: dict[str, str],
    tell: Callable[[int, int], None],
) -> None:
    looked = meanwhile(partial(stands, root))  # importing what reads records takes as long
    from pcbsales.store.index.gathering import (  # noqa: PLC0415 -- start-up
        Group,
        make_ready,
        project_groups,
        read_all,
    )

    make_ready(catalogue)
    for pragma in _FAST:
        db.execute(pragma)
    make_tables(db)
    db.execute("BEGIN")
    paths, folders = looked()
    groups: dict[tuple[str, str], list[str]] = {}
    for batch in read_all(root, catalogue, paths, tell):
        add_batch(db, batch)
        for name, group, part in batch.parts:
            groups.setdefault((name, group), []).append(part)
    add_folders(db, folders)
    wanted = [Group(*pair, tuple(sorted(parts))) for pair, parts in sorted(groups.items())]
    projected = project_groups(catalogue, wanted)
    first = list(islice(projected, 1))  # the other processes work on while indexes are made
    make_indexes(db)
    add_projected(db, chain(first, projected))
    meta["counts"] = counts(db)
    write_meta(db, meta)
    db.execute("COMMIT")


def _move(draft: Path, file: Path) -> None:
    """Put *draft* in the place of *file*, which nobody is writing meanwhile."""
    locked = sqlite3.connect(str(file), timeout=PATIENCE, isolation_level=None)
    try:
        _lock_out(locked)
        for end in ("-journal", "-wal", "-shm"):
            Path(f"{file}{end}").unlink(missing_ok=True)
        sync_folder(file.parent)  # else an old journal could come back beside the new file
        draft.replace(file)
    finally:
        locked.close()


def _lock_out(db: sqlite3.Connection) -> None:
    """Wait until nobody uses the file; what is no database at all, nobody can be using."""
    try:
        db.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return


def _clear_away(file: Path) -> None:
    """Remove what builds that were killed long ago left behind."""
    for left in file.parent.glob(f"{file.name}.*"):
        with suppress(OSError):
            if time() - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()
