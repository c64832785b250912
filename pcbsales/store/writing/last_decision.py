"""Finding the decision that somebody may take back, and what became of its records since."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.kernel.snapshot import Decision, Ids, Snapshot
from pcbsales.manifest import RecordKind
from pcbsales.store import layout
from pcbsales.store.checks.attachments import ATTACHMENT
from pcbsales.store.git.hand_edits import hand_edits
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
_ATTACHED: Final = f"{layout.LEDGER}/{layout.ATTACHMENTS}/"


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
        paths = _paths(git, step)
        deed = Deed(
            step,
            tuple(_pieces(ledger, git, head, step, paths)),
            tuple(path.rpartition("/")[2] for path in _came(git, head, paths)),
        )
        return take_back(
            deed,
            actor=actor,
            at=at,
            pointing=partial(_pointing, ledger, git, head),
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
        names = [entry.partition("/")[2] for entry in step.records]
        raise RefusedError(
            "commit {commit} took back {records}, and an undo is not undone: "
            "do again what it took back",
            commit=commit[:12],
            records=", ".join(dict.fromkeys(names)),
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


def _paths(git: Git, step: Step) -> dict[str, str]:
    """What *step* did to which path, in git's letters: A, M, D."""
    (parent,) = step.parents
    raw = git.text("diff-tree", "-r", "-z", "--name-status", "--no-renames", parent, step.commit)
    parts = [part for part in raw.split("\0") if part]
    return dict(zip(parts[1::2], parts[::2], strict=True))


def _came(git: Git, head: str, paths: Mapping[str, str]) -> list[str]:
    """The attachments that *step* brought and that are there still."""
    brought = [path for path, did in paths.items() if path.startswith(_ATTACHED) and did == "A"]
    there = git.text("ls-tree", "-z", "--name-only", head, "--", *brought) if brought else ""
    return [path for path in there.split("\0") if path]


def _pointing(ledger: "Ledger", git: Git, head: str, noun: str, name: str) -> set[tuple[str, str]]:
    """The records that point at one, in their files or, where these have hand edits, at *head*.

    A file that somebody has deleted or rewritten by hand, uncommitted, keeps an attachment too.
    """
    found = set(ledger.index.pointing_at(noun, name))
    if noun != ATTACHMENT:
        return found
    dirty = hand_edits(git, ledger.index, ledger.catalogue, head)
    for path, blob in read_blobs(git, head, dirty).items():
        place = layout.record_at(path, ledger.catalogue.folders)
        if place and name.encode() in blob.content:
            found.add((place[0].noun, place[1]))
    return found


def _pieces(
    ledger: "Ledger", git: Git, head: str, step: Step, paths: Iterable[str]
) -> Iterable[Piece]:
    """The records of *step*: before it, after it, and at *head*."""
    (parent,) = step.parents
    records = [path for path in paths if not path.startswith(_ATTACHED)]
    before, after, now = (
        read_blobs(git, commit, records) for commit in (parent, step.commit, head)
    )
    for path in records:
        place = layout.record_at(path, ledger.catalogue.folders)
        if place is None:
            raise RefusedError(
                "commit {commit} also changed {path}, which is no record; "
                "take it back by hand: git revert",
                commit=step.commit[:12],
                path=path,
            )
        yield _piece(*place, path, before.get(path), after.get(path), now.get(path))


def _piece(kind: RecordKind, record_id: str, path: str, *versions: Found | None) -> Piece:
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
