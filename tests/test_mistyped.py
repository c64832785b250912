"""What a person mistypes is answered with what would have been right, in their language."""

from pathlib import Path

import pytest

from pcbsales.i18n.catalogue import messages, restated
from pcbsales.i18n.language import Language
from tests.conftest import Pcbsales

OFFER = ("--actor", "WANG", "quote", "new", "HUAYI")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("approval", "list"), "did you mean: pcbsales approval inbox"),
        (("approval", "approve", "2"), "did you mean: pcbsales approval grant"),
        (("overdue",), "did you mean: pcbsales ar overdue"),
        (("customer", "add", "X"), "did you mean: pcbsales customer new"),
        (("quote", "HUAYI"), "pcbsales quote has no command 'HUAYI'; it has list, show, log"),
        (("list",), "pcbsales has no command 'list'; all are in: pcbsales -h"),
        (("--lang", "zh-Hans", "quote", "HUAYI"), "没有 'HUAYI' 这个命令；现有：list, show"),
    ],
)
def test_an_unknown_command_is_answered_with_the_near_one_or_all(
    pcbsales: Pcbsales, typed: tuple[str, ...], said: str
) -> None:
    answer = pcbsales(*typed)
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("quote", "new"), "缺少引數 'CUSTOMER'。"),
        (("quote", "new", "HUAYI", "HY-4410", "--foo"), "沒有選項 --foo"),
        (("quote", "new", "HUAYI", "HY-4410", "-q"), "選項 '-q' 之後須有值。"),
        (("quote", "new", "HUAYI", "HY-4410"), "缺少選項 '--quantity' / '-q'。"),
        (("quote", "show", "42", "43"), "多出引數（43）"),
    ],
)
def test_chinese_readers_are_told_in_chinese_what_is_missing(
    pcbsales: Pcbsales, typed: tuple[str, ...], said: str
) -> None:
    answer = pcbsales("--lang", "zh-Hant", *typed)
    assert answer.code == 2
    assert said in answer.err
    for english in ("Try ", "Error", "Missing", "Usage"):
        assert english not in answer.err


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_word_that_is_none_of_those_accepted(pcbsales: Pcbsales, language: str) -> None:
    answer = pcbsales("--lang", language, "quote", "lose", "42", "--reason", "rain")
    assert answer.code == 2
    assert "'rain'" in answer.err
    assert "'price', 'lead_time'" in answer.err
    assert "Value error" not in answer.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("quote", "lose", "42", "--reason", "rain"), "'rain' 不在 'price', 'lead_time'"),
        (("quote", "due", "--days", "-1"), "须大于或等于 0"),
        (("quote", "due", "--days", "999"), "须小于或等于 366"),
        (("quote", "due", "--days", "x"), "须为整数"),
    ],
)
def test_a_value_that_cannot_be_is_told_in_chinese(
    pcbsales: Pcbsales, typed: tuple[str, ...], said: str
) -> None:
    answer = pcbsales("--lang", "zh-Hans", *typed)
    assert answer.code == 2
    assert said in answer.err
    assert "Input should" not in answer.err


def test_english_usage_is_typers_own(pcbsales: Pcbsales) -> None:
    answer = pcbsales("quote", "new")
    assert answer.code == 2
    assert "Try 'pcbsales quote new -h' for help." in answer.err
    assert "Missing argument 'CUSTOMER'." in answer.err


def test_typers_sentences_are_said_by_the_catalogues() -> None:
    for language in (Language.TRADITIONAL_CHINESE, Language.SIMPLIFIED_CHINESE):
        assert "Missing option {name}." in messages(language)
        said = restated("Got unexpected extra argument(s) (a b)", language)
        assert said.endswith("（a b）")


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("2,787.94 CNY", "'2,787.94 CNY': type the amount without commas: 2787.94 CNY"),
        ("2787.94 RMB", "type the currency by its ISO code: 2787.94 CNY"),
        ("¥2787.94", "type the currency by its ISO code: 2787.94 CNY"),
        ("2787.94元", "type the currency by its ISO code: 2787.94 CNY"),
        ("1,234,567.5 rmb", "without commas, the currency by its ISO code: 1234567.5 CNY"),
        ("US$ 5", "type the currency by its ISO code: 5 USD"),
        ("2.787,94 CNY", "expected an amount with its currency such as 1757.80 CNY"),
        ("2,78 CNY", "expected an amount with its currency such as 1757.80 CNY"),
        ("$5", "expected an amount with its currency such as 1757.80 CNY"),
        ("2787.94", "expected an amount with its currency such as 1757.80 CNY"),
    ],
)
def test_an_amount_as_tables_print_it_is_answered_with_how_it_is_typed(
    ledger_folder: Path, pcbsales: Pcbsales, amount: str, said: str
) -> None:
    answer = pcbsales("payment", "new", "HUAYI", amount)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_an_amount_is_refused_in_the_readers_language(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    answer = pcbsales("--lang", "zh-Hans", "payment", "new", "HUAYI", "2,787.94 CNY")
    assert "金额请勿加逗号：2787.94 CNY" in answer.err


def test_near_names_are_proposed(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    part = pcbsales(*OFFER, "HY4410", "-q", "200")
    assert "did you mean HUAYI/HY-4410?" in part.err
    actor = pcbsales("--actor", "wang", "quote", "new", "HUAYI", "HY-4410", "-q", "200")
    assert actor.code == 2
    assert "there is no staff wang; did you mean WANG?" in actor.err
    assert "pcbsales staff list" in actor.err
    assert "did you mean" not in pcbsales("quote", "show", "Q-1999-00001").err
    assert "did you mean" not in pcbsales("part", "show", "???").err


def test_too_fast_names_the_fastest_that_has_a_price(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    answer = pcbsales(*OFFER, "HY-4410", "-q", "200", "--lead", "3")
    assert answer.code == 1
    assert "SZ-2026-01 has no price for 3 working days; fastest is 5 working days" in answer.err
    assert pcbsales(*OFFER, "HY-4410", "-q", "200", "--lead", "5", "-n").code == 0


def test_a_dry_run_begins_with_the_price(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales(*OFFER, "HY-4410", "-q", "200", "--dry-run", "-o", "table")
    assert answer.err.startswith("L1: 200 PCS, 8.789 CNY each, 1,757.80 CNY, 10 working days\n")
    assert answer.err.endswith("dry run: nothing was written\n")
    assert answer.out.startswith("# ledger/quotes/")
    assert pcbsales(*OFFER, "HY-4410", "-q", "200", "--dry-run", "-o", "json").err == ""


def test_a_day_that_is_none_is_answered_with_today(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("ar", "overdue", "--as-of", "31.10.2026")
    assert answer.code == 2
    assert "accepted: 2026-10-31, today" in answer.err
    assert answer.err.rstrip().endswith("2026年10月31日")


def test_screens_write_square_metres_and_files_m2(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    explain = ("price", "explain", "HY-4410", "-q", "200", "-o")
    assert "m²" in pcbsales(*explain, "table").out
    assert "m2" not in pcbsales(*explain, "table").out
    assert '"unit": "m2"' in pcbsales(*explain, "json").out
    assert "\tm2\t" in pcbsales(*explain, "tsv").out


def test_sums_in_blocks_say_that_they_are(
    ledger_folder: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    shown = pcbsales("ar", "ageing", "-o", "table").out
    assert shown.count("\ntotal\nCcy ") == 3
