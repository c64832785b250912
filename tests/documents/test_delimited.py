"""TSV, CSV and JSON."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.documents.delimited import render_delimited, render_json
from pcbsales.kernel.money import Money
from pcbsales.kernel.tables import Cell, Column, Table


def table(*row: Cell) -> Table:
    return Table(tuple(Column(f"k{place}", "Heading") for place in range(len(row))), (row,))


def test_keys_plain_values_and_no_totals() -> None:
    money = Money(Decimal("1234.5"), "CNY")
    given_table = Table(
        (Column("customer", "Customer"), Column("open", "Open"), Column("due", "Due")),
        (("华艺", money, date(2026, 9, 30)), ("x, y", None, None)),
        totals=((None, money, None),),
    )
    assert render_delimited(given_table, delimiter=",") == (
        'customer,open,due\n华艺,1234.50 CNY,2026-09-30\n"x, y",,\n'
    )


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－2+3"]
)
def test_formulas_in_text_are_disarmed_for_sheets(text: str) -> None:
    shown = render_delimited(table(text), delimiter=",")
    rows = list(csv.reader(io.StringIO(shown, newline="")))
    assert rows[1][0].startswith("'")


def test_programs_get_text_as_it_is() -> None:
    assert render_delimited(table("+86 755"), delimiter="\t").splitlines()[1] == "+86 755"


def test_negative_numbers_stay_numbers() -> None:
    row = table(-1, Decimal("-2.50"), Money(Decimal(-3), "CNY"), Decimal("1E+3"), True)
    assert render_delimited(row, delimiter="\t").splitlines()[1] == (
        "-1\t-2.50\t-3.00 CNY\t1000\ttrue"
    )


@given(st.text(max_size=40))
def test_a_row_of_tsv_is_one_line(text: str) -> None:
    lines = render_delimited(table(text, "end"), delimiter="\t").split("\n")
    assert len(lines) == 3
    assert len(lines[1].split("\t")) == 2


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=40))
def test_csv_reads_back(text: str) -> None:
    shown = render_delimited(table(text, "end"), delimiter=",")
    cell = list(csv.reader(io.StringIO(shown, newline="")))[1][0]
    assert cell in {text, f"'{text}"}


def test_json_is_as_written_and_refuses_what_has_no_shape() -> None:
    assert render_json({"名": ["沉金", None, "1757.80"]}) == (
        '{\n  "名": [\n    "沉金",\n    null,\n    "1757.80"\n  ]\n}\n'
    )
    assert json.loads(render_json([])) == []
    with pytest.raises(TypeError):
        render_json({"amount": Decimal("1.5")})
    with pytest.raises(ValueError, match="Out of range"):
        render_json(float("nan"))


_PLAIN = st.one_of(
    st.text(), st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False).filter(abs)
).filter(lambda value: value not in {float("inf"), float("-inf")})
_KEYS = st.one_of(st.text(), st.integers(), st.booleans(), st.none())


@given(
    st.recursive(
        _PLAIN,
        lambda inner: st.one_of(
            st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(_KEYS, inner)
        ),
    )
)
def test_json_is_what_the_library_makes_of_it(value: object) -> None:
    expected = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    assert render_json(value) == f"{expected}\n"
