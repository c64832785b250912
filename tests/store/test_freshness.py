"""Whatever happens to the files, the index that looks for changes is the index of the files.

``PCBSALES_SEQUENCES`` is how many random sequences are played (``make properties`` plays more).
"""

import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pcbsales.store.index import freshness
from pcbsales.store.index.checking import deviations
from pcbsales.store.index.index import Index
from pcbsales.store.ledger import Ledger
from tests.store.conftest import CATALOGUE, Box, add, save
from tests.store.things import Thing

SEQUENCES = int(os.environ.get("PCBSALES_SEQUENCES", "4"))
STEPS = 25
#: The kernel's clock ticks at most this far apart, in seconds.
TICK = 0.011


@pytest.fixture(autouse=True)
def searched_from_the_first_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small ledgers are searched as large ones are, and hardly anything is looked at twice."""
    monkeypatch.setattr(freshness, "FEW", 0)
    monkeypatch.setattr(freshness, "_SHARE", 5)
    monkeypatch.setattr(freshness, "_MARGIN_NS", 30_000_000)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each search that was asked had an answer."""
    found: list[bool] = []
    real = freshness.Search.changed

    def changed(search: freshness.Search) -> list[str] | None:
        names = real(search)
        found.append(names is not None)
        return names

    monkeypatch.setattr(freshness.Search, "changed", changed)
    return found


class Person:
    """Somebody who does to a ledger what people do, and what nobody should."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root = root
        self.chance = chance

    def git(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self.root, capture_output=True, check=False)

    def files(self) -> list[Path]:
        found = (self.root / "ledger").rglob("*.yaml")
        return sorted(file for file in found if file.is_file() and not file.is_symlink())

    def a_file(self) -> Path:
        return self.chance.choice(self.files() or [self.create()])

    def create(self) -> Path:
        number = self.chance.randrange(1, 400)
        file = self.root / f"ledger/things/2026/{number // 100:03d}/T-2026-{number:05d}.yaml"
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"id: T-2026-{number:05d}\nname: {self.chance.randrange(10)}\n")
        return file

    def edit(self) -> None:
        file = self.a_file()
        if file.exists():
            text = file.read_text().replace("name: ", f"name: {self.chance.choice('ab')}", 1)
            file.write_text(text)

    def edit_unseen(self) -> None:
        """The same length, the same dates, in the same second."""
        file = self.a_file()
        if not file.exists():
            return
        old = file.stat()
        raw = bytearray(file.read_bytes())
        raw[-2:-1] = self.chance.choice([b"x", b"y", b"z"])
        with file.open("r+b") as stream:
            stream.write(raw)
        os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns))

    def age(self) -> None:
        os.utime(self.a_file(), (1_000_000_000, 1_000_000_000))

    def age_add_and_edit_unseen(self) -> None:
        """What git's index, which compares whole seconds, does not see."""
        self.age()
        self.git("add", "-A")
        time.sleep(TICK)
        self.edit_unseen()

    def delete(self) -> None:
        self.a_file().unlink(missing_ok=True)

    def replace_by_rename(self) -> None:
        one, other = self.a_file(), self.a_file()
        if one.exists() and other.exists():
            one.rename(other)

    def link(self) -> None:
        file = self.a_file()
        file.unlink(missing_ok=True)
        file.symlink_to("/etc/hostname")

    def file_becomes_folder(self) -> None:
        file = self.a_file()
        file.unlink(missing_ok=True)
        file.mkdir()
        (file / "inside.yaml").write_text("id: x\n")

    def folder_becomes_file(self) -> None:
        folder = self.a_file().parent
        if folder.name.isdecimal():
            shutil.rmtree(folder)
            folder.write_text("x")

    def move_folder(self) -> None:
        folder = self.a_file().parent
        target = folder.with_name(f"{self.chance.randrange(4):03d}")
        with suppress(OSError):
            if target != folder and folder.name.isdecimal():
                if target.is_dir():
                    shutil.rmtree(target)
                folder.rename(target)

    def swap_in_an_older_copy(self) -> None:
        """A folder whose files are older than the last look takes the place of another."""
        folder = self.a_file().parent
        if folder.name.isdecimal():
            aside = self.root / f"aside-{self.chance.random()}"
            shutil.copytree(folder, aside)
            time.sleep(TICK)
            self.edit()
            Index(self.root, CATALOGUE).refresh()
            if folder.is_dir():
                shutil.rmtree(folder)
                aside.rename(folder)

    def stray(self) -> None:
        (self.root / "ledger" / self.chance.choice(["notes.txt", ".hidden"])).write_text("x")

    def ignore(self) -> None:
        (self.root / ".gitignore").write_text(".pcbsales/\nledger/things/2026/000/\n")

    def mode(self) -> None:
        self.a_file().chmod(self.chance.choice([0o600, 0o644]))

    def assume_unchanged(self) -> None:
        self.git("update-index", "--assume-unchanged", str(self.a_file()))
        self.edit()

    def lock(self) -> None:
        (self.root / ".git/index.lock").touch()

    def unlock(self) -> None:
        (self.root / ".git/index.lock").unlink(missing_ok=True)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "by hand")

    def go_back(self) -> None:
        self.git("checkout", "-qf", "HEAD~1")

    def go_forward(self) -> None:
        self.git("checkout", "-qf", "main")

    def stash(self) -> None:
        self.git("stash", "-qu")

    def pop(self) -> None:
        self.git("stash", "pop", "-q")

    def reset(self) -> None:
        self.git("reset", "-q", "--hard", self.chance.choice(["HEAD", "HEAD~1"]))

    def merge(self) -> None:
        self.git("checkout", "-qb", f"side-{self.chance.random()}", "HEAD~1")
        self.create()
        self.commit()
        self.git("merge", "-q", "--no-edit", "main")

    def program(self) -> None:
        with suppress(Exception):
            number = self.chance.randrange(400, 500)
            save(
                Ledger(self.root, CATALOGUE), add(Thing(id=f"T-2026-{number:05d}", name="program"))
            )

    def nothing(self) -> None:
        time.sleep(0.07)

    def steps(self) -> Iterator[Callable[[], object]]:
        names = [name for name, what in vars(Person).items() if callable(what)]
        tools = {"__init__", "git", "files", "a_file", "steps"}
        own = [name for name in names if name not in tools]
        usual = ["create", "edit", "edit_unseen", "commit", "program", "nothing"]
        for name in self.chance.choices(own + usual, k=STEPS):
            yield getattr(self, name)


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_after_every_step_the_index_is_what_the_files_make_it(
    root: Path, seed: int, searches: list[bool]
) -> None:
    subprocess.run(["git", "config", "user.name", "P"], cwd=root, check=True)
    subprocess.run(["git", "config", "user.email", "p@example.com"], cwd=root, check=True)
    ledger = Ledger(root, CATALOGUE)
    save(ledger, add(Box(id="RED"), *(Thing(id=f"T-2026-{n:05d}", name="x") for n in (1, 2, 101))))
    person = Person(root, random.Random(seed))
    index = Index(root, CATALOGUE)
    done: list[str] = []
    for step in person.steps():
        done.append(step.__name__)
        with suppress(OSError):
            step()
        time.sleep(TICK)
        if person.chance.random() < 0.5:
            index = Index(root, CATALOGUE)
        assert deviations(index, root, CATALOGUE) == (), done
    assert searches.count(True) > STEPS / 2, "the fast way was hardly taken"


def test_a_clock_set_back_is_no_witness(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(root, CATALOGUE)
    index.refresh()
    file = root / "ledger/boxes/RED.yaml"
    file.parent.mkdir()
    real = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() + 3_600_000_000_000)
    index.rebuild()  # by a clock that is an hour ahead, and is put right then
    monkeypatch.setattr(time, "time_ns", real)
    file.write_text("id: RED\n")
    index.refresh()
    assert index.entry("box", "RED")


@pytest.mark.parametrize("which", ["boot", "scanned", "since_boot", "device"])
def test_what_makes_a_mark_worthless(root: Path, which: str) -> None:
    Index(root, CATALOGUE).refresh()
    file = str(root / ".pcbsales/index.sqlite")
    now = freshness.mark_now(str(root / "ledger"))
    if not now.boot:
        pytest.skip("this system does not say when it was started")
    assert freshness.is_good(now, freshness.mark_now(str(root / "ledger")), file)
    other = {
        "boot": ("boot", "another"),
        "scanned": ("scanned", now.scanned - 2 * 86_400_000_000_000),
        "since_boot": ("since_boot", now.since_boot + 5_000_000_000),
        "device": ("device", now.device + 1),
    }[which]
    worthless = freshness.Mark.read(now.text)
    assert worthless
    setattr(worthless, *other)
    assert not freshness.is_good(worthless, now, file)


def test_a_search_that_cannot_run_has_no_answer(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = freshness.mark_now(str(root / "ledger"))
    monkeypatch.setenv("PATH", str(root))
    (root / "ledger/boxes").mkdir()
    assert freshness.Search(str(root), mark, {"boxes": 1}).changed() is None


def test_a_program_in_the_current_folder_is_never_run(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "find").write_text("#!/bin/sh\ntouch found\n")
    (root / "find").chmod(0o755)
    (root / "ledger/boxes").mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("PATH", f".::{os.environ['PATH']}")
    mark = freshness.mark_now(str(root / "ledger"))
    assert freshness.Search(str(root), mark, {"boxes": 1}).changed() is not None
    assert not (root / "found").exists()


def test_a_search_begun_before_a_write_is_not_used(root: Path) -> None:
    save(Ledger(root, CATALOGUE), add(Box(id="RED")))
    mark = freshness.mark_now(str(root / "ledger"))
    freshness.begin(str(root), mark, {"boxes": 1})
    save(Ledger(root, CATALOGUE), add(Box(id="BLUE")))
    assert freshness.begun(str(root)) is None
