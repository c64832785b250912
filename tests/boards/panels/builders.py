"""Working panels as the worked examples have them."""

from datetime import date
from decimal import Decimal
from typing import Any

from pcbsales.boards.choices import Rails, Separation
from pcbsales.boards.dimensions import ArrayLayout, BoardSize
from pcbsales.boards.panels.fit import Fit, fits
from pcbsales.boards.panels.piece import Item, laid_out, single
from pcbsales.boards.panels.records import WorkingPanels

DAY = date(2026, 10, 31)
BOARD = BoardSize.parse("100 x 68")


def working_panels(**other: Any) -> WorkingPanels:
    """Three formats in inches, a border of one inch for multilayers, gap 2.0 mm."""
    tree: dict[str, Any] = {
        "id": "SZ-PANELS",
        "entity": "SZ",
        "valid_from": "2025-04-01",
        "formats": [
            {"code": "18X24", "size": "18 x 24 in"},
            {"code": "21X24", "size": "21 x 24 in"},
            {"code": "16X18", "size": "16 x 18 in"},
        ],
        "borders": [{"layers_at_most": "2", "border_mm": "12.5"}, {"border_mm": "25.4"}],
        "route_gap_mm": "2.0",
        "v_cut_gap_mm": "0",
        "slot_at_rails": True,
        "coupon_strip_mm": "15",
        "rail_mm": "5",
        "least_side_mm": "15",
        "array_from": "50 x 50",
        "array_within": "330 x 250",
        "overage_percent": "5",
        "cliff_mm": "10",
    }
    return WorkingPanels.model_validate({**tree, **other})


PANELS = working_panels()


def array(
    rows: int = 2,
    columns: int = 2,
    *,
    separation: Separation = Separation.V_CUT,
    rails: Rails = Rails.ALL,
    rail_mm: Decimal | None = None,
) -> Item:
    """An array of the board of the worked examples; 2 x 2 with rails of 5 mm if nothing is said."""
    return laid_out(
        BOARD,
        ArrayLayout(rows, columns),
        PANELS,
        separation=separation,
        rails=rails,
        rail_mm=rail_mm,
    )


def all_fits(item: Item | None = None, **how: Any) -> dict[str, Fit]:
    """The fits of *item* (the board by itself) by format."""
    how = {"layers": 4, "impedance": False, "as_of": DAY, **how}
    return {found.code: found for found in fits(item or single(BOARD), [PANELS], **how)}
