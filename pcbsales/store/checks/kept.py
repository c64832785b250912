"""What the checks found, kept in the index by check and group, and found anew where touched.

The index logs which records it read again; only the groups that these can reach are looked at. Two
processes may do so at once: whoever ends second keeps nothing, and the next one looks again.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from functools import cache, partial
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from pcbsales.kernel.errors import Finding
from pcbsales.manifest import Catalogue
from pcbsales.store.checks.groups import all_groups, touched_groups
from pcbsales.store.checks.reader import GroupReader
from pcbsales.store.index.file import file_of, keep, provide
from pcbsales.store.index.sharing import shared_out

#: A group and the places of the checks, in the catalogue, that look at it.
_Task: TypeAlias = tuple[str, tuple[int, ...]]
#: A finding as it is kept: check, group, noun, id, field, rule, message, values.
_Row: TypeAlias = tuple[str, str, str, str, str, str, str, str]

#: Fewer groups than this are looked at sooner here than a process is forked.
_MANY: Final = 500
#: So many groups share what was read of them.
_BATCH: Final = 16


def room_findings(db: sqlite3.Connection, catalogue: Catalogue) -> tuple[Finding, ...]:
    """What is wrong by the rules of the rooms, as the index behind *db* knows the records."""
    provide(db, "found", _COLUMNS)
    seen, now = _seen(db), int(db.execute(_LOG_END).fetchone()[0])
    if seen == now:
        return tuple(map(_finding, db.execute(_KEPT)))
    if seen is not None and seen < now:
        touched = db.execute(_TOUCHED, (seen,)).fetchall()
        groups = [touched_groups(db, check, touched) for check in catalogue.checks]
        kept = _kept_beside(db, catalogue, groups)
    else:
        groups, kept = [all_groups(db, check) for check in catalogue.checks], []
    rows = [*kept, *_found(db, catalogue, groups)]
    _keep(db, rows, seen, now)
    return tuple(map(_finding, rows))


def _kept_beside(
    db: sqlite3.Connection, catalogue: Catalogue, groups: list[set[str]]
) -> list[_Row]:
    """What is kept of all groups but *groups*."""
    anew = {(c.name, g) for c, found in zip(catalogue.checks, groups, strict=True) for g in found}
    return [row for row in db.execute(_KEPT) if (row[0], row[1]) not in anew]


def _seen(db: sqlite3.Connection) -> int | None:
    """Up to which line of the index's log the findings are kept; None where none are."""
    found = db.execute("SELECT grp FROM found WHERE chk=''").fetchone()
    return int(found[0]) if found else None


def _keep(db: sqlite3.Connection, rows: list[_Row], seen: int | None, now: int) -> None:
    """Keep *rows* as all that is found up to *now*, unless another did since *seen* was read.

    Where nothing can be kept, as on a disk that is read-only, they are found anew the next time.
    """

    def work() -> None:
        if _seen(db) == seen:
            db.execute("DELETE FROM found")
            db.execute("INSERT INTO found (chk, grp) VALUES ('', ?)", (now,))
            db.executemany("INSERT INTO found VALUES (?,?,?,?,?,?,?,?)", rows)

    keep(db, work)


def _found(db: sqlite3.Connection, catalogue: Catalogue, groups: list[set[str]]) -> Iterator[_Row]:
    """What the checks find in *groups*, looked at on all processors where there are many."""
    wanted: dict[str, list[int]] = {}
    for place, names in enumerate(groups):
        for name in names:
            wanted.setdefault(name, []).append(place)
    tasks = [(name, tuple(wanted[name])) for name in sorted(wanted)]
    jobs = [tuple(tasks[at : at + _BATCH]) for at in range(0, len(tasks), _BATCH)]
    file = file_of(db)
    many = bool(file) and len(tasks) >= _MANY
    work = partial(_look_elsewhere, catalogue, file) if many else partial(_look, catalogue, db)
    for rows in shared_out(work, jobs, many=many, batch=1):
        yield from rows


def _look_elsewhere(catalogue: Catalogue, file: str, job: tuple[_Task, ...]) -> list[_Row]:
    """The work of a forked process: SQLite wants a connection of its own in each."""
    return _look(catalogue, _connection(file, os.getpid()), job)


@cache
def _connection(file: str, _process: int) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(os.fsencode(file))}?mode=ro", uri=True, timeout=30)


def _look(catalogue: Catalogue, db: sqlite3.Connection, job: tuple[_Task, ...]) -> list[_Row]:
    reader = GroupReader(db)
    return [
        _row(check.name, group, finding)
        for group, places in job
        for check in (catalogue.checks[place] for place in places)
        for finding in check.function(reader, group)
    ]


def _row(check: str, group: str, finding: Finding) -> _Row:
    assert finding.subject is not None
    noun, record_id, field = finding.subject
    values = {name: _plain(value) for name, value in finding.values.items()}
    return (
        check,
        group,
        noun,
        record_id,
        json.dumps(field),
        finding.rule,
        finding.message,
        json.dumps(values, ensure_ascii=False),
    )


def _plain(value: object) -> Any:
    """*value* as JSON can hold it and as it would be said."""
    return value if isinstance(value, str | int) else str(value)


def _finding(row: _Row) -> Finding:
    _, _, noun, record_id, field, rule, message, values = row
    subject = (noun, record_id, tuple(json.loads(field)))
    return Finding("", 0, rule, message, json.loads(values), subject)


#: The row without a check says up to which line of the log the others are true.
_COLUMNS: Final = (
    "chk TEXT, grp TEXT, noun TEXT, id TEXT, field TEXT, rule TEXT, message TEXT, vals TEXT"
)
_KEPT: Final = "SELECT chk, grp, noun, id, field, rule, message, vals FROM found WHERE chk<>''"
_TOUCHED: Final = "SELECT DISTINCT noun, key, value FROM touched WHERE n > ?"
_LOG_END: Final = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name='touched'"
