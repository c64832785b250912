"""Which array of the customer's boards would use the panels best."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.panels.fit import Fit, best_fit
from pcbsales.boards.panels.lengths import nm_from_mm
from pcbsales.boards.panels.piece import Item
from pcbsales.boards.panels.records import Layout, WorkingPanels
from pcbsales.kernel.effective import effective
from pcbsales.kernel.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Advice:
    """The array that the customer chose, and the one that uses the panels best; each on its best.

    They may be the same: then nothing better was found among the arrays that the policy allows.
    ``singly`` are the boards without any array; None where they are too small to be routed so.
    """

    chosen: Fit
    best: Fit
    singly: Fit | None = None

    @property
    def is_better(self) -> bool:
        """Whether another array uses the panel better."""
        return self.best.share > self.chosen.share


def advise(
    item: Item,
    policies: Iterable[WorkingPanels],
    *,
    layers: int | None,
    impedance: bool,
    as_of: date,
    layout: Layout | None = None,
) -> Advice:
    """What to propose instead of the array *item*: the same rails and gaps, other rows and columns.

    Of arrays that use the panel equally the one nearest to the customer's count of boards is
    proposed, then the smallest. RefusedError if *item* fits on no panel.
    """
    known = tuple(policies)
    panels = effective(known, as_of=as_of, what=WorkingPanels.noun)

    def best_of(piece: Item) -> Fit:
        return best_fit(
            piece, known, layers=layers, impedance=impedance, as_of=as_of, layout=layout
        )

    chosen = best_of(item)
    found = [chosen]
    for piece in _arrays(item, panels):
        try:
            found.append(best_of(piece))
        except RefusedError:
            continue
    bare = Item(item.board_width, item.board_height, item.board_width, item.board_height)
    routed = min(bare.width, bare.height) >= nm_from_mm(panels.least_side_mm)
    best = min(found, key=lambda fit: _rank(fit, item))
    return Advice(chosen, best, best_of(bare) if routed else None)


def _rank(fit: Fit, item: Item) -> tuple[Fraction, int, int, int]:
    piece = fit.item
    return -fit.share, abs(piece.boards - item.boards), piece.width * piece.height, piece.rows


def _arrays(item: Item, panels: WorkingPanels) -> Iterator[Item]:
    """Arrays of two boards or more whose size the policy allows, whichever way they lie."""
    least, most = _sides(panels.array_from), _sides(panels.array_within)
    for rows in range(1, most[1] // item.board_height + 1):
        for columns in range(1, most[1] // item.board_width + 1):
            piece = item.rearranged(rows, columns)
            short, long = sorted((piece.width, piece.height))
            fits_in = short <= most[0] and long <= most[1]
            if fits_in and short >= least[0] and long >= least[1] and piece.boards > 1:
                yield piece


def _sides(size: BoardSize) -> tuple[int, int]:
    short, long = sorted((nm_from_mm(size.width_mm), nm_from_mm(size.height_mm)))
    return short, long
