"""What people read about requests: figures rounded up, names and roles in their language."""

from pathlib import Path

from tests.conftest import Pcbsales

OFFER = ("--actor", "WANG", "quote", "new", "HUAYI", "HY-4410", "-q", "200")


def test_percentages_are_rounded_up_on_screens_and_exact_in_json(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    assert pcbsales(*OFFER, "--price", "8.20", "--reason", "Tender").code == 6
    shown = pcbsales("approval", "show", "5", "-o", "table").out
    assert "6.71" in shown
    assert "6.701" not in shown
    assert "6.71" in pcbsales("approval", "inbox", "--all", "-o", "table").out
    assert '"percent": "6.70155877"' in pcbsales("approval", "show", "5", "-o", "json").out


def test_further_than_anybody_may_go_names_the_limit_and_whose_it_is(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    refused = pcbsales(*OFFER, "--discount", "30%")
    assert refused.code == 1
    assert "30 % for HUAYI is further than anybody may go" in refused.err
    assert "the furthest is 20 %, by: sales VP" in refused.err
    chinese = pcbsales("--lang", "zh-Hant", *OFFER, "--discount", "30%").err
    assert "最高為 20 %：業務副總" in chinese
    assert "quote.below-floor" not in chinese


def test_chinese_readers_read_chinese_names(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    shown = pcbsales("--lang", "zh-Hans", "approval", "show", "2", "-o", "table").out
    assert "林梅 (LIN)" in shown
    assert "低于价格表报价" in shown
    who = pcbsales("--lang", "zh-Hans", "approval", "who-may", "quote.below-floor", "-o", "table")
    assert "林梅" in who.out
    assert "quote.below-floor" in pcbsales("approval", "inbox", "--all", "-o", "tsv").out
