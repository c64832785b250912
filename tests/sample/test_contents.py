"""The sample ledger: drawn as committed, sound, plainly fictional, and as rich as it should be."""

import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from pcbsales.boards.records import Part
from pcbsales.company.records import Entity, Role, Staff
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.record import Record
from pcbsales.kernel.tax import PriceBasis
from pcbsales.quoting.quotations.draft import Enquiry, Request
from pcbsales.quoting.quotations.quotation import new_quote
from pcbsales.quoting.quotations.records import Quote, QuoteEventKind
from pcbsales.registry import catalogue
from pcbsales.store.format import read_format
from pcbsales.store.layout import LEDGER
from pcbsales.store.ledger import Ledger
from scripts.sample.__main__ import main
from scripts.sample.books import by_hand
from scripts.sample.contents import differences, sample
from scripts.sample.memory import Memory, Numbers
from tests.conftest import REPOSITORY

CONTENTS = sample(catalogue())
MEMORY = Memory((*CONTENTS.records, *by_hand()))


def test_the_committed_ledger_is_what_the_script_draws() -> None:
    assert differences(REPOSITORY, CONTENTS.files(catalogue())) == []


def test_differences_are_named(tmp_path: Path) -> None:
    assert main(["ledger", str(tmp_path)]) == 0
    (tmp_path / "ledger/FORMAT").write_text("format: 2\n")
    (tmp_path / "ledger/staff/LIN.yaml").unlink()
    (tmp_path / "ledger/staff/NEW.yaml").touch()
    found = differences(tmp_path, CONTENTS.files(catalogue()))
    assert found == [
        "ledger/staff/LIN.yaml: missing",
        "ledger/staff/NEW.yaml: not drawn by the script",
        "ledger/FORMAT: differs",
    ]


def test_the_same_bytes_each_time() -> None:
    kinds = catalogue()
    assert dict(sample(kinds).files(kinds)) == dict(CONTENTS.files(kinds))


def test_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    """Every file reads, every reference leads somewhere, every rule of every room holds."""
    root = tmp_path / "ledger"
    assert main(["ledger", str(root), "--git"]) == 0
    assert [str(finding) for finding in Ledger(root, catalogue()).findings()] == []
    assert read_format(root).demo


def test_it_stays_small() -> None:
    files = [path for path in (REPOSITORY / LEDGER).rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 3_000_000


@pytest.mark.parametrize(
    "record", [*MEMORY.all(Entity), *MEMORY.all(Customer)], ids=lambda record: record.id
)
def test_every_firm_says_that_it_is_fictional(record: Record) -> None:
    said = " ".join(note.text for note in record.notes)
    assert "ictional" in said
    assert "虚构" in said


def test_addresses_in_the_net_lead_nowhere() -> None:
    text = "\n".join(str(record.tree()) for record in CONTENTS.records)
    assert set(re.findall(r"@[\w.-]+\.(\w+)", text)) == {"example"}
    assert set(re.findall(r"www\.[\w.-]+\.(\w+)", text)) == {"example"}


def test_everybody_of_the_post_is_there() -> None:
    roles = {role for person in MEMORY.all(Staff) for role in person.roles}
    assert roles == set(Role)
    tops = [person.id for person in MEMORY.all(Staff) if person.reports_to is None]
    assert tops == ["SHEN"]


def test_a_dozen_customers_in_four_countries_three_languages_three_currencies() -> None:
    customers = MEMORY.all(Customer)
    assert len(customers) == 12
    assert {c.country for c in customers} == {"CN", "TW", "DE", "US"}
    assert len({c.language for c in customers}) == 3
    assert {c.currency for c in customers} == {"CNY", "USD", "EUR"}
    assert {c.price_basis for c in customers} == set(PriceBasis)
    assert len({str(c.terms) for c in customers}) >= 8
    assert any(c.credit_limit is None for c in customers)
    assert {p.customer for p in MEMORY.all(Person)} == {c.id for c in customers}


def test_thirty_boards_from_one_layer_to_twelve_with_revisions_and_open_questions() -> None:
    parts = MEMORY.all(Part)
    assert 28 <= len(parts) <= 34
    layers = {part.current.specification.layers for part in parts}
    assert layers >= {1, 2, 4, 6, 8, 10, 12}
    assert sum(len(part.revisions) > 1 for part in parts) >= 10
    assert any(len(part.revisions) > 2 for part in parts)
    assert sum(bool(part.current.open_questions) for part in parts) >= 2
    assert any(q.answered for part in parts for r in part.revisions for q in r.questions)


def test_a_board_has_its_package_kept_by_hash() -> None:
    part = MEMORY.get(Part, "HUAYI/HY-4400")
    assert part is not None
    data = part.current.fabrication
    assert data is not None
    (kept,) = [kept for kept in CONTENTS.attachments if kept.sha256 == data.sha256]
    assert data.bytes == len(kept.data)


def test_hy_4410_is_ready_to_be_quoted_at_the_worked_price() -> None:
    changes = new_quote(
        MEMORY,
        Numbers(catalogue()),
        enquiry=Enquiry("HUAYI", [Request("HUAYI/HY-4410", 200)]),
        actor="LIN",
        at=datetime.fromisoformat("2026-10-31T10:00:00+08:00"),
    )
    (quote,) = changes.adds
    assert isinstance(quote, Quote)
    assert str(quote.net) == "1757.80 CNY"
    assert str(quote.total) == "1986.31 CNY"
    assert quote.lines[0].unit_price.text == "8.789"


def test_quotations_of_a_year_and_a_half_with_every_outcome() -> None:
    quotes = MEMORY.all(Quote)
    assert len(quotes) >= 50
    assert min(q.date for q in quotes) < date(2025, 6, 1)
    assert max(q.date for q in quotes) > date(2026, 10, 1)
    outcomes = Counter(q.events[-1].kind for q in quotes)
    assert set(outcomes) == {
        QuoteEventKind.SENT,
        QuoteEventKind.FOLLOW_UP,
        QuoteEventKind.ACCEPTED,
        QuoteEventKind.LOST,
    }
    assert {q.currency for q in quotes} == {"CNY", "USD", "EUR"}
    assert any(q.alternatives for q in quotes)
    assert any(q.lines[0].questions for q in quotes) or any(q.expired(as_of=date(2026, 10, 31))
                                                            for q in quotes)  # fmt: skip
    assert len({q.price_book for q in quotes}) == 6
