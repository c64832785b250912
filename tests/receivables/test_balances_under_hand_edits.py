"""What a decision is told of balances while files have hand edits: what is committed, no more."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from pcbsales.kernel.errors import RefusedError
from pcbsales.receivables.kept_balances import settlement_on
from pcbsales.receivables.settlement import Settlement
from pcbsales.registry import catalogue
from pcbsales.store.git.program import Identity
from pcbsales.store.ledger import Ledger

DAY = date(2026, 11, 30)
INVOICE = "ledger/invoices/2026/000/INV-2026-00001.yaml"


class StopError(RefusedError):
    """Ends a decision that wants nothing written."""


def told(root: Path, customer: str | None) -> Settlement:
    """What a decision under the lock is told."""
    found: list[Settlement] = []

    def decide(state, _):  # type: ignore[no-untyped-def]
        found.append(settlement_on(state, as_of=DAY, customer=customer))
        raise StopError("enough")

    with pytest.raises(StopError):
        Ledger(root, catalogue()).save(decide, actor="LIN", author=Identity("L", "l@example.com"))
    return found[0]


@pytest.mark.parametrize("customer", [None, "HUAYI"])
class TestBalancesUnderHandEdits:
    def test_an_invoice_with_another_amount(self, desk: Path, customer: str | None) -> None:
        before = told(desk, customer)
        assert before.balances
        text = (desk / INVOICE).read_text("utf-8")
        (desk / INVOICE).write_text(text.replace("140.00", "940.00").replace("200.00", "1000.00"))
        assert told(desk, customer) == before

    def test_an_invoice_that_is_gone_or_cannot_be_read(
        self, desk: Path, customer: str | None
    ) -> None:
        before = told(desk, customer)
        (desk / INVOICE).write_text("id: [", "utf-8")
        assert told(desk, customer) == before
        (desk / INVOICE).unlink()
        assert told(desk, customer) == before

    def test_a_new_invoice_that_nobody_committed(self, desk: Path, customer: str | None) -> None:
        before = told(desk, customer)
        text = (desk / INVOICE).read_text("utf-8")
        new = desk / INVOICE.replace("00001", "00099")
        new.write_text(text.replace("INV-2026-00001", "INV-2026-00099"), "utf-8")
        assert told(desk, customer) == before
        subprocess.run(["git", "add", "--all"], cwd=desk, check=True)
        subprocess.run(["git", "commit", "--quiet", "-m", "one more"], cwd=desk, check=True)
        assert len(told(desk, customer).balances) > len(before.balances)
