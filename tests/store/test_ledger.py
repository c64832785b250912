import os
import subprocess
import sys
from pathlib import Path

import pytest

from pcbsales.kernel.errors import (
    InvalidLedgerError,
    LedgerConflictError,
    LedgerWriteError,
    RefusedError,
)
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot
from pcbsales.store.ledger import Ledger
from tests.store.conftest import CATALOGUE, Box, Thing, add, git, numbered, save, update

ONE = "ledger/things/2026/000/T-2026-00001.yaml"


def thing(number: int = 1, **fields: object) -> Thing:
    return Thing.model_validate({"id": f"T-2026-{number:05d}", "name": f"thing {number}", **fields})


def test_one_decision_is_one_commit_with_its_trailers(ledger: Ledger, root: Path) -> None:
    saved = save(ledger, add(Box(id="RED"), thing(box="RED")))

    assert git(root, "rev-parse", "HEAD").strip() == saved.commit
    assert git(root, "log", "-1", "--format=%B").strip() == (
        "thing.new RED\n\nAction: thing.new\nRecord: boxes/RED\nRecord: things/T-2026-00001\n"
        "Actor: TEST"
    )
    assert (root / ONE).read_text() == "id: T-2026-00001\nname: thing 1\nbox: RED\n"
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "fsck", "--strict") == ""


def test_records_are_read_back_through_the_index(ledger: Ledger, root: Path) -> None:
    save(ledger, add(Box(id="RED"), thing(1, box="RED"), thing(2)))
    state = Ledger(root, CATALOGUE).state()

    assert [item.id for item in state.all(Thing)] == ["T-2026-00001", "T-2026-00002"]
    assert state.get(Thing, "T-2026-00002") == thing(2)
    assert state.get(Thing, "T-2026-00003") is None
    assert state.where(Thing, box="RED") == (thing(1, box="RED"),)


def test_an_edit_by_hand_is_seen_at_once(ledger: Ledger, root: Path) -> None:
    save(ledger, add(thing()))
    for name in ("one", "two", "six"):
        (root / ONE).write_text(f"id: T-2026-00001\nname: {name}\n")
        found = ledger.state().get(Thing, "T-2026-00001")
        assert found
        assert found.name == name


def test_a_file_added_or_removed_by_hand_is_seen(ledger: Ledger, root: Path) -> None:
    (root / "ledger/boxes").mkdir()
    (root / "ledger/boxes/RED.yaml").write_text("id: RED\n")
    assert ledger.state().get(Box, "RED")
    (root / "ledger/boxes/RED.yaml").unlink()
    assert ledger.state().get(Box, "RED") is None


def test_a_hand_edited_file_is_never_overwritten(ledger: Ledger, root: Path) -> None:
    save(ledger, add(thing()))
    (root / ONE).write_text("id: T-2026-00001\nname: mine\n")

    with pytest.raises(LedgerConflictError, match="not committed"):
        save(ledger, update(thing(name="theirs")))

    assert (root / ONE).read_text() == "id: T-2026-00001\nname: mine\n"


def test_other_hand_edits_and_staged_files_are_never_swept_in(ledger: Ledger, root: Path) -> None:
    save(ledger, add(thing(1), thing(2)))
    (root / ONE).write_text("id: T-2026-00001\nname: mine\n")
    (root / "staged.txt").write_text("mine")
    git(root, "add", "staged.txt")

    saved = save(ledger, add(thing(3)))

    assert saved.warning == ""
    changed = git(root, "show", "--name-only", "--format=", saved.commit).split()
    assert changed == ["ledger/things/2026/000/T-2026-00003.yaml"]
    assert git(root, "status", "--porcelain") == f" M {ONE}\nA  staged.txt\n"


def test_decisions_see_what_is_committed_not_hand_edits(ledger: Ledger, root: Path) -> None:
    save(ledger, add(thing(1)))
    (root / ONE).write_text("id: T-2026-00001\nname: mine\n")
    seen: list[str] = []

    def decide(state: Snapshot, ids: Ids) -> ChangeSet:
        seen.extend(item.name for item in state.all(Thing))
        return numbered("x")(state, ids)

    save(ledger, decide)
    assert seen == ["thing 1"]


def test_ids_count_up_and_stay_in_their_station(ledger: Ledger, root: Path) -> None:
    assert save(ledger, numbered("a")).id == "T-2026-00001"
    assert save(ledger, numbered("b")).id == "T-2026-00002"
    (root / ".git/pcbsales/station").write_text("B\n")
    assert save(ledger, numbered("c")).id == "T-2026-B00001"
    assert (root / "ledger/things/2026/B000/T-2026-B00001.yaml").exists()


def test_a_clone_without_a_station_does_not_number(ledger: Ledger, root: Path) -> None:
    (root / ".git/pcbsales/station").unlink()
    with pytest.raises(LedgerConflictError, match="station"):
        save(ledger, numbered("a"))


@pytest.mark.parametrize(
    ("decide", "message"),
    [
        (add(thing(box="BLUE")), "box names the box BLUE, and there is none"),
        (update(thing(9)), "there is no thing T-2026-00009"),
        (lambda *_: ChangeSet("thing.new", "nothing"), "nothing would change"),
    ],
)
def test_refusals_write_nothing(ledger: Ledger, root: Path, decide: object, message: str) -> None:
    before = git(root, "rev-parse", "HEAD")
    with pytest.raises(RefusedError, match=message):
        save(ledger, decide)  # type: ignore[arg-type]
    assert git(root, "rev-parse", "HEAD") == before
    assert git(root, "status", "--porcelain") == ""


def test_a_record_is_not_added_twice(ledger: Ledger) -> None:
    save(ledger, add(thing()))
    with pytest.raises(RefusedError, match="thing T-2026-00001 already exists"):
        save(ledger, add(thing()))


def test_attachments_are_kept_by_their_hash_once(ledger: Ledger, root: Path) -> None:
    zipped = Attachment("ab" + "0" * 62, "x.zip", b"\0\1\2")

    def decide(_: Snapshot, __: Ids) -> ChangeSet:
        return ChangeSet("thing.new", "thing.new x", adds=(thing(),), attachments=(zipped,))

    save(ledger, decide)
    assert (root / f"ledger/attachments/ab/{zipped.sha256}").read_bytes() == b"\0\1\2"
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (["checkout", "--quiet", "--detach"], "detached"),
        (["update-ref", "MERGE_HEAD", "HEAD"], "a merge is in progress"),
        (["bisect", "start"], "a bisect is in progress"),
    ],
)
def test_states_that_must_not_be_written(
    ledger: Ledger, root: Path, prepare: list[str], message: str
) -> None:
    git(root, *prepare)
    with pytest.raises(LedgerConflictError, match=message):
        save(ledger, add(thing()))


def test_a_foreign_git_lock_is_named(ledger: Ledger, root: Path) -> None:
    (root / ".git/index.lock").touch()
    with pytest.raises(LedgerConflictError, match=r"index\.lock"):
        save(ledger, add(thing()))


def test_hooks_and_the_callers_git_variables_do_nothing(
    ledger: Ledger, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody Else")

    saved = save(ledger, add(thing()))

    monkeypatch.delenv("GIT_DIR")
    assert git(root, "cat-file", "blob", f"{saved.commit}:{ONE}") == (
        "id: T-2026-00001\nname: thing 1\n"
    )
    assert git(root, "log", "-1", "--format=%an").strip() == "Test Person"


def test_a_write_that_fails_is_undone(ledger: Ledger, root: Path) -> None:
    before = git(root, "rev-parse", "HEAD")
    in_the_way = root / ".git/logs/refs/heads/main"
    in_the_way.unlink()
    in_the_way.mkdir()
    (in_the_way / "x").touch()
    with pytest.raises(LedgerWriteError, match="undone"):
        save(ledger, add(thing()))
    assert git(root, "rev-parse", "HEAD") == before
    assert git(root, "status", "--porcelain") == ""
    assert not (root / ONE).exists()


def test_one_bad_record_hides_nothing_and_is_named_with_its_line(
    ledger: Ledger, root: Path
) -> None:
    save(ledger, add(thing(1), thing(2)))
    (root / ONE).write_text("id: T-2026-00001\nname: x\nprice: lots\n")

    with pytest.raises(InvalidLedgerError) as refused:
        ledger.state().all(Thing)
    assert [str(finding) for finding in refused.value.findings] == [
        (
            f"{ONE}:3: scalar.money: "
            "price: expected an amount with its currency such as 1757.80 CNY, got 'lots'"
        )
    ]
    partial = ledger.state(partial=True)
    assert [item.id for item in partial.all(Thing)] == ["T-2026-00002"]
    assert list(partial.left_out) == [ONE]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("id: T-2026-00001\n", ":1: field.missing: name: this field is required"),
        (
            "id: T-2026-00001\nname: x\nnaem: y\n",
            ":3: field.unknown: naem: there is no such field; did you mean name?",
        ),
        (
            "id: T-2026-00001\nname: x\nscrews:\n  - length_mm: 1\n    lable: y\n",
            ":5: field.unknown: screws.0.lable: there is no such field; did you mean label?",
        ),
        (
            "id: T-2026-00002\nname: x\n",
            ":1: layout.id: the file's name says T-2026-00001, its id says T-2026-00002",
        ),
        (
            "id: T-2026-00001\nname: x\ncount: 1_000\n",
            ":3: scalar.count: count: expected a whole number such as 200, got '1_000'",
        ),
        (
            "id: T-2026-00001\nname: x\nmade: 2026-02-30\n",
            ":3: scalar.day: made: expected a date such as 2026-11-23, got '2026-02-30'",
        ),
        (
            "id: T-2026-00001\nname: x\ngood: yes\n",
            ":3: scalar.flag: good: expected true or false, got 'yes'",
        ),
        (
            "id: T-2026-00001\nname: x\nbox: BLUE\n",
            ":3: reference.missing: box names the box BLUE, and there is none",
        ),
    ],
)
def test_findings_name_file_line_rule_and_remedy(
    ledger: Ledger, root: Path, text: str, finding: str
) -> None:
    (root / ONE).parent.mkdir(parents=True)
    (root / ONE).write_text(text)
    assert [str(item) for item in ledger.findings()] == [ONE + finding]


def test_stray_files_and_links_are_findings(ledger: Ledger, root: Path) -> None:
    (root / "ledger/boxes").mkdir()
    (root / "ledger/notes.txt").write_text("x")
    (root / "ledger/boxes/RED.yaml").symlink_to("/etc/hostname")
    assert [(item.path, item.rule) for item in ledger.findings()] == [
        ("ledger/boxes/RED.yaml", "layout.file"),
        ("ledger/notes.txt", "layout.stray"),
    ]


def test_a_ruined_or_old_index_is_built_again(ledger: Ledger, root: Path) -> None:
    save(ledger, add(thing()))
    (root / ".pcbsales/index.sqlite").write_bytes(b"not a database, " * 500)
    assert len(Ledger(root, CATALOGUE).state().all(Thing)) == 1


def test_the_programs_own_checkout_is_not_written_to(root: Path) -> None:
    (root / "pcbsales").mkdir()
    with pytest.raises(LedgerConflictError, match="own sample"):
        save(Ledger(root, CATALOGUE), add(thing()))


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.store.conftest import CATALOGUE, numbered, save
from pcbsales.store.ledger import Ledger
ledger = Ledger(Path(sys.argv[2]), CATALOGUE)
for turn in range(6):
    print(save(ledger, numbered(f"{sys.argv[3]} {turn}")).id)
"""


def test_four_writers_at_once_lose_nothing_and_share_no_id(root: Path) -> None:
    here = str(Path(__file__).parents[2])
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, here, str(root), str(writer)],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": here},
        )
        for writer in range(4)
    ]  # fmt: skip
    ids = [line for writer in writers for line in writer.communicate()[0].split()]

    assert all(writer.returncode == 0 for writer in writers)
    assert sorted(ids) == [f"T-2026-{number:05d}" for number in range(1, 25)]
    assert [item.id for item in Ledger(root, CATALOGUE).state().all(Thing)] == sorted(ids)
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o600), (0o022, 0o644), (0o002, 0o664)])
def test_who_may_read_a_record_is_for_the_umask_to_say(
    ledger: Ledger, root: Path, umask: int, mode: int
) -> None:
    before = os.umask(umask)
    try:
        save(ledger, add(Thing(id="T-2026-00001", name="new")))
        file = root / "ledger/things/2026/000/T-2026-00001.yaml"
        assert file.stat().st_mode & 0o777 == mode
        save(ledger, update(Thing(id="T-2026-00001", name="again")))
        assert file.stat().st_mode & 0o777 == mode
    finally:
        os.umask(before)
    assert git(root, "status", "--porcelain") == ""
