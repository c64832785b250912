"""What gives way when a table is wider than the screen: empty columns, then what can be spared."""

import pytest

from pcbsales.documents.screen_text import text_width
from pcbsales.documents.terminal import render_table
from pcbsales.i18n.language import Language
from pcbsales.kernel.tables import Column, Table

COLUMNS = (
    Column("request", "Request"),
    Column("amount", "Amount"),
    Column("on", "Asked on", spare=True),
    Column("decides", "Decides"),
)
ROWS = (("AR-2026-00005", None, "2026-10-31", "QIN"),)


def shown(width: int, language: Language = Language.ENGLISH) -> str:
    return render_table(Table(COLUMNS, ROWS), width=width, language=language, colour=False)


@pytest.mark.parametrize(
    ("width", "headings"),
    [
        (80, ["Request", "Amount", "Asked on", "Decides"]),
        (37, ["Request", "Asked on", "Decides"]),
        (25, ["Request", "Decides"]),
    ],
)
def test_columns_give_way_in_turn(width: int, headings: list[str]) -> None:
    text = shown(width)
    grid = text.partition("\n\n")[0]
    assert [column.heading for column in COLUMNS if column.heading in grid] == headings
    assert max(map(text_width, text.splitlines())) <= width


def test_what_is_spared_is_named_and_blocks_spare_nothing() -> None:
    assert shown(25).endswith("not shown at this width:\nAsked on\n")
    assert "此寬度未顯示：申請日" in shown(25, Language.TRADITIONAL_CHINESE)
    assert "2026-10-31" in shown(20)
    assert "not shown" not in shown(20)


def test_without_rows_all_headings_stay() -> None:
    text = render_table(Table(COLUMNS, ()), width=20, language=Language.ENGLISH, colour=False)
    assert "Nothing to show." in text


def test_a_column_that_asks_for_room_has_it_before_those_that_can_be_spared() -> None:
    table = Table(
        columns=(
            Column("rule", "rule"),
            Column("from", "from", spare=True),
            Column("days", "days more", spare=True),
            Column("finding", "finding", room=24),
        ),
        rows=(("hole.ring", "read from the data", 1, "larger pads give the drill its tolerance"),),
    )
    wide = render_table(table, width=60, language=Language.ENGLISH, colour=False)
    assert "not shown" not in wide
    narrow = render_table(table, width=40, language=Language.ENGLISH, colour=False)
    assert "larger pads give the" in narrow
    assert "not shown at this width: from\n" in narrow
    assert "days" in narrow.splitlines()[0]
    least = render_table(table, width=24, language=Language.ENGLISH, colour=False)
    assert "not shown at this width: from, days more" in " ".join(least.split())
