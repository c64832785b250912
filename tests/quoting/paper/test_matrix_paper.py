"""Many prices of one board: a matrix an option, on one page in each language."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pcbsales.documents.render import render_document
from pcbsales.i18n.language import Language
from pcbsales.quoting.paper.quotation_view import QuotationView
from tests.judges import require_judge
from tests.quoting.builders import sheet_data
from tests.quoting.paper.test_paper import LOGO
from tests.quoting.paper_builders import (
    SPECIFICATION,
    full_view,
    minimal_view,
    quote_line,
    quote_of,
)

HASL = {key: v for key, v in SPECIFICATION.items() if key != "finish_thickness_uin"} | {
    "finish": "lf_hasl"
}


def lines(leads: tuple[int, ...] = (10, 8, 7)) -> list[dict[str, Any]]:
    found = [
        quote_line(
            1, "HY-4410", option=option, board=board, quantity=count,
            unit_price="1 CNY", amount=f"{count}.00 CNY", net=f"{count}.00 CNY",
            lead_days=str(lead), expedite_days=str(10 - lead),
            steps=[{"rule": "x", "basis": "1", "unit": "lot", "rate": count,
                    "amount": f"{count}.00 CNY"}],
        )
        for option, board in (("A", SPECIFICATION), ("B", HASL))
        for count in ("100", "500", "1000", "5000")
        for lead in leads
    ]  # fmt: skip
    return [{**line, "id": f"L{place}"} for place, line in enumerate(found, 1)]


def view(lang: str, **more: Any) -> QuotationView:
    return minimal_view(lang, quote_of(lines(**more)))


def test_each_option_says_only_what_differs() -> None:
    (matrix,) = view("en").matrices
    assert not view("en").lines
    assert [(o.option, [str(w) for w in o.differs]) for o in matrix.options] == [
        ("A", ["ENIG 2 µin"]), ("B", ["lead-free HASL"]),
    ]  # fmt: skip
    assert "ENIG 2 µin" not in [str(word) for word in matrix.description]


def test_rows_are_quantities_and_columns_lead_times() -> None:
    block = view("en").matrices[0].options[0]
    assert [row.quantity for row in block.rows] == [100, 500, 1000, 5000]
    assert [heading.msgid for heading in block.leads] == [
        "Standard: {days}", "{n} working days", "{n} working days",
    ]  # fmt: skip
    cells = block.rows[1].cells
    assert [cell and (cell.item, cell.lead_days, cell.says_days) for cell in cells] == [
        ("4", 10, False), ("5", 8, False), ("6", 7, False),
    ]  # fmt: skip


def test_a_standard_lead_time_that_differs_is_said_in_its_cells() -> None:
    found = lines(leads=(10, 8))
    slower = [{**line, "lead_days": "12"} if line["id"] == "L1" else line for line in found]
    block = minimal_view("en", quote_of(slower)).matrices[0].options[0]
    assert block.leads[0].msgid == "Standard lead time"
    cells = [row.cells[0] for row in block.rows]
    assert [cell and (cell.lead_days, cell.says_days) for cell in cells] == [
        (12, True), (10, True), (10, True), (10, True),
    ]  # fmt: skip


def test_amounts_too_wide_to_stand_beside_each_other_stand_below() -> None:
    assert view("en").matrices[0].options[0].wide
    large = [
        {
            **line,
            "unit_price": "1000 CNY",
            **dict.fromkeys(("amount", "net"), f"{line['quantity']}000.00 CNY"),
            "steps": [],
        }
        for line in lines()
    ]
    for line in large:
        amount = line["amount"]
        line["steps"] = [
            {"rule": "x", "basis": "1", "unit": "lot", "rate": amount.split()[0], "amount": amount}
        ]
    assert not minimal_view("en", quote_of(large)).matrices[0].options[0].wide


def test_more_lead_times_than_the_paper_is_wide_go_on_below() -> None:
    options = view("en", leads=(10, 9, 8, 7, 6)).matrices[0].options
    assert [(block.option, len(block.leads)) for block in options] == [
        ("A", 4), ("A", 1), ("B", 4), ("B", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.judges
def test_four_quantities_three_lead_times_two_options_are_one_page(
    language: Language, tmp_path: Path
) -> None:
    """With all that a paper may say: address, terms, the sample's own conditions."""
    quote = quote_of(
        lines(),
        person="P-00001",
        customer_rfq="RFQ-8812",
        terms={"en": "30 days after the end of the invoice's month", "zh_hans": "月结30天"},
        incoterm="DAP",
        delivery_place="Suzhou",
    )
    terms = sheet_data("offer-terms/SZ-OFFERS-2025.yaml")
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    data = render_document(
        "quoting/quotation",
        full_view(language.value, quote, terms),
        language=language,
        format="pdf",
        template_paths=(tmp_path,),
        timestamp=datetime(2026, 11, 23, tzinfo=UTC),
    )
    require_judge("pdfinfo")
    (tmp_path / "q.pdf").write_bytes(data)
    told = subprocess.run(
        ["pdfinfo", tmp_path / "q.pdf"], capture_output=True, text=True, check=True
    )
    assert re.search(r"^Pages: +1$", told.stdout, re.MULTILINE)
