"""What people type for a record: numbers, names in either writing, pinyin, PO and part numbers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pcbsales.i18n.folding import fold, spellings
from tests.conftest import Pcbsales


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("ＨＵＡＹＩ", "huayi"), ("樺翊運控", "桦翊运控"), ("裏", "里"), ("綫路板", "线路板"),
        ("線路板", "线路板"), ("ｶﾞ", "ガ"), ("Straße", "STRASSE"), ("", ""), ("℃", "°c"),
    ],
)  # fmt: skip
def test_the_same_text_in_other_dress(typed: str, alike: str) -> None:
    assert fold(typed) == fold(alike)


def test_folding_goes_character_by_character() -> None:
    whole, part = "樺翊運控(蘇州)有限公司", "運控(蘇"
    assert fold(part) in fold(whole)
    assert fold(fold(whole)) == fold(whole)


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("桦翊运控", "hyyk"), ("樺翊運控", "huayiyunkong"), ("重庆电子", "cq"),
        ("厦门银行", "xmyh"),
        ("HY桦翊-运控", "yk"), ("绿", "lv"),
    ],
)  # fmt: skip
def test_names_are_spelt_as_they_are_read(name: str, spelt: str) -> None:
    assert any(found.startswith(spelt) for found in spellings(name))


def test_a_long_name_is_spelt_in_bounded_time() -> None:
    assert len(spellings("重行厦长单曾朝乐" * 500)) < 100
    assert spellings("Lumen GmbH") == frozenset()


@pytest.mark.parametrize(
    ("noun", "typed", "found"),
    [
        ("customer", "樺翊", "HUAYI"), ("customer", "hyyk", "HUAYI"), ("customer", "hy", "HUAYI"),
        ("customer", "huayiyun", "HUAYI"), ("customer", "ｈｕａｙｉ", "HUAYI"),
        ("part", "hy-4410", "HUAYI/HY-4410"), ("part", "DAQ8-01", "MAPLEQUILL/MQ-DAQ-8"),
        ("quote", "RFQ-261051", "Q-2026-00039"), ("person", "23", "P-00023"),
    ],
)  # fmt: skip
def test_records_are_found_as_people_type_them(
    noun: str, typed: str, found: str, ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    answer = pcbsales(noun, "show", typed, "-o", "json")
    assert answer.code == 0, answer.err
    assert json.loads(answer.out)["id"] == found


def test_an_invoice_is_found_by_the_customers_order(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    invoices = json.loads(pcbsales("invoice", "list", "-o", "json").out)
    orders = {
        one["id"]: {line.get("customer_po") for line in one["lines"]} - {None} for one in invoices
    }
    everywhere = [order for found in orders.values() for order in found]
    expected, order = next(
        (known, order)
        for known, found in orders.items()
        for order in found
        if everywhere.count(order) == 1
    )
    assert expected in pcbsales("invoice", "show", order, "-o", "json").out


def test_no_spelling_is_loaded_where_the_plain_name_is_found(ledger_folder: Path) -> None:
    probe = (
        "import sys; from pcbsales.cli import run; code = run(['customer', 'show', sys.argv[1]]);"
        "print('pypinyin' in sys.modules, file=sys.stderr); sys.exit(code)"
    )

    def asked(typed: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", probe, typed], capture_output=True, text=True, check=True
        )
        return done.stderr.splitlines()[-1]

    assert asked("樺翊") == "False"
    assert asked("hyyk") == "True"


def test_a_number_is_told_from_its_tail_before_names_are_read(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    broken = next((ledger_folder / "ledger/quotes").rglob("Q-2026-00039.yaml"))
    broken.write_text("colour: red\n", "utf-8")
    answer = pcbsales("quote", "show", "Q-2026-00039")
    assert answer.code == 3
    assert "Q-2026-00039.yaml" in answer.err
