"""The formats of working panels in force, with what each leaves free."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pcbsales.boards.panels.lengths import mm_from_nm
from pcbsales.boards.panels.records import BorderRow, PanelFormat, WorkingPanels
from pcbsales.boards.panels.room import frame_of, rooms
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.tables import Align, Cell, Column, Table

_RIGHT = Align.RIGHT


@dataclass(frozen=True, slots=True)
class FormatReport:
    """Formats of several policies, a row for each border that a format may have."""

    policies: tuple[WorkingPanels, ...]

    def as_json(self) -> dict[str, Any]:
        """Every policy with its gaps and formats; lengths in mm."""
        return {"schema": 1, "working_panels": [_policy(panels) for panels in self.policies]}

    def as_table(self) -> Table:
        """A row for each format and border."""
        return Table(
            columns=(
                Column("entity", "entity"),
                Column("format", "format"),
                Column("size", "panel"),
                Column("layers", "layers up to", _RIGHT),
                Column("border", "border, mm", _RIGHT),
                Column("usable", "usable, mm"),
                Column("coupons", "usable beside coupons, mm", spare=True),
                Column("policy", "policy", spare=True),
            ),
            rows=tuple(row for panels in self.policies for row in _rows(panels)),
        )


def _rows(panels: WorkingPanels) -> Iterator[tuple[Cell, ...]]:
    for found in panels.formats:
        for border in panels.borders:
            yield (
                panels.entity,
                found.code,
                found.size.short,
                border.layers_at_most,
                border.border_mm,
                *(said.replace(" x ", "×") for said in _usable(panels, found, border)),
                panels.id,
            )


def _usable(panels: WorkingPanels, found: PanelFormat, border: BorderRow) -> tuple[str, str]:
    """What the border leaves, and what a strip for coupons along the short side leaves of it."""
    layers = border.layers_at_most
    said = []
    for impedance in (False, True):
        frame = frame_of(found, panels, layers=layers, impedance=impedance)
        usable = max((room.usable for room in rooms(frame)), key=lambda box: box.width * box.height)
        said.append(f"{_mm(usable.width)} x {_mm(usable.height)}")
    return said[0], said[1]


def _policy(panels: WorkingPanels) -> dict[str, Any]:
    return {
        "id": panels.id,
        "entity": panels.entity,
        "valid_from": panels.valid_from.isoformat(),
        "valid_until": panels.valid_until and panels.valid_until.isoformat(),
        "layout": panels.layout.value,
        "route_gap_mm": plain(panels.route_gap_mm),
        "v_cut_gap_mm": plain(panels.v_cut_gap_mm),
        "coupon_strip_mm": _or_none(panels.coupon_strip_mm),
        "overage_percent": plain(panels.overage_percent),
        "formats": [
            {
                "code": found.code,
                "size": str(found.size),
                "width_mm": plain(found.size.width_mm),
                "height_mm": plain(found.size.height_mm),
                "least_pieces": found.least_pieces,
                "borders": [_border(panels, found, border) for border in panels.borders],
            }
            for found in panels.formats
        ],
    }


def _border(panels: WorkingPanels, found: PanelFormat, border: BorderRow) -> dict[str, Any]:
    usable, beside = _usable(panels, found, border)
    return {
        "layers_at_most": border.layers_at_most,
        "border_mm": plain(border.border_mm),
        "usable": usable,
        "usable_beside_coupons": beside,
    }


def _mm(nanometres: int) -> str:
    return plain(mm_from_nm(nanometres))


def _or_none(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
