"""The matrix, options of a quotation and advice, as they are typed and shown."""

import json
from pathlib import Path

import pytest

from tests.conftest import Pcbsales

ASKED = ("-q", "150,200,300,400", "--lead", "std,9,8")
OPTIONS = ("--option", "finish=enig,finish_thickness_uin=1", "--option", "finish=lf_hasl")


@pytest.fixture(autouse=True)
def _in_the_sample(ledger_folder: Path) -> None:
    assert ledger_folder.is_dir()


def test_a_matrix_writes_nothing_and_says_everything(pcbsales: Pcbsales) -> None:
    answer = pcbsales("quote", "matrix", "HUAYI", "HY-4410", *ASKED, *OPTIONS, "-o", "json")
    assert answer.code == 0, answer.err
    told = json.loads(answer.out)
    assert (told["schema"], len(told["cells"])) == (1, 24)
    assert [option["option"] for option in told["options"]] == ["A", "B"]
    second = told["cells"][1]
    assert (second["quantity"], second["per_piece"], second["total"]) == (200, "8.789", "1757.80")
    assert [cell["option"] for cell in told["cells"] if cell["cheapest"]] == ["B"]
    more = next(cell for cell in told["cells"] if cell["quantity"] == 400)["more"]
    assert (more["quantity"], more["saves"]) == (442, "145.11")


def test_a_matrix_in_rows_for_programs_and_in_portions_for_a_narrow_screen(
    pcbsales: Pcbsales,
) -> None:
    rows = pcbsales("quote", "matrix", "HUAYI", "HY-4410", *ASKED, "-o", "tsv").out.splitlines()
    assert len(rows) == 13
    assert rows[0].split("\t")[:4] == ["option", "quantity", "unit", "lead_days"]
    wide = pcbsales("quote", "matrix", "HUAYI", "HY-4410", "-q", "100,500,1k,2k,5k,10k,20k")
    assert wide.code == 0


def test_another_customers_part_is_refused(pcbsales: Pcbsales) -> None:
    answer = pcbsales("quote", "matrix", "XINGHE", "HY-4410", "-q", "100")
    assert answer.code == 1
    assert "HUAYI" in answer.err


def test_options_are_lines_with_a_board_of_their_own(pcbsales: Pcbsales) -> None:
    made = pcbsales("quote", "new", "HUAYI", "HY-4410", *ASKED, *OPTIONS)
    assert made.code == 0, made.err
    assert "442 PCS cost" in made.err + made.out
    number = (made.out + made.err).split("quote show ")[1].split()[0].rstrip("'")
    told = json.loads(pcbsales("quote", "show", number, "-o", "json").out)
    assert [line["option"] for line in told["lines"]] == ["A"] * 12 + ["B"] * 12
    assert told["lines"][12]["changed"] == ["finish=lf_hasl"]
    assert told["alternatives"]
    shown = pcbsales("quote", "show", number, "-o", "table").out
    assert "442 PCS cost" in shown
    again = pcbsales("quote", "copy", number)
    assert again.code == 0, again.err
    copied = (again.out + again.err).split("quote show ")[1].split()[0]
    lines = json.loads(pcbsales("quote", "show", copied, "-o", "json").out)["lines"]
    assert [(line["option"], line["amount"]) for line in lines] == [
        (line["option"], line["amount"]) for line in told["lines"]
    ]


def test_lint_ends_with_1_where_it_finds_and_0_where_not(pcbsales: Pcbsales) -> None:
    found = pcbsales("price", "lint", "SZ-2026-01", "--rule", "base.falls", "-o", "json")
    assert found.code == 1
    told = json.loads(found.out)["findings"]
    assert {finding["rule"] for finding in told} == {"base.falls"}
    assert pcbsales("price", "lint", "SZ-2026-01", "--rule", "overlap").code == 0
    assert pcbsales("price", "lint", "SZ-2026-01", "--rule", "nothing").code == 2


def test_lint_without_a_book_looks_at_all_in_force(pcbsales: Pcbsales) -> None:
    answer = pcbsales("price", "lint", "--rule", "base.jumps", "-o", "json")
    told = json.loads(answer.out)
    assert "SZ-2026-01" in told["price_book"]
    assert "2025" not in told["price_book"]
    assert "SZ-2026-01: base.6l" in {finding["about"] for finding in told["findings"]}


def test_lint_by_a_board_and_by_the_ledgers_parts(pcbsales: Pcbsales) -> None:
    told = json.loads(
        pcbsales(
            "price", "lint", "SZ-2026-01", "--board", "100x68", "--parts", "-o", "json",
            "--rule", "part.falls", "--rule", "base.falls",
        ).out
    )  # fmt: skip
    assert told["piece_m2"] == "0.0068"
    parts = [f for f in told["findings"] if f["rule"] == "part.falls"]
    assert any(f["about"] == "HUAYI/HY-4410" for f in parts)
    assert all(f["noticed"]["saves"] > "0" for f in parts)


def test_books_of_two_currencies_are_not_compared(pcbsales: Pcbsales) -> None:
    assert pcbsales("price", "compare", "SZ-2026-01", "HK-USD-2026-01").code == 1
    found = pcbsales("price", "compare", "SZ-2025-04", "SZ-2026-01", "-o", "json")
    told = json.loads(found.out)
    assert told["all"]["dearer"] == told["all"]["lines"] > 50


@pytest.mark.parametrize(
    ("customer", "part", "quantities"),
    [("HUAYI", "HY-4410", "300,800"), ("LANQIAO", "LQ-LED-07", "100,2000")],
)
def test_a_matrix_costs_what_the_quotation_will_ask(
    pcbsales: Pcbsales, customer: str, part: str, quantities: str
) -> None:
    """Tools apart, surcharges in: the same to the cent, whatever basis the customer is asked in."""
    asked = (customer, part, "-q", quantities)
    cells = json.loads(pcbsales("quote", "matrix", *asked, "-o", "json").out)["cells"]
    made = pcbsales("quote", "new", *asked)
    number = (made.out + made.err).split("quote show ")[1].split()[0].rstrip("'")
    lines = json.loads(pcbsales("quote", "show", number, "-o", "json").out)["lines"]
    assert [(cell["total"], cell["once"]) for cell in cells] == [
        (line["net"], next((once["net"] for once in line["one_time"]), None)) for line in lines
    ]
    assert cells[1]["once"] == "500.00"
