"""Closed questions about a limit: one that a board lies beyond, or that cannot be judged yet."""

from decimal import Decimal

from pcbsales.boards.capability.case import Known
from pcbsales.boards.capability.finding import ClosedAnswer, SuggestedQuestion, gaps
from pcbsales.boards.capability.parameters import NO_UNIT, Parameter, parameters
from pcbsales.boards.capability.records import LimitKind, LimitLine
from pcbsales.boards.capability.verdicts import QuestionClass
from pcbsales.boards.specification import terms
from pcbsales.kernel.scalars import plain


def ask_beyond(line: LimitLine, known: Known, value: Decimal, limit: Decimal) -> SuggestedQuestion:
    """Whether a board whose *value*, as it is *known*, lies beyond *limit* may be built to it."""
    parameter = parameters()[line.param]
    measure = gaps({"value": _with_unit(line, value), "limit": _with_unit(line, limit)})
    sets = (f"{parameter.key}={plain(limit)}",) if parameter.key == line.param else ()
    return SuggestedQuestion(
        rule=line.id,
        kind=QuestionClass.CAPABILITY,
        msgid="Your {term} is {value}; we build {limit}. How shall we proceed?",
        values=(("term", parameter.bare), *measure),
        options=(
            ClosedAnswer("build it with {limit}", sets, measure),
            ClosedAnswer("we send changed data", (), measure),
            ClosedAnswer("keep {value}: please look into it and quote specially", (), measure),
        ),
        key=parameter.key,
        blocking=line.blocking,
        spot=known.spot,
    )


def ask_value(line: LimitLine, parameter: Parameter) -> SuggestedQuestion:
    """What *parameter* is; our standard is one answer where *line* limits the key itself."""
    usual: tuple[ClosedAnswer, ...] = ()
    if parameter.key == line.param:
        told = gaps({"limit": _with_unit(line, line.standard)})
        sets = (f"{parameter.key}={plain(line.standard)}",)
        usual = (ClosedAnswer("{limit}, your standard", sets, told),)
    return SuggestedQuestion(
        rule=line.id,
        kind=QuestionClass.COMPLETENESS,
        msgid="Please state: {term}",
        values=gaps({"term": terms()[parameter.key] if parameter.key else parameter.term}),
        options=(*usual, ClosedAnswer("as stated here:")),
        key=parameter.key,
        blocking=line.blocking,
    )


def limit_text(line: LimitLine, limit: Decimal) -> str:
    """``≥ 0.1 mm``."""
    sign = "≥" if line.limit_kind is LimitKind.MIN else "≤"
    return f"{sign} {_with_unit(line, limit)}"


def _with_unit(line: LimitLine, number: Decimal) -> str:
    return plain(number) if line.unit == NO_UNIT else f"{plain(number)} {line.unit}"
