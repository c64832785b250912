"""The sheet that answers a customer's specification clause by clause: plain values for its paper.

Nothing internal is in the view: neither keys nor files, nor answers that were taken back.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pcbsales.company.records import Entity, Staff
from pcbsales.customers.documents.records import Clause, ClauseState, CustomerSpec
from pcbsales.customers.letterhead import Facts, HouseView, PartyView, Shown, house_view, party_view
from pcbsales.customers.records import Customer, Department, Person
from pcbsales.i18n.language import Language
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import Record
from pcbsales.kernel.snapshot import Snapshot

R = TypeVar("R", bound=Record)
DOCUMENT = "customers/answer_sheet"
_ANSWERS = {
    ClauseState.UNANSWERED: phrase("answer follows"),
    ClauseState.COMPLIES: phrase("complies"),
    ClauseState.AWAITS_CONSENT: phrase("deviates"),
    ClauseState.CONSENTED: phrase("deviates"),
    ClauseState.REFUSED: phrase("deviates"),
    ClauseState.CANNOT: phrase("cannot be met"),
}
_WORDS = {
    ClauseState.AWAITS_CONSENT: phrase("please decide"),
    ClauseState.CANNOT: phrase("please decide"),
    ClauseState.CONSENTED: phrase("consented"),
    ClauseState.REFUSED: phrase("refused"),
}


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause with our answer and the customer's word, each in few words.

    ``asks`` says that the customer has to decide.
    """

    number: str
    text: str
    answer: Phrase
    remark: str | None
    word: Phrase | None
    who: str | None
    day: date | None
    asks: bool


@dataclass(frozen=True, slots=True)
class AnswerSheetView:
    """What ``customers/answer_sheet`` prints."""

    title: str
    number: str
    commit: str
    date: date
    house: HouseView
    customer: PartyView
    facts: Facts
    clauses: tuple[ClauseView, ...]
    sums: Facts
    asks: bool
    signer: PartyView


def answer_paper(
    snapshot: Snapshot, spec: CustomerSpec, *, commit: str, lang: str | None = None
) -> tuple[str, AnswerSheetView, str]:
    """The document's name, its view and its language: the customer's unless *lang* names another.

    It goes to the customer's quality department, else to engineering; who is in charge of the
    customer signs it. UsageError where a record
    that the specification names is not in the ledger.
    """
    customer = _require(snapshot, Customer, spec.customer)
    entity = _require(snapshot, Entity, customer.entity)
    language = (Language.named(lang) if lang else customer.language).value
    people = snapshot.where(Person, customer=customer.id)
    staff = _require(snapshot, Staff, customer.rep)
    names = {person.id: person.name.in_language(language) for person in people}
    view = AnswerSheetView(
        title=spec.id,
        number=spec.id,
        commit=commit,
        date=_day(spec),
        house=house_view(entity, language),
        customer=party_view(customer, _reader(people), language),
        facts=_facts(spec, staff, language),
        clauses=tuple(_clause(clause, names) for clause in spec.clauses),
        sums=_sums(spec),
        asks=any(clause.state in _ASKING for clause in spec.clauses),
        signer=PartyView(
            name=staff.name.in_language(language),
            reach=((phrase("Phone"), staff.phone),) if staff.phone else (),
        ),
    )
    return DOCUMENT, view, language


_ASKING = {ClauseState.AWAITS_CONSENT, ClauseState.CANNOT}


def _facts(spec: CustomerSpec, rep: Staff, lang: str) -> Facts:
    facts: list[tuple[Phrase, Shown]] = [
        (phrase("Your specification"), spec.number),
        (phrase("Issue"), spec.issue),
        (phrase("Document title"), spec.title),
    ]
    if spec.dated:
        facts.append((phrase("Dated"), spec.dated))
    facts += [
        (phrase("Valid from"), spec.valid_from),
        (phrase("Our reference"), spec.id),
        (phrase("Answered on"), _day(spec)),
    ]
    boards = ", ".join(
        f"{board.part.partition('/')[2]} {board.revision or ''}".strip() for board in spec.boards
    )
    facts.append((phrase("Boards"), boards or phrase("all boards")))
    contact = "  ".join(filter(None, (rep.name.in_language(lang), rep.phone)))
    facts.append((phrase("Your contact"), contact))
    return tuple(facts)


def _clause(clause: Clause, names: dict[str, str]) -> ClauseView:
    answer, state = clause.answer, clause.state
    consent = answer.consent if answer else None
    return ClauseView(
        number=clause.number,
        text=clause.text,
        answer=_ANSWERS[state],
        remark=answer.remark if answer else None,
        word=_WORDS.get(state),
        who=names.get(consent.person) if consent else None,
        day=consent.day if consent else None,
        asks=state in _ASKING,
    )


def _sums(spec: CustomerSpec) -> Facts:
    """How many clauses are how far; what there is none of is left out."""
    states = [clause.state for clause in spec.clauses]
    groups = (
        (phrase("complies"), {ClauseState.COMPLIES}),
        (phrase("deviation consented"), {ClauseState.CONSENTED}),
        (phrase("your decision"), set(_ASKING)),
        (phrase("deviation refused"), {ClauseState.REFUSED}),
        (phrase("answer follows"), {ClauseState.UNANSWERED}),
    )
    counted = ((label, sum(state in group for state in states)) for label, group in groups)
    return tuple((label, count) for label, count in counted if count)


def _day(spec: CustomerSpec) -> date:
    """The day of the last word on it; that from which it holds where there is none yet."""
    days = [answer.at.date() for clause in spec.clauses for answer in clause.answers]
    days += [
        answer.consent.day for clause in spec.clauses for answer in clause.answers if answer.consent
    ]
    return max(days, default=spec.valid_from)


def _reader(people: tuple[Person, ...]) -> Person | None:
    wanted = (Department.QUALITY, Department.ENGINEERING, Department.PURCHASING)
    there = [person for person in people if person.left is None]
    found = (person for dept in wanted for person in there if person.department is dept)
    return next(found, None)


def _require(snapshot: Snapshot, kind: type[R], record_id: str) -> R:
    found = snapshot.get(kind, record_id)
    if found is None:
        raise UsageError("{name} is not in the ledger; see: pcbsales check", name=record_id)
    return found
