"""Rules on vias, edges, layers, material, impedance and test."""

from decimal import Decimal

from pcbsales.boards.capability.case import Case
from pcbsales.boards.capability.conflict import Conflict, Gaps, fired
from pcbsales.boards.capability.finding import ClosedAnswer
from pcbsales.boards.capability.verdicts import QuestionClass
from pcbsales.boards.choices import (
    ElectricalTest,
    Finish,
    HdiStage,
    IpcClass,
    Report,
    Separation,
    ViaProtection,
    ViaType,
)
from pcbsales.i18n.phrase import phrase

_CONFLICT, _COMPLETENESS = QuestionClass.CONFLICT, QuestionClass.COMPLETENESS
_PROPOSAL = QuestionClass.PROPOSAL
_SCORED = {Separation.V_CUT, Separation.BOTH}
_ROUTE = ClosedAnswer("tab route instead of V-cut", ("separation=tab_route",))


def in_pad_type(case: Case, _limit: Decimal) -> Gaps | None:
    """Vias in pads that are not filled and capped let solder run away."""
    spec = case.spec
    open_ = spec.via_protection is not ViaProtection.VII
    return fired(when=bool(spec.via_in_pad) and open_)


def hdi_unstated(case: Case, _limit: Decimal) -> Gaps | None:
    """Microvias without a build-up stage, or a stage without microvias."""
    spec = case.spec
    staged = spec.hdi_stage not in {None, HdiStage.NONE}
    micro = ViaType.MICROVIA in spec.via_types
    return fired(when=micro != staged and bool(spec.via_types))


def blind_two_layers(case: Case, _limit: Decimal) -> Gaps | None:
    """Blind or buried vias want more layers than two."""
    spec = case.spec
    partial = bool({ViaType.BLIND, ViaType.BURIED, ViaType.MICROVIA} & set(spec.via_types))
    few = spec.layers is not None and spec.layers <= 2
    return fired(when=partial and few, value=spec.layers)


def castellated_v_cut(case: Case, _limit: Decimal) -> Gaps | None:
    """The V-cut tears half holes where it runs along them."""
    spec = case.spec
    return fired(when=bool(spec.castellated) and spec.separation in _SCORED)


def castellated_hasl(case: Case, _limit: Decimal) -> Gaps | None:
    """Solder closes half holes."""
    spec = case.spec
    levelled = spec.finish in {Finish.HASL, Finish.LF_HASL}
    return fired(when=bool(spec.castellated) and levelled, finish=spec.finish)


def plating_v_cut(case: Case, _limit: Decimal) -> Gaps | None:
    """An edge cannot be plated and scored."""
    spec = case.spec
    return fired(when=bool(spec.edge_plating) and spec.separation in _SCORED)


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


def no_stackup(case: Case, _limit: Decimal) -> Gaps | None:
    """Impedances whose width or reference is not given, and no stack-up in the package."""
    drawn = case.figures is not None and case.figures.stackup_file
    bare = [one for one in case.spec.impedance if one.reference is None or one.width_mm is None]
    layers = tuple(dict.fromkeys(one.layer for one in bare))
    return fired(when=bool(bare) and not drawn, layers=layers)


def class3_no_test(case: Case, _limit: Decimal) -> Gaps | None:
    """Class 3 without electrical test."""
    spec = case.spec
    high = spec.ipc_class in {IpcClass.THREE, IpcClass.THREE_A}
    return fired(when=high and spec.e_test is ElectricalTest.NONE, value=spec.ipc_class)


def report_without_test(case: Case, _limit: Decimal) -> Gaps | None:
    """A test report of boards that are not tested."""
    spec = case.spec
    return fired(when=Report.E_TEST in spec.reports and spec.e_test is ElectricalTest.NONE)


def impedance_report(case: Case, _limit: Decimal) -> Gaps | None:
    """An impedance report without any controlled impedance."""
    return fired(when=Report.IMPEDANCE in case.spec.reports and not case.spec.impedance)


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


def press_fit_tolerance(case: Case, _limit: Decimal) -> Gaps | None:
    """Press-fit holes without the tolerance that their pins need."""
    spec = case.spec
    return fired(when=bool(spec.press_fit) and spec.pth_tol_mm is None)


BUILD_RULES = (
    Conflict(
        "via.in_pad_type", in_pad_type, _COMPLETENESS, "via_protection",
        phrase("Vias lie in pads, but they are not filled and capped (IPC-4761 type VII)."),
        phrase("Open vias in pads let solder run away; type VII closes and plates them."),
        phrase("Vias lie in pads: is filling and capping (IPC-4761 type VII) acceptable?"),
        (
            ClosedAnswer("yes, type VII", ("via_protection=VII",)),
            ClosedAnswer("no, leave them open"),
            ClosedAnswer("there are no vias in pads", ("via_in_pad=false",)),
        ),
    ),
    Conflict(
        "via.hdi_unstated", hdi_unstated, _COMPLETENESS, "hdi_stage",
        phrase("Microvias and HDI stage do not go together: one is stated without the other."),
        phrase("A stack-up drawing with the via spans settles it."),
        phrase("Which HDI build-up does the board have?"),
        (
            ClosedAnswer("none, through vias only", ("hdi_stage=none", "via_types=through")),
            ClosedAnswer("1+N+1", ("hdi_stage=1",)),
            ClosedAnswer("2+N+2", ("hdi_stage=2",)),
        ),
    ),
    Conflict(
        "via.blind_two_layers", blind_two_layers, _CONFLICT, "via_types",
        phrase("Blind or buried vias are ordered on a board of {value} layers."),
        phrase("Two layers leave room for through vias only."),
        phrase("The board has {value} layers: are through vias meant?"),
        (
            ClosedAnswer("yes, through vias", ("via_types=through",)),
            ClosedAnswer("no, the layer count is wrong: we send the right one"),
        ),
    ),
    Conflict(
        "edge.castellated_v_cut", castellated_v_cut, _CONFLICT, "separation",
        phrase("Castellated holes and V-cut are ordered: a V-cut along them tears their copper."),
        phrase("Edges with half holes are routed; V-cut stays possible on the other edges."),
        phrase("Do castellated holes lie on an edge with V-cut, and may we route that edge?"),
        (
            ClosedAnswer("route the edges with half holes", ("separation=both",)),
            _ROUTE,
            ClosedAnswer("no half holes on V-cut edges"),
        ),
    ),
    Conflict(
        "edge.castellated_hasl", castellated_hasl, _PROPOSAL, "finish",
        phrase("Castellated holes fill with solder in {finish}."),
        phrase("ENIG keeps half holes open and flat."),
        phrase("Castellated holes with {finish}: is ENIG acceptable?"),
        (ClosedAnswer("change to ENIG", ("finish=enig",)), ClosedAnswer("keep {finish}")),
    ),
    Conflict(
        "edge.plating_v_cut", plating_v_cut, _CONFLICT, "separation",
        phrase("Edge plating and V-cut are ordered: a scored edge cannot be plated."),
        phrase("Plated edges are routed before plating, with tabs left over."),
        phrase("May plated edges be routed with tabs instead of V-cut?"),
        (_ROUTE, ClosedAnswer("no edge plating", ("edge_plating=false",))),
    ),
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
    Conflict(
        "class3.no_test", class3_no_test, _CONFLICT, "e_test",
        phrase("IPC class {value} is asked for without electrical test."),
        phrase("Class 3 boards are tested one by one."),
        phrase("IPC class {value} without electrical test: may we test?"),
        (
            ClosedAnswer("yes, flying probe", ("e_test=flying_probe",)),
            ClosedAnswer("yes, with a fixture", ("e_test=fixture",)),
            ClosedAnswer("class 2 is meant", ("ipc_class=2",)),
        ),
    ),
    Conflict(
        "test.report_without_test", report_without_test, _CONFLICT, "e_test",
        phrase("A report on electrical test is asked for boards that are not to be tested."),
        phrase("With flying probe the report costs nothing but its paper."),
        phrase("Electrical test report without test: may we test?"),
        (
            ClosedAnswer("yes, flying probe", ("e_test=flying_probe",)),
            ClosedAnswer("no test, no report"),
        ),
    ),
    Conflict(
        "impedance.report_without", impedance_report, _COMPLETENESS, "impedance",
        phrase("An impedance report is asked for, but no controlled impedance is stated."),
        phrase("A list of layer, impedance and reference is all we need."),
        phrase("Which impedances are to be controlled and reported?"),
        (
            ClosedAnswer("we send the list of layer, impedance and reference"),
            ClosedAnswer("none, without the report"),
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
        "press_fit.tolerance", press_fit_tolerance, _COMPLETENESS, "pth_tol_mm",
        phrase("Press-fit holes are ordered without the tolerance of their diameter."),
        phrase("± 0.05 mm is usual for press-fit pins."),
        phrase("Which tolerance do the press-fit holes need?"),
        (
            ClosedAnswer("± 0.05 mm", ("pth_tol_mm=0.05",)),
            ClosedAnswer("as the data sheet of the connector that we send"),
        ),
    ),
)  # fmt: skip
