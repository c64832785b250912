"""Finding the decision that somebody may take back, and what became of its records since."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.kernel.snapshot import Decision, Ids, Snapshot
from pcbsales.manifest import RecordKind
from pcbsales.store import layout
from pcbsales.store.git.objects import Found, read_blobs
from pcbsales.store.git.program import Git, GitError
from pcbsales.store.text.reading import read_record
from pcbsales.store.writing.steps import Step, steps
from pcbsales.store.writing.undoing import ACTION, Deed, Piece, take_back

if TYPE_CHECKING:
    from datetime import datetime

    from pcbsales.store.ledger import Ledger

#: So many of one's own decisions are looked at for one that still stands.
_LOOKED_AT: Final = 500


def undo(ledger: "Ledger", wanted: str, *, actor: str, email: str, at: "datetime") -> Decision:
    """The decision that takes back *actor*'s last one, or the one of commit *wanted*.

    It looks at the trail when it is run: under the lock, or for a preview.
    """

    def decide(_: Snapshot, __: Ids) -> ChangeSet:
        git = ledger.git
        head = git.head()
        step = _step(git, head, wanted, actor)
        if step.email.lower() != email.lower():
            raise RefusedError(
                "commit {commit} was made under another git identity, {email}",
                commit=step.commit[:12],
                email=step.email,
            )
        deed = Deed(step, tuple(_pieces(ledger, git, head, step)))
        return take_back(
            deed,
            actor=actor,
            at=at,
            pointing=ledger.index.pointing_at,
            last_step=partial(_last_step, git, head),
        )

    return decide


def _step(git: Git, head: str, wanted: str, actor: str) -> Step:
    """The step to take back: named, or the newest of *actor* that was not taken back yet."""
    if wanted:
        return _named(git, head, wanted, actor)
    mine = steps(
        git, f"--max-count={_LOOKED_AT}", "--fixed-strings", "--no-merges",
        f"--grep=Actor: {actor}", head,
    )  # fmt: skip
    gone = {step.undoes for step in mine}
    standing = (step for step in mine if _is_decision(step, actor) and step.commit not in gone)
    found = next(standing, None)
    if found is None:
        raise RefusedError("there is no decision of yours to take back")
    return found


def _named(git: Git, head: str, wanted: str, actor: str) -> Step:
    try:
        commit = git.text(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{wanted}^{{commit}}"
        )
        git.run("merge-base", "--is-ancestor", commit, head)
    except GitError:
        raise UsageError("there is no commit {commit} on this branch", commit=wanted) from None
    (step,) = steps(git, "--max-count=1", commit)
    if len(step.parents) != 1 or not step.action or not step.records:
        raise RefusedError(
            "commit {commit} is no decision that can be taken back", commit=commit[:12]
        )
    if step.action == ACTION:
        raise RefusedError(
            "commit {commit} is an undo itself; do again what it took back", commit=commit[:12]
        )
    if step.actor != actor:
        raise RefusedError(
            "commit {commit} is a decision of {actor}, who alone may take it back",
            commit=commit[:12],
            actor=step.actor,
        )
    for later in steps(git, "--fixed-strings", f"--grep=Undoes: {commit}", f"{commit}..{head}"):
        if later.undoes == commit:
            raise RefusedError("commit {commit} was taken back already", commit=commit[:12])
    return step


def _is_decision(step: Step, actor: str) -> bool:
    own = step.actor == actor and step.action not in {"", ACTION}
    return own and len(step.parents) == 1 and bool(step.records)


def _pieces(ledger: "Ledger", git: Git, head: str, step: Step) -> Iterable[Piece]:
    """The records of *step*: before it, after it, and at *head*."""
    (parent,) = step.parents
    raw = git.text("diff-tree", "-r", "-z", "--name-only", "--no-renames", parent, step.commit)
    paths = [path for path in raw.split("\0") if path]
    before, after, now = (read_blobs(git, commit, paths) for commit in (parent, step.commit, head))
    attachments = f"{layout.LEDGER}/{layout.ATTACHMENTS}/"
    for path in paths:
        if path.startswith(attachments):
            continue
        kind = ledger.catalogue.folders.get("/".join(path.split("/")[1:2]))
        record_id = layout.id_of(kind, path) if kind else None
        if kind is None or record_id is None:
            raise RefusedError(
                "commit {commit} also changed {path}, which is no record; "
                "take it back by hand: git revert",
                commit=step.commit[:12],
                path=path,
            )
        yield _piece(kind, path, record_id, before.get(path), after.get(path), now.get(path))


def _piece(kind: RecordKind, path: str, record_id: str, *versions: Found | None) -> Piece:
    before, after, now = (_record(kind, path, blob) for blob in versions)
    contents = [blob.content if blob else b"" for blob in versions]
    return Piece(kind, record_id, before, after, now, *contents)


def _record(kind: RecordKind, path: str, blob: Found | None) -> Record | None:
    if blob is None:
        return None
    found = read_record(kind, path, blob.content)
    if found.record is None:
        raise RefusedError("{path} as it was then cannot be read any more", path=path)
    return found.record


def _last_step(git: Git, head: str, piece: Piece) -> Step:
    place = f":(literal){layout.path_of(piece.kind, piece.id)}"
    return steps(git, "--max-count=1", head, "--", place)[0]
