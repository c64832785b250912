"""One finding of a review, and the closed question that it may be put as."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pcbsales.boards.capability.verdicts import Origin, QuestionClass, Surety, Verdict
from pcbsales.boards.pictures.spot import Spot
from pcbsales.boards.terms import Choice, Term
from pcbsales.i18n.phrase import Phrase
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.scalars import plain


@dataclass(frozen=True, slots=True)
class ClosedAnswer:
    """One answer to tick; ``settings`` are the ``KEY=VALUE`` that it sets in the specification."""

    msgid: str
    settings: tuple[str, ...] = ()
    values: tuple[tuple[str, object], ...] = ()

    @property
    def text(self) -> Phrase:
        """The answer as a document says it."""
        return Phrase(self.msgid, self.values)


@dataclass(frozen=True, slots=True)
class SuggestedQuestion:
    """A finding as an engineering question with closed answers.

    ``key`` of the specification is what the answer settles, where one does; the lead-time clock
    should stop for a ``blocking`` one. ``rule`` names the line or rule it came from, ``spot`` the
    place on the board where there is one.
    """

    rule: str
    kind: QuestionClass
    msgid: str
    values: tuple[tuple[str, object], ...]
    options: tuple[ClosedAnswer, ...]
    key: str | None
    blocking: bool
    spot: Spot | None = None

    @property
    def text(self) -> Phrase:
        """The question as a document says it."""
        return Phrase(self.msgid, self.values)


@dataclass(frozen=True, slots=True)
class DfmFinding:
    """One line of a review.

    ``value`` is the board's, ``limit`` the one it was held against. ``adder`` names a rule of the
    price book; ``lead_days`` are working days more. ``asked``: a question of the part asks for it
    already.
    """

    rule: str
    verdict: Verdict
    subject: Term
    statement: Phrase
    value: object = None
    limit: str | None = None
    origin: Origin = Origin.ORDERED
    surety: Surety = Surety.SURE
    advice: Phrase | None = None
    adder: str | None = None
    adder_note: LocalText | None = None
    lead_days: int = 0
    internal: bool = False
    source: str | None = None
    key: str | None = None
    question: SuggestedQuestion | None = None
    asked: bool = field(default=False)


def said(phrase: Phrase, lang: str) -> Phrase:
    """*phrase* with the trade's words in its gaps in *lang*, and numbers in plain digits."""
    return Phrase(phrase.msgid, tuple((name, _gap(value, lang)) for name, value in phrase.values))


def gaps(values: Mapping[str, object]) -> tuple[tuple[str, object], ...]:
    """Gaps as a phrase keeps them."""
    return tuple(values.items())


def plain_text(value: object) -> str | None:
    """A value as scripts read it."""
    if value is None:
        return None
    return plain(value) if isinstance(value, Decimal) else str(value)


def word(value: object, lang: str) -> str:
    """A value as people read it in *lang*; empty for None."""
    return "" if value is None else str(_gap(value, lang))


def _gap(value: object, lang: str) -> object:
    match value:
        case Term():
            return value.text(lang)
        case Choice():
            return value.term.text(lang)
        case Decimal():
            return plain(value)
        case Phrase():
            return said(value, lang)
        case tuple():
            return ("、" if lang.startswith("zh") else ", ").join(
                str(_gap(item, lang)) for item in value
            )
        case _:
            return str(value)
