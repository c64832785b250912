"""The letter that puts questions to a customer."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from pcbsales.boards.questions.choices import QuestionState
from pcbsales.boards.questions.letter_view import (
    OptionView,
    PictureView,
    QuestionLetter,
    QuestionView,
)
from pcbsales.boards.questions.policy import entity_of
from pcbsales.boards.questions.question_values import KeptFile
from pcbsales.boards.questions.question_words import (
    asked_words,
    option_words,
    place_words,
    settings_words,
)
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.records import Part
from pcbsales.boards.specification import terms
from pcbsales.company.assignments import Assignment, responsible
from pcbsales.company.records import Staff
from pcbsales.customers.letterhead import Facts, PartyView, Shown, house_view, party_view
from pcbsales.customers.records import Customer, Department, Person
from pcbsales.i18n.language import Language
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.snapshot import Snapshot

DOCUMENT = "boards/questions"
#: Makes a drawing of a kept file; None where it is no picture that can be shown.
Draw = Callable[[KeptFile], str | None]
#: Draws the place of a question in a language; None where it names none, or it cannot be drawn.
DrawPlace = Callable[[EngineeringQuestion, Language], PictureView | None]


def question_letter(
    snapshot: Snapshot,
    questions: Sequence[EngineeringQuestion],
    *,
    at: datetime,
    commit: str,
    draw: Draw = lambda _: None,
    draw_place: DrawPlace = lambda _question, _language: None,
    language: Language | None = None,
) -> QuestionLetter:
    """The letter with *questions*, all of one customer and in this order, as of *at*.

    It goes to engineering, else to purchasing, in the language of whoever it goes to unless
    *language* names another. UsageError where a record that it needs is not in the ledger.
    """
    customer = snapshot.get(Customer, questions[0].customer)
    staff = _in_charge(snapshot, customer, at.date()) if customer else None
    if customer is None or staff is None:
        missing = customer.rep if customer else questions[0].customer
        raise UsageError("{name} is not in the ledger; see: pcbsales check", name=missing)
    to, copy = recipients(snapshot, customer.id, as_of=at.date())
    spoken = language or (to.language if to and to.language else customer.language)
    lang = spoken.value
    return QuestionLetter(
        title=f"EQ {customer.id} {at.date().isoformat()}",
        date=at.date(),
        commit=commit,
        house=house_view(entity_of(snapshot, customer.id), lang),
        customer=party_view(customer, to, lang),
        greeting=to.name.in_language(lang) if to else None,
        facts=_facts(questions, customer, staff, at, lang),
        questions=tuple(
            _view(
                snapshot,
                number,
                question,
                at=at,
                language=spoken,
                drawings=(
                    draw_place(question, spoken),
                    [PictureView(kept.name, draw(kept)) for kept in question.pictures],
                ),
            )
            for number, question in enumerate(questions, 1)
        ),
        blocking=sum(question.blocking for question in questions),
        signer=_signer(staff, lang),
        signer_email=staff.emails[0],
        to=to.email if to else None,
        copy_to=copy.email if copy else None,
        language=spoken,
    )


def question_paper(
    snapshot: Snapshot, question: EngineeringQuestion, *, commit: str, lang: str | None = None
) -> tuple[str, QuestionLetter, str]:
    """The letter with *question* alone, as of when it was put: document, view, language."""
    letter = question_letter(
        snapshot,
        [question],
        at=question.put.at if question.put else question.raised_at,
        commit=commit,
        language=Language.named(lang) if lang else None,
    )
    return DOCUMENT, letter, letter.language.value


def recipients(
    snapshot: Snapshot, customer: str, *, as_of: date
) -> tuple[Person | None, Person | None]:
    """Whom questions go to at *customer*: engineering, else purchasing; and who has a copy."""
    there = [
        person
        for person in snapshot.where(Person, customer=customer)
        if person.left is None or as_of < person.left
    ]
    wanted = (Department.ENGINEERING, Department.PURCHASING)
    found = [p for department in wanted for p in there if p.department is department]
    to = found[0] if found else None
    copy = next((p for p in found if to and p.department is not to.department), None)
    return to, copy


def _in_charge(snapshot: Snapshot, customer: Customer, day: date) -> Staff | None:
    moved = snapshot.all(Assignment)
    return snapshot.get(
        Staff, responsible(moved, customer=customer.id, rep=customer.rep, as_of=day)
    )


def _facts(
    questions: Sequence[EngineeringQuestion],
    customer: Customer,
    staff: Staff,
    at: datetime,
    lang: str,
) -> Facts:
    due = min((question.put.deadline for question in questions if question.put), default=None)
    facts: list[tuple[Phrase, Shown]] = [(phrase("Issued"), at.date())]
    facts.append((phrase("Open questions"), len(questions)))
    if due is not None:
        soonest = _when(due) if due > at else phrase("today")
        facts.append((phrase("Please answer by"), soonest))
    if customer.vendor_code:
        facts.append((phrase("Supplier no."), customer.vendor_code))
    contact = "  ".join(filter(None, (staff.name.in_language(lang), staff.phone)))
    facts.append((phrase("Your contact"), contact))
    facts.append((phrase("E-mail"), staff.emails[0]))
    return tuple(facts)


def _view(
    snapshot: Snapshot,
    number: int,
    question: EngineeringQuestion,
    *,
    at: datetime,
    language: Language,
    drawings: tuple[PictureView | None, Sequence[PictureView]],
) -> QuestionView:
    """A question with the drawing of its place and the pictures kept with it."""
    lang, (place_drawing, pictures) = language.value, drawings
    part = snapshot.get(Part, question.part)
    ours = question.part.partition("/")[2]
    theirs = (part and part.customer_pn) or ours
    return QuestionView(
        item=str(number),
        number=question.id,
        customer_part=theirs,
        our_part=ours if ours != theirs else None,
        revision=question.revision,
        kind=question.kind.term.text(lang),
        blocking=question.blocking,
        text=asked_words(question, lang),
        options=tuple(
            OptionView(
                option.id,
                option_words(option, lang),
                settings_words(option.sets, lang),
                option.id == question.proposed,
            )
            for option in question.options
        ),
        fill_in=tuple(terms()[key].text(lang) for key in question.asked_keys),
        place=place_words(question.place, lang),
        place_drawing=place_drawing,
        asked=question.raised_at.date(),
        due=_when(question.put.deadline) if question.put else "",
        overdue=question.state(at=at) is QuestionState.OVERDUE,
        pictures=tuple(pictures),
    )


def _signer(staff: Staff, lang: str) -> PartyView:
    reach = ((phrase("Phone"), staff.phone),) if staff.phone else ()
    return PartyView(name=staff.name.in_language(lang), reach=reach)


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
