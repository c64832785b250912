"""The whole program in Chinese: help, tables, refusals and findings say nothing in English."""

import re
from pathlib import Path

import pytest

from pcbsales.documents.screen_text import text_width
from pcbsales.i18n.catalogue import messages
from pcbsales.i18n.language import Language
from pcbsales.registry import catalogue
from tests.conftest import Pcbsales

CHINESE = [language for language in Language if language.is_chinese]
NOUNS = sorted({*catalogue().kinds, *catalogue().commands})
#: Three English words in a row make a sentence; ids, keys, codes and examples do not.
SENTENCE = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}\b")


def english(said: str) -> list[str]:
    """The lines of *said* that hold an English sentence; examples are typed, not said."""
    lines = [line for line in said.splitlines() if "pcbsales " not in line]
    return [line for line in lines if SENTENCE.search(line)]


@pytest.mark.parametrize("language", CHINESE)
def test_all_help_is_said(pcbsales: Pcbsales, language: Language) -> None:
    pages = [pcbsales("--lang", language, "--help").out]
    for noun in NOUNS:
        pages.append(group := pcbsales("--lang", language, noun, "--help").out)
        verbs = re.findall(r"^  ([a-z]+)  ", group, re.MULTILINE)
        assert len(verbs) >= 1, group
        pages += [pcbsales("--lang", language, noun, verb, "--help").out for verb in verbs]
    for page in pages:
        assert page.startswith(messages(language)["Usage: "])
        assert english(page) == []
        assert max(map(text_width, page.splitlines())) <= 80


def test_help_in_english_is_untouched_by_a_run_in_chinese(pcbsales: Pcbsales) -> None:
    pcbsales("--lang", "zh-Hant", "ar", "--help")
    assert pcbsales("ar", "--help").out.startswith("Usage: pcbsales ar ")
    page = pcbsales("credit-note", "--help").out
    assert "Show one credit-note by id, tail of its number or part of a name." in page


@pytest.mark.parametrize(
    "arguments",
    [
        ("ar", "ageing"), ("ar", "overdue"), ("ar", "unallocated"), ("invoice", "list"),
        ("quote", "show", "Q-2026-00040"), ("price", "explain", "HY-4410", "-q", "200"),
        ("calendar", "days", "2026-W40"), ("customer", "terms", "HUAYI"), ("doctor",),
        ("customer", "list"), ("credit-note", "list"), ("invoice", "show", "INV-2026-00065"),
    ],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.usefixtures("ledger_folder")
def test_tables_have_chinese_headings(pcbsales: Pcbsales, arguments: tuple[str, ...]) -> None:
    told = pcbsales("--lang", "zh-Hans", "--actor", "LIN", *arguments, "-o", "table")
    head = next(part for part in told.out.split("\n\n") if "---" in part).split("---")[0]
    words = set(re.findall(r"[A-Za-z]{2,}", head))
    assert words <= {"id"}, head


def test_codes_are_words_for_people_and_codes_for_programs(
    pcbsales: Pcbsales, ledger_folder: Path
) -> None:
    assert ledger_folder.exists()
    arguments = ("--lang", "zh-Hant", "customer", "list", "-o")
    assert "往來中" in pcbsales(*arguments, "table").out
    assert "\tactive\t" in pcbsales(*arguments, "tsv").out


REFUSED = [
    (("quote", "show", "Q-1999-00001"), "沒有"),
    (("part", "new", "HUAYI", "HY-9", "thickness_mm=thick"), "thickness_mm：應為"),
    (("part", "new", "HUAYI", "HY-9", "finish=gold"), "finish：應為 hasl, lf_hasl"),
    (("part", "new", "HUAYI", "HY-9", "nonsense=1"), "不是規格項"),
    (
        ("customer", "new", "X1", "X", "--country", "QQ", "--entity", "HK"),
        "country：應為「ISO 3166 國家或地區代碼，如 CN」",
    ),
    (
        ("customer", "new", "X1", "X", "--country", "DE", "--entity", "HK", "--price-basis", "x"),
        "price_basis：應為",
    ),
    (
        ("customer", "new", "X1", "X", "--country", "TW", "--entity", "HK", "--tax-id", "12345678"),
        "統一編號檢查碼",
    ),
    (("payment", "new", "HUAYI", "12"), "應為「帶幣別的金額"),
    (("ar", "ageing", "--as-of", "someday"), "不是日期"),
    (("ar", "ageing", "--edges", "9,1"), "應為遞增的天數"),
    (("intake", "read", "missing.zip"), "沒有檔案 missing.zip"),
    (("show", "nothing"), "沒有紀錄"),
    (("customer", "list", "-o", "x"), "應為 table, tsv, csv, json 之一"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED, ids=lambda value: str(value)[:40])
@pytest.mark.usefixtures("ledger_folder")
def test_refusals_are_said(pcbsales: Pcbsales, arguments: tuple[str, ...], said: str) -> None:
    answer = pcbsales("--lang=zh-Hant", "--actor", "LIN", *arguments)
    assert answer.code in {1, 2}
    assert answer.err.startswith("錯誤：")
    assert said in answer.err
    assert english(answer.err) == []


#: What is damaged in a customer's file, and what is said of it.
DAMAGED = [
    ("incoterm: DAP", "incoterm: DAT", "incoterm：應為 EXW, FCA,"),
    ("country: ", "countri: ", "country：此欄位必填"),
    ("country: ", "countri: ", "countri：沒有此欄位；是否指 country？"),
    ("currency: CNY", "currency: [CNY]", "currency：應為"),
    ("name:\n", "name: &name\n", "不允許使用錨點和別名"),
    ("name:\n", "name: Huayi\nold:\n", "name：其下應為鍵與值"),
]


@pytest.mark.parametrize(("before", "after", "said"), DAMAGED)
def test_findings_are_said(
    pcbsales: Pcbsales, ledger_folder: Path, before: str, after: str, said: str
) -> None:
    file = ledger_folder / "ledger/customers/HUAYI.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    answer = pcbsales("--lang", "zh-Hant", "check")
    assert answer.code == 1
    assert said in answer.out
    assert english(answer.out) == []
    table = pcbsales("--lang", "zh-Hant", "check", "-o", "table").out
    assert english(table) == []
