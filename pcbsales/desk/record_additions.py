"""What may be added to any record, facts included: notes, tags and files. Nothing is taken out.

A fact (an invoice, a payment) stays as it is; a note beside it is a remark, never a correction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from pcbsales.desk.attached_file import GivenFile
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.field_errors import refused
from pcbsales.kernel.record import AttachedFile, Attachment, ChangeSet, Note, Record
from pcbsales.kernel.snapshot import Snapshot


def add_note(
    snapshot: Snapshot,
    kind: type[Record],
    record_id: str,
    *,
    text: str,
    tags: Sequence[str],
    untags: Sequence[str],
    at: datetime,
    by: str,
) -> ChangeSet:
    """The record with a note of *text*, with *tags* and without *untags*.

    RefusedError where nothing would change, a text cannot be kept, or a tag is not there.
    """
    record = _require(snapshot, kind, record_id)
    changed: dict[str, Any] = {}
    if text:
        changed["notes"] = (*record.notes, _note(at, by, text))
    if tags or untags:
        changed["tags"] = _tags(record, tags, untags)
    if not changed or all(getattr(record, name) == value for name, value in changed.items()):
        raise RefusedError("{id} has that already: nothing would change", id=record_id)
    if text:
        return _changed(record, changed, "record.note", f"Note on {record.noun} {record.id}")
    return _changed(record, changed, "record.tag", f"Tag {record.noun} {record.id}")


def attach(
    snapshot: Snapshot,
    kind: type[Record],
    record_id: str,
    *,
    files: Sequence[GivenFile],
    at: datetime,
    by: str,
) -> ChangeSet:
    """The record with *files* attached; those that it has already are left out.

    RefusedError where it has all of them.
    """
    record = _require(snapshot, kind, record_id)
    there = {file.digest: file for file in record.attachments}
    new: dict[str, GivenFile] = {}
    for file in files:
        old = there.get(file.sha256)
        if old is None or (old.sha256 is None and file.data is not None):
            new.setdefault(file.sha256, file)
    if not new:
        raise RefusedError(
            "{id} has these files already: {names}",
            id=record_id,
            names=", ".join(dict.fromkeys(there[file.sha256].name for file in files)),
        )
    kept = tuple(item for item in record.attachments if item.digest not in new)
    added = tuple(_attached(file, at, by) for file in new.values())
    some = "a file" if len(added) == 1 else f"{len(added)} files"
    subject = f"Attach {some} to {record.noun} {record.id}"
    changes = _changed(record, {"attachments": (*kept, *added)}, "record.attach", subject)
    data = tuple(
        Attachment(file.sha256, file.name, file.data)
        for file in new.values()
        if file.data is not None
    )
    return ChangeSet(changes.action, changes.subject, updates=changes.updates, attachments=data)


def _require(snapshot: Snapshot, kind: type[Record], record_id: str) -> Record:
    record = snapshot.get(kind, record_id)
    if record is None:
        raise RefusedError("there is no {noun} {id}", noun=kind.noun, id=record_id)
    return record


def _note(at: datetime, by: str, text: str) -> Note:
    try:
        return Note(at=at, by=by, text=text)
    except ValidationError as error:
        raise refused(Note, error) from None


def _tags(record: Record, tags: Sequence[str], untags: Sequence[str]) -> tuple[str, ...]:
    if missing := [tag for tag in untags if tag not in record.tags]:
        raise RefusedError(
            "{id} has no tag {tag}; its tags are {tags}",
            id=record.id,
            tag=missing[0],
            tags=", ".join(record.tags) or "-",
        )
    kept = (tag for tag in record.tags if tag not in untags)
    return tuple(dict.fromkeys((*kept, *tags)))


def _attached(file: GivenFile, at: datetime, by: str) -> AttachedFile:
    kept = file.data is not None
    try:
        return AttachedFile(
            name=file.name,
            size=file.size,
            at=at,
            by=by,
            sha256=file.sha256 if kept else None,
            outside=None if kept else file.sha256,
        )
    except ValidationError as error:
        raise refused(AttachedFile, error) from None


def _changed(record: Record, changed: dict[str, Any], action: str, subject: str) -> ChangeSet:
    try:
        after = type(record).model_validate({**dict(record), **changed})
    except ValidationError as error:
        raise refused(type(record), error) from None
    return ChangeSet(action, subject, updates=(after,))
