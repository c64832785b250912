"""States of the repository: what a person, or a git that was killed, leaves in it."""

import os
import shutil
import subprocess
import sys
from functools import reduce
from pathlib import Path

from pcbsales.cli import run
from pcbsales.store.writing import committing
from tests.store.odd_states.scene import WRITING, Scene
from tests.store.odd_states.state import Answer, OddState, both


def _now(fault: str) -> Answer:
    return Answer(0, f"this is what the files say at the moment: {fault}")


def _not_now(fault: str, command: str) -> Answer:
    return Answer(4, f"error: this ledger cannot be written now: {fault}; end it first: {command}")


def _locked(file: str) -> Answer:
    return Answer(
        4,
        "error: another git command is running, or one was killed and left {root}/.git/"
        f"{file}; if none runs, delete it",
    )


def _other_branch(scene: Scene) -> None:
    """Two branches that changed the same line."""
    scene.clear()
    scene.git("switch", "--quiet", "--create", "other")
    scene.write("templates/x", "theirs\n")
    scene.git("add", "templates/x")
    scene.git("commit", "--quiet", "--message=theirs")
    scene.git("switch", "--quiet", "main")
    scene.write("templates/x", "ours\n")
    scene.git("add", "templates/x")
    scene.git("commit", "--quiet", "--message=ours")


def detached(scene: Scene) -> None:
    """HEAD is detached: an old commit was checked out."""
    scene.git("checkout", "--quiet", "--detach")


def merge(scene: Scene) -> None:
    """A merge stopped at a conflict."""
    _other_branch(scene)
    scene.git("merge", "other", check=False)


def rebase(scene: Scene) -> None:
    """A rebase stopped at a conflict."""
    _other_branch(scene)
    scene.git("rebase", "other", check=False)


def rebase_by_patches(scene: Scene) -> None:
    """A rebase by patches (`--apply`) stopped at a conflict."""
    _other_branch(scene)
    scene.git("rebase", "--apply", "other", check=False)


def cherry_pick(scene: Scene) -> None:
    """A cherry-pick stopped at a conflict."""
    _other_branch(scene)
    scene.git("cherry-pick", "other", check=False)


def revert(scene: Scene) -> None:
    """A revert stopped at a conflict."""
    _other_branch(scene)
    scene.write("templates/x", "again\n")
    scene.git("commit", "--quiet", "--all", "--message=again")
    scene.git("revert", "HEAD~1", check=False)


def bisect(scene: Scene) -> None:
    """A bisect has begun."""
    scene.git("bisect", "start")


def am(scene: Scene) -> None:
    """Patches of a mailbox are being applied, and one does not fit."""
    _other_branch(scene)
    patch = scene.folder / "patch"
    patch.write_text(scene.git("format-patch", "--stdout", "main..other"))
    scene.git("am", str(patch), check=False)


def unborn(scene: Scene) -> None:
    """A branch without any commit."""
    scene.git("switch", "--quiet", "--orphan", "empty", check=False)
    scene.git("symbolic-ref", "HEAD", "refs/heads/empty")


def no_repository(scene: Scene) -> None:
    """Files without a repository: the folder was copied without `.git`."""
    shutil.rmtree(scene.root / ".git")


def inside_another(scene: Scene) -> None:
    """A ledger that is committed as a part of another repository."""
    shutil.rmtree(scene.root / ".git")
    subprocess.run(["git", "init", "--quiet", scene.folder], check=True)


def core_bare(scene: Scene) -> None:
    """`core.bare = true` in a repository that has a work tree."""
    scene.config("core.bare", "true")


def bare(scene: Scene) -> None:
    """A bare repository: no work tree at all."""
    scene.git("clone", "--quiet", "--bare", ".", str(scene.folder / "bare.git"))
    shutil.rmtree(scene.root)
    scene.root = scene.folder / "bare.git"


def nested(scene: Scene) -> None:
    """Another repository inside `ledger/`."""
    subprocess.run(["git", "init", "--quiet", scene.root / "ledger/customers"], check=True)


def submodule(scene: Scene) -> None:
    """The ledger is a submodule of another repository."""
    scene.clear()
    outer = scene.folder / "outer"
    subprocess.run(["git", "init", "--quiet", outer], check=True)
    command = ["git", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add"]
    subprocess.run([*command, str(scene.root), "desk"], cwd=outer, check=True)
    scene.root = outer / "desk"


def shallow(scene: Scene) -> None:
    """A shallow clone: the newest commit alone."""
    _clone(scene, "--depth=1")


def partial_clone(scene: Scene) -> None:
    """A partial clone: contents are fetched when they are needed."""
    scene.config("uploadpack.allowFilter", "true")
    _clone(scene, "--filter=blob:none")


def _clone(scene: Scene, option: str) -> None:
    copy = scene.folder / "clone"
    subprocess.run(["git", "clone", "--quiet", option, scene.root.as_uri(), copy], check=True)
    shutil.copytree(scene.root / ".git/pcbsales", copy / ".git/pcbsales")
    scene.root = copy


def linked(scene: Scene) -> None:
    """A linked work tree (`git worktree add`)."""
    scene.git("worktree", "add", "--quiet", str(scene.folder / "linked"), "-b", "side")
    scene.root = scene.folder / "linked"


def sparse(scene: Scene) -> None:
    """A sparse checkout: a part of the files is not there."""
    scene.clear()
    scene.git("sparse-checkout", "set", "ledger/staff")


def _lock(scene: Scene, name: str) -> None:
    scene.monkeypatch.setattr("pcbsales.store.git.writable.A_MOMENT", 0.05)
    scene.write(f".git/{name}", "")


def index_lock(scene: Scene) -> None:
    """`index.lock` of another git."""
    _lock(scene, "index.lock")


def head_lock(scene: Scene) -> None:
    """`HEAD.lock` of another git."""
    _lock(scene, "HEAD.lock")


def branch_lock(scene: Scene) -> None:
    """The branch's lock of another git."""
    _lock(scene, "refs/heads/main.lock")


def packed_refs_lock(scene: Scene) -> None:
    """`packed-refs.lock` of another git: in nobody's way."""
    scene.write(".git/packed-refs.lock", "")


def lock_held(scene: Scene) -> None:
    """Another pcbsales writes, and does not end within the wait."""
    scene.monkeypatch.setattr("pcbsales.store.writing.lock.WAIT_SECONDS", 0.1)
    hold = (
        "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX); "
        "print('held', flush=True); sys.stdin.read()"
    )
    lock = scene.write(".git/pcbsales/lock", "")
    child = subprocess.Popen(
        [sys.executable, "-S", "-c", hold, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    scene.clean_up += [child.wait, child.communicate]
    assert child.stdout
    assert child.stdout.readline() == b"held\n"


def stale_lock(scene: Scene) -> None:
    """The lock file of a pcbsales that has died."""
    scene.write(".git/pcbsales/lock", "12345\n")


def journal(scene: Scene) -> None:
    """The scratch folder of a write that was killed before its commit."""
    scene.write(".git/pcbsales/write-abc/0", "id: X\n")


def killed_before_the_commit(scene: Scene) -> None:
    """A write was killed when all was ready, before its commit counted."""
    _killed(scene, committing, "_Write", "move_head")


def killed_after_the_commit(scene: Scene) -> None:
    """A write was killed when its commit counted, before its file was in place."""
    _killed(scene, committing, "install")


def _killed(scene: Scene, owner: object, *names: str) -> None:
    """Let a command die where it would call what *names* lead to."""
    *way, last = names
    child = os.fork()
    if child == 0:
        setattr(reduce(getattr, way, owner), last, lambda *_, **__: os._exit(9))
        os.chdir(scene.root)
        run([word.replace("NEWONE", "CRASHED") for word in WRITING])
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def broken_head(scene: Scene) -> None:
    """HEAD holds garbage."""
    scene.write(".git/HEAD", "gibberish\n")


def broken_branch(scene: Scene) -> None:
    """The branch holds garbage."""
    scene.write(".git/refs/heads/main", "gibberish\n")


def missing_object(scene: Scene) -> None:
    """The commit of the branch is lost."""
    _object(scene, "HEAD").unlink()


def missing_tree(scene: Scene) -> None:
    """The folder list (tree) of the newest commit is lost."""
    _object(scene, "HEAD:ledger/customers").unlink()


def corrupt_object(scene: Scene) -> None:
    """The commit of the branch is damaged."""
    file = _object(scene, "HEAD")
    file.chmod(0o644)
    file.write_bytes(b"damaged")


def _object(scene: Scene, name: str) -> Path:
    found = scene.git("rev-parse", name).strip()
    return scene.root / ".git/objects" / found[:2] / found[2:]


def corrupt_index(scene: Scene) -> None:
    """git's index is damaged."""
    file = scene.root / ".git/index"
    file.write_bytes(b"damaged" + file.read_bytes()[7:])


def no_index(scene: Scene) -> None:
    """git's index is gone."""
    scene.clear()
    (scene.root / ".git/index").unlink()


def index_version_4(scene: Scene) -> None:
    """The index is in format 4."""
    scene.git("update-index", "--index-version=4")


def split_index(scene: Scene) -> None:
    """The index is split."""
    scene.config("core.splitIndex", "true")
    scene.git("update-index", "--split-index")


def untracked_cache(scene: Scene) -> None:
    """The index keeps a cache of untracked files."""
    scene.config("core.untrackedCache", "true")
    scene.git("update-index", "--force-untracked-cache")


def replaced(scene: Scene) -> None:
    """A replace ref shows another commit in the place of the newest."""
    scene.env(GIT_NO_REPLACE_OBJECTS="1")
    scene.git("replace", "HEAD", "HEAD~1")


def grafted(scene: Scene) -> None:
    """A graft gives the newest commit other parents."""
    commit = scene.git("rev-parse", "HEAD").strip()
    scene.write(".git/info/grafts", f"{commit}\n")


def alternates(scene: Scene) -> None:
    """Objects lie in another repository (`git clone --shared`)."""
    _clone_shared = scene.folder / "shared"
    subprocess.run(["git", "clone", "--quiet", "--shared", scene.root, _clone_shared], check=True)
    shutil.copytree(scene.root / ".git/pcbsales", _clone_shared / ".git/pcbsales")
    scene.root = _clone_shared


def packed_refs(scene: Scene) -> None:
    """All branches are packed."""
    scene.git("pack-refs", "--all")


def sha256(scene: Scene) -> None:
    """A repository of SHA-256 names."""
    shutil.rmtree(scene.root / ".git")
    scene.git("init", "--quiet", "--object-format=sha256", "--initial-branch=main")
    scene.git("add", "ledger", "templates", ".gitignore")
    scene.git("commit", "--quiet", "--message=All")
    scene.write(".git/pcbsales/station", "\n")


_PATCHES = "patches are being applied (git am)"
_ONWARD = "git {} --continue | --abort"
_DAMAGED = Answer(
    4,
    "error: the branch main cannot be read, the repository is damaged; "
    "see what is lost: git fsck --full",
)

STATES = (
    OddState(
        "detached HEAD", detached, _now("HEAD is detached"),
        Answer(4, "error: HEAD is detached; switch to a branch first: git switch main"),
    ),
    *(
        OddState(
            f"{command} under way", make, _now(fault), _not_now(fault, _ONWARD.format(command)),
            alone=True,
        )
        for command, make, fault in (
            ("merge", merge, "a merge is in progress"),
            ("rebase", rebase, "a rebase is in progress"),
            ("cherry-pick", cherry_pick, "a cherry-pick is in progress"),
            ("revert", revert, "a revert is in progress"),
            ("am", am, _PATCHES),
        )
    ),
    OddState(
        "rebase by patches under way", rebase_by_patches, _now("a rebase is in progress"),
        _not_now("a rebase is in progress", _ONWARD.format("rebase")), alone=True,
    ),
    OddState(
        "bisect under way", bisect, _now("a bisect is in progress"),
        _not_now("a bisect is in progress", "git bisect reset"),
    ),
    OddState(
        "unborn branch", unborn, Answer(),
        Answer(
            4, "error: this repository has no commit yet; make the first one: "
            "git add --all && git commit",
        ),
    ),
    OddState(
        "no repository", no_repository, _now("this ledger is in no git repository"),
        Answer(
            4, "error: this ledger is in no git repository, so nothing can be recorded; "
            "make it one: git init, then add and commit its files",
        ),
    ),
    OddState(
        "ledger inside another repository", inside_another,
        _now("this ledger is in no git repository"),
        Answer(
            4, "error: a ledger is a git repository of its own, and this one lies inside {folder}; "
            "make it one: git init, then add and commit its files",
        ),
    ),
    OddState(
        "core.bare", core_bare, Answer(),
        Answer(
            4, "error: git takes this repository for a bare one; "
            "put it right: git config core.bare false",
        ),
    ),
    OddState(
        "bare repository", bare, *both(
            2, "error: there is no ledger in {root} or above it; "
            "make one with: pcbsales init --sample demo",
        ),
    ),
    OddState(
        "repository inside ledger/", nested,
        Answer(0, "ledger/customers/.git:0: layout.stray: no record can live at this path"),
    ),
    OddState(
        "submodule", submodule, Answer(),
        Answer(
            4, "error: the repository of this ledger lies in {folder}/outer/.git/modules/desk, "
            "as a submodule's does; clone it by itself and write there",
        ),
        alone=True,
    ),
    OddState("shallow clone", shallow, alone=True),
    OddState(
        "partial clone", partial_clone, Answer(),
        Answer(
            4, "error: this clone leaves out what it can fetch later (partial clone); "
            "make a whole clone and write there",
        ),
        alone=True,
    ),
    OddState(
        "linked work tree", linked, Answer(),
        Answer(
            4, "error: this is a linked work tree, and two would give out the same numbers; "
            "write in the ledger itself: {folder}/ledger",
        ),
        alone=True,
    ),
    OddState(
        "sparse checkout", sparse,
        *both(
                4, "error: this ledger is checked out in part (sparse checkout), so that records "
                "would be left out; bring them back with: git sparse-checkout disable",
),
        alone=True,
    ),
    OddState("index.lock of another git", index_lock, Answer(), _locked("index.lock")),
    OddState("HEAD.lock of another git", head_lock, Answer(), _locked("HEAD.lock")),
    OddState("branch lock of another git", branch_lock, Answer(), _locked("refs/heads/main.lock")),
    OddState("packed-refs.lock of another git", packed_refs_lock),
    OddState(
        "lock held by another pcbsales", lock_held, Answer(),
        Answer(
            4, "error: busy: another command is writing to this ledger; try again in a moment"
        ),
        passing=True,
    ),
    OddState("lock file of a dead pcbsales", stale_lock),
    OddState("scratch of a killed write", journal),
    OddState(
        "write killed before its commit", killed_before_the_commit,
        tidied=frozenset({".git/index", ".git/index.lock"}),
    ),
    OddState(
        "write killed after its commit", killed_after_the_commit,
        tidied=frozenset({"ledger/customers/CRASHED.yaml", ".git/index", ".git/index.lock"}),
    ),
    OddState(
        "broken HEAD", broken_head, _now("HEAD is damaged"),
        Answer(
            4, "error: HEAD names no branch; put it right: "
            "git symbolic-ref HEAD refs/heads/main",
        ),
    ),
    OddState("broken branch", broken_branch, Answer(), _DAMAGED),
    OddState("lost commit", missing_object, Answer(), _DAMAGED),
    OddState(
        "lost tree", missing_tree, Answer(),
        Answer(
            5, "error: writing failed and was undone: git diff-tree -r: "
"fatal: unable to read tree {object}",
        ),
    ),
    OddState("damaged commit", corrupt_object, Answer(), _DAMAGED),
    OddState(
        "damaged index", corrupt_index, Answer(),
        Answer(
            4, "error: git's index is damaged; nothing is lost, make it anew: "
            "rm {root}/.git/index && git reset",
        ),
    ),
    OddState("index gone", no_index, alone=True),
    OddState("index of format 4", index_version_4),
    OddState("split index", split_index),
    OddState("cache of untracked files", untracked_cache),
    OddState("replace ref", replaced),
    OddState("graft", grafted),
    OddState("alternates", alternates, alone=True),
    OddState("packed refs", packed_refs),
    OddState("SHA-256 repository", sha256, alone=True),
)  # fmt: skip
