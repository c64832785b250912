"""What is kept of the checks is what they find: in a new index, in memory, after any change."""

import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from pcbsales.registry import catalogue
from pcbsales.store.checks import kept as kept_findings
from pcbsales.store.checks.groups import unknown_keys
from pcbsales.store.index.index import Index
from pcbsales.store.layout import path_of
from pcbsales.store.ledger import Ledger
from pcbsales.store.text.round_trip import dump
from tests.checks.brute_force import records_of
from tests.checks.chance import Dice
from tests.ledger_copies import copied
from tests.sizes import sized

CATALOGUE = catalogue()
#: A few changes may break nothing, such as a price book less that nothing names: then some more.
DRAWS = 20


@pytest.fixture
def root(pristine: Path, tmp_path: Path) -> Path:
    return copied(pristine, tmp_path / "ledger")


def in_memory(root: Path) -> Ledger:
    ledger = Ledger(root, CATALOGUE)
    ledger.index = Index(root, CATALOGUE, kept=False)
    return ledger


def edit_by_hand(root: Path, dice: Dice, random: Random, old: dict[Path, bytes]) -> None:
    """Change up to a dozen records, some into none; *old* keeps what the files held before."""
    for (noun, record_id), record in dice.changes(most=12).items():
        file = root / path_of(CATALOGUE.kinds[noun], record_id)
        if file.exists():
            old.setdefault(file, file.read_bytes())
        file.unlink(missing_ok=True)
        if record is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(dump(record.tree()) if random.random() < 0.9 else b"id: [")


def test_every_check_reads_by_keys_that_the_index_has() -> None:
    assert unknown_keys(CATALOGUE) == []
    assert len({check.name for check in CATALOGUE.checks}) == len(CATALOGUE.checks)


@pytest.mark.parametrize("seed", range(sized(2, 40)))
def test_it_is_so_after_any_changes_by_hand(root: Path, seed: int) -> None:
    random, old = Random(seed), dict[Path, bytes]()
    dice = Dice(records_of(Ledger(root, CATALOGUE).state(), CATALOGUE), CATALOGUE, seed)
    for _ in range(4):
        for _ in range(DRAWS):
            edit_by_hand(root, dice, random, old)
            kept = Ledger(root, CATALOGUE).findings()
            assert kept == in_memory(root).findings()
            if kept:
                break
        assert kept
        for file in random.sample(sorted(old), len(old) // 2):
            file.write_bytes(old.pop(file))
    (root / ".pcbsales" / "index.sqlite").unlink()
    assert Ledger(root, CATALOGUE).findings() == in_memory(root).findings()


def test_many_groups_are_shared_out_to_processes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "ledger/people/P-00001.yaml"
    file.write_text(file.read_text("utf-8").replace("site: MAIN", "site: PLANT"), "utf-8")
    (root / "ledger/customers/XINGHE.yaml").unlink()
    expected = in_memory(root).findings()
    assert len({finding.rule for finding in expected}) > 1
    monkeypatch.setattr(kept_findings, "_MANY", 1)
    assert Ledger(root, CATALOGUE).findings() == expected


def test_only_touched_groups_are_looked_at_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Ledger(root, CATALOGUE).findings() == ()
    time.sleep(0.1)  # files just copied are read once more: their next change may look the same
    assert Ledger(root, CATALOGUE).findings() == ()
    looked: list[str] = []
    look = kept_findings._look

    def noted(*arguments: object) -> object:
        looked.extend(group for group, _ in arguments[2])  # type: ignore[attr-defined]
        return look(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(kept_findings, "_look", noted)
    assert Ledger(root, CATALOGUE).findings() == ()
    assert looked == []
    file = root / "ledger/people/P-00001.yaml"
    file.write_text(file.read_text("utf-8").replace("site: MAIN", "site: PLANT"), "utf-8")
    assert [f.rule for f in Ledger(root, CATALOGUE).findings()] == ["person.site"]
    assert set(looked) == {"HUAYI"}


def test_what_is_kept_may_be_ruined_or_gone(root: Path) -> None:
    file = root / "ledger/people/P-00001.yaml"
    file.write_text(file.read_text("utf-8").replace("site: MAIN", "site: PLANT"), "utf-8")
    expected = Ledger(root, CATALOGUE).findings()
    assert expected
    for statement in ("DROP TABLE found", "CREATE TABLE found (other)", "DROP TABLE touched"):
        with (
            suppress(sqlite3.OperationalError),
            sqlite3.connect(root / ".pcbsales/index.sqlite") as db,
        ):
            db.execute("DROP TABLE IF EXISTS found")
            db.execute(statement)
        assert Ledger(root, CATALOGUE).findings() == expected


def test_who_ends_second_keeps_nothing_old(root: Path) -> None:
    """Two processes look at once: the first one's findings are not put over the later ones."""
    slow = Ledger(root, CATALOGUE)
    slow.state(partial=True)
    db = slow.index.connection
    assert kept_findings.room_findings(db, CATALOGUE) == ()
    file = root / "ledger/people/P-00001.yaml"
    file.write_text(file.read_text("utf-8").replace("site: MAIN", "site: PLANT"), "utf-8")
    (finding,) = Ledger(root, CATALOGUE).findings()

    kept_findings._keep(db, [], 0, 0)

    assert Ledger(root, CATALOGUE).findings() == (finding,)
