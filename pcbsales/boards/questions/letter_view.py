"""What the letter with questions shows: plain values for its paper and its mail."""

from dataclasses import dataclass
from datetime import date

from pcbsales.customers.letterhead import Facts, HouseView, PartyView
from pcbsales.i18n.language import Language
from pcbsales.kernel.tables import Recorded


@dataclass(frozen=True, slots=True)
class OptionView:
    """A box to tick: its letter, what it says, what it means for the specification."""

    letter: str
    text: Recorded
    meaning: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture, and its file's name or caption; ``drawing`` (SVG) where it can be shown."""

    name: str
    drawing: str | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question of the letter, the customer's numbers first."""

    item: str
    number: str
    customer_part: str
    our_part: str | None
    revision: str
    kind: str
    blocking: bool
    text: Recorded
    options: tuple[OptionView, ...]
    fill_in: tuple[str, ...]
    place: str | None
    place_drawing: PictureView | None
    asked: date
    due: str
    overdue: bool
    pictures: tuple[PictureView, ...]


@dataclass(frozen=True, slots=True)
class QuestionLetter:
    """What ``boards/questions`` prints, on paper and as a mail's text; ``blocking``: how many."""

    title: str
    date: date
    commit: str
    house: HouseView
    customer: PartyView
    greeting: str | None
    facts: Facts
    questions: tuple[QuestionView, ...]
    blocking: int
    signer: PartyView
    signer_email: str
    to: str | None
    copy_to: str | None
    language: Language
