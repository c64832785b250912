"""Ledgers of any size: as many invoices as asked for, sound, and the same for the same seed."""

from pathlib import Path

import pytest

from pcbsales.receivables.records import Invoice, Payment
from pcbsales.registry import catalogue
from pcbsales.store.ledger import Ledger
from scripts.sample.__main__ import main
from scripts.sample.bulk import bulk


@pytest.mark.parametrize("invoices", [1, 13, 400])
def test_there_are_as_many_as_asked_for(invoices: int) -> None:
    records = bulk(invoices, catalogue()).records
    assert sum(isinstance(record, Invoice) for record in records) == invoices


def test_about_three_payments_come_for_every_four_invoices() -> None:
    records = bulk(3000, catalogue()).records
    payments = sum(isinstance(record, Payment) for record in records)
    assert 0.65 < payments / 3000 < 0.85


def test_the_seed_decides() -> None:
    kinds = catalogue()
    first, again, other = (dict(bulk(60, kinds, seed=n).files(kinds)) for n in (1, 1, 2))
    assert first == again != other


def test_nothing_is_wrong_with_one(tmp_path: Path) -> None:
    root = tmp_path / "ledger"
    assert main(["ledger", str(root), "--git", "--invoices", "400"]) == 0
    assert [str(finding) for finding in Ledger(root, catalogue()).findings()] == []


def test_an_existing_folder_is_not_made_a_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ledger", str(tmp_path), "--git"]) == 1
    assert "name a new folder" in capsys.readouterr().err
