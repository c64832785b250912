"""A board's figures held against the lines of a capability record."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pcbsales.boards.capability.case import Case, Known
from pcbsales.boards.capability.finding import DfmFinding
from pcbsales.boards.capability.limit_questions import ask_beyond, ask_value, limit_text
from pcbsales.boards.capability.parameters import ADVICE, parameters
from pcbsales.boards.capability.records import Absent, LimitLine
from pcbsales.boards.capability.verdicts import Origin, Surety, Verdict
from pcbsales.i18n.phrase import Phrase, phrase

_WITHIN = phrase("within what we build as standard")
_MEANT = phrase("not stated: our standard is meant")
_UNKNOWN = phrase("not known: please state it")
_NOT_MEASURED = phrase("not known: the data does not show it")


def hold(lines: Sequence[LimitLine], case: Case) -> Iterator[DfmFinding]:
    """A finding for each line that applies, lines of one parameter together.

    What is not known is asked once. Where none applies for sure, those that may are named, unless
    the value would satisfy them anyway.
    """
    for name in dict.fromkeys(line.param for line in lines):
        yield from _hold_together([line for line in lines if line.param == name], case)


def _hold_together(lines: Sequence[LimitLine], case: Case) -> Iterator[DfmFinding]:
    """The lines of one parameter."""
    known = case.known.get(lines[0].param)
    value = known.number if known else None
    applying = [line for line in lines if all(c.holds(case.facts) for c in line.when)]
    if known is None or value is None:
        yield from _missing(applying, case)
        return
    for line in applying:
        yield _judged(line, known, value)
    if not applying:
        yield from _undecided(lines, known, value, case)


def _judged(line: LimitLine, known: Known, value: Decimal) -> DfmFinding:
    """A known value against a line that applies."""
    found = replace(
        _within(line), value=value, origin=known.origin, surety=_surety(line, known, value)
    )
    if line.reaches(value, line.standard):
        return found
    beyond = replace(
        found,
        advice=Phrase(ADVICE[line.param]) if line.param in ADVICE else None,
    )
    if line.advanced is not None and line.reaches(value, line.advanced):
        standard = limit_text(line, line.standard)
        statement = phrase(
            "beyond the standard of {standard}, within what we build with more effort",
            standard=standard,
        )
        return replace(
            beyond,
            verdict=Verdict.ADVANCED,
            statement=statement,
            adder=line.adder,
            adder_note=line.adder_note,
            lead_days=line.lead_days,
        )
    furthest = line.standard if line.advanced is None else line.advanced
    limit = limit_text(line, furthest)
    asking = line.beyond is Verdict.ASK
    return replace(
        beyond,
        verdict=line.beyond,
        limit=limit,
        statement=phrase("beyond what we build: {limit}", limit=limit),
        question=ask_beyond(line, known, value, furthest) if asking else None,
    )


def _missing(applying: Sequence[LimitLine], case: Case) -> Iterator[DfmFinding]:
    """Nothing is known: the standard is meant, or it is asked for, once."""
    for line in applying:
        if line.absent is Absent.STANDARD:
            meant = replace(_within(line), statement=_MEANT)
            yield replace(meant, origin=Origin.ASSUMED, surety=Surety.LIKELY)
    asked = next((line for line in applying if line.absent is Absent.ASK), None)
    if asked is None:
        return
    parameter = parameters()[asked.param]
    unknown = replace(
        _within(asked), verdict=Verdict.ASK, origin=Origin.UNKNOWN, surety=Surety.UNSURE
    )
    if not parameter.measured:
        question, is_asked = ask_value(asked, parameter), _is_asked(case, parameter.key)
        yield replace(unknown, statement=_UNKNOWN, question=question, asked=is_asked)
    elif case.data is not None:  # without data, that it is missing is said once for all
        yield replace(unknown, statement=_NOT_MEASURED)


def _undecided(
    lines: Sequence[LimitLine], known: Known, value: Decimal, case: Case
) -> Iterator[DfmFinding]:
    """Lines that may apply once a missing answer is known, and that the value does not satisfy."""
    doubted = [
        line
        for line in lines
        if all(c.possible(case.facts) for c in line.when) and not line.reaches(value, line.standard)
    ]
    if not doubted:
        return
    line = doubted[0]
    keys = dict.fromkeys(c.key for each in doubted for c in each.when if not c.holds(case.facts))
    first, *_ = (parameters()[key] for key in keys)
    terms = tuple(parameters()[key].term for key in keys)
    yield replace(
        _within(line),
        verdict=Verdict.ASK,
        statement=phrase("cannot be judged before this is known: {keys}", keys=terms),
        value=value,
        origin=known.origin,
        surety=Surety.UNSURE,
        question=ask_value(line, first),
        asked=_is_asked(case, first.key),
    )


def _within(line: LimitLine) -> DfmFinding:
    """What *line* says of a board within standard."""
    parameter = parameters()[line.param]
    return DfmFinding(
        rule=line.id,
        verdict=Verdict.OK,
        subject=parameter.term,
        statement=_WITHIN,
        limit=limit_text(line, line.standard),
        internal=line.internal,
        source=line.source,
        key=parameter.key,
    )


def _surety(line: LimitLine, known: Known, value: Decimal) -> Surety:
    """How sure the verdict is: not at all where a limit lies within what the value may be off."""
    limits = [limit for limit in (line.standard, line.advanced) if limit is not None]
    near = known.off and any(abs(value - limit) <= known.off for limit in limits)
    return Surety.UNSURE if near else known.surety


def _is_asked(case: Case, key: str | None) -> bool:
    return key is not None and key in {question.key for question in case.revision.open_questions}
