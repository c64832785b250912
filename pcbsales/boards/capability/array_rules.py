"""Rules on arrays, quantities and marking."""

from decimal import Decimal

from pcbsales.boards.capability.case import Case
from pcbsales.boards.capability.conflict import Conflict, Gaps, fired
from pcbsales.boards.capability.finding import ClosedAnswer
from pcbsales.boards.capability.verdicts import QuestionClass
from pcbsales.boards.choices import DeliveryFormat, Marking, Rails, XOut
from pcbsales.i18n.phrase import phrase

_CONFLICT, _COMPLETENESS = QuestionClass.CONFLICT, QuestionClass.COMPLETENESS
_MARKING = QuestionClass.MARKING
_ARRAYS = {DeliveryFormat.PANEL_BY_GERBER, DeliveryFormat.PANEL_BY_FACTORY}
_WANTED = {Marking.ANY_PLACE, Marking.NAMED_PLACE}


def is_array(case: Case) -> bool:
    """Whether boards leave the house in arrays."""
    return case.spec.delivery_format in _ARRAYS


def xout(case: Case, _limit: Decimal) -> Gaps | None:
    """Arrays without a word on crossed-out boards."""
    return fired(when=is_array(case) and case.spec.xout is None)


def xout_count(case: Case, _limit: Decimal) -> Gaps | None:
    """Crossed-out boards are accepted, but not how many in an array."""
    spec = case.spec
    unlimited = spec.xout is XOut.ACCEPT and spec.xout_per_array is None
    return fired(when=is_array(case) and unlimited)


def layout(case: Case, _limit: Decimal) -> Gaps | None:
    """An array of nobody knows how many boards."""
    return fired(when=is_array(case) and case.spec.array is None)


def separation(case: Case, _limit: Decimal) -> Gaps | None:
    """An array whose boards do not come apart in any stated way."""
    return fired(when=is_array(case) and case.spec.separation is None)


def rail_width(case: Case, _limit: Decimal) -> Gaps | None:
    """Rails without their width."""
    spec = case.spec
    railed = spec.rails not in {None, Rails.NONE}
    return fired(when=is_array(case) and railed and spec.rail_width_mm is None)


def single(case: Case, _limit: Decimal) -> Gaps | None:
    """Single pieces are ordered, and an array is stated."""
    spec = case.spec
    alone = spec.delivery_format is DeliveryFormat.SINGLE and spec.array is not None
    return fired(when=alone and spec.array is not None and spec.array.boards > 1, value=spec.array)


def unit(case: Case, _limit: Decimal) -> Gaps | None:
    """A quantity that may mean boards or arrays."""
    quantity = case.quantity
    bare = quantity is not None and quantity.unit is None
    alone = case.spec.delivery_format is DeliveryFormat.SINGLE
    return fired(when=bare and not alone, value=quantity.count if quantity else 0)


def ul_file(case: Case, _limit: Decimal) -> Gaps | None:
    """The UL mark is wanted on a material for which there is no UL file."""
    return fired(when=case.spec.ul_mark in _WANTED and not case.ul_file)


def place(case: Case, _limit: Decimal) -> Gaps | None:
    """Marks go to a named place, which is not named."""
    spec = case.spec
    marks = (spec.ul_mark, spec.date_code, spec.maker_logo)
    return fired(when=Marking.NAMED_PLACE in marks and spec.marking_place is None)


def date_code_format(case: Case, _limit: Decimal) -> Gaps | None:
    """A date code is wanted, but not how it is written."""
    spec = case.spec
    return fired(when=spec.date_code in _WANTED and spec.date_code_format is None)


ARRAY_RULES = (
    Conflict(
        "array.xout", xout, _COMPLETENESS, "xout",
        phrase("Delivery is in arrays; nothing says whether crossed-out boards are accepted."),
        phrase("Arrays without any X-out cost more, as whole arrays are scrapped."),
        phrase("Are arrays with crossed-out boards (X-out) acceptable?"),
        (
            ClosedAnswer("yes, 1 per array", ("xout=accept", "xout_per_array=1")),
            ClosedAnswer("yes, 2 per array", ("xout=accept", "xout_per_array=2")),
            ClosedAnswer("no X-out", ("xout=not_accept",)),
        ),
    ),
    Conflict(
        "array.xout_count", xout_count, _COMPLETENESS, "xout_per_array",
        phrase("Crossed-out boards are accepted, but not how many per array."),
        phrase("Marked and packed apart, X-outs hardly slow assembly."),
        phrase("How many crossed-out boards per array are acceptable?"),
        (
            ClosedAnswer("1 per array", ("xout_per_array=1",)),
            ClosedAnswer("2 per array", ("xout_per_array=2",)),
        ),
    ),
    Conflict(
        "array.layout", layout, _COMPLETENESS, "array",
        phrase("Delivery is in arrays, but rows and columns are not stated."),
        phrase("We lay out an array that uses our panel well."),
        phrase("Which array do you want, or may we lay it out?"),
        (
            ClosedAnswer("please lay it out", ("delivery_format=panel_by_factory",)),
            ClosedAnswer("we send a drawing of the array"),
            ClosedAnswer("single pieces", ("delivery_format=single",)),
        ),
    ),
    Conflict(
        "array.separation", separation, _COMPLETENESS, "separation",
        phrase("Delivery is in arrays, but not how the boards come apart."),
        phrase("V-cut for straight edges, tabs for all others."),
        phrase("How shall the boards come apart?"),
        (
            ClosedAnswer("V-cut", ("separation=v_cut",)),
            ClosedAnswer("tab route with mouse bites", ("separation=tab_route",)),
            ClosedAnswer("V-cut and tab route", ("separation=both",)),
        ),
    ),
    Conflict(
        "array.rail_width", rail_width, _COMPLETENESS, "rail_width_mm",
        phrase("The array has break-away rails whose width is not stated."),
        phrase("5 mm carry the array through assembly."),
        phrase("How wide are the break-away rails?"),
        (
            ClosedAnswer("5 mm", ("rail_width_mm=5",)),
            ClosedAnswer("10 mm", ("rail_width_mm=10",)),
        ),
    ),
    Conflict(
        "array.single", single, _CONFLICT, "delivery_format",
        phrase("Single pieces are ordered, but an array of {value} is stated."),
        phrase("Quantity and price depend on it."),
        phrase("Shall the boards be delivered singly or in arrays of {value}?"),
        (
            ClosedAnswer("single pieces", ("delivery_format=single", "array=")),
            ClosedAnswer("arrays of {value}", ("delivery_format=panel_by_factory",)),
        ),
    ),
    Conflict(
        "order.unit", unit, _COMPLETENESS, "delivery_format",
        phrase("A quantity of {value} is asked for without its unit: boards or arrays."),
        phrase("Confusing them changes the price several times over."),
        phrase("Does {value} mean boards or arrays?"),
        (
            ClosedAnswer("{value} boards"),
            ClosedAnswer("{value} arrays"),
        ),
    ),
    Conflict(
        "marking.ul_file", ul_file, _MARKING, "ul_mark",
        phrase("The UL mark is asked for, but our UL files do not cover this board as known."),
        phrase("FR-4 of the usual brands is covered by our UL file."),
        phrase("The UL mark is not possible on this material. How shall we proceed?"),
        (
            ClosedAnswer("without the UL mark", ("ul_mark=not_allowed",)),
            ClosedAnswer("FR-4 that your UL file covers", ("material=fr4",)),
        ),
    ),
    Conflict(
        "marking.place", place, _MARKING, "marking_place",
        phrase("Marks are to stand at a named place, which is not named."),
        phrase("A free spot on the legend of the secondary side is usual."),
        phrase("Where may UL mark, date code and logo stand?"),
        (
            ClosedAnswer(
                "any free place on the secondary side",
                ("marking_side=bottom", "marking_place=any free place"),
            ),
            ClosedAnswer("as the drawing that we send"),
        ),
    ),
    Conflict(
        "marking.date_code_format", date_code_format, _MARKING, "date_code_format",
        phrase("A date code is asked for, but not how week and year are written."),
        phrase("WWYY (week, then year) is usual."),
        phrase("How shall the date code be written?"),
        (
            ClosedAnswer("WWYY", ("date_code_format=wwyy",)),
            ClosedAnswer("YYWW", ("date_code_format=yyww",)),
            ClosedAnswer("no date code", ("date_code=not_allowed",)),
        ),
    ),
)  # fmt: skip
