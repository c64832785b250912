"""Which groups the checks have to look at: all of them, or those that a change can reach.

A record is in the groups that its own keys say and, where a check reads it through others that
point at it, in the groups of these.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from pcbsales.kernel.record import Record
from pcbsales.manifest import Catalogue, Check, Reads
from pcbsales.store.references import references

#: Noun and id of a record.
Place: TypeAlias = tuple[str, str]
#: What a change makes of records: as they were and as they will be; None: not there.
Changes: TypeAlias = Mapping[Place, tuple[Record | None, Record | None]]
#: What the index's log says of a record that was read again: noun, key, value.
Touched: TypeAlias = tuple[str, str, str]


def groups_of(check: Check, record: Record) -> Iterator[str]:
    """The groups of *check* that *record* is in by its own keys."""
    for key in check.keys(record.noun):
        value = getattr(record, key) if key else ""
        if value is not None:
            yield str(value)


def all_groups(db: sqlite3.Connection, check: Check) -> set[str]:
    """Every group of *check* that holds as many records as it asks for."""
    found: Counter[str] = Counter()
    for read in check.reads:
        if read.through:
            continue
        statement = _GROUPS.get(read.key, _KEYED)
        found.update(dict(db.execute(statement, {"noun": read.noun, "key": read.key})))
    return {group for group, count in found.items() if count >= check.least}


def touched_groups(db: sqlite3.Connection, check: Check, touched: Iterable[Touched]) -> set[str]:
    """The groups of *check* that the records named by *touched* are or were in."""
    found: set[str] = set()
    by_noun: dict[str, list[Reads]] = {}
    for read in check.reads:
        by_noun.setdefault(read.noun, []).append(read)
    for noun, key, value in touched:
        for read in by_noun.get(noun, ()):
            if read.through:
                found |= _referring(db, check, read, value) if key == "id" else set()
            elif read.key in {key, ""}:
                found.add(value if read.key else "")
    return found


def changed_groups(
    db: sqlite3.Connection, check: Check, changes: Changes, others: Iterable[Record]
) -> set[str]:
    """The groups of *check* that *changes* can reach.

    *others* are records that stand in place of what the index holds.
    """
    found: set[str] = set()
    for both in changes.values():
        found |= {group for record in both if record for group in groups_of(check, record)}
    for read in check.reads:
        places = [p for p, both in changes.items() if p[0] == read.noun and _differs(read, both)]
        for noun, record_id in places if read.through else ():
            found |= _referring(db, check, read, record_id)
            for other in others:
                if other.noun == read.through and _points_at(other, noun, record_id):
                    found |= set(groups_of(check, other))
    return found


def _differs(read: Reads, both: tuple[Record | None, Record | None]) -> bool:
    """Whether what a check reads of a record differs between its two states."""
    old, new = both
    if old is None or new is None or not read.fields:
        return old != new
    return any(getattr(old, name) != getattr(new, name) for name in read.fields)


def _points_at(record: Record, noun: str, target: str) -> bool:
    return any((noun, target) == (n, t) for _, n, t in references(record))


def _referring(db: sqlite3.Connection, check: Check, read: Reads, target: str) -> set[str]:
    """The groups of the records that *read* goes through and that point at *target*."""
    found: set[str] = set()
    for key in check.keys(read.through):
        given = {"noun": read.noun, "target": target, "through": read.through, "key": key}
        statement = _REFERRING_IDS if key in {"id", ""} else _REFERRING
        rows = {row[0] for row in db.execute(statement, given)}
        found |= rows if key else {"" for _ in rows}
    return found


def unknown_keys(catalogue: Catalogue) -> list[str]:
    """What checks declare and the index cannot answer: keys that no record kind has."""
    return [
        f"{check.name}: {read.noun} {read.through or read.key}"
        for check in catalogue.checks
        for read in check.reads
        if (kind := catalogue.kinds.get(read.noun)) is None
        or (not read.through and read.key not in {"", "id", *kind.keys})
        or (read.through and not check.keys(read.through))
    ]


_KEYED: Final = (
    "SELECT value, count(*) FROM keys WHERE noun=:noun AND key=:key AND value IS NOT NULL "
    "GROUP BY value"
)
_GROUPS: Final = {
    "id": "SELECT id, 1 FROM files WHERE noun=:noun AND body IS NOT NULL",
    "": "SELECT '', count(*) FROM files WHERE noun=:noun HAVING count(*) > 0",
}
_REFERRING: Final = (
    "SELECT DISTINCT k.value FROM refs r JOIN keys k ON k.path=r.path "
    "WHERE r.noun=:noun AND r.target=:target AND k.noun=:through AND k.key=:key"
)
_REFERRING_IDS: Final = (
    "SELECT DISTINCT f.id FROM refs r JOIN files f ON f.path=r.path "
    "WHERE r.noun=:noun AND r.target=:target AND f.noun=:through"
)
