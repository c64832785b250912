"""Before a change set is written: would it make anything wrong that was not?

The checks run for the groups that the change can reach, on the ledger as it is and as it would be.
What was wrong before stays no hindrance to other work; what the change brings is refused.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from pcbsales.kernel.errors import Finding, InvalidLedgerError, UnsoundChangeError
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.manifest import Catalogue, Shelf
from pcbsales.store.checks.attachments import ATTACHMENT, missing_finding
from pcbsales.store.checks.files import alike, clashing, dangling_finding
from pcbsales.store.checks.groups import Changes, Place, changed_groups
from pcbsales.store.checks.references import references
from pcbsales.store.index.state import State
from pcbsales.store.layout import attachment_path

if TYPE_CHECKING:
    from pcbsales.store.ledger import Ledger

R = TypeVar("R", bound=Record)


def require_sound(ledger: "Ledger", state: State, changes: ChangeSet) -> None:
    """UnsoundChangeError if *changes*, written to *state*, would make anything newly wrong."""
    written = changes_of(state, changes)
    kept = {attachment.sha256 for attachment in changes.attachments}
    found = newly_wrong(ledger, state, written, attached=kept)
    if found:
        raise UnsoundChangeError(found)


def changes_of(state: State, changes: ChangeSet) -> Changes:
    """Each record that *changes* touches, as it is and as it will be."""
    gone = {(record.noun, record.id) for record in changes.removes}
    return {
        (record.noun, record.id): (
            _readable(state, type(record), record.id),
            None if (record.noun, record.id) in gone else record,
        )
        for record in changes.touched
    }


def newly_wrong(
    ledger: "Ledger", state: State, changes: Changes, *, attached: Collection[str] = ()
) -> tuple[Finding, ...]:
    """What is wrong after *changes* and was not before; *attached* are files that come along."""
    before, after = within_reach(ledger, state, changes, attached=attached)
    return tuple(caused(before, after, changes))


def within_reach(
    ledger: "Ledger", state: State, changes: Changes, *, attached: Collection[str] = ()
) -> tuple[list[Finding], list[Finding]]:
    """What is wrong before and after *changes*, as far as these can reach."""
    after = state.after({place: both[1] for place, both in changes.items()})
    return (
        _Side(ledger, state.after({}), changes).findings(attached),
        _Side(ledger, after, changes).findings(attached),
    )


def caused(
    before: Iterable[Finding], after: Iterable[Finding], written: Collection[Place]
) -> Iterator[Finding]:
    """Those of *after* that the change to the records *written* has brought.

    A finding that was there before is none of them. Nor is one that only says otherwise what was
    wrong with a record that nobody wrote, nor one whose measure has not grown.
    """
    known = _by_rule(before)
    for key, found in sorted(_by_rule(after).items()):
        were = known.get(key, [])
        said = {_said(finding) for finding in were}
        fresh = [finding for finding in found if _said(finding) not in said]
        if not fresh:
            continue
        measures = _measure(found), _measure(were)
        if measures[0] is not None and measures[1] is not None:
            worse = measures[0] > measures[1] or len(found) > len(were)
        else:
            worse = key[:2] in written or len(found) > len(were)
        if worse:
            yield from fresh


def _by_rule(findings: Iterable[Finding]) -> dict[tuple[str, str, str], list[Finding]]:
    """*findings* by the noun and id of their record, and their rule."""
    grouped: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        noun, record_id = (finding.subject or ("", finding.path))[:2]
        grouped[noun, record_id, finding.rule].append(finding)
    return grouped


def _said(finding: Finding) -> str:
    """What *finding* says; where it stands in the file may move."""
    values = {name: str(value) for name, value in finding.values.items()}
    return f"{finding.message}\0{sorted(values.items())}"


def _measure(findings: Iterable[Finding]) -> Decimal | None:
    total = Decimal(0)
    for finding in findings:
        if finding.measure is None:
            return None
        total += finding.measure
    return total


class _Side:
    """The ledger before or after the change, as the checks see it."""

    def __init__(self, ledger: "Ledger", state: State, changes: Changes) -> None:
        self._ledger = ledger
        self._catalogue: Catalogue = ledger.catalogue
        self._state = state
        self._changes = changes

    def findings(self, attached: Collection[str]) -> list[Finding]:
        """What is wrong within reach of the change."""
        try:
            return list(self._findings(attached))
        except sqlite3.DatabaseError:  # a ruined page of the index was met only now
            self._ledger.index.rebuild()
            return list(self._findings(attached))

    def _findings(self, attached: Collection[str]) -> Iterator[Finding]:
        db, readable = self._ledger.index.linked, _Readable(self._state)
        others = [*self._state.others, *(r for both in self._changes.values() for r in both if r)]
        for check in self._catalogue.checks:
            for group in sorted(changed_groups(db, check, self._changes, others)):
                yield from check.function(readable, group)
        for record in self._reached(others):
            yield from self._references(record, attached)
        yield from self._clashes()

    def _reached(self, others: Iterable[Record]) -> list[Record]:
        """The records of the change, and those that point at one that comes or goes."""
        places = set(self._changes)
        for (noun, target), (old, new) in self._changes.items():
            if (old is None) != (new is None):
                places |= set(self._ledger.index.linked.execute(_POINTING, (noun, target)))
                places |= {
                    (other.noun, other.id)
                    for other in others
                    if any((noun, target) == (n, t) for _, n, t in references(other))
                }
        kinds = self._catalogue.kinds
        found = (_readable(self._state, kinds[noun].type, name) for noun, name in sorted(places))
        return [record for record in found if record]

    def _references(self, record: Record, attached: Collection[str]) -> Iterator[Finding]:
        source = (record.noun, record.id)
        for field, noun, target in references(record):
            if noun == ATTACHMENT:
                file = self._ledger.root / attachment_path(target)
                if target not in attached and not file.exists():
                    yield missing_finding(source, field, target)
            elif noun in self._catalogue.kinds and not self._is_there(noun, target):
                yield dangling_finding(source, field, noun, target)

    def _is_there(self, noun: str, target: str) -> bool:
        """Whether there is such a record; an unreadable one is."""
        try:
            return self._state.get(self._catalogue.kinds[noun].type, target) is not None
        except InvalidLedgerError:
            return True

    def _clashes(self) -> Iterator[Finding]:
        new = [place for place, (old, _) in self._changes.items() if old is None]
        for noun in sorted({noun for noun, _ in new}):
            kind = self._catalogue.kinds[noun]
            if kind.shelf in {Shelf.FLAT, Shelf.OWNED}:
                wanted = {alike(name) for place_noun, name in new if place_noun == noun}
                ids = (name for name in self._state.ids(kind.type) if alike(name) in wanted)
                yield from clashing(noun, ids)


class _Readable:
    """A state without what cannot be read: an old wrong file hinders no other work."""

    def __init__(self, state: State) -> None:
        self._state = state

    def all(self, kind: type[R]) -> tuple[R, ...]:
        return self._state.all(kind)

    def get(self, kind: type[R], record_id: str) -> R | None:
        return _readable(self._state, kind, record_id)

    def where(self, kind: type[R], **keys: str) -> tuple[R, ...]:
        return self._state.where(kind, **keys)


def _readable(state: State, kind: type[R], record_id: str) -> R | None:
    try:
        return state.get(kind, record_id)
    except InvalidLedgerError:
        return None


_POINTING = (
    "SELECT f.noun, f.id FROM refs r JOIN files f ON f.n=r.file WHERE r.noun=? AND r.target=?"
)
