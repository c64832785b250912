"""The cliff: how little smaller a board must be to gain pieces, how little larger it may be.

What fits only ever falls as boards, gaps and borders grow, so the step is found by halving, to the
micrometre, and is exact for the grid and for mixed rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from pcbsales.boards.panels.arrangement import counted
from pcbsales.boards.panels.fit import Fit, panels_for
from pcbsales.boards.panels.lengths import NM_PER_UM, mm_from_nm, nm_from_mm
from pcbsales.boards.panels.piece import Item
from pcbsales.boards.panels.records import Layout
from pcbsales.boards.panels.room import Frame


class Dimension(StrEnum):
    """What changes: the board's width or height, the gap between pieces, the border."""

    WIDTH = "width"
    HEIGHT = "height"
    GAP = "gap"
    BORDER = "border"


#: What may become nothing; a board may not.
_MAY_VANISH = {Dimension.GAP, Dimension.BORDER}


@dataclass(frozen=True, slots=True)
class Cliff:
    """A step near a board's size.

    A gain: *by_mm* smaller at least, and *after* pieces lie on the panel instead of *up*. A loss:
    up to *by_mm* larger nothing changes, beyond that only *after* are left. ``panels`` and
    ``panels_after`` are for the boards asked about, None where nobody asked or none would fit.
    """

    layout: Layout
    dimension: Dimension
    gains: bool
    by_mm: Decimal
    at_mm: Decimal
    up: int
    after: int
    panels: int | None = None
    panels_after: int | None = None


def cliffs(
    fit: Fit, layout: Layout, *, within_mm: Decimal, boards: int | None = None
) -> tuple[Cliff, ...]:
    """The next steps of *fit* laid as *layout* (grid or rows) within *within_mm*, nearest first."""
    found = [
        step
        for dimension in Dimension
        for step in _steps(fit, layout, dimension, nm_from_mm(within_mm) // NM_PER_UM)
    ]
    if boards is not None:
        found = [_with_panels(step, fit.item, boards) for step in found]
    return tuple(sorted(found, key=lambda step: (step.by_mm, not step.gains)))


def _steps(fit: Fit, layout: Layout, dimension: Dimension, within: int) -> Iterator[Cliff]:
    size = _size(fit, dimension)

    def up(change_um: int) -> int:
        item, frame = _changed(fit, dimension, change_um * NM_PER_UM)
        return counted(item, frame, layout)

    now = up(0)
    smaller = min(within, (size - (0 if dimension in _MAY_VANISH else 1)) // NM_PER_UM)
    gain = _first(lambda by: up(-by) > now, smaller)
    if gain is not None:
        at = mm_from_nm(size - gain * NM_PER_UM)
        yield Cliff(layout, dimension, True, _mm(gain), at, now, up(-gain))
    loss = _first(lambda by: up(by) < now, within)
    if loss is not None:
        at = mm_from_nm(size + (loss - 1) * NM_PER_UM)
        yield Cliff(layout, dimension, False, _mm(loss - 1), at, now, up(loss))


def _mm(micrometres: int) -> Decimal:
    return mm_from_nm(micrometres * NM_PER_UM)


def _first(holds: Callable[[int], bool], most: int) -> int | None:
    """The least whole number from 1 to *most* from which on it *holds*; None if it never does."""
    if most < 1 or not holds(most):
        return None
    fails = 0
    while most - fails > 1:
        middle = (fails + most) // 2
        if holds(middle):
            most = middle
        else:
            fails = middle
    return most


def _size(fit: Fit, dimension: Dimension) -> int:
    return {
        Dimension.WIDTH: fit.item.board_width,
        Dimension.HEIGHT: fit.item.board_height,
        Dimension.GAP: fit.frame.gap,
        Dimension.BORDER: fit.frame.border,
    }[dimension]


def _changed(fit: Fit, dimension: Dimension, by: int) -> tuple[Item, Frame]:
    item, frame = fit.item, fit.frame
    if dimension is Dimension.WIDTH:
        return item.resized(width=by), frame
    if dimension is Dimension.HEIGHT:
        return item.resized(height=by), frame
    if dimension is Dimension.GAP:
        return item, replace(frame, gap=frame.gap + by)
    return item, replace(frame, border=frame.border + by)


def _with_panels(step: Cliff, item: Item, boards: int) -> Cliff:
    return replace(
        step,
        panels=panels_for(boards, item, step.up) if step.up else None,
        panels_after=panels_for(boards, item, step.after) if step.after else None,
    )
