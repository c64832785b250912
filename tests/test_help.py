"""Help: every noun below a heading with a line of its own, arguments named plainly."""

import re
from itertools import chain

import pytest

from pcbsales.registry import catalogue
from tests.conftest import Pcbsales


def test_every_noun_stands_once_below_its_room_with_its_own_line(pcbsales: Pcbsales) -> None:
    page = pcbsales("--help").out
    offers = catalogue()
    nouns = sorted(chain.from_iterable(offers.nouns.values()))
    assert nouns == sorted({*offers.kinds, *offers.commands})
    for noun in nouns:
        assert len(re.findall(rf"^  {noun} +\S", page, re.MULTILINE)) == 1, noun
    for heading in ("The whole ledger", *offers.nouns):
        assert f"\n{heading}:\n" in page
    helps = [kind.help for kind in offers.kinds.values() if kind.noun not in offers.commands]
    assert all(helps)
    assert len(set(helps)) == len(helps)


def test_headings_and_lines_are_in_the_reader_s_words(pcbsales: Pcbsales) -> None:
    page = pcbsales("--lang", "zh-Hant", "--help").out
    assert "\n整本帳本：\n" in page
    assert "權限表：誰可單獨決定什麼" in page
    assert pcbsales("--lang", "zh-Hans", "credit-note", "--help").out.count("红字发票") == 1


@pytest.mark.parametrize(
    ("words", "usage"),
    [
        (("quote", "new"), "quote new [OPTIONS] CUSTOMER PART…"),
        (("attach",), "attach [OPTIONS] ID [FILE…]"),
        (("ar", "overdue"), "ar overdue [OPTIONS] [CUSTOMER]"),
        (("backup",), "backup [OPTIONS] [verify|restore] FILE [FOLDER]"),
        (("note", "--help"), "note [OPTIONS] ID [TEXT]"),
    ],
)
def test_arguments_are_named_plainly(
    pcbsales: Pcbsales, words: tuple[str, ...], usage: str
) -> None:
    answer = pcbsales(*words, "--help")
    assert answer.out.startswith(f"Usage: pcbsales {usage}\n")
