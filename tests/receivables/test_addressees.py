"""Whom our papers are addressed to."""

import pytest

from pcbsales.kernel.record import Record
from pcbsales.receivables.addressees import check_contacts
from tests.checks.declared import found
from tests.company.builders import Facts
from tests.customers.builders import a_customer, somebody
from tests.quoting.paper_builders import full_quote
from tests.receivables.builders import invoice

BUYER, PAYER = somebody(), somebody(id="P-00002", department="finance")
BILL = invoice(customer="HUAYI")
OFFER = full_quote().model_copy(update={"customer": "HUAYI"})


@pytest.mark.parametrize(
    ("records", "status", "missing"),
    [
        ((), "active", []),
        ((BILL, BUYER, PAYER), "active", []),
        ((BILL, BUYER), "active", ["finance"]),
        ((BILL,), "active", ["purchasing", "finance"]),
        ((BILL,), "dormant", []),
        ((BILL, somebody(left="2026-01-01"), PAYER), "active", ["purchasing"]),
        ((OFFER,), "active", ["purchasing"]),
        ((OFFER, BUYER), "active", []),
    ],
)
def test_an_active_customer_that_gets_papers_has_its_contacts(
    records: tuple[Record, ...], status: str, missing: list[str]
) -> None:
    wrong = found(check_contacts, Facts(a_customer(status=status), *records))

    assert [finding.values["department"] for finding in wrong] == missing
