"""Rules on the surface finish."""

from decimal import Decimal

from pcbsales.boards.capability.case import Case
from pcbsales.boards.capability.conflict import Conflict, Gaps, fired
from pcbsales.boards.capability.finding import ClosedAnswer
from pcbsales.boards.capability.verdicts import QuestionClass
from pcbsales.boards.choices import Declaration, Finish, MaskColour
from pcbsales.i18n.phrase import phrase

_HASL = {Finish.HASL, Finish.LF_HASL}
_GOLD = {Finish.ENIG, Finish.ENEPIG, Finish.HARD_GOLD}
_CHEMICAL_GOLD = {Finish.ENIG, Finish.ENEPIG}
_CONFLICT, _COMPLETENESS = QuestionClass.CONFLICT, QuestionClass.COMPLETENESS
_TO_ENIG = ClosedAnswer("change to ENIG", ("finish=enig",))
_TO_OSP = ClosedAnswer("change to OSP", ("finish=osp",))
_TO_LEAD_FREE = ClosedAnswer("change to lead-free HASL", ("finish=lf_hasl",))
_KEEP_HASL = ClosedAnswer("keep HASL at our own risk")


def rohs_leaded(case: Case, _limit: Decimal) -> Gaps | None:
    """A RoHS declaration goes with tin-lead HASL."""
    spec = case.spec
    return fired(when=spec.finish is Finish.HASL and Declaration.ROHS in spec.declarations)


def leaded_reach(case: Case, _limit: Decimal) -> Gaps | None:
    """A REACH declaration must name lead, which is a substance of very high concern."""
    spec = case.spec
    return fired(when=spec.finish is Finish.HASL and Declaration.REACH in spec.declarations)


def hasl_on_bga(case: Case, limit: Decimal) -> Gaps | None:
    """BGA pads this small want a flat finish."""
    pad = case.spec.bga_pad_mm
    small = pad is not None and pad < limit and case.spec.finish in _HASL
    return fired(when=small, value=pad, limit=limit)


def hasl_fine_space(case: Case, limit: Decimal) -> Gaps | None:
    """Fine pitch bridges when levelled with hot air."""
    space = case.spec.min_space_mm
    fine = space is not None and space < limit and case.spec.finish in _HASL
    return fired(when=fine, value=space, limit=limit)


def white_mask(case: Case, _limit: Decimal) -> Gaps | None:
    """White mask yellows in the heat of lead-free levelling."""
    spec = case.spec
    return fired(when=spec.mask_colour is MaskColour.WHITE and spec.finish is Finish.LF_HASL)


def gold_unstated(case: Case, _limit: Decimal) -> Gaps | None:
    """A gold finish without its thickness."""
    spec = case.spec
    return fired(when=spec.finish in _GOLD and spec.finish_thickness_uin is None)


def gold_thick(case: Case, limit: Decimal) -> Gaps | None:
    """Immersion gold does not grow so thick by itself."""
    spec, gold = case.spec, case.spec.finish_thickness_uin
    thick = gold is not None and gold > limit and spec.finish in _CHEMICAL_GOLD
    return fired(when=thick, value=gold, limit=limit)


def gold_stray(case: Case, _limit: Decimal) -> Gaps | None:
    """A gold thickness beside a finish without gold, and no gold fingers that it could mean."""
    spec = case.spec
    stray = (
        spec.finish is not None
        and spec.finish not in _GOLD
        and spec.finish_thickness_uin is not None
        and not spec.gold_fingers
    )
    return fired(when=stray, value=spec.finish_thickness_uin, finish=spec.finish)


def carbon_gold(case: Case, _limit: Decimal) -> Gaps | None:
    """Carbon ink is printed on copper; over gold it does not hold well."""
    spec = case.spec
    return fired(when=bool(spec.carbon_ink) and spec.finish in _GOLD, finish=spec.finish)


def press_fit_hasl(case: Case, _limit: Decimal) -> Gaps | None:
    """HASL leaves uneven solder in press-fit holes."""
    spec = case.spec
    return fired(when=bool(spec.press_fit) and spec.finish in _HASL, finish=spec.finish)


SURFACE_RULES = (
    Conflict(
        "finish.rohs_leaded",
        rohs_leaded,
        _CONFLICT,
        "finish",
        phrase("A RoHS declaration is asked for, but the finish is tin-lead HASL."),
        phrase("Lead-free HASL, ENIG and OSP comply with RoHS."),
        phrase("RoHS is asked for with tin-lead HASL. Which finish do you want?"),
        (_TO_LEAD_FREE, _TO_ENIG, ClosedAnswer("keep tin-lead HASL, without the declaration")),
    ),
    Conflict(
        "finish.leaded_reach",
        leaded_reach,
        _CONFLICT,
        "finish",
        phrase("Tin-lead HASL holds lead, which a REACH declaration has to name."),
        phrase("The declaration will name lead; lead-free HASL has nothing to name."),
        phrase("May the REACH declaration name lead, as the finish is tin-lead HASL?"),
        (ClosedAnswer("yes, name it"), _TO_LEAD_FREE, _TO_ENIG),
    ),
    Conflict(
        "finish.hasl_on_bga",
        hasl_on_bga,
        QuestionClass.PROPOSAL,
        "finish",
        phrase("BGA pads of {value} mm are too small for an even HASL surface (below {limit} mm)."),
        phrase("ENIG or OSP is flat and suits BGA."),
        phrase("BGA pads of {value} mm with HASL: is ENIG acceptable to keep the pads flat?"),
        (_TO_ENIG, _TO_OSP, _KEEP_HASL),
    ),
    Conflict(
        "finish.hasl_fine_space",
        hasl_fine_space,
        QuestionClass.PROPOSAL,
        "finish",
        phrase("A spacing of {value} mm may bridge with HASL (below {limit} mm)."),
        phrase("ENIG or OSP leaves no bridges at fine pitch."),
        phrase("Spacing of {value} mm with HASL: is ENIG acceptable to avoid bridges?"),
        (_TO_ENIG, _TO_OSP, _KEEP_HASL),
    ),
    Conflict(
        "finish.white_mask",
        white_mask,
        QuestionClass.PROPOSAL,
        "finish",
        phrase("White solder mask may turn yellowish in lead-free HASL."),
        phrase("ENIG or OSP keeps the mask white."),
        phrase("White solder mask may discolour in lead-free HASL. How shall we proceed?"),
        (_TO_ENIG, _TO_OSP, ClosedAnswer("slight discolouring is acceptable")),
    ),
    Conflict(
        "finish.gold_unstated",
        gold_unstated,
        _COMPLETENESS,
        "finish_thickness_uin",
        phrase("The thickness of the gold is not stated."),
        phrase('1 µ" is usual for soldering, 2 µ" for a longer shelf life.'),
        phrase("Which gold thickness do you need?"),
        (
            ClosedAnswer('1 µ"', ("finish_thickness_uin=1",)),
            ClosedAnswer('2 µ"', ("finish_thickness_uin=2",)),
            ClosedAnswer('3 µ"', ("finish_thickness_uin=3",)),
        ),
    ),
    Conflict(
        "finish.gold_thick",
        gold_thick,
        QuestionClass.CAPABILITY,
        "finish_thickness_uin",
        phrase('Gold of {value} µ" is beyond what immersion gold reaches ({limit} µ").'),
        phrase("Where contacts need more gold, hard gold on those areas is the usual way."),
        phrase('Is immersion gold of {limit} µ" acceptable instead of {value} µ"?'),
        (
            ClosedAnswer('yes, {limit} µ"', ("finish_thickness_uin={limit}",)),
            ClosedAnswer("no, hard gold: the areas are marked in the data"),
            ClosedAnswer('no, keep {value} µ": please quote specially'),
        ),
    ),
    Conflict(
        "finish.gold_stray",
        gold_stray,
        _CONFLICT,
        "finish",
        phrase("A gold thickness is stated, but {finish} holds no gold."),
        phrase("The thickness is left out, or the finish is meant to be ENIG."),
        phrase('Gold of {value} µ" is stated with {finish}. Which holds?'),
        (_TO_ENIG, ClosedAnswer("keep {finish}, without gold", ("finish_thickness_uin=",))),
    ),
    Conflict(
        "finish.carbon_gold",
        carbon_gold,
        _CONFLICT,
        "carbon_ink",
        phrase("Carbon ink does not hold well on {finish}."),
        phrase("Carbon is printed on bare copper before the finish; its pads stay free of gold."),
        phrase("May the pads under the carbon ink stay free of {finish}?"),
        (
            ClosedAnswer("yes, carbon on bare copper"),
            ClosedAnswer("no carbon ink", ("carbon_ink=false",)),
        ),
    ),
    Conflict(
        "finish.press_fit_hasl",
        press_fit_hasl,
        _CONFLICT,
        "finish",
        phrase("Press-fit holes need an even wall; {finish} leaves solder in them."),
        phrase("Immersion tin or ENIG keeps press-fit holes within tolerance."),
        phrase("Press-fit holes with {finish}: is immersion tin acceptable?"),
        (ClosedAnswer("change to immersion tin", ("finish=imsn",)), _TO_ENIG),
    ),
)
