"""A record's life from git: every way in which its file may have changed."""

import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.store.git.program import Git
from pcbsales.store.history import Step, commits, history, paths_in_history, uncommitted
from pcbsales.store.text.changes import Change, differences
from pcbsales.store.text.leaves import leaves
from tests.store.conftest import git

PATH = "ledger/boxes/A.yaml"


def commit(root: Path, text: str | None, message: str = "by hand", path: str = PATH) -> str:
    file = root / path
    if text is None:
        file.unlink()
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    git(root, "add", "-A")
    git(root, "-c", "user.name=Hand", "-c", "user.email=hand@x.example", "commit", "-qm", message)
    return git(root, "rev-parse", "HEAD").strip()


def steps(root: Path, path: str = PATH) -> list[Step]:
    return list(history(Git(root), [path]))


def told(step: Step) -> list[tuple[str, Any, Any]]:
    return [(change.field, change.before, change.after) for change in step.changes]


def test_each_commit_says_what_it_changed_newest_first(root: Path) -> None:
    commit(root, "id: A\nname: one\n")
    commit(root, "id: A\nname: two\ntags: [x]\n", "Change\n\nAction: box.change\nActor: LIN\n")
    newest, oldest = steps(root)
    assert told(newest) == [("name", "one", "two"), ("tags", None, ["x"])]
    assert newest.facts is not None
    assert (newest.facts.action, newest.facts.actor) == ("box.change", "LIN")
    assert oldest.before is None
    assert oldest.facts is not None
    assert oldest.facts.by_hand
    assert oldest.facts.author == "Hand"


def test_a_commit_that_leaves_the_record_alone_is_none_of_its_steps(root: Path) -> None:
    commit(root, "id: A\nname: one\n")
    commit(root, "id: B\n", path="ledger/boxes/B.yaml")
    commit(root, "# a comment\nid: A\nname: one\n")
    assert len(steps(root)) == 1


def test_items_are_matched_by_what_names_them() -> None:
    before = {"lines": [{"id": "L1", "n": "1"}, {"id": "L2", "n": "2"}]}
    after = {"lines": [{"id": "L2", "n": "3"}, {"id": "L3", "n": "4"}]}
    assert [(c.field, c.before, c.after) for c in differences(before, after)] == [
        ("lines[L2].n", "2", "3"),
        ("lines[L3]", None, {"id": "L3", "n": "4"}),
        ("lines[L1]", {"id": "L1", "n": "1"}, None),
    ]
    moved = {"lines": list(reversed(before["lines"]))}
    assert list(differences(before, moved)) == [Change("lines", ["L1", "L2"], ["L2", "L1"])]


def test_an_item_without_a_name_is_told_by_its_place() -> None:
    one, two = {"at": "1", "text": "a"}, {"at": "2", "text": "b"}
    assert list(differences({"notes": [two]}, {"notes": [one, two]})) == [
        Change("notes[1]", None, one)
    ]
    assert list(differences({}, {"notes": [one]})) == [Change("notes[1]", None, one)]


TREES = st.recursive(
    st.text(max_size=3),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["id", "a", "b"]), inner, max_size=3),
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from(["x", "y"]), TREES),
    st.dictionaries(st.sampled_from(["x", "y"]), TREES),
)
def test_there_is_a_change_exactly_where_something_differs(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    found = list(differences(before, after))
    assert bool(found) == (before != after)
    assert all(change.before != change.after for change in found)


def test_a_deleted_record_keeps_its_life(root: Path) -> None:
    commit(root, "id: A\nname: one\n")
    commit(root, None)
    gone, made = steps(root)
    assert gone.after is None
    assert gone.before == {"id": "A", "name": "one"}
    assert made.before is None
    assert paths_in_history(Git(root), [PATH, "ledger/boxes/B.yaml"]) == (PATH,)


def test_a_merge_that_took_one_side_changed_nothing(root: Path) -> None:
    commit(root, "id: A\nname: one\n")
    git(root, "switch", "-qc", "other")
    commit(root, "id: A\nname: two\n")
    git(root, "switch", "-q", "main")
    commit(root, "id: B\n", path="ledger/boxes/B.yaml")
    git(root, "-c", "user.name=H", "-c", "user.email=h@x.example", "merge", "-q", "other")
    assert [told(step)[0] for step in steps(root)] == [("name", "one", "two"), ("id", None, "A")]


def test_a_merge_by_fields_changed_what_neither_side_had(root: Path) -> None:
    commit(root, "id: A\nname: one\ncount: 1\nsize: 5\n")
    git(root, "switch", "-qc", "other")
    commit(root, "id: A\nname: two\ncount: 1\nsize: 6\n")
    git(root, "switch", "-q", "main")
    commit(root, "id: A\nname: one\ncount: 2\nsize: 7\n")
    subprocess.run(["git", "merge", "-q", "other"], cwd=root, capture_output=True, check=False)
    commit(root, "id: A\nname: two\ncount: 2\nsize: 8\n", "merged")
    merged = steps(root)[0]
    assert merged.facts is not None
    assert len(merged.facts.parents) == 2
    assert told(merged) == [("size", "7", "8")]
    both = {change for step in steps(root)[1:3] for change in told(step)}
    assert both == {("name", "one", "two"), ("size", "5", "6"), ("count", "1", "2"),
                    ("size", "5", "7")}  # fmt: skip


def test_a_renamed_file_keeps_its_life(root: Path) -> None:
    text = "id: A\nname: a name long enough to be known again\ncount: 1\n"
    commit(root, text, path="ledger/boxes/=a.yaml")
    commit(root, text.replace("1", "2"), path="ledger/boxes/=a.yaml")
    git(root, "mv", "ledger/boxes/=a.yaml", PATH)
    commit(root, text.replace("1", "3"))
    assert [told(step)[0] for step in steps(root)] == [
        ("count", "2", "3"), ("count", "1", "2"), ("id", None, "A"),
    ]  # fmt: skip


def test_what_cannot_be_read_is_a_step_of_the_whole(root: Path) -> None:
    commit(root, "id: A\nname: one\n")
    commit(root, "id: [\n")
    commit(root, "id: A\nname: two\n")
    newest, broken, _ = steps(root)
    assert told(newest) == [("", None, {"id": "A", "name": "two"})]
    assert told(broken) == [("", {"id": "A", "name": "one"}, None)]


def test_hand_edits_are_told_before_they_are_committed(root: Path) -> None:
    commit(root, "id: A\nname: one\n")
    assert uncommitted(Git(root), PATH) is None
    (root / PATH).write_text("id: A\nname: two\n")
    edited = uncommitted(Git(root), PATH)
    assert edited is not None
    assert told(edited) == [("name", "one", "two")]
    (root / PATH).unlink()
    gone = uncommitted(Git(root), PATH)
    assert gone is not None
    assert gone.after is None
    (root / PATH).symlink_to("/etc/passwd")
    linked = uncommitted(Git(root), PATH)
    assert linked is not None
    assert linked.after is None


@pytest.mark.parametrize(
    "message",
    [
        "Subject\n\nAction: x\nno trailer here\n",
        "Action: forged in the subject",
        "Subject\n\nbody\n\nAction: x\n\nsomething after",
    ],
)
def test_what_only_looks_like_ours_is_by_hand(root: Path, message: str) -> None:
    commit(root, "id: A\n", message)
    facts = steps(root)[0].facts
    assert facts is not None
    assert facts.by_hand


def test_a_hostile_author_and_date_are_only_text(root: Path) -> None:
    (root / PATH).parent.mkdir(parents=True, exist_ok=True)
    (root / PATH).write_text("id: A\n")
    git(root, "add", "-A")
    env = {**os.environ, "GIT_AUTHOR_DATE": "@99999999999 +0000", "GIT_COMMITTER_DATE": "@1 -1200"}
    subprocess.run(
        ["git", "-c", "user.name=x\x1b[31m\x1e\x1f", "-c", "user.email=e", "commit", "-qm", "m"],
        cwd=root, env=env, check=True,
    )  # fmt: skip
    facts = next(commits(Git(root)))
    assert "\x1b" in facts.author
    assert facts.at.year in {1969, 1970}


def test_a_record_of_many_versions_is_quick(root: Path) -> None:
    count = int(os.environ.get("PCBSALES_VERSIONS", "200"))
    stream = "".join(
        f"commit refs/heads/main\ncommitter A <a@x.example> {1_000_000_000 + n} +0000\n"
        f"data 1\nx\n{'' if n else 'from refs/heads/main^0' + chr(10)}"
        f"M 100644 inline {PATH}\ndata <<END\nid: A\nname: n{n}\nEND\n\n"
        for n in range(count)
    )
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input=stream, text=True, check=True)
    started = time.monotonic()
    assert len(steps(root)) == count
    assert time.monotonic() - started < 10  # most of it git, on however busy a machine


def test_leaves_name_their_fields() -> None:
    tree = {"lines": [{"id": "L1", "steps": [{"rule": "a"}, {"rule": "b"}]}], "tags": ["x"]}
    assert dict(leaves(tree)) == {
        "lines[L1].id": "L1",
        "lines[L1].steps[1].rule": "a",
        "lines[L1].steps[2].rule": "b",
        "tags[1]": "x",
    }
