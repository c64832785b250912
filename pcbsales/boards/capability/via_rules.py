"""Rules on vias and holes."""

from decimal import Decimal

from pcbsales.boards.capability.case import Case
from pcbsales.boards.capability.conflict import Conflict, Gaps, fired
from pcbsales.boards.capability.finding import ClosedAnswer
from pcbsales.boards.capability.verdicts import QuestionClass
from pcbsales.boards.choices import HdiStage, ViaProtection, ViaType
from pcbsales.i18n.phrase import phrase

_CONFLICT = QuestionClass.CONFLICT
_COMPLETENESS = QuestionClass.COMPLETENESS


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


def press_fit_tolerance(case: Case, _limit: Decimal) -> Gaps | None:
    """Press-fit holes without the tolerance that their pins need."""
    spec = case.spec
    return fired(when=bool(spec.press_fit) and spec.pth_tol_mm is None)


VIA_RULES = (
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
