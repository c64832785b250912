"""Overdue and ageing: worked cases of other systems by their id, edges, shapes."""

from datetime import date, timedelta

import pytest

from pcbsales.kernel.errors import UsageError
from pcbsales.receivables.ageing import (
    EDGES,
    AgeBasis,
    age_receivables,
    band_names,
    band_of,
    parse_edges,
)
from pcbsales.receivables.overdue import days_overdue, overdue
from pcbsales.receivables.unallocated import unallocated
from tests.receivables.builders import DAY, credit, dispute, invoice, paid, settled


def test_ar_026_upper_edges_are_inside() -> None:
    """OCA aged_partner_balance."""
    due = date(2026, 3, 1)
    days = "02-24 03-01 03-02 03-31 04-01 04-30 05-01 05-30 05-31 06-29 06-30".split()
    names = band_names(EDGES)

    found = [
        "current" if band is None else names[band]
        for day in days
        for band in [band_of((date.fromisoformat(f"2026-{day}") - due).days)]
    ]

    assert found == [
        *("current", "current", "1-30", "1-30", "31-60", "31-60"),
        *("61-90", "61-90", "91-120", "91-120", "121+"),
    ]


def test_ar_027_age_by_document_where_an_invoice_has_no_due_date() -> None:
    """erpnext set_ageing: 45 days from the document's day are in 31-60."""
    bill = invoice(issued=date(2026, 1, 1))

    report = age_receivables(settled(bill, as_of=date(2026, 2, 15)), basis=AgeBasis.DOCUMENT)

    assert [bucket.text for bucket in report.rows[0].buckets] == [
        *("0.00", "100.00", "0.00", "0.00", "0.00")
    ]


def test_ar_027_our_advances_and_credits_have_no_age() -> None:
    note = credit("100.00", issued=date(2026, 1, 1))

    (row,) = age_receivables(settled(note, as_of=date(2026, 2, 15))).rows

    assert (row.outstanding.text, row.unallocated.text) == ("0.00", "100.00")


def test_ar_029_overdue_is_due_before_the_day_and_open() -> None:
    """OCA test_overdue_warn."""
    bills = (
        invoice(1, "500.00", parts=((date(2026, 1, 10), "500.00"),)),
        invoice(2, "1000.00", parts=((date(2026, 2, 14), "1000.00"),)),
    )

    report = overdue(settled(*bills))

    assert len(report.rows) == 1
    assert [str(total) for total in report.totals] == ["500.00 USD"]


def test_due_today_is_not_overdue() -> None:
    assert days_overdue(DAY, as_of=DAY) == 0
    assert overdue(settled(invoice())).rows == ()


def test_overdue_json_is_what_scripts_rely_on() -> None:
    late = invoice(1, parts=((date(2026, 1, 5), "60.00"), (date(2026, 1, 10), "40.00")))
    yuan = invoice(2, "7.00", issued=date(2026, 1, 14), currency="CNY")
    records = (late, yuan, paid("10.00", late), dispute(late, "20.00"))

    report = overdue(settled(*records), left_out=2)

    assert report.as_json() == {
        "schema": 1,
        "as_of": "2026-01-15",
        "rows": [
            {
                "invoice": "INV-2026-00001",
                "instalment": 1,
                "customer": "ACME",
                "entity": "SZ",
                "currency": "USD",
                "due": "2026-01-05",
                "days_overdue": 10,
                "open": "50.00",
                "disputed": "20.00",
            },
            {
                "invoice": "INV-2026-00001",
                "instalment": 2,
                "customer": "ACME",
                "entity": "SZ",
                "currency": "USD",
                "due": "2026-01-10",
                "days_overdue": 5,
                "open": "40.00",
                "disputed": "0.00",
            },
            {
                "invoice": "INV-2026-00002",
                "instalment": 1,
                "customer": "ACME",
                "entity": "SZ",
                "currency": "CNY",
                "due": "2026-01-14",
                "days_overdue": 1,
                "open": "7.00",
                "disputed": "0.00",
            },
        ],
        "totals": [{"currency": "CNY", "open": "7.00"}, {"currency": "USD", "open": "90.00"}],
        "left_out": 2,
    }
    assert len(report.as_table().rows) == 3
    assert report.as_table().remarks[0][1] == (("count", 2),)


def test_ageing_json_is_what_scripts_rely_on() -> None:
    bills = (
        invoice(1, parts=((DAY - timedelta(30), "30.00"), (DAY - timedelta(31), "70.00"))),
        invoice(2, "5.00", customer="BETA"),
        invoice(3, "9.00", entity="HK", currency="CNY", issued=DAY - timedelta(200)),
    )

    report = age_receivables(settled(*bills, credit("8.00")), edges=(30, 60))

    assert report.as_json() == {
        "schema": 1,
        "as_of": "2026-01-15",
        "basis": "due",
        "edges": [30, 60],
        "rows": [
            {
                "customer": "ACME",
                "entity": "HK",
                "currency": "CNY",
                "not_due": "0.00",
                "buckets": ["0.00", "0.00", "9.00"],
                "outstanding": "9.00",
                "unallocated": "0.00",
            },
            {
                "customer": "ACME",
                "entity": "SZ",
                "currency": "USD",
                "not_due": "0.00",
                "buckets": ["30.00", "70.00", "0.00"],
                "outstanding": "100.00",
                "unallocated": "8.00",
            },
            {
                "customer": "BETA",
                "entity": "SZ",
                "currency": "USD",
                "not_due": "5.00",
                "buckets": ["0.00", "0.00", "0.00"],
                "outstanding": "5.00",
                "unallocated": "0.00",
            },
        ],
        "left_out": 0,
    }
    assert len(report.as_table().totals) == 2


def test_unallocated_names_its_sources() -> None:
    report = unallocated(settled(credit("8.00"), credit("2.00", number=2)))

    assert [row.source for row in report.rows] == ["CN-2026-00001", "CN-2026-00002"]
    assert [str(total) for total in report.totals] == ["10.00 USD"]
    assert len(report.as_table().rows) == 2


@pytest.mark.parametrize("text", ["", "30,30", "60,30", "0,30", "a", "30,", "-1", "30;60"])
def test_edges_must_rise(text: str) -> None:
    with pytest.raises(UsageError, match="expected days that rise"):
        parse_edges(text)


def test_edges_are_read() -> None:
    assert parse_edges("30,60,90,120") == EDGES
