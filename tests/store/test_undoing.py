"""Taking back one's own last decision."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pcbsales.kernel.errors import LedgerConflictError, RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet, Note
from pcbsales.kernel.withdrawn import Withdrawn
from pcbsales.manifest import Catalogue, Manifest, RecordKind, Shelf
from pcbsales.store.git.program import Identity
from pcbsales.store.ledger import Ledger
from pcbsales.store.writing.last_decision import undo
from pcbsales.store.writing.saving import Saved
from tests.store.conftest import AUTHOR, CATALOGUE, Box, Thing, add, git, numbered, save, update

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ONE = "ledger/things/2026/000/T-2026-00001.yaml"
FACTS = Catalogue(
    (
        Manifest(
            records=(
                RecordKind("box", "boxes", "tests.store.things:Box"),
                RecordKind("withdrawn", "withdrawn", "pcbsales.kernel.withdrawn:Withdrawn"),
                RecordKind(
                    "thing", "things", "tests.store.things:Thing",
                    shelf=Shelf.YEARLY, prefix="T", keys=("box",), fact=True,
                    corrected_by="make another thing",
                ),
            )
        ),
    )
)  # fmt: skip


def take_back(
    ledger: Ledger, commit: str = "", *, actor: str = "TEST", author: Identity = AUTHOR
) -> Saved:
    decide = undo(ledger, commit, actor=actor, email=author.email, at=AT)
    return ledger.save(decide, actor=actor, author=author)


def thing(number: int = 1, **fields: object) -> Thing:
    return Thing.model_validate({"id": f"T-2026-{number:05d}", "name": f"thing {number}", **fields})


def test_what_was_added_goes_and_its_number_is_never_given_again(
    ledger: Ledger, root: Path
) -> None:
    first = save(ledger, numbered("a"))
    back = take_back(ledger)

    state = ledger.state()
    assert state.get(Thing, first.id) is None
    assert not (root / ONE).exists()
    assert state.all(Withdrawn) == (Withdrawn(id=first.id, what="thing", by="TEST", at=AT),)
    assert save(ledger, numbered("b")).id == "T-2026-00002"
    assert git(root, "log", "-1", "--format=%(trailers)", back.commit).strip() == (
        "Action: undo\nRecord: withdrawn/T-2026-00001\nRecord: things/T-2026-00001\n"
        f"Actor: TEST\nUndoes: {first.commit}"
    )
    assert git(root, "status", "--porcelain") == ""


def test_what_was_changed_is_put_back_to_the_byte(ledger: Ledger, root: Path) -> None:
    save(ledger, add(thing()))
    text = "# mine\nname:   'thing 1'  # so\nid: T-2026-00001\n"
    (root / ONE).write_text(text)
    git(root, "commit", "-q", "-am", "by hand")
    save(ledger, update(thing(name="other")))
    assert (root / ONE).read_text() != text

    take_back(ledger)

    assert (root / ONE).read_text() == text
    assert git(root, "status", "--porcelain") == ""


def test_a_name_that_a_person_chose_may_be_used_again(ledger: Ledger) -> None:
    save(ledger, add(Box(id="RED")))
    take_back(ledger)
    assert ledger.state().all(Withdrawn) == ()
    save(ledger, add(Box(id="RED", name="again")))


def test_the_one_before_comes_next_and_an_undo_is_not_undone(ledger: Ledger) -> None:
    first = save(ledger, add(Box(id="RED")))
    second = save(ledger, add(Box(id="BLUE")))
    assert _undone(ledger, take_back(ledger)) == second.commit
    back = take_back(ledger)
    assert _undone(ledger, back) == first.commit
    with pytest.raises(RefusedError, match="no decision of yours"):
        take_back(ledger)
    with pytest.raises(RefusedError, match="took back RED, and an undo is not undone"):
        take_back(ledger, back.commit)
    with pytest.raises(RefusedError, match="was taken back already"):
        take_back(ledger, first.commit)


def _undone(ledger: Ledger, back: Saved) -> str:
    return ledger.git.text("log", "-1", "--format=%(trailers:key=Undoes,valueonly)", back.commit)


def test_others_decisions_are_left_alone(ledger: Ledger) -> None:
    mine = save(ledger, add(Box(id="RED")))
    other = Identity("Other", "other@example.com")
    theirs = ledger.save(add(Box(id="BLUE")), actor="OTHER", author=other)
    with pytest.raises(RefusedError, match="a decision of OTHER, who alone"):
        take_back(ledger, theirs.commit)
    with pytest.raises(RefusedError, match=r"under another git identity, test@example\.com"):
        take_back(ledger, author=other)
    assert _undone(ledger, take_back(ledger)) == mine.commit


def test_what_was_changed_since_is_named(ledger: Ledger) -> None:
    first = save(ledger, add(thing()))
    other = Identity("Other", "other@example.com")
    later = ledger.save(update(thing(name="new")), actor="OTHER", author=other)
    with pytest.raises(RefusedError) as refused:
        take_back(ledger, first.commit)
    assert str(refused.value) == (
        f"T-2026-00001 was changed since, by OTHER (commit {later.commit[:12]}: thing.change); "
        "take that back first"
    )


def test_what_a_later_record_names_stays(ledger: Ledger) -> None:
    first = save(ledger, add(Box(id="RED")))
    save(ledger, add(thing(box="RED")))
    with pytest.raises(RefusedError, match="the thing T-2026-00001 names RED; take back what made"):
        take_back(ledger, first.commit)


def test_what_came_together_goes_together(ledger: Ledger) -> None:
    save(ledger, add(Box(id="RED"), thing(box="RED")))
    take_back(ledger)
    assert ledger.state().all(Box) == ()
    assert ledger.state().all(Thing) == ()


def test_facts_stay_and_say_what_corrects_them(root: Path) -> None:
    ledger = Ledger(root, FACTS)
    save(ledger, add(thing()))
    with pytest.raises(RefusedError, match="T-2026-00001 is what happened, and stays; make anoth"):
        take_back(ledger)


def test_a_note_on_a_fact_may_be_taken_off_again(root: Path) -> None:
    ledger = Ledger(root, FACTS)
    save(ledger, add(thing()))
    save(ledger, update(thing(notes=(Note(at=AT, by="TEST", text="hm"),))))
    take_back(ledger)
    assert ledger.state().get(Thing, "T-2026-00001") == thing()


def test_a_hand_edit_on_the_way_is_kept(ledger: Ledger, root: Path) -> None:
    save(ledger, add(thing()))
    (root / ONE).write_text("id: T-2026-00001\nname: mine\n")
    with pytest.raises(LedgerConflictError, match="has changes that are not committed"):
        take_back(ledger)
    assert (root / ONE).read_text() == "id: T-2026-00001\nname: mine\n"


def test_a_record_with_something_else_in_its_commit(ledger: Ledger, root: Path) -> None:
    with pytest.raises(UsageError, match="there is no commit nothing on this branch"):
        take_back(ledger, "nothing")
    with pytest.raises(RefusedError, match="is no decision that can be taken back"):
        take_back(ledger, "HEAD")
    (root / "notes.txt").write_text("x")
    git(root, "add", "notes.txt")
    git(root, "-c", "user.name=T", "-c", "user.email=test@example.com", "commit", "-q", "-m",
        "x\n\nAction: thing.new\nRecord: things/T-2026-00001\nActor: TEST")  # fmt: skip
    with pytest.raises(RefusedError, match=r"also changed notes\.txt, which is no record"):
        take_back(ledger)


def test_removing_what_others_name_is_refused_whoever_asks(ledger: Ledger) -> None:
    save(ledger, add(Box(id="RED"), thing(box="RED")))
    gone = ChangeSet("box.drop", "box.drop RED", removes=(Box(id="RED"),))
    with pytest.raises(RefusedError, match="names the box RED, and there is none"):
        save(ledger, lambda *_: gone)


def test_a_removed_record_s_empty_folders_go_as_git_has_it(ledger: Ledger, root: Path) -> None:
    save(ledger, numbered("a"))
    take_back(ledger)
    assert not (root / "ledger/things").exists()
    assert (root / "ledger").is_dir()
    assert CATALOGUE.kinds["thing"].fact is False
