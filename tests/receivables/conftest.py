"""A small ledger of one customer's receivables, in a repository of its own."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from pcbsales.cli import run
from pcbsales.kernel.record import Record
from pcbsales.receivables.records import Use
from pcbsales.registry import catalogue
from pcbsales.store.layout import path_of
from pcbsales.store.text.round_trip import dump
from tests.company.builders import a_calendar, a_person, an_entity
from tests.customers.builders import a_customer, somebody
from tests.receivables.builders import dispute, invoice, line, money, payment

EMAIL = "mei.lin@lychee.example"


def records() -> tuple[Record, ...]:
    late = invoice(
        1,
        "200.00",
        issued=date(2026, 8, 1),
        parts=((date(2026, 8, 31), "60.00"), (date(2026, 9, 30), "140.00")),
        customer="HUAYI",
        currency="CNY",
    )
    new = invoice(2, "50.00", issued=date(2026, 10, 31), customer="HUAYI", currency="CNY")
    advance = payment(
        line(Use.ADVANCE, money("30", "CNY")), customer="HUAYI", received=date(2026, 9, 1)
    )
    contested = dispute(late, opened=date(2026, 10, 2))
    contested = contested.model_copy(update={"amount": money("20", "CNY")})
    people = (somebody(), somebody(id="P-00002", department="finance"))
    firm = (an_entity(), a_person(), a_calendar(), a_customer(), *people)
    return (*firm, late, new, advance, contested)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The ledger as the current folder; 250 CNY are open, 30 CNY unallocated."""
    root = tmp_path / "desk"
    assert run(["init", str(root)]) == 0
    for record in records():
        path = root / path_of(catalogue().kind_of(type(record)), record.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dump(record.tree()))
    for command in (
        ("config", "user.name", "Lin Mei"),
        ("config", "user.email", EMAIL),
        ("add", "--all"),
        ("commit", "--quiet", "--message", "Open the books"),
    ):
        subprocess.run(["git", *command], cwd=root, check=True)
    monkeypatch.chdir(root)
    return root
