"""Rules on solder mask, legend, peelable mask and gold fingers."""

from decimal import Decimal

from pcbsales.boards.capability.case import Case
from pcbsales.boards.capability.conflict import Conflict, Gaps, fired
from pcbsales.boards.capability.finding import ClosedAnswer
from pcbsales.boards.capability.verdicts import QuestionClass
from pcbsales.boards.choices import Finish, LegendColour, MaskColour, Sides
from pcbsales.i18n.phrase import phrase

_MASK_SHADES = {
    MaskColour.WHITE: LegendColour.WHITE,
    MaskColour.BLACK: LegendColour.BLACK,
    MaskColour.MATT_BLACK: LegendColour.BLACK,
    MaskColour.YELLOW: LegendColour.YELLOW,
}
_ALL_SIDES = {
    Sides.TOP: {Sides.TOP},
    Sides.BOTTOM: {Sides.BOTTOM},
    Sides.BOTH: {Sides.TOP, Sides.BOTTOM},
    Sides.NONE: set[Sides](),
}
_CONFLICT, _COMPLETENESS = QuestionClass.CONFLICT, QuestionClass.COMPLETENESS


def peelable_side(case: Case, _limit: Decimal) -> Gaps | None:
    """Peelable mask is ordered; an order has no key for its side, so data must show it."""
    data = case.data
    drawn = data is not None and any(file.role.startswith("peelable") for file in data.files)
    return fired(when=bool(case.spec.peelable_mask) and not drawn)


def colour_unused(case: Case, _limit: Decimal) -> Gaps | None:
    """A mask colour on a board without mask."""
    spec = case.spec
    unused = spec.mask_sides is Sides.NONE and spec.mask_colour is not None
    return fired(when=unused, value=spec.mask_colour)


def same_colour(case: Case, _limit: Decimal) -> Gaps | None:
    """Legend in the colour of the mask cannot be read."""
    spec = case.spec
    same = (
        spec.mask_colour in _MASK_SHADES
        and _MASK_SHADES[spec.mask_colour] is spec.legend_colour
        and spec.legend_sides is not Sides.NONE
    )
    return fired(when=same, value=spec.legend_colour)


def legend_without_mask(case: Case, _limit: Decimal) -> Gaps | None:
    """Legend on a side that has no mask."""
    legend, mask = case.spec.legend_sides, case.spec.mask_sides
    if legend is None or mask is None:
        return None
    bare = [
        side for side in (Sides.TOP, Sides.BOTTOM) if side in _ALL_SIDES[legend] - _ALL_SIDES[mask]
    ]
    return fired(when=bool(bare), side=tuple(bare))


def fingers_bevel(case: Case, _limit: Decimal) -> Gaps | None:
    """Gold fingers without a word on the bevel."""
    spec = case.spec
    return fired(when=bool(spec.gold_fingers) and spec.gold_finger_bevel_deg is None)


def fingers_hard_gold(case: Case, _limit: Decimal) -> Gaps | None:
    """Gold fingers without hard gold: immersion gold wears off."""
    spec = case.spec
    soft = spec.gold_finger_uin is None and spec.finish is not Finish.HARD_GOLD
    return fired(when=bool(spec.gold_fingers) and soft)


COATING_RULES = (
    Conflict(
        "mask.peelable_side",
        peelable_side,
        _COMPLETENESS,
        "peelable_mask",
        phrase("Peelable mask is ordered, but neither its side nor its area is given."),
        phrase("A layer that shows the areas to be covered settles it."),
        phrase("On which side is the peelable mask, and over which areas?"),
        (
            ClosedAnswer("top, as the layer that we send"),
            ClosedAnswer("bottom, as the layer that we send"),
            ClosedAnswer("no peelable mask", ("peelable_mask=false",)),
        ),
    ),
    Conflict(
        "mask.colour_unused",
        colour_unused,
        _CONFLICT,
        "mask_sides",
        phrase("A solder mask colour ({value}) is stated for a board without solder mask."),
        phrase("Either the colour is left out, or both sides get mask."),
        phrase("The order states {value} solder mask and no side for it. Which holds?"),
        (ClosedAnswer("mask on both sides", ("mask_sides=both",)), ClosedAnswer("no solder mask")),
    ),
    Conflict(
        "legend.same_colour",
        same_colour,
        _CONFLICT,
        "legend_colour",
        phrase("Legend in {value} on solder mask of the same colour cannot be read."),
        phrase("White legend on dark mask, black legend on light mask."),
        phrase("Legend and solder mask are both {value}. Which legend colour do you want?"),
        (
            ClosedAnswer("white legend", ("legend_colour=white",)),
            ClosedAnswer("black legend", ("legend_colour=black",)),
            ClosedAnswer("no legend", ("legend_sides=none",)),
        ),
    ),
    Conflict(
        "legend.without_mask",
        legend_without_mask,
        _CONFLICT,
        "legend_sides",
        phrase("Legend is ordered on a side without solder mask ({side})."),
        phrase("Legend holds on solder mask, not on bare copper and laminate."),
        phrase("Shall the side without solder mask ({side}) have legend?"),
        (
            ClosedAnswer("no legend on that side"),
            ClosedAnswer("solder mask on both sides", ("mask_sides=both",)),
        ),
    ),
    Conflict(
        "fingers.bevel",
        fingers_bevel,
        _COMPLETENESS,
        "gold_finger_bevel_deg",
        phrase("There are gold fingers, but no bevel is stated."),
        phrase("30° is usual for plugging in."),
        phrase("Which bevel do the gold fingers get?"),
        (
            ClosedAnswer("bevel 30°", ("gold_finger_bevel_deg=30",)),
            ClosedAnswer("bevel 45°", ("gold_finger_bevel_deg=45",)),
            ClosedAnswer("bevel 20°", ("gold_finger_bevel_deg=20",)),
            ClosedAnswer("no bevel"),
        ),
    ),
    Conflict(
        "fingers.hard_gold",
        fingers_hard_gold,
        _COMPLETENESS,
        "gold_finger_uin",
        phrase("There are gold fingers, but no hard gold is stated for them."),
        phrase('Hard gold of 15 to 30 µ" stands plugging; immersion gold wears off.'),
        phrase("Which hard gold do the fingers get?"),
        (
            ClosedAnswer('hard gold 15 µ"', ("gold_finger_uin=15",)),
            ClosedAnswer('hard gold 30 µ"', ("gold_finger_uin=30",)),
            ClosedAnswer("the finish of the board, plugged a few times only"),
        ),
    ),
)
