"""The fictional firm's working panels: usual formats, and figures that any maker would know."""

from typing import Any

from pcbsales.boards.panels.records import WorkingPanels
from pcbsales.kernel.record import Record
from scripts.sample.numbers import said

_SOURCE = (
    "Fictional firm; formats, 1 in border of multilayers, 2.0 mm router and V-cut without gap are "
    "usual in the trade."
)
_FORMATS = (
    ("18X24", "18 x 24 in"),
    ("21X24", "21 x 24 in"),
    ("20.5X24.5", "20.5 x 24.5 in"),
    ("16X18", "16 x 18 in"),
    ("510X620", "510 x 620"),
)


def panels() -> tuple[Record, ...]:
    """Both entities sell what the same factory makes."""
    return tuple(WorkingPanels.model_validate(_tree(entity)) for entity in ("SZ", "HK"))


def _tree(entity: str) -> dict[str, Any]:
    return {
        "id": f"{entity}-PANELS-2025",
        "title": said("Working panels", "工作板(拼板)", "工作板(排版)"),
        "source": _SOURCE,
        "entity": entity,
        "valid_from": "2025-04-01",
        "formats": [{"code": code, "size": size} for code, size in _FORMATS],
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
        "layout": "grid",
    }
