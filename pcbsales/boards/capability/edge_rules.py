"""Rules on edges that carry copper."""

from decimal import Decimal

from pcbsales.boards.capability.case import Case
from pcbsales.boards.capability.conflict import Conflict, Gaps, fired
from pcbsales.boards.capability.finding import ClosedAnswer
from pcbsales.boards.capability.verdicts import QuestionClass
from pcbsales.boards.choices import Finish, Separation
from pcbsales.i18n.phrase import phrase

_CONFLICT = QuestionClass.CONFLICT
_PROPOSAL = QuestionClass.PROPOSAL
_SCORED = {Separation.V_CUT, Separation.BOTH}
_ROUTE = ClosedAnswer("tab route instead of V-cut", ("separation=tab_route",))


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


EDGE_RULES = (
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
)  # fmt: skip
