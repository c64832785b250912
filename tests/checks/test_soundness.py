"""A change set that would make the ledger wrong is refused; one that mends is not."""

from pathlib import Path
from typing import Any

import pytest

from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.errors import UnsoundChangeError
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.receivables.records import Payment
from pcbsales.registry import catalogue
from pcbsales.store.ledger import Ledger
from tests.checks.chance import as_read

_PAID = "ledger/payments/2026/000/PAY-2026-00002.yaml"


@pytest.fixture
def ledger(ledger_folder: Path) -> Ledger:
    return Ledger(ledger_folder, catalogue())


def made(record: Any, **changes: Any) -> Any:
    """*record* with fields as YAML has them."""
    return type(record).model_validate({**as_read(record.tree()), **changes})


def refusals(ledger: Ledger, **records: Any) -> list[str]:
    """What the change set of *records* is refused for; empty: it may be written."""
    changes = ChangeSet("test.change", "test.change", **records)
    try:
        assert ledger.preview(lambda _, __: changes) is changes
    except UnsoundChangeError as error:
        return [str(finding) for finding in error.findings]
    return []


def test_what_others_name_does_not_go(ledger: Ledger) -> None:
    person = ledger.state().get(Person, "P-00021")
    found = refusals(ledger, removes=(person,))
    told = "quote Q-2025-00001: reference.missing: person names the person P-00021"
    assert any(finding.startswith(told) for finding in found)


def test_what_nobody_names_may_go(ledger: Ledger) -> None:
    person = made(ledger.state().get(Person, "P-00001"), id="P-09001", name={"en": "Extra"})
    assert refusals(ledger, adds=(person,)) == []
    file = ledger.root / ledger.place(person)
    file.parent.mkdir(exist_ok=True)
    file.write_text("id: P-09001\ncustomer: HUAYI\nname: {en: Extra}\ndepartment: quality\n")
    assert refusals(ledger, removes=(ledger.state().get(Person, "P-09001"),)) == []


def test_ids_that_differ_in_case_alone_do_not_come(ledger: Ledger) -> None:
    part = ledger.state().get(Part, "HUAYI/HY-4402")
    (finding,) = refusals(ledger, adds=(made(part, id="HUAYI/hy-4402", part_no="hy-4402"),))
    assert finding.startswith("part HUAYI/hy-4402: layout.clash: HUAYI/hy-4402 differs from")


def test_an_attachment_is_there_or_comes_along(ledger: Ledger) -> None:
    given = {"name": "a.pdf", "size": "1", "at": "2026-10-31T09:00:00+08:00", "by": "LIN"}
    attached = [{**given, "sha256": "0" * 64}]
    customer = made(ledger.state().get(Customer, "HUAYI"), attachments=attached)
    kept = Attachment("0" * 64, "a.pdf", b"x")

    (finding,) = refusals(ledger, updates=(customer,))
    assert finding.startswith("customer HUAYI: attachment.missing: attachments.0.sha256 names")
    assert refusals(ledger, updates=(customer,), attachments=(kept,)) == []


def test_what_was_wrong_may_be_mended_in_steps_but_not_made_worse(ledger: Ledger) -> None:
    file = ledger.root / _PAID
    again = ledger.root / _PAID.replace("00002", "09001").replace("/000/", "/090/")
    again.parent.mkdir()
    text = file.read_text("utf-8").replace("00002", "09001")
    again.write_text(text, "utf-8")
    twice = ledger.state().get(Payment, "PAY-2026-09001")
    assert twice is not None
    (line,) = as_read(twice.tree())["lines"]

    def with_amount(amount: str) -> Any:
        return made(twice, cash=amount, lines=[{**line, "amount": amount}])

    assert refusals(ledger, updates=(with_amount("10.00 USD"),)) == []
    assert refusals(ledger, updates=(made(twice, tags=["seen"]),)) == []
    assert refusals(ledger, removes=(twice,)) == []
    (finding,) = refusals(ledger, updates=(with_amount("1198.60 USD"),))
    assert finding.endswith("INV-2026-00003 is settled by 1198.60 USD more than it is about")


def test_an_unreadable_neighbour_hinders_no_write(ledger: Ledger) -> None:
    (ledger.root / "ledger/people/P-00002.yaml").write_text("id: [")
    person = made(ledger.state(partial=True).get(Person, "P-00001"), tags=["seen"])
    assert refusals(ledger, updates=(person,)) == []
