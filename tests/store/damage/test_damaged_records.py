"""Damaged record files: no traceback, no silent change of a value, no hidden neighbour."""

import json
import random
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pcbsales.kernel.record import Record
from pcbsales.manifest import RecordKind
from pcbsales.registry import catalogue
from pcbsales.store.ledger import Ledger
from tests.conftest import Pcbsales
from tests.sizes import sized
from tests.store.damage.ways import LIKE_AN_EDIT, WAYS

#: How many records of each kind each way damages; each day only every third kind, in turn.
EACH = sized(1, 4)
TURNS = sized(3, 1)
SECONDS = 60


class LateError(BaseException):
    """Something waits for ever; no handler of ours takes it for a file's error."""


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Nothing that is damaged may make a command wait for ever."""

    def late(*_: object) -> None:
        raise LateError(f"not done within {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def said_by(record: Record) -> dict[str, Any]:
    """What *record* says, without what has no shape of its own until a decision reads it."""
    said = record.model_dump()
    if record.noun == "approval-request":
        said.pop("arguments")
    return said


def only_texts_differ(one: Any, other: Any) -> bool:
    """Whether nothing but free texts differ: what a person wrote there is what it says."""
    if isinstance(one, dict) and isinstance(other, dict):
        return set(one) == set(other) and all(only_texts_differ(one[k], other[k]) for k in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(only_texts_differ(a, b) for a, b in pairs)
    return bool(one == other) or (type(one) is str and type(other) is str)


class Bench:
    """A ledger whose files are damaged, many at once, and put right again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ledger = Ledger(root, catalogue())
        self.good = {
            (noun, record.id): record
            for noun, kind in self.ledger.catalogue.kinds.items()
            for record in self.ledger.state().all(kind.type)
        }
        self.kinds = [
            kind
            for noun, kind in self.ledger.catalogue.kinds.items()
            if any(known == noun for known, _ in self.good)
        ]

    def path(self, record: Record) -> str:
        return self.ledger.place(record)

    def damage(self, way: str, chance: random.Random) -> dict[str, Record]:
        """Damage one record of each kind in this way: the paths, with what was there."""
        done: dict[str, Record] = {}
        for kind in self.kinds[list(WAYS).index(way) % TURNS :: TURNS]:
            record = chance.choice(self.of(kind))
            file = self.root / self.path(record)
            if WAYS[way](file, file.read_text("utf-8"), chance):
                done[self.path(record)] = record
        return done

    def of(self, kind: RecordKind) -> list[Record]:
        return [record for (noun, _), record in self.good.items() if noun == kind.noun]

    def mend(self, damaged: dict[str, Record], pristine: Path) -> None:
        for path in damaged:
            file = self.root / path
            for left in file.parent.iterdir():
                if not (pristine / left.relative_to(self.root)).exists():
                    left.unlink()
            if file.is_dir() and not file.is_symlink():
                file.rmdir()
            file.unlink(missing_ok=True)
            shutil.copyfile(pristine / path, file)

    def verdicts(self, way: str, damaged: dict[str, Record]) -> Iterator[tuple[str, str]]:
        """Per damaged record its noun and what came of it; what must not be fails."""
        state = self.ledger.state(partial=True)
        now = {
            (noun, record.id): record
            for noun, kind in self.ledger.catalogue.kinds.items()
            for record in state.all(kind.type)
        }
        ours = {(record.noun, record.id) for record in damaged.values()}
        hidden = {key for key, record in self.good.items() if now.get(key) != record} - ours
        assert not hidden, f"{way}: hid {hidden}"
        assert set(now) <= set(self.good), f"{way}: made up {set(now) - set(self.good)}"
        found = self.ledger.index.findings()
        status = self.ledger.git.status("ledger")
        for path, record in damaged.items():
            about = [f for f in found if f.path.startswith(path.rsplit("/", 1)[0])]
            key = (record.noun, record.id)
            if key not in now and not about and way in LIKE_AN_EDIT:
                assert path in status, f"{way}: nobody is told of {path}"
                yield record.noun, "an edit that git names"
            elif key not in now:
                assert about, f"{way}: {path} went without a word"
                assert all(f.rule and f.text and f.line >= 0 for f in about)
                yield record.noun, "refused"
            elif now[key] == record:
                yield record.noun, "unchanged"
            else:
                another_text = only_texts_differ(said_by(record), said_by(now[key]))
                assert way in LIKE_AN_EDIT or another_text, (
                    f"{way}: {path} silently says something else: "
                    f"{(self.root / path).read_bytes()[:3000]!r}"
                )
                assert path in status, f"{way}: nobody is told of {path}"
                yield record.noun, "an edit that git names"


@pytest.fixture
def bench(ledger_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(ledger_folder)


def test_no_damage_breaks_hides_or_changes_anything(bench: Bench, pristine: Path) -> None:
    chance = random.Random(20261123)
    tally: Counter[tuple[str, str, str]] = Counter()
    for way in WAYS:
        for _ in range(EACH):
            with at_most(SECONDS):
                damaged = bench.damage(way, chance)
                for noun, verdict in bench.verdicts(way, damaged):
                    tally[noun, way, verdict] += 1
            bench.mend(damaged, pristine)
    assert {noun for noun, _, _ in tally} == {kind.noun for kind in bench.kinds}
    for kind in bench.kinds:
        ways = {way for noun, way, _ in tally if noun == kind.noun}
        assert len(ways) >= 12, f"{kind.noun}: only {sorted(ways)}"
    sys.stdout.write(report(tally))
    assert sum(tally.values()) >= sized(400, 5000)


def report(tally: Counter[tuple[str, str, str]]) -> str:
    """Damaged records by kind and way: refused / unchanged / an edit that git names."""
    nouns = sorted({noun for noun, _, _ in tally})
    verdicts = ("refused", "unchanged", "an edit that git names")
    lines = [f"{sum(tally.values())} damaged records; " + " / ".join(verdicts)]
    for way in WAYS:
        counts = [sum(tally[noun, way, verdict] for noun in nouns) for verdict in verdicts]
        lines.append(f"{way:36}" + " / ".join(map(str, counts)))
    for noun in nouns:
        count = sum(number for (known, _, _), number in tally.items() if known == noun)
        lines.append(f"{noun:36}{count}")
    return "\n".join(lines)


@pytest.mark.parametrize("way", ["null", "pipe in its place", "empty", "depth bomb", "binary"])
def test_money_refuses_or_says_what_was_left_out(
    ledger_folder: Path, pcbsales: Pcbsales, way: str
) -> None:
    path = "ledger/invoices/2026/000/INV-2026-00042.yaml"
    file = ledger_folder / path
    whole = pcbsales("invoice", "list", "-o", "json").out
    assert WAYS[way](file, file.read_text("utf-8"), random.Random(1))

    with at_most(SECONDS):
        refused = pcbsales("ar", "overdue")
        partial = pcbsales("ar", "overdue", "--partial")
        listed = pcbsales("invoice", "list", "-o", "json")
        checked = pcbsales("check")

    assert (refused.code, refused.out) == (3, "")
    assert f"{path}:" in refused.err
    assert partial.code == 0
    assert f"{path}:" in partial.err
    assert "1 unreadable records are left out" in partial.err
    ids = {record["id"] for record in json.loads(whole)}
    assert ids - {record["id"] for record in json.loads(listed.out)} == {"INV-2026-00042"}
    assert f"{path}:" in listed.err
    assert checked.code == 1
    assert f"{path}:" in checked.out
    for answer in (refused, partial, listed, checked):
        assert "Traceback" not in answer.err


def test_a_decision_counts_what_is_committed_whatever_became_of_the_file(bench: Bench) -> None:
    """A cut file may be another valid record; no decision is taken on it before it is committed."""
    path = "ledger/customers/HUAYI.yaml"
    file = bench.root / path
    text = file.read_text("utf-8")
    file.write_text(text[: text.index("notes:")], "utf-8")
    kind = bench.ledger.catalogue.kinds["customer"]
    assert bench.ledger.state().get(kind.type, "HUAYI") != bench.good["customer", "HUAYI"]
    assert bench.ledger.git.status("ledger") == {path: " M"}
