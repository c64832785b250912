"""Cells of a matrix: prices in each view to the cent, reasons instead of prices, more for less."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.documents.terminal import render_table
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.lint.buy_more import cheaper_more
from pcbsales.quoting.matrix.matrix import Matrix, Per, price_matrix
from pcbsales.quoting.matrix.matrix_report import MatrixList, MatrixReport
from pcbsales.quoting.matrix.option import read_options
from pcbsales.quoting.pricing.offer import Wanted
from pcbsales.quoting.quotations.asking import read_leads, read_quantities
from pcbsales.quoting.quotations.records import QuantityUnit
from tests.quoting.builders import BOARD, a_part, a_revision, book, offer, table

SHEETS = Sheets(book(), table())
ARRAY: dict[str, Any] = {
    **BOARD, "delivery_format": "panel_by_factory", "array": "2 x 2", "array_size": "210 x 146",
}  # fmt: skip


def matrix(
    quantities: str, leads: str = "std", options: tuple[str, ...] = (), spec: Any = None
) -> Matrix:
    revision = a_revision(spec or BOARD)
    return price_matrix(
        Wanted(a_part(revision), revision, 1),
        SHEETS,
        quantities=read_quantities(quantities),
        leads=read_leads(leads),
        options=read_options(options),
    )


def test_the_worked_example_in_every_view() -> None:
    (cell,) = matrix("200").cells
    assert cell.price(Per.PIECE) == Decimal("8.789")
    assert cell.price(Per.M2) == Decimal("1292.5000")
    assert cell.price(Per.DM2) == Decimal("12.9250")
    assert cell.price(Per.ARRAY) is None


@pytest.mark.parametrize(("quantity", "boards"), [("200PCS", 200), ("50SET", 200)])
def test_arrays_are_priced_per_array_and_per_piece(quantity: str, boards: int) -> None:
    (cell,) = matrix(quantity, spec=ARRAY).cells
    assert cell.offer is not None
    net = cell.offer.price.net.amount
    piece, array = cell.price(Per.PIECE), cell.price(Per.ARRAY)
    assert piece is not None
    assert array is not None
    assert (piece * boards).quantize(Decimal("0.01")) == net
    assert (array * boards / 4).quantize(Decimal("0.01")) == net


def test_cells_are_options_by_lead_times_by_quantities() -> None:
    found = matrix("150,200,300,400", "std,9,8", ("as-is", "finish=lf_hasl"))
    assert len(found.cells) == 24
    cheapest = found.cheapest
    assert cheapest is not None
    assert (cheapest.option and cheapest.option.name, cheapest.quantity) == ("B", 400)
    first = found.cells[1]
    assert first.offer is not None
    assert first.offer.price.net == offer(BOARD, 200).price.net


def test_what_has_no_rule_has_a_reason_and_no_price() -> None:
    found = matrix("200,1k", "std,8")
    refused = found.cells[3]
    assert refused.offer is None
    assert all(refused.price(per) is None for per in Per)
    assert "fastest is" in str(refused.refusal)
    shown = render_table(
        MatrixReport(found).as_table(), width=100, language=Language.ENGLISH, colour=False
    )
    assert "no rule" in shown
    assert "8 × 1,000: SZ-2026-01 has no price for 8 working days" in shown
    data = MatrixReport(found).as_json()["cells"]
    assert isinstance(data, list)
    assert (data[3]["total"], data[3]["per_piece"]) == (None, None)
    assert MatrixList(found).as_table().rows[3][-1] == str(refused.refusal)


def test_a_narrow_screen_has_portions_with_the_one_cheapest_price_marked() -> None:
    found = MatrixReport(matrix("100,500,1k,5k"))
    parts = list(found.portions(60))
    assert [len(part.matrix.cells) for part in parts] == [2, 2]
    marked = [
        render_table(part.as_table(), width=60, language=Language.ENGLISH, colour=False)
        for part in parts
    ]
    assert ["5.472*" in text for text in marked] == [False, True]
    assert all(len(line) <= 60 for text in marked for line in text.splitlines())


def test_more_for_less_is_advised_within_the_books_bounds() -> None:
    within = {**BOARD}
    found = cheaper_more(offer(within, 140), SHEETS, within_percent=Decimal(30))
    assert found is not None
    assert (found.quantity, found.offer.price.net.text, found.saves.text) == (
        148, "1411.27", "72.45",
    )  # fmt: skip
    assert cheaper_more(offer(within, 140), SHEETS, within_percent=Decimal(5)) is None
    assert cheaper_more(offer(within, 200), SHEETS, within_percent=Decimal(30)) is None


@given(st.integers(2, 800), st.sampled_from([None, ARRAY]), st.integers(5, 60))
@settings(max_examples=40, deadline=None)
def test_the_advice_is_what_trying_every_quantity_finds(
    quantity: int, spec: Any, percent: int
) -> None:
    unit, step = (None, 1) if spec is None else (QuantityUnit.PCS, 4)
    asked, board = quantity * step, spec or BOARD
    try:
        first = offer(board, asked, unit=unit)
    except RefusedError:
        return
    fitting = [
        n
        for n in range(asked + step, int(asked * (1 + Decimal(percent) / 100)) + 1, step)
        if offer(board, n, unit=unit).price.net <= first.price.net
    ]
    found = cheaper_more(first, SHEETS, within_percent=Decimal(percent))
    assert (found and (found.quantity, found.most)) == (
        (fitting[0], fitting[-1]) if fitting else None
    )
