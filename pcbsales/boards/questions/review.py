"""What a review against the factory's capability wants asked, as questions with closed answers."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pcbsales.boards.capability import verdicts
from pcbsales.boards.capability.dfm import dfm_questions
from pcbsales.boards.capability.finding import SuggestedQuestion, said
from pcbsales.boards.capability.report import DfmReport
from pcbsales.boards.questions.choices import QuestionClass
from pcbsales.boards.questions.question_values import Option, Place
from pcbsales.boards.questions.suggestion import REVIEW, Suggestion
from pcbsales.boards.setting import read_settings, write_value
from pcbsales.i18n.catalogue import translator
from pcbsales.i18n.language import Language
from pcbsales.i18n.phrase import Phrase
from pcbsales.kernel.local_text import LocalProse, LocalText

#: What the reading asks is asked by its own codes.
_ASKED_BY_READING = "data.questions"
_KINDS = {
    verdicts.QuestionClass.COMPLETENESS: QuestionClass.DATA,
    verdicts.QuestionClass.CONFLICT: QuestionClass.CONFLICT,
    verdicts.QuestionClass.NETLIST: QuestionClass.NET,
    verdicts.QuestionClass.CAPABILITY: QuestionClass.CAPABILITY,
    verdicts.QuestionClass.PROPOSAL: QuestionClass.PROPOSAL,
    verdicts.QuestionClass.MARKING: QuestionClass.MARKING,
}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def suggested_by_review(report: DfmReport) -> tuple[Suggestion, ...]:
    """The questions that *report* suggests, worst first, in all languages."""
    found = (question for question in dfm_questions(report) if question.rule != _ASKED_BY_READING)
    return tuple(_suggestion(question) for question in found)


def _suggestion(question: SuggestedQuestion) -> Suggestion:
    return Suggestion(
        kind=_KINDS[question.kind],
        text=LocalProse(**_in_all(question.text)),
        options=tuple(_options(question)),
        code=f"{REVIEW}.{re.sub(r'[^a-z0-9]+', '-', question.rule.lower()).strip('-')}",
        key=question.key,
        place=_place(question),
        blocking=question.blocking,
    )


def _place(question: SuggestedQuestion) -> Place | None:
    if question.spot is None:
        return None
    x, y = (Decimal(f"{length:.3f}") for length in question.spot.at)
    return Place(layer=question.spot.layer, x_mm=x, y_mm=y)


def _options(question: SuggestedQuestion) -> Iterator[Option]:
    """The answers that say something; the letter has a line to fill in by itself."""
    closed = (answer for answer in question.options if not answer.msgid.endswith(":"))
    for letter, answer in zip(_LETTERS, closed, strict=False):
        values = read_settings(answer.settings)
        sets = {key: write_value(value) for key, value in values.items() if value is not None}
        yield Option(id=letter, text=LocalText(**_in_all(answer.text)), sets=sets)


def _in_all(phrase: Phrase) -> dict[str, str]:
    """*phrase* by the field of each language."""
    return {language.locale.lower(): _told(phrase, language) for language in Language}


def _told(phrase: Phrase, language: Language) -> str:
    words = said(phrase, language.value)
    values = {
        name: _told(value, language) if isinstance(value, Phrase) else value
        for name, value in words.values
    }
    return translator(language)(words.msgid, **values)
