"""What of a working panel can be used: inside the border, beside the strip for coupons."""

from dataclasses import dataclass

from pcbsales.boards.panels.blocks import Size
from pcbsales.boards.panels.lengths import nm_from_mm
from pcbsales.boards.panels.records import PanelFormat, WorkingPanels


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the panel, from its lower left corner; nm."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What a panel leaves free: *border* on all sides, *gap* between pieces, a *strip*; nm."""

    width: int
    height: int
    border: int
    gap: int
    strip: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """Where pieces may lie, and where coupons do."""

    usable: Box
    coupons: Box | None = None

    def with_gap(self, gap: int) -> Size:
        """Its width and height with one gap more, as blocks count."""
        return self.usable.width + gap, self.usable.height + gap


def frame_of(
    found: PanelFormat,
    panels: WorkingPanels,
    *,
    layers: int | None,
    impedance: bool,
    gap: int | None = None,
) -> Frame:
    """The frame of a format for a board of *layers*; with *impedance* coupons take their strip.

    *gap* is between pieces, in nm: the router's where nothing is said.
    """
    strip = panels.coupon_strip_mm if impedance else None
    return Frame(
        nm_from_mm(found.size.width_mm),
        nm_from_mm(found.size.height_mm),
        nm_from_mm(panels.border_for(layers).border_mm),
        nm_from_mm(panels.route_gap_mm) if gap is None else gap,
        nm_from_mm(strip) if strip else 0,
    )


def rooms(frame: Frame) -> tuple[Room, ...]:
    """The room inside the border; with coupons the two that a strip along either side leaves."""
    x = y = frame.border
    width, height = frame.width - 2 * x, frame.height - 2 * y
    if not frame.strip:
        return (Room(Box(x, y, max(width, 0), max(height, 0))),)
    taken = frame.strip + frame.gap
    return (
        Room(
            Box(x, y + taken, max(width, 0), max(height - taken, 0)),
            Box(x, y, width, frame.strip),
        ),
        Room(
            Box(x + taken, y, max(width - taken, 0), max(height, 0)),
            Box(x, y, frame.strip, height),
        ),
    )
