"""What a person may change in a record's file: anything but its id and what has happened."""

from typing import Any

from pcbsales.kernel.errors import Finding, MessageId, RefusedError
from pcbsales.kernel.record import Record
from pcbsales.manifest import RecordKind
from pcbsales.store.text.reading import Reading, read_record
from pcbsales.store.text.strict_yaml import StrictYamlError, read

_FACT: MessageId = "record.fact: the {noun} {id} is a fact and is never rewritten; {fault}"
_LATER: MessageId = "correct it by a later record"


def require_state(kind: RecordKind, record_id: str) -> None:
    """RefusedError where records of *kind* are facts; it says what corrects them."""
    if kind.fact:
        correction = kind.corrected_by or _LATER
        raise RefusedError(_FACT, noun=kind.noun, id=record_id, fault=correction)


def amended(kind: RecordKind, path: str, text: bytes, before: Record | None) -> Reading:
    """The record that *text* makes of *before*, or what is wrong with it."""
    reading = read_record(kind, path, text)
    if reading.record is None:
        return Reading(reading.id, None, None, tuple(map(_advised, reading.findings)))
    if found := _history_lost(path, text, before, reading.record):
        return Reading(reading.id, None, None, found)
    return reading


def _advised(finding: Finding) -> Finding:
    if finding.rule != "layout.id":
        return finding
    return Finding(
        finding.path,
        finding.line,
        "record.id",
        "an id never changes: write {expected} again, and make a new record for {found}",
        finding.values,
    )


def _history_lost(
    path: str, text: bytes, before: Record | None, after: Record
) -> tuple[Finding, ...]:
    """Where the events of *before* are not the first events of *after*."""
    old: tuple[Any, ...] = getattr(before, "events", ())
    new: tuple[Any, ...] = getattr(after, "events", ())
    changed = next((i for i, event in enumerate(old) if new[i : i + 1] != (event,)), None)
    if changed is None:
        return ()
    return (
        Finding(
            path,
            line_in(text, ("events", changed)),
            "record.events",
            "what has happened stays as it was recorded: event {number} is changed or gone; "
            "add a new one at the end",
            {"number": changed + 1},
        ),
    )


def line_in(text: bytes, location: tuple[str | int, ...]) -> int:
    """The line of *location* in *text*; 0 where it cannot be read."""
    try:
        return read(text).line_of(location)
    except StrictYamlError:
        return 0
