"""What the reading of a part's data left open, as questions with closed answers."""

from collections.abc import Iterator

from pcbsales.boards.questions.choices import QuestionClass
from pcbsales.boards.questions.question_values import Option
from pcbsales.boards.questions.suggestion import Suggestion
from pcbsales.boards.reconciliation import disputed_values
from pcbsales.boards.records import OpenQuestion, Revision
from pcbsales.boards.setting import choices_of, is_list, read_value, write_value
from pcbsales.boards.specification import terms
from pcbsales.boards.terms import Term
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.local_text import LocalProse, LocalText

#: More answers than these are no choice: the customer fills one in.
_MOST_OPTIONS = 4
_AS_ORDERED = Term("as the order states", "以订单为准", "以訂單為準")
_AS_DRAWN = Term("as the data says", "以资料为准", "以資料為準")
#: The closed answers of questions that no key answers, by code.
_ANSWERS: dict[str, tuple[Term, ...]] = {
    "drill.unit": (Term("millimetres", "毫米", "毫米"), Term("inches", "英寸", "英吋")),
    "unit.unknown": (Term("millimetres", "毫米", "毫米"), Term("inches", "英寸", "英吋")),
    "drill.missing": (
        Term(
            "the board has no such holes; build it without them",
            "板上没有这些孔,按无孔制作",
            "板上沒有這些孔,按無孔製作",
        ),
    ),
}


def suggested_by_reading(revision: Revision) -> tuple[Suggestion, ...]:
    """A blocking question for each thing that *revision*'s data or order leaves open."""
    return tuple(_suggestion(question) for question in revision.open_questions)


def _suggestion(question: OpenQuestion) -> Suggestion:
    disagrees = question.code.endswith("conflict")
    return Suggestion(
        kind=QuestionClass.CONFLICT if disagrees else QuestionClass.DATA,
        text=LocalProse(en=question.text),
        options=tuple(_options(question)),
        code=question.code,
        key=question.key,
        blocking=True,
    )


def _options(question: OpenQuestion) -> Iterator[Option]:
    disputed = disputed_values(question.text)
    if question.key and disputed:
        answers = zip("AB", (_AS_ORDERED, _AS_DRAWN), disputed, strict=True)
        for letter, term, value in answers:
            yield Option(id=letter, text=_text(term), sets=_setting(question.key, value))
    elif question.key:
        yield from _choices(question.key)
    else:
        for letter, term in zip("ABCD", _ANSWERS.get(question.code, ()), strict=False):
            yield Option(id=letter, text=_text(term))


def _choices(key: str) -> Iterator[Option]:
    choices = list(choices_of(key) or ())
    if key in terms() and not is_list(key) and len(choices) <= _MOST_OPTIONS:
        for letter, choice in zip("ABCD", choices, strict=False):
            yield Option(id=letter, text=_text(choice.term), sets={key: choice.value})


def _setting(key: str, value: str) -> dict[str, str]:
    try:
        return {key: write_value(read_value(key, value))}
    except UsageError:
        return {}


def _text(term: Term) -> LocalText:
    return LocalText(en=term.en, zh_hant=term.zh_hant, zh_hans=term.zh_hans)
