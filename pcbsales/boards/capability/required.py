"""Answers that a board cannot do without, and that nobody has given."""

from collections.abc import Iterator, Sequence

from pcbsales.boards.capability.case import Case
from pcbsales.boards.capability.finding import (
    ClosedAnswer,
    DfmFinding,
    SuggestedQuestion,
    gaps,
)
from pcbsales.boards.capability.records import RequiredAnswer
from pcbsales.boards.capability.verdicts import Origin, QuestionClass, Surety, Verdict
from pcbsales.boards.setting import read_value
from pcbsales.boards.specification import terms
from pcbsales.i18n.phrase import phrase


def missing_answers(required: Sequence[RequiredAnswer], case: Case) -> Iterator[DfmFinding]:
    """A finding for each answer that is wanted for this board and not known."""
    for wanted in required:
        needed = all(condition.holds(case.facts) for condition in wanted.when)
        if needed and wanted.key not in case.known:
            yield DfmFinding(
                rule=f"required.{wanted.key}",
                verdict=Verdict.ASK,
                subject=terms()[wanted.key],
                statement=phrase("not known: please state it"),
                origin=Origin.UNKNOWN,
                surety=Surety.UNSURE,
                key=wanted.key,
                question=_question(wanted),
                asked=wanted.key in {question.key for question in case.revision.open_questions},
            )


def _question(wanted: RequiredAnswer) -> SuggestedQuestion:
    usual = tuple(
        ClosedAnswer(
            "{value}", (f"{wanted.key}={text}",), gaps({"value": read_value(wanted.key, text)})
        )
        for text in wanted.usual
    )
    return SuggestedQuestion(
        rule=f"required.{wanted.key}",
        kind=QuestionClass.COMPLETENESS,
        msgid="Please state: {term}",
        values=gaps({"term": terms()[wanted.key]}),
        options=(*usual, ClosedAnswer("as stated here:")),
        key=wanted.key,
        blocking=wanted.blocking,
    )
