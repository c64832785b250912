"""Tables on a terminal."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.documents.screen_text import text_width, wrap
from pcbsales.documents.terminal import render_table, wants_colour
from pcbsales.i18n.language import Language
from pcbsales.kernel.money import Money
from pcbsales.kernel.tables import Align, Column, Recorded, Table

COLUMNS = (
    Column("invoice", "Invoice"),
    Column("customer", "Customer"),
    Column("due", "Due"),
    Column("days", "Days overdue", Align.RIGHT),
    Column("open", "Open", Align.RIGHT),
    Column("remark", "Remark"),
)


def cny(text: str) -> Money:
    return Money(Decimal(text), "CNY")


OVERDUE = Table(
    COLUMNS,
    (
        (
            "INV-2026-00042",
            "HUAYI 华艺电子科技（深圳）有限公司",
            date(2026, 9, 30),
            12,
            cny("1234567.80"),
            "客户说下周五付款，已经跟财务确认过了 see mail of 2026-09-12",
        ),
        ("INV-2026-00043", "Müller GmbH", date(2026, 8, 1), 72, cny("-80"), None),
    ),
    title="Overdue on {day}",
    title_values=(("day", date(2026, 10, 12)),),
    totals=((None, None, None, None, cny("1234487.80"), None),),
    remarks=(("{n} left out", (("n", 3),)),),
)


def shown(width: int, *, colour: bool = False) -> str:
    return render_table(OVERDUE, width=width, language=Language.ENGLISH, colour=colour)


def test_a_wide_terminal_shows_one_line_a_row() -> None:
    lines = shown(200).splitlines()
    assert lines[0] == "Overdue on 2026-10-12"
    assert lines[2].split() == ["Invoice", "Customer", "Due", "Days", "overdue", "Open", "Remark"]
    assert "2026-09-30            12  1,234,567.80 CNY  客户说下周五付款" in lines[4]
    assert lines[-1] == "3 left out"


def test_chinese_cells_leave_the_next_column_aligned() -> None:
    _, _, _, _, first, second, *_ = shown(200).splitlines()
    before_due = first.partition("2026-09-30")[0], second.partition("2026-08-01")[0]
    assert text_width(before_due[0]) == text_width(before_due[1])


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
def test_no_width_is_exceeded_and_no_number_split(width: int) -> None:
    text = shown(width)
    assert max(map(text_width, text.splitlines())) <= width
    for whole in ("INV-2026-00042", "2026-09-30", "1,234,567.80", "-80.00", "1,234,487.80"):
        assert whole in text


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_nothing_is_left_out(width: int) -> None:
    letters = "".join(shown(width).split())
    for cell in ("HUAYI", "seemailof2026-09-12", "MüllerGmbH"):
        assert cell in letters or all(part in letters for part in cell)
    for character in "华艺电子科技深圳有限公司客户说下周五付款已经跟财务确认过了":
        assert character in letters


def test_a_narrow_terminal_gets_blocks() -> None:
    assert "Days overdue  12\nOpen          1,234,567.80 CNY\n" in shown(40)


def test_amounts_and_currency_stay_together_in_a_grid() -> None:
    assert "1,234,567.80 CNY" in shown(80)


def test_an_empty_table_says_so() -> None:
    empty = Table(COLUMNS, (), title="Overdue")
    shown = render_table(empty, width=80, language=Language.ENGLISH, colour=False)
    assert shown == "Overdue\n\nNothing to show.\n"


def test_colour_marks_headings_alone() -> None:
    styled = shown(120, colour=True)
    assert styled.count("\x1b[1m") == 2
    assert styled.replace("\x1b[1m", "").replace("\x1b[0m", "") == shown(120)


def test_data_cannot_steer_the_terminal() -> None:
    table = Table((Column("a", "a"),), (("x\x1b[31m\x07\n\u202ey",),))
    text = render_table(table, width=80, language=Language.ENGLISH, colour=False)
    assert r"x\x1b[31m\x07\n\u202ey" in text


def test_flags_and_figures() -> None:
    table = Table(
        tuple(Column(key, key) for key in "abcde"),
        ((True, 2026, 12345, Decimal("1234.50"), False),),
    )
    text = render_table(table, width=80, language=Language.SIMPLIFIED_CHINESE, colour=False)
    assert text.splitlines()[-1].split() == ["是", "2026", "12,345", "1,234.50", "否"]


@pytest.mark.parametrize(
    ("environ", "terminal", "styled"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
    ],
)
def test_when_colour_is_used(environ: dict[str, str], terminal: bool, styled: bool) -> None:
    assert wants_colour(environ, is_terminal=terminal) is styled


TEXT = st.text(st.sampled_from("ab1 9.,-，。（）《沉金化银é\u0301ー"), max_size=60)


@given(TEXT, st.integers(min_value=1, max_value=30))
def test_wrapping_keeps_every_character(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@given(st.text(st.sampled_from("沉金化银板"), min_size=1, max_size=60), st.integers(2, 30))
def test_chinese_fills_lines_to_their_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(text_width(line) <= width for line in lines)
    assert all(text_width(line) > width - 2 for line in lines[:-1])


def test_punctuation_does_not_begin_a_line_nor_an_opening_bracket_end_one() -> None:
    assert wrap("沉金，化银（见图）", 4) == ["沉", "金，", "化银", "（见", "图）"]


@pytest.mark.parametrize(
    ("text", "width"), [("é", 1), ("e\u0301", 1), ("沉金", 4), ("ﾊﾝ", 2), ("Ａ", 2), ("", 0)]
)
def test_widths(text: str, width: int) -> None:
    assert text_width(text) == width


def test_what_was_recorded_in_english_is_read_in_chinese_and_own_words_as_they_are() -> None:
    asked = "surface finish: the order states osp, the data says enig. Which one holds?"
    table = Table(
        (Column("text", "text"),),
        ((Recorded(asked),), (Recorded("Is 100 x 68 mm right?"),), (asked,)),
        remarks=(("open: {question}", (("question", Recorded(asked)),)),),
    )
    text = render_table(table, width=200, language=Language.SIMPLIFIED_CHINESE, colour=False)
    said = "表面处理：订单写明 osp，资料读得 enig。以哪个为准？"
    assert text.count(said) == 2
    assert text.count(asked) == 1
    assert "Is 100 x 68 mm right?" in text
