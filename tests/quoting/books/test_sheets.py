"""Price books and lead-time tables as records, and the rules over all of them."""

from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.books.book_report import BookReport, LeadTimeReport
from pcbsales.quoting.books.price_books import LeadTimeTable, PriceBook
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.quotations.asking import read_leads, read_quantities
from pcbsales.quoting.quotations.checks import check_quote, check_sheet, check_starts
from pcbsales.quoting.quotations.records import QuantityUnit
from tests.checks.declared import found
from tests.company.builders import Facts, reread
from tests.quoting.builders import (
    PLAIN,
    a_part,
    a_revision,
    book,
    book_with,
    offer,
    sheet_data,
    table,
)
from tests.quoting.quotations.test_quotation import quoted, snapshot


def rule(name: str, *when: str, **amounts: str) -> dict[str, Any]:
    return {"id": name, "when": list(when), **(amounts or {"lot": "0"})}


def test_the_shipped_sheets_are_sound() -> None:
    assert found(check_sheet, Facts(book(), table())) == []
    assert reread(book()) == book()
    assert reread(table()) == table()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"lot_below_m2": "0"}, "scalar.positive"),
        ({"valid_until": "2025-12-31"}, "validity.order"),
        ({"currency": "RMB"}, "scalar.currency"),
        ({"base": {"upto_m2": ["1", "1"], "per": ["lot"], "rows": []}}, "table.edges"),
        ({"base": {"upto_m2": ["1"], "per": ["lot", "m2"], "rows": []}}, "table.layers"),
        (
            {
                "base": {
                    "upto_m2": ["1"],
                    "per": ["lot"],
                    "rows": [{"layers": "2", "prices": ["1", "2"]}],
                }
            },
            "table.per",
        ),
        (
            {
                "base": {
                    "upto_m2": ["1"],
                    "per": ["lot", "m2"],
                    "rows": [{"layers": "2", "prices": ["1", "2", "3"]}],
                }
            },
            "table.columns",
        ),
        ({"adders": [{"id": "a", "rules": []}]}, "group.empty"),
        ({"adders": [{"id": "a", "rules": [rule("b.c")]}]}, "group.names"),
        ({"adders": [{"id": "a", "rules": [rule("a.b", lot="-1")]}]}, "scalar.rate"),
        ({"adders": [{"id": "a", "rules": [rule("a.b", "layers is 2")]}]}, "scalar.condition"),
        ({"adders": [{"id": "a", "rules": [{"id": "a.b"}]}]}, "rule.amount"),
        (
            {"adders": [{"id": "a", "rules": [rule("a.b", per_m2="1", percent_of_base="5")]}]},
            "rule.amount",
        ),
        (
            {"adders": [{"id": "a", "rules": [rule("a.b", lot="1", per_piece_m2="5")]}]},
            "rule.amount",
        ),
        ({"adders": [{"id": "a", "rules": [rule("a.b"), rule("a.b")]}]}, "sheet.rule_repeated"),
        ({"surcharge": "5"}, "extra_forbidden"),
    ],
)
def test_a_book_that_is_wrong_in_itself(changes: dict[str, Any], error: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        book_with(**changes)
    assert error in {found["type"] for found in wrong.value.errors()}


def changed_finish(*rules: dict[str, Any]) -> PriceBook:
    return book_with(adders=[{"id": "finish", "rules": list(rules)}])


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (
            changed_finish(
                rule("finish.a", "finish = hasl|osp"), rule("finish.b", "finish = osp|enig")
            ),
            "finish.a and finish.b of finish can both apply",
        ),
        (
            changed_finish(
                rule("finish.a", "thickness_mm <= 1.6"), rule("finish.b", "thickness_mm >= 1.6")
            ),
            "finish.a and finish.b of finish can both apply",
        ),
        (changed_finish(rule("finish.a", "finish = engi")), "asks for finish = engi; accepted"),
        (changed_finish(rule("finish.a", "colour = red")), "finish.a asks for colour, which no"),
    ],
)
def test_a_book_that_cannot_work_is_found(sheet: PriceBook, said: str) -> None:
    (finding,) = found(check_sheet, Facts(sheet))
    assert said in finding.text
    assert finding.subject is not None
    assert finding.subject[:2] == ("price-book", "SZ-2026-01")


def test_touching_edges_do_not_overlap() -> None:
    sheet = changed_finish(
        rule("finish.a", "thickness_mm <= 1.6"), rule("finish.b", "thickness_mm > 1.6")
    )
    assert found(check_sheet, Facts(sheet)) == []


def test_two_rules_at_once_are_never_added_up() -> None:
    twice = changed_finish(rule("finish.a", lot="1"), rule("finish.b", lot="2"))
    with pytest.raises(RefusedError, match=r"rules finish.a, finish.b of finish all apply"):
        offer(PLAIN, 200, sheets=Sheets(twice, table()))


def test_two_sheets_from_the_same_day_on_are_found() -> None:
    other = book().model_copy(update={"id": "SZ-2026-01B"})
    table_too = table().model_copy(update={"id": "OTHER"})
    facts = Facts(book(), other, table(), table_too)
    assert [finding.rule for finding in found(check_starts, facts)] == [
        "sheet.start",
        "sheet.start",
    ]
    later = book().model_copy(update={"id": "SZ-2026-07", "currency": "USD"})
    assert found(check_starts, Facts(book(), later)) == []


def test_quotations_are_checked_against_parts_and_books() -> None:
    quote = quoted()
    assert found(check_quote, snapshot(quote)) == []
    renamed = snapshot(quote, part=a_part(a_revision(PLAIN, rev="Z")))
    foreign = Facts(
        quote,
        book().model_copy(update={"currency": "USD"}),
        a_part(a_revision(PLAIN)).model_copy(update={"customer": "OTHER"}),
    )
    (finding,) = found(check_quote, renamed)
    assert finding.rule == "quote.revision"
    assert finding.subject == ("quote", "Q-2026-00001", ("lines", 0, "revision"))
    assert [f.rule for f in found(check_quote, foreign)] == ["quote.book", "quote.part"]


def test_sheets_as_tables() -> None:
    rows = BookReport(book()).as_table().rows
    assert ("base", "layers = 4, area_m2 <= 3", None, 700, None) in rows
    assert any(row[0] == "thickness.thin_2l" and row[3] == "50 % base" for row in rows)
    told = {row[0]: row[1] for row in rows}
    assert told["expedite.2l_1d"] == "layers = 2, 1 < area_m2 <= 3, expedite_days = 1"
    assert told["thickness.thin_2l"] == "layers = 2, 0.2 <= thickness_mm <= 0.4"
    assert told["mask.any_colour"] == "mask_colour = green|matt_green|blue|red|…"
    days = LeadTimeReport(table()).as_table().rows
    assert ("base.8l", "layers = 8, area_m2 <= 30", 20) in days
    assert ("finish.enig", "finish = enig", 1) in days


def test_quantities_and_lead_times_as_typed() -> None:
    assert read_quantities("1, 500") == ((1, None), (500, None))
    assert read_quantities("100, 500,1k") == ((100, None), (500, None), (1000, None))
    assert read_quantities("１００，１k、２k") == ((100, None), (1000, None), (2000, None))
    assert read_leads("std，７") == (None, 7)
    assert read_quantities("50set,50SET") == ((50, QuantityUnit.SET),)
    assert read_leads("std,7,STD") == (None, 7)


def test_the_table_of_days_is_strict_too() -> None:
    data = sheet_data("lead-times/SZ-LEAD-2026-01.yaml")
    with pytest.raises(ValidationError, match=r"floor_days"):
        LeadTimeTable.model_validate({**data, "floor_days": "0"})
