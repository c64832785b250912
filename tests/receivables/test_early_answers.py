"""What is open is read while changed files are still looked for, and again if there were any."""

import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pcbsales.receivables.kept_balances import PROJECTION
from pcbsales.registry import catalogue
from pcbsales.store.ledger import Ledger
from tests.conftest import Pcbsales

DAY = date(2026, 10, 31)


class Maker:
    """Counts the bodies, and how often it was asked to."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, bodies: Iterable[Any]) -> list[str]:
        self.asked += 1
        return sorted(map(str, bodies))


def answered(root: Path, *, meanwhile: str = "") -> tuple[list[str], int]:
    """What is kept of receivables, and how often it was made; *meanwhile* a file is edited."""
    make = Maker()
    state = Ledger(root, catalogue()).state()
    if meanwhile:
        file = root / meanwhile
        file.write_text(file.read_text().replace("2000.00 CNY", "1999.00 CNY"))
    return state.projected(PROJECTION, make, as_of=DAY), make.asked


@pytest.fixture
def payment(ledger_folder: Path, pcbsales: Pcbsales) -> str:
    """The file of money that came in, as the index knows it."""
    assert pcbsales("payment", "new", "HUAYI", "2000.00 CNY").code == 0
    time.sleep(0.1)  # so that no file is too young to be trusted
    assert pcbsales("ar", "overdue").code == 0
    return str(max((ledger_folder / "ledger/payments").rglob("*.yaml")).relative_to(ledger_folder))


def test_an_index_that_holds_is_read_once(ledger_folder: Path, payment: str) -> None:
    answered(ledger_folder)
    assert answered(ledger_folder)[1] == 1


def test_a_file_that_changed_is_seen(ledger_folder: Path, payment: str) -> None:
    before, _ = answered(ledger_folder)
    after, asked = answered(ledger_folder, meanwhile=payment)
    assert asked == 2
    assert after != before
    assert after == answered(ledger_folder)[0]


def test_without_an_index_it_is_made_once(ledger_folder: Path, payment: str) -> None:
    kept, _ = answered(ledger_folder)
    (ledger_folder / ".pcbsales/index.sqlite").unlink()
    assert answered(ledger_folder) == (kept, 1)
