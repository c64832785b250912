"""From what a person asks to a panel fit: a part, or a board and an array that are only tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from pcbsales.boards.choices import DeliveryFormat
from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.panels.advice import advise
from pcbsales.boards.panels.fit import boards_to_start, fits
from pcbsales.boards.panels.piece import item_of, piece_gap_mm
from pcbsales.boards.panels.records import Layout, WorkingPanels
from pcbsales.boards.panels.report import Asked, FitReport
from pcbsales.boards.records import Part, Revision
from pcbsales.boards.setting import read_settings
from pcbsales.boards.specification import Specification
from pcbsales.kernel.effective import effective, in_force
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.snapshot import Snapshot


def tried(specification: Specification, settings: Sequence[str]) -> Specification:
    """*specification* with ``KEY=VALUE`` *settings* for this once.

    An array that is tried is delivered as one, and its size is computed. UsageError for rails
    without an array.
    """
    answers = {key: value for key, value in read_settings(settings).items() if value is not None}
    if "array" in answers:
        drawn = {"delivery_format": DeliveryFormat.PANEL_BY_FACTORY, "array_size": None}
        answers = {**drawn, **answers}
    elif "board_size" in answers:
        answers["array_size"] = None
    found = specification.model_copy(update=answers)
    if found.array is None and answers.keys() & {"rails", "rail_width_mm"}:
        raise UsageError("rails are an array's; try one with --array 2x2")
    return found


def policies_of(
    snapshot: Snapshot, entity: str | None, *, as_of: date
) -> tuple[WorkingPanels, ...]:
    """The working panels of *entity*; where none is named, of the only one that has any.

    UsageError if it must be named.
    """
    every = snapshot.all(WorkingPanels)
    owners = sorted({panels.entity for panels in in_force(every, as_of=as_of)})
    if entity is None and len(owners) > 1:
        raise UsageError(
            "more than one entity has working panels; name one: --entity {names}",
            names=", ".join(owners),
        )
    owner = entity or next(iter(owners), None)
    return tuple(panels for panels in every if panels.entity == owner)


@dataclass(frozen=True, slots=True)
class FitWish:
    """How a fit is asked for: how many boards, on which formats, how laid; else as usual.

    *pieces* are boards ordered; they are counted with the policy's overage where none is said.
    """

    pieces: int | None = None
    overage_percent: Decimal | None = None
    layout: Layout | None = None
    formats: Sequence[str] = ()
    gap_mm: Decimal | None = None

    def overage(self, panels: WorkingPanels) -> Decimal:
        """How many boards more are built than ordered, in percent."""
        return panels.overage_percent if self.overage_percent is None else self.overage_percent

    def boards(self, panels: WorkingPanels) -> int | None:
        """Boards to be built; None where no number was said."""
        return None if self.pieces is None else boards_to_start(self.pieces, self.overage(panels))


def report_fit(
    policies: Sequence[WorkingPanels],
    specification: Specification,
    *,
    as_of: date,
    of: tuple[Part, Revision] | None = None,
    wish: FitWish = FitWish(),
) -> FitReport:
    """The fit of what *specification* asks to be delivered, as *wish* wants it.

    RefusedError where the piece is not known or fits nowhere; UsageError for an unknown format.
    """
    panels = only(effective(policies, as_of=as_of, what=WorkingPanels.noun), wish.formats)
    item, boards = item_of(specification, panels), wish.boards(panels)
    impedance = bool(specification.impedance) and specification.impedance_coupon is not False
    gap = piece_gap_mm(specification, panels) if wish.gap_mm is None else wish.gap_mm
    layers, layout = specification.layers, wish.layout
    fit = partial(fits, layers=layers, impedance=impedance, as_of=as_of, layout=layout)
    found = fit(item, [panels], gap_mm=gap, free=True, boards=boards)
    propose = partial(advise, layers=layers, impedance=impedance, as_of=as_of, layout=layout)
    better = propose(item, [panels]) if item.is_array else None
    asked = Asked(
        as_of,
        of[0].id if of else None,
        of[1].rev if of else None,
        impedance,
        wish.pieces,
        None if wish.pieces is None else wish.overage(panels),
        boards,
        _reckoned(specification, panels),
    )
    return FitReport(panels, found, asked, better)


def _reckoned(specification: Specification, panels: WorkingPanels) -> str | None:
    """The array's size by its boards, gaps and rails, where the customer states another one."""
    stated = specification.array_size
    if stated is None or specification.rails is None:
        return None
    reckoned = item_of(specification.model_copy(update={"array_size": None}), panels).size
    return None if stated.matches(BoardSize.parse(reckoned)) else reckoned


def only(panels: WorkingPanels, codes: Sequence[str]) -> WorkingPanels:
    """*panels* with the formats of *codes* alone, however they are capitalised; all for none."""
    if not codes:
        return panels
    wanted = {code.upper() for code in codes}
    chosen = tuple(found for found in panels.formats if found.code in wanted)
    if missing := wanted - {found.code for found in chosen}:
        raise UsageError(
            "{panels} has no format {code}; formats are {formats}",
            panels=panels.id,
            code=", ".join(sorted(missing)),
            formats=", ".join(found.code for found in panels.formats),
        )
    return panels.model_copy(update={"formats": chosen})
