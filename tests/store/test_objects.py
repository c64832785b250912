"""Trees built from those that a write touches are those that git itself would build."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pcbsales.store.git.objects import (
    folders_of,
    object_name,
    read_blobs,
    read_objects,
    standing_blobs,
    write_objects,
    written_tree,
)
from pcbsales.store.git.program import Git, GitError
from tests.sizes import sized
from tests.store.conftest import git

_NAMES = st.sampled_from(["a", "a-b", "a.b", "a0", "ab", "b", "Z", "=a", "é", "%20", "x y"])
_PATHS = st.lists(_NAMES, min_size=1, max_size=4).map("/".join)


def written(git_: Git, text: str, folder: Path) -> str:
    file = folder / "content"
    file.write_text(text)
    return write_objects(git_, "blob", [file])[0]


@settings(
    max_examples=sized(15, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(paths=st.sets(_PATHS, min_size=1, max_size=8), data=st.data())
def test_any_change_gives_the_tree_that_git_s_index_gives(
    root: Path, tmp_path_factory: pytest.TempPathFactory, paths: set[str], data: st.DataObject
) -> None:
    plain = [p for p in paths if not any(q.startswith(f"{p}/") for q in paths)]
    changed = {
        f"ledger/{path}": data.draw(st.sampled_from(["one", "two", ""]), label=path)
        for path in plain
    }
    repository, scratch = Git(root), tmp_path_factory.mktemp("scratch")
    blobs = {
        path: written(repository, text, scratch) if text else "" for path, text in changed.items()
    }
    base = git(root, "rev-parse", "HEAD").strip()

    index = str(scratch / "index")
    repository.run("read-tree", base, GIT_INDEX_FILE=index)
    for path, blob in blobs.items():
        if blob:
            repository.run(
                "update-index",
                "--add",
                "--cacheinfo",
                f"100644,{blob},{path}",
                GIT_INDEX_FILE=index,
            )
    wanted = repository.text("write-tree", GIT_INDEX_FILE=index)

    tree = written_tree(repository, base, blobs, scratch)
    assert tree == wanted
    back = tmp_path_factory.mktemp("back")
    commit = git(root, "-c", "user.name=x", "-c", "user.email=x@example.com",
                 "commit-tree", "-p", base, "-m", "x", tree).strip()  # fmt: skip
    gone = written_tree(repository, commit, dict.fromkeys(blobs, ""), back)
    assert gone == git(root, "rev-parse", f"{base}^{{tree}}").strip()


def test_a_file_where_a_folder_is_needed_is_an_error(root: Path, tmp_path: Path) -> None:
    with pytest.raises(GitError, match="ledger/FORMAT is a file"):
        written_tree(Git(root), "HEAD", {"ledger/FORMAT/x": "0" * 40}, tmp_path)


def test_names_are_git_s_own(root: Path) -> None:
    raw = (root / "ledger/FORMAT").read_bytes()
    head = git(root, "rev-parse", "HEAD").strip()
    name = git(root, "rev-parse", "HEAD:ledger/FORMAT").strip()
    assert object_name("blob", raw, like=head) == name
    assert read_blobs(Git(root), head, ["ledger/FORMAT", "ledger/none", "ledger"]) == {
        "ledger/FORMAT": read_objects(Git(root), [name])[name]
    }


def test_a_repository_of_the_longer_hash_works_alike(tmp_path: Path) -> None:
    root = tmp_path / "long"
    root.mkdir()
    git(root, "init", "-q", "--object-format=sha256")
    (root / "a").write_text("x")
    git(root, "add", "a")
    git(root, "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "x")
    base = git(root, "rev-parse", "HEAD").strip()
    blob = written(Git(root), "y", tmp_path)
    tree = written_tree(Git(root), base, {"b/c": blob}, tmp_path)
    assert len(tree) == 64
    assert git(root, "ls-tree", "-r", "--name-only", tree).split() == ["a", "b/c"]


def test_folders_come_deepest_first_and_the_root_last() -> None:
    assert folders_of(["a/b/c", "a/x", "y"]) == ["a/b", "a", ""]


def test_what_cannot_be_read_is_not_taken_for_absent(root: Path) -> None:
    """git calls a file missing, too, whose object it cannot read."""
    for name in ("kept", "lost"):
        (root / name).write_text(name)
    git(root, "add", ".")
    git(root, "commit", "-qm", "two files")
    lost = git(root, "rev-parse", "HEAD:lost").strip()
    (root / ".git/objects" / lost[:2] / lost[2:]).unlink()
    program = Git(root)
    wanted = ["kept", "lost", "never there"]
    assert list(read_blobs(program, "HEAD", wanted)) == ["kept"]
    with pytest.raises(GitError, match="lost cannot be read"):
        standing_blobs(program, "HEAD", wanted)
    assert list(standing_blobs(program, "HEAD", ["kept", "never there"])) == ["kept"]
