"""The write protocol: git first, the work tree after.

Blobs, trees and commit are made beside the work tree, then the journal. Moving HEAD is the commit
point: before it undoing is forgetting, after it only the files remain to be put in place, by this
command or the next. An error after it is a warning: what was written is written.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pcbsales.kernel.errors import LedgerConflictError, LedgerWriteError, PcbsalesError
from pcbsales.store.git.environment import Reach
from pcbsales.store.git.index import adopt, index_locked, prepare
from pcbsales.store.git.objects import Found, object_name, write_objects, written_tree
from pcbsales.store.git.program import Git, GitError, Identity
from pcbsales.store.writing.durability import sync_file_system, write_whole
from pcbsales.store.writing.folders import make_folders, remove_folders
from pcbsales.store.writing.installing import Place, install, looked_at
from pcbsales.store.writing.interruption import Interruption
from pcbsales.store.writing.journal import Journal, drop, pending
from pcbsales.store.writing.recovery import clear_scratch, drop_ref_locks, new_scratch

_UNDONE = "writing failed and was undone: {problem}"


class UnknownOutcomeError(LedgerWriteError):
    """HEAD could neither be moved for sure nor be read: the next command finds out."""


@dataclass(frozen=True, slots=True)
class Written:
    """A commit that was made, and what could not be tidied up after it (empty: all done)."""

    commit: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A commit to be made on top of *base*: files by path (None: removed), message, author.

    *before* is what *base* holds at these paths; *key* the SSH key that signs (empty: unsigned).
    """

    base: str
    files: Mapping[str, bytes | None]
    before: Mapping[str, Found]
    message: str
    author: Identity
    key: str = ""


def commit(git: Git, folder: Path, draft: Draft, interruption: Interruption) -> Written:
    """Make one commit of *draft*, then put its files into the work tree.

    *folder* is the one of lock and journal; the lock is held.

    Raises:
        LedgerConflictError: A person is in the way, or moved the branch; nothing was written.
        LedgerWriteError: It could not be written, and was undone.
        InterruptedWriteError: A signal came before the commit point; nothing was written.
    """
    write = _Write(git, folder, new_scratch(folder), draft)
    try:
        with _undone_on_failure(write, interruption):
            write.prepare()
            interruption.defer()
            write.move_head()
        return Written(write.commit, write.finish())
    finally:
        write.clear_away()


@contextmanager
def _undone_on_failure(write: "_Write", interruption: Interruption) -> Iterator[None]:
    try:
        yield
    except UnknownOutcomeError:
        raise
    except BaseException as error:
        interruption.defer()
        write.undo()
        if isinstance(error, OSError | GitError):
            raise LedgerWriteError(_UNDONE, problem=str(error)) from error
        raise


class _Write:
    """One write under way: what it made so far, and how to take it back."""

    def __init__(self, git: Git, folder: Path, scratch: Path, draft: Draft) -> None:
        self._git = git
        self._folder = folder
        self._scratch = scratch
        self._draft = draft
        self._held = ExitStack()
        self._staged: dict[str, Path] = {}
        self._places: list[Place] = []
        self._folders: list[Path] = []
        self.commit = ""

    def prepare(self) -> None:
        """Everything that needs disk space or may be refused, up to the journal on the disk."""
        draft, root = self._draft, self._git.root
        self._scratch.mkdir()
        self._stage()
        blobs = self._write_blobs()
        self._places = [
            looked_at(root, path, old=_name(draft.before.get(path)), new=blob, like=draft.base)
            for path, blob in blobs.items()
        ]
        self._held.enter_context(index_locked(self._folder.parent, self._scratch))
        tree = written_tree(self._git, draft.base, blobs, self._scratch)
        self._require_only(tree)
        self.commit = self._commit_tree(tree)
        self._folders = make_folders(root, self._staged)
        prepare(self._git, self._folder.parent, self._scratch, blobs, like=draft.base)
        files = {place.path: (place.old, place.new) for place in self._places}
        Journal(draft.base, self.commit, files).write(self._folder)
        sync_file_system(self._folder, self._touched())

    def move_head(self) -> None:
        """The commit point; an error counts only where HEAD did not move.

        Raises:
            LedgerConflictError: The branch was moved by somebody else.
            GitError: Git could not move it.
        """
        base = self._draft.base
        try:
            self._git.run("update-ref", "-m", "pcbsales", "HEAD", self.commit, base)
        except Exception as error:
            try:
                head = self._git.head()
            except PcbsalesError:
                raise UnknownOutcomeError(
                    "it is not known whether this was written: {problem}; "
                    "look with pcbsales log before trying again",
                    problem=str(error),
                ) from error
            if head == self.commit:
                return
            if head != base:
                raise LedgerConflictError(
                    "the branch was moved by another git command meanwhile; try again"
                ) from error
            raise

    def finish(self) -> str:
        """Put the files in place; what went wrong, empty if nothing did.

        It is written: whatever fails now is no failure of the command.
        """
        try:
            kept = install(self._git.root, self._places, self._staged)
            paths = [place.path for place in self._places]
            adopt(self._git, self._folder.parent, self._scratch, paths)
            self._held.close()
            if (self._folder.parent / "HEAD.lock").exists():
                drop_ref_locks(self._git, self._folder, self.commit)
            sync_file_system(self._folder, self._touched())
            drop(self._folder)
        except Exception as error:
            return str(error) or type(error).__name__
        return "; ".join(f"{path} was edited meanwhile and keeps the edit" for path in kept)

    def undo(self) -> None:
        """Forget everything, as far as the disk lets us; the next command does the rest.

        The journal tells whose the branch's locks are: it goes once they are gone for good.
        """
        with suppress(OSError, GitError):
            if pending(self._folder):
                drop_ref_locks(self._git, self._folder, self.commit)
                sync_file_system(self._folder, self._touched())
            drop(self._folder)
        remove_folders(self._folders)
        self.clear_away()

    def clear_away(self) -> None:
        """Release git's lock and remove what was only needed on the way."""
        with suppress(OSError):
            self._held.close()
        with suppress(OSError):
            clear_scratch(self._folder.parent, self._scratch)

    def _stage(self) -> None:
        for position, (path, content) in enumerate(self._draft.files.items()):
            if content is not None:
                self._staged[path] = self._scratch / str(position)
                write_whole(self._staged[path], content)

    def _write_blobs(self) -> dict[str, str]:
        """The blobs by path, written by one call and compared with what they must be."""
        told = write_objects(self._git, "blob", list(self._staged.values()))
        draft = self._draft
        blobs = {
            path: "" if content is None else object_name("blob", content, like=draft.base)
            for path, content in draft.files.items()
        }
        if told != [blobs[path] for path in self._staged]:
            raise GitError(("hash-object",), "what was stored is not what was written")
        return blobs

    def _require_only(self, tree: str) -> None:
        """The new tree must differ from the old one by exactly the files that are written."""
        raw = self._git.run(
            "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev",
            f"{self._draft.base}^{{tree}}", tree,
        )  # fmt: skip
        words = raw.decode("utf-8", "surrogateescape").split("\0")[:-1]
        found = {
            path: facts.split()[3] for facts, path in zip(words[::2], words[1::2], strict=True)
        }
        wanted = {
            place.path: place.new or "0" * len(self._draft.base)
            for place in self._places
            if place.old != place.new
        }
        if found != wanted:
            raise GitError(("diff-tree",), "the commit would not be exactly what was decided")

    def _commit_tree(self, tree: str) -> str:
        draft, git = self._draft, self._git
        words = ["commit-tree", "-p", draft.base, tree]
        if draft.key:
            # In front, and without the lock: the key's keeper may ask on the terminal.
            git = replace(git, reach=Reach.PERSON, inherited=())
            signing = ["-c", "gpg.format=ssh", "-c", f"user.signingKey={draft.key}"]
            words = [*signing, "commit-tree", "-S", "-p", draft.base, tree]
        return git.text(*words, stdin=draft.message.encode(), **draft.author.variables)

    def _touched(self) -> set[Path]:
        git_folder = self._folder.parent
        heads = {one for one in (git_folder, git_folder / "refs" / "heads") if one.is_dir()}
        return heads | {(self._git.root / place.path).parent for place in self._places}


def _name(found: Found | None) -> str:
    return found.name if found else ""
