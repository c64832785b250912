"""What is known to be uncommitted is what ``git status`` over everything says."""

import random
from pathlib import Path

import pytest

from pcbsales.store.git.hand_edits import hand_edits
from pcbsales.store.ledger import Ledger
from tests.sizes import sized
from tests.store.conftest import CATALOGUE, Thing, add, git, numbered, save

ME = ("-c", "user.name=x", "-c", "user.email=x@example.com")


def agree(root: Path) -> dict[str, str]:
    """What is found out cheaply, after it was compared with what git says of every file."""
    ledger = Ledger(root, CATALOGUE)
    ledger.state(partial=True)
    found = hand_edits(ledger.git, ledger.index, CATALOGUE, ledger.git.head())
    assert found == ledger.git.status("ledger")
    return found


def act(root: Path, dice: random.Random) -> None:
    """Something that a person or the program does."""
    files = sorted((root / "ledger/things").rglob("*.yaml"))
    file = dice.choice(files)
    deed = dice.randrange(8)
    if deed <= 1:
        file.write_text(f"id: {file.stem}\nname: by hand {dice.random()}\n")
    elif deed == 2 and len(files) > 3:
        file.unlink()
    elif deed == 3:
        git(root, "add", "--all")
        git(root, *ME, "commit", "-q", "--allow-empty", "-m", "by hand")
    elif deed == 4:
        git(root, "checkout", "-q", "HEAD", "--", ".")
    elif deed == 5:
        new = root / f"ledger/boxes/B{dice.randrange(9)}.yaml"
        new.parent.mkdir(exist_ok=True)
        new.write_text(f"id: {new.stem}\n")
    elif deed == 6:
        git(root, "clean", "-qfd", "ledger")
    else:
        save(Ledger(root, CATALOGUE), numbered("by the program"))


@pytest.mark.parametrize("seed", range(sized(3, 60)))
def test_it_is_what_git_says_after_any_course_of_events(root: Path, seed: int) -> None:
    dice = random.Random(seed)
    things = [Thing(id=f"T-2026-{number:05d}", name="x") for number in range(1, 6)]
    save(Ledger(root, CATALOGUE), add(*things))
    agree(root)
    for _ in range(sized(12, 40)):
        for _ in range(dice.randrange(1, 4)):
            act(root, dice)
        agree(root)


def test_a_branch_that_was_switched_is_followed(root: Path) -> None:
    save(Ledger(root, CATALOGUE), numbered("a"))
    agree(root)
    git(root, "switch", "-q", "-c", "other", "HEAD~1")
    assert agree(root) == {}
    git(root, "switch", "-q", "main")
    assert agree(root) == {}


def test_a_commit_that_git_forgot_makes_it_ask_about_everything(root: Path) -> None:
    save(Ledger(root, CATALOGUE), numbered("a"))
    agree(root)
    git(root, "reset", "-q", "--soft", "HEAD~1")
    git(root, "reflog", "expire", "--expire=now", "--all")
    git(root, "gc", "-q", "--prune=now")
    assert list(agree(root).values()) == ["A "]


def test_without_a_place_to_keep_it_nothing_is_missed(root: Path) -> None:
    save(Ledger(root, CATALOGUE), numbered("a"))
    (root / ".pcbsales/index.sqlite").unlink()
    (root / "ledger/things/2026/000/T-2026-00001.yaml").write_text("id: T-2026-00001\nname: b\n")
    assert list(agree(root).values()) == [" M"]
