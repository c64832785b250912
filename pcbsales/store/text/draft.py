"""A record's text while a person edits it, kept beside git's own files until it is recorded."""

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pcbsales.kernel.errors import LedgerConflictError, MessageId, RefusedError
from pcbsales.store.git.program import Git
from pcbsales.store.naming import naming
from pcbsales.store.plain_files import is_plain_file

_FOLDER: Final = "edits"
_NOTHING: Final = ""
_MOVED: MessageId = (
    "{path} was changed meanwhile, so your text was not recorded; it is kept in {file}: "
    "compare the two, then give yours with: pcbsales edit {id} --from {file}"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A person's text of the record at *path*, and what they began with.

    ``committed`` is git's name of the committed file, ``work`` the hash of the file in the work
    tree (each empty where there was none), ``start`` the hash of the text that they were given;
    ``by_hand`` says that this was not the committed one.
    """

    file: Path
    path: str
    committed: str
    work: str
    start: str
    by_hand: bool

    @property
    def text(self) -> bytes:
        """What stands there now."""
        with naming(self.file):
            return self.file.read_bytes()

    @property
    def untouched(self) -> bool:
        """Whether nothing was changed."""
        return _hash(self.text) == self.start

    def write(self, text: bytes) -> None:
        """Keep *text*, safe from a power cut."""
        with self.file.open("wb") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())

    def drop(self) -> None:
        """Forget it."""
        self.file.unlink(missing_ok=True)
        _begun(self.file).unlink(missing_ok=True)

    def require_unmoved(self, git: Git, record_id: str) -> None:
        """LedgerConflictError where the record was changed since the person began."""
        moved = git.blob_name("HEAD", self.path) != self.committed
        if moved or _hash_of(git.root / self.path) != self.work:
            raise LedgerConflictError(_MOVED, path=self.path, file=self.file, id=record_id)


def place_of(folder: Path, path: str) -> Path:
    """Where the draft of the record at *path* is kept; *folder* is the ledger's own in git's."""
    return folder / _FOLDER / path.partition("/")[2].replace("/", ",")


def begin(git: Git, folder: Path, path: str, record_id: str, text: bytes) -> Draft:
    """Begin a draft with *text*; RefusedError where one is kept from before."""
    file = place_of(folder, path)
    if file.exists():
        raise RefusedError(
            "a text of {id} is kept from before; go on with: pcbsales edit {id} --resume, "
            "or give it up: delete {file}",
            id=record_id,
            file=file,
        )
    return _begun_with(git, file, path, text)


def begin_anew(git: Git, folder: Path, path: str, text: bytes) -> Draft:
    """Begin a draft with *text*, instead of one that may be kept from before."""
    return _begun_with(git, place_of(folder, path), path, text)


def resume(folder: Path, path: str, record_id: str) -> Draft:
    """The draft that is kept; RefusedError where there is none."""
    file = place_of(folder, path)
    try:
        known = json.loads(_begun(file).read_text("utf-8"))
        return Draft(file, path, **known)
    except (OSError, ValueError, TypeError):
        raise RefusedError("no text of {id} is kept", id=record_id) from None


def _begun_with(git: Git, file: Path, path: str, text: bytes) -> Draft:
    file.parent.mkdir(parents=True, exist_ok=True)
    known: dict[str, Any] = {
        "committed": git.blob_name("HEAD", path),
        "work": _hash_of(git.root / path),
        "start": _hash(text),
        "by_hand": text != git.blob("HEAD", path),
    }
    _begun(file).write_text(json.dumps(known), "utf-8")
    draft = Draft(file, path, **known)
    draft.write(text)
    return draft


def _begun(file: Path) -> Path:
    return file.with_name(f"{file.name}.begun")


def _hash_of(file: Path) -> str:
    try:
        return _hash(file.read_bytes()) if is_plain_file(file) else _NOTHING
    except OSError:
        return _NOTHING


def _hash(text: bytes) -> str:
    return sha256(text).hexdigest()
