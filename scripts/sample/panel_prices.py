"""What the fictional firm's working panels cost: in yuan, and the export desk's at a rate."""

from decimal import Decimal
from typing import Any

from pcbsales.kernel.money import round_half_up
from pcbsales.kernel.record import Record
from pcbsales.kernel.scalars import plain
from pcbsales.quoting.books.panel_prices import PanelPrice

_SOURCE = "Fictional firm: no maker's costs; a four-layer panel of 18 x 24 in with ENIG costs 185."
_VERSIONS = (
    ("SZ-PANEL-2026-10", "SZ", "CNY", Decimal(1), 0),
    ("HK-USD-PANEL-2026-10", "HK", "USD", 1 / Decimal("7.1"), 2),
    ("HK-EUR-PANEL-2026-10", "HK", "EUR", 1 / Decimal("7.8"), 2),
)
_FORMATS = (
    ("18X24", "1"),
    ("21X24", "1.16"),
    ("20.5X24.5", "1.16"),
    ("16X18", "0.68"),
    ("510X620", "1.13"),
)
#: Base cost of a panel, by layers.
_BASE = ((1, 44), (2, 52), (4, 130), (6, 150), (8, 215), (10, 280), (12, 340))
#: What is asked once, and what it costs, by layers.
_NRE = ((1, 210, 80), (2, 210, 80), (4, 425, 150), (6, 850, 300), (8, 850, 350), (10, 1500, 600))
_Rule = tuple[str, tuple[str, ...], int]
_GROUPS: tuple[tuple[str, tuple[_Rule, ...]], ...] = (
    (
        "tg",
        (
            ("standard", ("tg_c <= 140",), 0),
            ("150_2l", ("layers <= 2", "tg_c = 150"), 11),
            ("150_multilayer", ("layers >= 4", "tg_c = 150"), 15),
            ("170_2l", ("layers <= 2", "tg_c = 170"), 17),
            ("170_multilayer", ("layers >= 4", "tg_c = 170"), 26),
        ),
    ),
    (
        "finish",
        (
            ("hasl", ("finish = hasl|lf_hasl",), 12),
            ("osp", ("finish = osp",), 8),
            ("enig", ("finish = enig", "finish_thickness_uin <= 1"), 40),
            ("enig_thick", ("finish = enig", "finish_thickness_uin > 1"), 58),
            ("imag_imsn", ("finish = imag|imsn",), 30),
        ),
    ),
    (
        "copper",
        (
            ("usual", ("cu_outer_oz <= 1",), 0),
            ("heavy", ("cu_outer_oz > 1",), 45),
        ),
    ),
)


def panel_prices() -> tuple[Record, ...]:
    """What both entities count for the panels that one factory makes."""
    return tuple(PanelPrice.model_validate(_tree(*version)) for version in _VERSIONS)


def _tree(id_: str, entity: str, currency: str, factor: Decimal, places: int) -> dict[str, Any]:
    def rate(amount: int) -> str:
        return plain(round_half_up(amount * factor, places))

    base = [(f"{layers}l", (f"layers = {layers}",), cost) for layers, cost in _BASE]
    return {
        "id": id_,
        "title": f"Working panels, {currency}",
        "source": _SOURCE,
        "entity": entity,
        "currency": currency,
        "valid_from": "2026-10-31",
        "quoted": "area",
        "margin_percent": "30",
        **({} if entity == "SZ" else {"least_margin_percent": "0"}),
        "formats": [{"code": code, "share": share} for code, share in _FORMATS],
        "panel": [
            {
                "id": group,
                "rules": [
                    {"id": f"{group}.{name}", "when": list(when), "per_panel": rate(cost)}
                    for name, when, cost in rules
                ],
            }
            for group, rules in (("panel", base), *_GROUPS)
        ],
        "once": [
            {
                "id": "nre",
                "rules": [
                    {
                        "id": f"nre.{layers}l",
                        "when": [f"layers = {layers}"],
                        "lot": rate(lot),
                        "cost": rate(cost),
                    }
                    for layers, lot, cost in _NRE
                ],
            }
        ],
    }
