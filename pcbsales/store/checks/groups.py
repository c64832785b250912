"""Which groups the checks have to look at: all of them, or those that a change can reach.

A record is in the groups that its own keys say and, where a check reads it through others that
point at it, in the groups of these. One that is read everywhere reaches all groups.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from pcbsales.kernel.record import Record
from pcbsales.manifest import Catalogue, Check, Reads
from pcbsales.store.checks.references import references

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
    """Every group of *check* in which something may be wrong."""
    found: Counter[str] = Counter()
    for read in check.reads:
        if read.through or read.everywhere or (check.unless and read.key == check.unless):
            continue
        statement = _GROUPS.get(read.key, _KEYED_UNLESS if check.unless else _KEYED)
        given = {"noun": read.noun, "key": read.key, "unless": check.unless}
        found.update(dict(db.execute(statement, given)))
    return {group for group, count in found.items() if count >= check.least}


def touched_groups(db: sqlite3.Connection, check: Check, touched: Collection[Touched]) -> set[str]:
    """The groups of *check* that the records named by *touched* are or were in."""
    found: set[str] = set()
    reach = _Reach(db, check)
    nouns, everywhere = {read.noun for read in check.reads}, check.everywhere
    if any(noun in everywhere for noun, _, _ in touched):
        found |= all_groups(db, check)
    for noun, key, value in touched:
        if noun in nouns:
            found |= {value if own else "" for own in check.keys(noun) if own in {key, ""}}
            found |= reach.beside(noun, key, value)
            if key == "id":
                found |= reach.through(noun, value)
    return found


def changed_groups(
    db: sqlite3.Connection, check: Check, changes: Changes, others: Iterable[Record]
) -> set[str]:
    """The groups of *check* that *changes* can reach.

    *others* are records that stand in place of what the index holds.
    """
    near, everywhere = tuple(others), check.everywhere
    found: set[str] = set()
    if any(noun in everywhere and old != new for (noun, _), (old, new) in changes.items()):
        found |= all_groups(db, check)
        found |= {group for other in near for group in groups_of(check, other)}
    reach = _Reach(db, check, near)
    for (noun, record_id), both in changes.items():
        there = [record for record in both if record]
        found |= {group for record in there for group in groups_of(check, record)}
        asked = [read for read in check.reads if read.noun == noun and _differs(read, both)]
        if any(read.through and read.key == "id" for read in asked):
            found |= reach.through(noun, record_id)
        for read in asked:
            for record in there if read.through and read.key != "id" else ():
                found |= reach.beside(noun, read.key, str(getattr(record, read.key)))
    return found


def _differs(read: Reads, both: tuple[Record | None, Record | None]) -> bool:
    """Whether what a check reads of a record differs between its two states."""
    old, new = both
    if old is None or new is None or not read.fields:
        return old != new
    return any(getattr(old, name) != getattr(new, name) for name in read.fields)


class _Reach:
    """The groups of a check in which a record is read because of others."""

    def __init__(
        self, db: sqlite3.Connection, check: Check, others: tuple[Record, ...] = ()
    ) -> None:
        self._db = db
        self._check = check
        self._others = others

    def through(self, noun: str, record_id: str) -> set[str]:
        """The groups of those that the check goes through and that point at this record."""
        found: set[str] = set()
        for read in self._check.reads:
            if read.noun == noun and read.through and read.key == "id":
                found |= self._pointing(read.through, noun, record_id)
        return found

    def _pointing(self, source: str, noun: str, target: str) -> set[str]:
        found: set[str] = set()
        given = {"noun": noun, "target": target, "through": source}
        near = [o for o in self._others if o.noun == source and _points_at(o, noun, target)]
        for key in self._check.keys(source):
            found |= self._groups(_POINTING_IDS, _POINTING_KEYS, key, given)
        if not self._check.keys(source):
            names = {row[0] for row in self._db.execute(_POINTING_IDS, given)}
            for name in names | {other.id for other in near}:
                found |= self.through(source, name)
        return found | {group for other in near for group in groups_of(self._check, other)}

    def beside(self, noun: str, key: str, value: str) -> set[str]:
        """The groups of those that the check goes through and that have this *key* too."""
        found: set[str] = set()
        for read in self._check.reads:
            if read.noun != noun or not read.through or read.key != key or key == "id":
                continue
            given = {"through": read.through, "same": key, "value": value}
            for own in self._check.keys(read.through):
                found |= self._groups(_BESIDE_IDS, _BESIDE_KEYS, own, given)
            for other in self._others:
                if other.noun == read.through and str(getattr(other, key)) == value:
                    found |= set(groups_of(self._check, other))
        return found

    def _groups(self, ids: str, keys: str, key: str, given: dict[str, str]) -> set[str]:
        statement = ids if key in {"id", ""} else keys
        rows = {row[0] for row in self._db.execute(statement, {**given, "key": key})}
        return rows if key else {"" for _ in rows}


def _points_at(record: Record, noun: str, target: str) -> bool:
    return any((noun, target) == (n, t) for _, n, t in references(record))


def unknown_keys(catalogue: Catalogue) -> list[str]:
    """What checks declare and the index cannot answer: keys that no record kind has."""
    return [
        f"{check.name}: {read.noun} {read.through or read.key}"
        for check in catalogue.checks
        for read in check.reads
        if (kind := catalogue.kinds.get(read.noun)) is None
        or read.key not in {"", "id", *kind.keys}
        or (read.through and not any(read.through == other.noun for other in check.reads))
        or (
            read.through and read.key != "id" and read.key not in catalogue.kinds[read.through].keys
        )
    ]


_KEYED: Final = (
    "SELECT value, count(*) FROM keys WHERE noun=:noun AND key=:key AND value IS NOT NULL "
    "GROUP BY value"
)
_KEYED_UNLESS: Final = (
    "SELECT value, count(*) FROM keys k WHERE noun=:noun AND key=:key AND value IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM keys u WHERE u.noun=:noun AND u.key=:unless "
    "AND u.value=k.value) GROUP BY value"
)
_GROUPS: Final = {
    "id": "SELECT id, 1 FROM files WHERE noun=:noun AND body IS NOT NULL",
    "": "SELECT '', count(*) FROM files WHERE noun=:noun HAVING count(*) > 0",
}
_POINTING_KEYS: Final = (
    "SELECT DISTINCT k.value FROM refs r JOIN keys k ON k.file=r.file "
    "WHERE r.noun=:noun AND r.target=:target AND k.noun=:through AND k.key=:key"
)
_POINTING_IDS: Final = (
    "SELECT DISTINCT f.id FROM refs r JOIN files f ON f.n=r.file "
    "WHERE r.noun=:noun AND r.target=:target AND f.noun=:through"
)
_BESIDE_KEYS: Final = (
    "SELECT DISTINCT k.value FROM keys s CROSS JOIN keys k ON k.file=s.file "
    "WHERE s.noun=:through AND s.key=:same AND s.value=:value AND k.key=:key"
)
_BESIDE_IDS: Final = (
    "SELECT DISTINCT f.id FROM keys s CROSS JOIN files f ON f.n=s.file "
    "WHERE s.noun=:through AND s.key=:same AND s.value=:value"
)
