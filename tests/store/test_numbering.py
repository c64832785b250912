"""Numbers are given once, in this clone's station."""

from pathlib import Path

import pytest

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.ledger import Ledger
from tests.store.conftest import CATALOGUE, Thing, add, git, numbered, save


def thing(record_id: str) -> Thing:
    return Thing(id=record_id, name="thing")


@pytest.mark.parametrize(
    ("known", "next_one"),
    [
        ((), "T-2026-00001"),
        (("T-2026-00007",), "T-2026-00008"),
        (("T-2026-99999",), "T-2026-100000"),
        (("T-2026-99999", "T-2026-100000"), "T-2026-100001"),
        (("T-2026-60000", "T-2026-500000"), "T-2026-500001"),
        (("T-2026-00003", "T-2026-B00009", "T-2025-00099"), "T-2026-00004"),
    ],
)
def test_the_next_number_is_after_the_greatest_of_its_year_and_station(
    ledger: Ledger, known: tuple[str, ...], next_one: str
) -> None:
    if known:
        save(ledger, add(*map(thing, known)))
    assert save(ledger, numbered("new")).id == next_one


def test_files_that_nobody_committed_and_committed_ones_that_are_gone_count(
    ledger: Ledger, root: Path
) -> None:
    save(ledger, add(thing("T-2026-00004")))
    (root / "ledger/things/2026/000/T-2026-00004.yaml").unlink()
    assert save(ledger, numbered("a")).id == "T-2026-00005"
    (root / "ledger/things/2026/000/T-2026-00009.yaml").write_text("id: T-2026-00009\nname: x\n")
    assert save(ledger, numbered("b")).id == "T-2026-00010"


def test_an_unreadable_record_keeps_its_number(ledger: Ledger, root: Path) -> None:
    save(ledger, numbered("a"))
    (root / "ledger/things/2026/000/T-2026-00001.yaml").write_text("no: record\n")
    git(root, "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qam", "x")
    assert save(ledger, numbered("b")).id == "T-2026-00002"


def test_numbers_end(ledger: Ledger) -> None:
    save(ledger, add(thing("T-2026-999999999")))
    with pytest.raises(LedgerConflictError, match="the numbers of T-2026-… are used up"):
        save(ledger, numbered("a"))


@pytest.mark.parametrize("content", ["b", "BB", "1", "B C", "\xff"])
def test_what_is_no_letter_is_named(ledger: Ledger, root: Path, content: str) -> None:
    (root / ".git/pcbsales/station").write_text(content, encoding="utf-8")
    with pytest.raises(LedgerConflictError, match=r"pcbsales/station holds no station letter"):
        save(Ledger(root, CATALOGUE), numbered("a"))
