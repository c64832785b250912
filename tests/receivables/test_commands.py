"""Receivables on the command line, as a person and as a script use them."""

import json
from pathlib import Path
from typing import Any

from tests.conftest import Answer, Pcbsales


def shown(answer: Answer) -> Any:
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_overdue_as_scripts_read_it(desk: Path, pcbsales: Pcbsales) -> None:
    report = shown(pcbsales("ar", "overdue", "hua", "-o", "json"))

    assert report["rows"][0] == {
        "invoice": "INV-2026-00001",
        "instalment": 1,
        "customer": "HUAYI",
        "entity": "SZ",
        "currency": "CNY",
        "due": "2026-08-31",
        "days_overdue": 61,
        "open": "60.00",
        "disputed": "20.00",
    }
    assert report["totals"] == [{"currency": "CNY", "open": "200.00"}]
    assert report["left_out"] == 0


def test_overdue_on_an_earlier_day(desk: Path, pcbsales: Pcbsales) -> None:
    report = shown(pcbsales("ar", "overdue", "--as-of", "2026-09-30", "-o", "json"))

    assert [row["instalment"] for row in report["rows"]] == [1]


def test_ageing_by_other_edges(desk: Path, pcbsales: Pcbsales) -> None:
    report = shown(pcbsales("ar", "ageing", "--edges", "31,60", "-o", "json"))

    (row,) = report["rows"]
    assert (row["not_due"], row["buckets"]) == ("50.00", ["140.00", "0.00", "60.00"])
    assert (row["outstanding"], row["unallocated"]) == ("250.00", "30.00")


def test_edges_that_do_not_rise_are_a_usage_error(desk: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("ar", "ageing", "--edges", "60,30")

    assert answer.code == 2
    assert "expected days that rise such as 30,60,90,120" in answer.err


def test_a_table_is_tsv_when_piped(desk: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("ar", "unallocated")

    assert answer.out.splitlines()[1].split("\t")[0] == "PAY-2026-00001"


def test_a_payment_is_written_and_settles(desk: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales(
        "payment", "new", "HUAYI", "55.00 CNY", "--invoice", "1/1", "--deduct", "1=5",
        "--reference", "BK-7781",
    )  # fmt: skip

    assert answer.code == 0, answer.err
    assert answer.err.splitlines() == [
        "60.00 CNY to INV-2026-00001, instalment 1",
        "5.00 CNY kept back by the customer, still open on INV-2026-00001",
        "next: pcbsales ar overdue HUAYI",
    ]
    path = desk / "ledger/payments/2026/000/PAY-2026-00002.yaml"
    assert path.read_text("utf-8") == (
        "id: PAY-2026-00002\n"
        "entity: SZ\n"
        "customer: HUAYI\n"
        "received: 2026-10-31\n"
        "cash: 55.00 CNY\n"
        "reference: BK-7781\n"
        "lines:\n"
        "  - id: L1\n"
        "    use: allocated\n"
        "    invoice: INV-2026-00001\n"
        "    instalment: 1\n"
        "    amount: 60.00 CNY\n"
        "  - id: L2\n"
        "    use: deduction\n"
        "    invoice: INV-2026-00001\n"
        "    instalment: 1\n"
        "    amount: -5.00 CNY\n"
    )
    report = shown(pcbsales("invoice", "show", "1", "-o", "json"))
    assert (report["open"], report["balances"][0]["disputed"]) == ("145.00", "5.00")
    assert pcbsales("check").code == 0


def test_an_advance_is_allocated_once(desk: Path, pcbsales: Pcbsales) -> None:
    first = pcbsales("payment", "allocate", "PAY-2026-00001", "INV-2026-00002")
    again = pcbsales("payment", "allocate", "PAY-2026-00001", "INV-2026-00002")

    assert first.code == 0, first.err
    assert first.err.startswith("30.00 CNY to INV-2026-00002\n")
    assert again.code == 1
    assert "nothing is left of PAY-2026-00001" in again.err
    report = shown(pcbsales("invoice", "show", "INV-2026-00002", "-o", "json"))
    assert report["open"] == "20.00"


def test_more_than_is_open_is_refused_and_nothing_is_written(
    desk: Path, pcbsales: Pcbsales
) -> None:
    answer = pcbsales("payment", "new", "HUAYI", "900 CNY", "--invoice", "1=600")

    assert answer.code == 1
    assert answer.err == (
        "error: INV-2026-00001 has 200.00 CNY open; 600.00 CNY cannot be put to it\n"
    )
    assert len(list((desk / "ledger/payments").rglob("*.yaml"))) == 1


def test_a_dry_run_writes_nothing(desk: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("payment", "new", "HUAYI", "900 CNY", "--auto", "-n")

    assert answer.code == 0, answer.err
    assert answer.out.count("use: allocated") == 3
    assert len(list((desk / "ledger/payments").rglob("*.yaml"))) == 1


def test_an_unreadable_invoice_is_never_left_out_in_silence(desk: Path, pcbsales: Pcbsales) -> None:
    path = desk / "ledger/invoices/2026/000/INV-2026-00001.yaml"
    path.write_text(path.read_text("utf-8").replace("total: 200.00", "total: 201.00"), "utf-8")

    whole, part = pcbsales("ar", "overdue"), pcbsales("ar", "overdue", "--partial", "-o", "json")

    assert whole.code == 3
    assert "INV-2026-00001.yaml" in whole.err
    assert shown(part)["left_out"] == 1


def test_money_without_a_currency_is_a_usage_error(desk: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("payment", "new", "HUAYI", "5")

    assert answer.code == 2
    assert "1757.80 CNY" in answer.err


def test_a_customer_and_a_person_are_opened(desk: Path, pcbsales: Pcbsales) -> None:
    opened = pcbsales("customer", "new", "LUMEN", "Lumen GmbH", "--country", "DE",
                      "--terms", "30%; +30d")  # fmt: skip
    person = pcbsales("person", "new", "LUMEN", "Eva Kurz", "--department", "finance")

    assert (opened.code, person.code) == (0, 0), opened.err + person.err
    assert pcbsales("check").code == 0
    terms = shown(pcbsales("customer", "terms", "lumen", "--invoiced", "2026-09-03", "-o", "json"))
    assert [(x["due"], x["amount"]) for x in terms["instalments"]] == [
        ("2026-09-03", "300.00"),
        ("2026-10-03", "700.00"),
    ]
    assert shown(pcbsales("customer", "person", "lumen", "-o", "json"))[0]["id"] == "P-00003"
    assert shown(pcbsales("customer", "site", "HUAYI", "-o", "json"))[0]["id"] == "DG"
