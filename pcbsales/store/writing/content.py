"""What a change set writes: the files, and the commit's message."""

from collections.abc import Mapping

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.record import ChangeSet, Record, Waiting
from pcbsales.manifest import Catalogue, RecordKind
from pcbsales.store import layout
from pcbsales.store.text import round_trip
from pcbsales.store.text.reading import read_record
from pcbsales.store.writing.steps import said_of


def paths_of(changes: ChangeSet, catalogue: Catalogue) -> dict[str, Record | None]:
    """The paths that *changes* writes or removes, with the record of each; attachments have none.

    Raises:
        UsageError: An id is none of its kind.
    """
    paths: dict[str, Record | None] = {
        layout.path_of(catalogue.kind_of(type(record)), record.id): record
        for record in changes.touched
    }
    for sha256 in (*(file.sha256 for file in changes.attachments), *changes.drops):
        paths[layout.attachment_path(sha256)] = None
    return paths


def files_of(
    changes: ChangeSet, catalogue: Catalogue, before: Mapping[str, bytes]
) -> dict[str, bytes | None]:
    """The content of every file that *changes* writes, by path (None: it goes).

    *before* is what these files hold now; those that stay as they are are left out. Each content
    reads back as its record.

    Raises:
        RefusedError: Nothing would change; a record is there already, or is not there; its
            content would not read back.
    """
    files: dict[str, bytes | None] = {}
    for path, record in paths_of(changes, catalogue).items():
        if record is not None:
            there = _before(changes, record, before.get(path))
            files[path] = (
                None if record in changes.removes else _content(changes, record, catalogue, there)
            )
    for attachment in changes.attachments:
        files[layout.attachment_path(attachment.sha256)] = attachment.data
    files |= dict.fromkeys(map(layout.attachment_path, changes.drops))
    changed = {path: content for path, content in files.items() if content != before.get(path)}
    if not changed:
        raise RefusedError("nothing would change")
    return changed


def _before(changes: ChangeSet, record: Record, before: bytes | None) -> bytes | None:
    if record in changes.adds and before is not None:
        raise RefusedError("{noun} {id} already exists", noun=type(record).noun, id=record.id)
    if record not in changes.adds and before is None:
        raise RefusedError("there is no {noun} {id}", noun=type(record).noun, id=record.id)
    return before


def _content(
    changes: ChangeSet, record: Record, catalogue: Catalogue, before: bytes | None
) -> bytes:
    kind = catalogue.kind_of(type(record))
    path = layout.path_of(kind, record.id)
    content = changes.texts.get((kind.noun, record.id))
    if content is None:
        content = _rewritten(kind, path, record, before)
    again = read_record(kind, path, content)
    if again.record != record:
        problem = again.findings[0].text if again.findings else "it reads back differently"
        raise RefusedError("{id} cannot be written: {problem}", id=record.id, problem=problem)
    return content


def _rewritten(kind: RecordKind, path: str, record: Record, before: bytes | None) -> bytes:
    """The text of *record* in its file, which holds *before*: only what differs is changed."""
    old = read_record(kind, path, before).record if before is not None else None
    return round_trip.dump(
        record.tree(),
        before,
        was=old.tree() if old else None,
        accepts=lambda text: read_record(kind, path, text).record == record,
    )


def _waiting(waiting: Waiting) -> tuple[tuple[str, str], ...]:
    deciders = (("Decides", said_of(decider)) for decider in waiting.deciders)
    return ("Waiting", waiting.request), *deciders


def message_of(changes: ChangeSet, catalogue: Catalogue, actor: str, *more: tuple[str, str]) -> str:
    """The commit's message: a fixed subject, then trailers of ids only.

    Raises:
        ValueError: A trailer is not one line, so that it could forge another.
    """
    records = (
        ("Record", f"{catalogue.kind_of(type(record)).folder}/{record.id}")
        for record in changes.touched
    )
    waiting = _waiting(changes.waiting) if changes.waiting else ()
    trailers = (
        ("Action", changes.action), *records, ("Actor", actor), *waiting, *changes.trailers, *more
    )  # fmt: skip
    lines = [f"{name}: {value}" for name, value in trailers]
    if any(len(line.splitlines()) != 1 for line in (changes.subject, *lines)):
        raise ValueError("a line of a commit's message breaks")
    return "\n".join([changes.subject, "", *lines, ""])
