"""How many pieces a working panel holds, laid as a grid, in mixed rows, or in any way.

For pricing: ``best_fit(item, policies, layers=…, impedance=…, as_of=…)`` answers the panel that
takes the least laminate, and ``fits`` all formats, for whoever has a price for each. A ``Fit`` says
``code`` (the format), ``up`` (pieces as delivered per panel), ``boards`` (boards per panel),
``panels_for(boards)`` and ``utilisation``; all count the layout that the policy names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil

from pcbsales.boards.panels.arrangement import Arrangement, Placement, laid, placements
from pcbsales.boards.panels.lengths import nm_from_mm
from pcbsales.boards.panels.piece import Item
from pcbsales.boards.panels.records import Layout, PanelFormat, WorkingPanels
from pcbsales.boards.panels.room import Frame, frame_of
from pcbsales.kernel.effective import effective
from pcbsales.kernel.errors import RefusedError

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Fit:
    """A piece on one format of panel; ``free`` is None where it was not asked for.

    ``layout`` is what the panel is counted on by. ``layers`` None: nobody has said, so the
    border is the widest.
    """

    format: PanelFormat
    frame: Frame
    item: Item
    layers: int | None
    layout: Layout
    grid: Arrangement
    rows: Arrangement
    free: Arrangement | None = None

    @property
    def code(self) -> str:
        """The format's code."""
        return self.format.code

    @property
    def arrangements(self) -> tuple[Arrangement, ...]:
        """What was laid, kind by kind."""
        return (self.grid, self.rows, *([self.free] if self.free else []))

    @property
    def chosen(self) -> Arrangement:
        """The arrangement that is counted on."""
        return next(found for found in self.arrangements if found.layout is self.layout)

    @property
    def most_up(self) -> Arrangement:
        """The arrangement that holds most, the plainest of them."""
        return max(self.arrangements, key=lambda found: found.up)

    @property
    def up(self) -> int:
        """Pieces as delivered (boards or arrays) per panel, by the layout counted on."""
        return self.chosen.up

    @property
    def boards(self) -> int:
        """Boards per panel."""
        return self.up * self.item.boards

    @property
    def area_m2(self) -> Decimal:
        """The whole panel's area, border included."""
        return Decimal(self.frame.width * self.frame.height).scaleb(-18)

    @property
    def share(self) -> Fraction:
        """What the boards' own area is of the panel's, exact."""
        return self.share_of(self.chosen)

    def share_of(self, arrangement: Arrangement) -> Fraction:
        """The same of one arrangement."""
        taken = arrangement.up * self.item.boards_area
        return Fraction(taken, self.frame.width * self.frame.height)

    @property
    def utilisation(self) -> Decimal:
        """The same in percent, half-up to a tenth."""
        return percent(self.share)

    def panels_for(self, boards: int, *, up: int | None = None) -> int:
        """Panels for *boards* boards, whole pieces on each; *up* instead of the count relied on.

        RefusedError where the panel holds none.
        """
        return panels_for(boards, self.item, self.up if up is None else up)

    def placements(self, arrangement: Arrangement | None = None) -> Iterator[Placement]:
        """Where every piece lies, by the arrangement counted on or another one."""
        return placements(arrangement or self.chosen, self.item, self.frame.gap)


def percent(share: Fraction) -> Decimal:
    """A share in percent, half-up to a tenth."""
    exact = Decimal(share.numerator) / Decimal(share.denominator) * 100
    return exact.quantize(_TENTH, ROUND_HALF_UP)


def boards_to_start(pieces: int, overage_percent: Decimal) -> int:
    """Boards to be built for *pieces* ordered: *overage_percent* more, rounded up.

    >>> boards_to_start(200, Decimal(5))
    210
    """
    return int((pieces * (100 + overage_percent) / 100).to_integral_value(ROUND_CEILING))


def panels_for(boards: int, item: Item, up: int) -> int:
    """Panels that hold *boards* boards at *up* pieces each: whole pieces, whole panels."""
    if up < 1:
        raise RefusedError("{size} mm does not fit on the panel", size=item.size)
    return ceil(Fraction(ceil(Fraction(boards, item.boards)), up))


def fit(
    item: Item,
    found: PanelFormat,
    panels: WorkingPanels,
    *,
    layers: int | None,
    impedance: bool,
    gap_mm: Decimal | None = None,
    layout: Layout | None = None,
    free: bool = False,
) -> Fit:
    """*item* on the format *found*.

    *gap_mm* between pieces is the router's where nothing is said; *layout* as the policy has it;
    *free* also looks for the best of all layouts, which may take half a second.
    """
    gap = None if gap_mm is None else nm_from_mm(gap_mm)
    frame = frame_of(found, panels, layers=layers, impedance=impedance, gap=gap)
    layout = layout or panels.layout
    return Fit(
        found,
        frame,
        item,
        layers,
        layout,
        laid(item, frame, Layout.GRID),
        laid(item, frame, Layout.ROWS),
        laid(item, frame, Layout.FREE) if free or layout is Layout.FREE else None,
    )


def fits(
    item: Item,
    policies: Iterable[WorkingPanels],
    *,
    layers: int | None,
    impedance: bool,
    as_of: date,
    gap_mm: Decimal | None = None,
    layout: Layout | None = None,
    free: bool = False,
    boards: int | None = None,
) -> tuple[Fit, ...]:
    """*item* on every format of the policy in force on *as_of* that holds enough, best first.

    Best is what takes the least area of panels for *boards* boards; without a number, what of the
    panel is boards. RefusedError if no policy is in force, or the piece fits on no format.
    """
    panels = effective(policies, as_of=as_of, what=WorkingPanels.noun)
    every = [
        fit(
            item,
            found,
            panels,
            layers=layers,
            impedance=impedance,
            gap_mm=gap_mm,
            layout=layout,
            free=free,
        )
        for found in panels.formats
    ]
    fitting = [found for found in every if found.up >= found.format.least_pieces]
    if not fitting:
        raise RefusedError(
            "{size} mm fits on no working panel of {panels}; deliver smaller pieces, or add a "
            "larger format to it",
            size=item.size,
            panels=panels.id,
        )
    return tuple(sorted(fitting, key=lambda found: _rank(found, boards)))


def _rank(found: Fit, boards: int | None) -> tuple[Fraction, Fraction, int]:
    area = found.frame.width * found.frame.height
    needed = Fraction(0) if boards is None else Fraction(found.panels_for(boards) * area)
    return needed, -found.share, area


def best_fit(
    item: Item,
    policies: Iterable[WorkingPanels],
    *,
    layers: int | None,
    impedance: bool,
    as_of: date,
    gap_mm: Decimal | None = None,
    layout: Layout | None = None,
    boards: int | None = None,
) -> Fit:
    """The best of `fits`; *item* comes from ``piece.item_of(specification, panels)``.

    *policies* are an entity's: ``snapshot.where(WorkingPanels, entity=…)``.
    """
    return fits(
        item,
        policies,
        layers=layers,
        impedance=impedance,
        as_of=as_of,
        gap_mm=gap_mm,
        layout=layout,
        boards=boards,
    )[0]
