"""hledger and ledger, given the same facts as a journal, find the balances that we find."""

import subprocess
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pcbsales.receivables.events import Facts
from pcbsales.receivables.settlement import settle
from pcbsales.registry import catalogue
from scripts.sample.__main__ import main
from scripts.sample.journal import RECEIVABLE, UNALLOCATED
from scripts.sample.reading import facts_of
from tests.conftest import REPOSITORY
from tests.judges import require_judge

pytestmark = pytest.mark.judges

DAYS = (date(2026, 6, 30), date(2026, 10, 31))

#: Account with entity, and currency.
Key = tuple[str, str]


@pytest.fixture(scope="module", params=["sample", "2000 invoices"])
def root(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "sample":
        return REPOSITORY
    folder = tmp_path_factory.mktemp("generated")
    assert main(["ledger", str(folder), "--invoices", "2000", "--seed", "7"]) == 0
    return folder


@pytest.fixture(scope="module")
def facts(root: Path) -> Facts:
    return facts_of(root, catalogue())


@pytest.mark.parametrize("judge", ["hledger", "ledger"])
def test_both_find_the_same_balances(judge: str, root: Path, facts: Facts, tmp_path: Path) -> None:
    require_judge(judge)
    journal = tmp_path / "facts.journal"
    assert main(["journal", str(root), "-o", str(journal), "--format", judge]) == 0
    for day in DAYS:
        ours = dict(_ours(facts, day))
        assert len(ours) > 10
        assert _theirs(judge, journal, day) == ours


def _ours(facts: Facts, day: date) -> Iterator[tuple[Key, Decimal]]:
    """What each customer owes, and below 0 what stands apart for it, by entity and currency."""
    settlement = settle(facts.events(), as_of=day)
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    for balance in settlement.balances:
        customer, entity, currency = balance.account
        sums[f"{RECEIVABLE}:{customer}:{entity}", currency] += balance.open.amount
    for item in settlement.unallocated:
        customer, entity, currency = item.account
        sums[f"{UNALLOCATED}:{customer}:{entity}", currency] -= item.amount.amount
    yield from ((key, amount) for key, amount in sums.items() if amount)


def _theirs(judge: str, journal: Path, day: date) -> dict[Key, Decimal]:
    words = [judge, "-f", str(journal), "bal", "--flat", "-e", str(day + timedelta(1)),
             "--no-total", RECEIVABLE, UNALLOCATED]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    found: dict[Key, Decimal] = {}
    for line in done.stdout.splitlines():
        amount, currency, account = line.split()
        found[account, currency] = Decimal(amount)
    return found
