"""What a change set writes: when the ledger may be written, the files, the commit's message."""

from collections.abc import Callable, Mapping

from pcbsales.kernel.errors import LedgerConflictError, MessageId, RefusedError
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.manifest import Catalogue
from pcbsales.store import layout, round_trip
from pcbsales.store.git import Git, GitError
from pcbsales.store.reading import read_record

_OPEN_OPERATIONS: dict[str, MessageId] = {
    "MERGE_HEAD": "a merge is in progress",
    "rebase-merge": "a rebase is in progress",
    "rebase-apply": "a rebase is in progress",
    "CHERRY_PICK_HEAD": "a cherry-pick is in progress",
    "REVERT_HEAD": "a revert is in progress",
    "BISECT_LOG": "a bisect is in progress",
    "index.lock": "another git command is running, or one was killed and left its index.lock",
}


def require_writable(git: Git) -> str:
    """The branch's commit; LedgerConflictError names a state that must not be written."""
    folder = git.folder()
    for name, fault in _OPEN_OPERATIONS.items():
        if (folder / name).exists():
            raise LedgerConflictError(
                "this ledger cannot be written now: {fault}; finish it first", fault=fault
            )
    try:
        git.run("symbolic-ref", "--quiet", "HEAD")
    except GitError:
        raise LedgerConflictError(
            "HEAD is detached; switch to a branch first: git switch main"
        ) from None
    return git.head()


def files_of(
    changes: ChangeSet,
    catalogue: Catalogue,
    existing: Callable[[str], bytes | None],
    dirty: Mapping[str, str],
) -> dict[str, bytes]:
    """The content of every file that *changes* writes, by path; each parses back to its record."""
    files: dict[str, bytes] = {}
    for record in changes.records:
        path = layout.path_of(catalogue.kind_of(type(record)), record.id)
        if path in dirty:
            raise LedgerConflictError(
                "{path} has changes that are not committed; commit them or put them back first",
                path=path,
            )
        files[path] = _content(record, catalogue, path, _before(changes, record, path, existing))
    for attachment in changes.attachments:
        path = layout.attachment_path(attachment.sha256)
        if existing(path) is None:
            files[path] = attachment.data
    if not files:
        raise RefusedError("nothing would change")
    return files


def _before(
    changes: ChangeSet, record: Record, path: str, existing: Callable[[str], bytes | None]
) -> bytes | None:
    before = existing(path)
    if record in changes.adds and before is not None:
        raise RefusedError("{noun} {id} already exists", noun=type(record).noun, id=record.id)
    if record in changes.updates and before is None:
        raise RefusedError("there is no {noun} {id}", noun=type(record).noun, id=record.id)
    return before


def _content(record: Record, catalogue: Catalogue, path: str, before: bytes | None) -> bytes:
    content = round_trip.dump(record.tree(), before)
    again = read_record(catalogue.kind_of(type(record)), path, content)
    if again.record != record:
        problem = again.findings[0].text if again.findings else "it reads back differently"
        raise RefusedError("{id} cannot be written: {problem}", id=record.id, problem=problem)
    return content


def message_of(changes: ChangeSet, catalogue: Catalogue, actor: str) -> str:
    """The commit's message: a fixed subject, then trailers of ids only."""
    records = [
        f"Record: {catalogue.kind_of(type(record)).folder}/{record.id}"
        for record in changes.records
    ]
    return "\n".join(
        [changes.subject, "", f"Action: {changes.action}", *records, f"Actor: {actor}", ""]
    )
