"""A panel fit as scripts read it; lengths in mm, all figures as plain texts."""

from typing import Any

from pcbsales.boards.panels.advice import Advice
from pcbsales.boards.panels.arrangement import Arrangement, cuts_straight
from pcbsales.boards.panels.cliff import Cliff
from pcbsales.boards.panels.fit import Fit, percent
from pcbsales.boards.panels.lengths import mm_from_nm
from pcbsales.boards.panels.piece import Item
from pcbsales.kernel.scalars import plain


def piece_json(item: Item) -> dict[str, Any]:
    """A piece: its size, its boards' size and how many they are."""
    return {
        "width_mm": mm(item.width),
        "height_mm": mm(item.height),
        "board_width_mm": mm(item.board_width),
        "board_height_mm": mm(item.board_height),
        "array": item.layout if item.is_array else None,
        "boards": item.boards,
    }


def laid_json(fit: Fit, found: Arrangement, boards: int | None) -> dict[str, Any]:
    """One layout: counts, whether more could fit, and its blocks from the lower left corner."""
    counted = boards is not None and found.up > 0
    return {
        "up": found.up,
        "boards": found.up * fit.item.boards,
        "utilisation_percent": str(percent(fit.share_of(found))),
        "panels": fit.panels_for(boards, up=found.up) if counted and boards is not None else None,
        "exact": found.is_exact,
        "at_most": found.bound,
        "straight_cuts": cuts_straight(found, fit.item, fit.frame.gap),
        "blocks": [
            {
                "x_mm": mm(found.room.usable.x + block.x),
                "y_mm": mm(found.room.usable.y + block.y),
                "columns": block.columns,
                "rows": block.rows,
                "rotated": block.rotated,
            }
            for block in found.blocks
        ],
    }


def step_json(step: Cliff) -> dict[str, Any]:
    """A step of the cliff."""
    return {
        "layout": step.layout.value,
        "dimension": step.dimension.value,
        "change": "smaller" if step.gains else "larger",
        "by_mm": plain(step.by_mm),
        "at_mm": plain(step.at_mm),
        "up": step.up,
        "up_after": step.after,
        "panels": step.panels,
        "panels_after": step.panels_after,
    }


def advice_json(advice: Advice, boards: int | None) -> dict[str, Any]:
    """The customer's array and the best one, each on its best format."""
    return {
        "better": advice.is_better,
        "chosen": _advised_fit(advice.chosen, boards),
        "best": _advised_fit(advice.best, boards),
        "singly": advice.singly and _advised_fit(advice.singly, boards),
    }


def _advised_fit(fit: Fit, boards: int | None) -> dict[str, Any]:
    return {
        "piece": piece_json(fit.item),
        "format": fit.code,
        "up": fit.up,
        "boards": fit.boards,
        "utilisation_percent": str(fit.utilisation),
        "panels": None if boards is None else fit.panels_for(boards),
    }


def mm(nanometres: int) -> str:
    """Nanometres as mm in plain digits."""
    return plain(mm_from_nm(nanometres))
