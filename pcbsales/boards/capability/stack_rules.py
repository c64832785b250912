"""Rules on the stack: layers, inner copper, laminate, thickness."""

from decimal import Decimal

from pcbsales.boards.capability.case import Case
from pcbsales.boards.capability.conflict import Conflict, Gaps, fired
from pcbsales.boards.capability.finding import ClosedAnswer
from pcbsales.boards.capability.verdicts import QuestionClass
from pcbsales.i18n.phrase import phrase

_CONFLICT = QuestionClass.CONFLICT
_COMPLETENESS = QuestionClass.COMPLETENESS
_PROPOSAL = QuestionClass.PROPOSAL


def odd_layers(case: Case, _limit: Decimal) -> Gaps | None:
    """An odd count of layers warps, and is built as the next even one anyway."""
    layers = case.spec.layers
    odd = layers is not None and layers > 1 and layers % 2 == 1
    return fired(when=odd, value=layers, even=(layers or 0) + 1)


def inner_on_two(case: Case, _limit: Decimal) -> Gaps | None:
    """Inner copper is stated for a board without inner layers."""
    spec = case.spec
    few = spec.layers is not None and spec.layers <= 2
    return fired(when=few and spec.cu_inner_oz is not None, value=spec.layers)


def equivalent(case: Case, _limit: Decimal) -> Gaps | None:
    """A laminate is named, and nothing said whether another of its kind will do."""
    spec = case.spec
    named = spec.laminate is not None and spec.laminate_or_equivalent is None
    return fired(when=named, value=spec.laminate)


def tolerance_twice(case: Case, _limit: Decimal) -> Gaps | None:
    """Two thickness tolerances, in mm and in percent, that do not come to the same."""
    spec = case.spec
    mm, percent, thickness = spec.thickness_tol_mm, spec.thickness_tol_percent, spec.thickness_mm
    if mm is None or percent is None or thickness is None:
        return None
    other = thickness * percent / 100
    return fired(when=mm != other, value=mm, percent=percent, other=other.normalize())


def no_stackup(case: Case, _limit: Decimal) -> Gaps | None:
    """Impedances whose width or reference is not given, and no stack-up in the package."""
    drawn = case.figures is not None and case.figures.stackup_file
    bare = [one for one in case.spec.impedance if one.reference is None or one.width_mm is None]
    layers = tuple(dict.fromkeys(one.layer for one in bare))
    return fired(when=bool(bare) and not drawn, layers=layers)


STACK_RULES = (
    Conflict(
        "layers.odd", odd_layers, _PROPOSAL, "layers",
        phrase("{value} layers are odd: the board would warp, and costs what {even} layers cost."),
        phrase("An even count of layers, or a plane in the middle, keeps the board flat."),
        phrase("May we build {even} layers instead of {value}, one of them without copper?"),
        (
            ClosedAnswer("yes, {even} layers", ("layers={even}",)),
            ClosedAnswer("no, {value} layers; bow and twist as they come"),
        ),
    ),
    Conflict(
        "copper.inner_on_two", inner_on_two, _CONFLICT, "cu_inner_oz",
        phrase("Inner copper is stated for a board of {value} layers, which has no inner layers."),
        phrase("It is left out, or the layer count is another one."),
        phrase("Inner copper is stated for {value} layers. Which holds?"),
        (
            ClosedAnswer("{value} layers, no inner copper", ("cu_inner_oz=",)),
            ClosedAnswer("the layer count is wrong: we send the right one"),
        ),
    ),
    Conflict(
        "material.equivalent", equivalent, _COMPLETENESS, "laminate_or_equivalent",
        phrase("{value} is named; nothing says whether an equivalent laminate will do."),
        phrase("An equivalent of the same Tg is usually in stock and shortens the lead time."),
        phrase("Is a laminate equivalent to {value} acceptable?"),
        (
            ClosedAnswer("yes, or equivalent", ("laminate_or_equivalent=true",)),
            ClosedAnswer("no, {value} only", ("laminate_or_equivalent=false",)),
        ),
    ),
    Conflict(
        "thickness.tolerance_twice", tolerance_twice, _CONFLICT, "thickness_tol_mm",
        phrase("Two tolerances of the thickness are stated: ± {value} mm and ± {percent} %."),
        phrase("One of them is enough."),
        phrase("Which tolerance of the thickness holds?"),
        (
            ClosedAnswer("± {value} mm", ("thickness_tol_percent=",)),
            ClosedAnswer("± {percent} % (± {other} mm)", ("thickness_tol_mm=",)),
        ),
    ),
    Conflict(
        "impedance.no_stackup", no_stackup, _COMPLETENESS, "impedance",
        phrase("Impedance is controlled on {layers}, without reference, width or stack-up."),
        phrase("A stack-up, or our free hand with widths and dielectric, settles it."),
        phrase("May we choose stack-up and track widths to meet the impedance on {layers}?"),
        (
            ClosedAnswer("yes, widths may change by up to 20 %"),
            ClosedAnswer("we send stack-up and widths"),
            ClosedAnswer("no impedance control", ("impedance=",)),
        ),
    ),
)  # fmt: skip
