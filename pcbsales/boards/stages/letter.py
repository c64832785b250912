"""The letter that tells a customer of a change: plain values for its paper and its mail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pcbsales.boards.records import Part
from pcbsales.boards.stages.choices import CHANGE_WORDS
from pcbsales.boards.stages.notice_records import ChangeNotice, Touched
from pcbsales.boards.stages.notice_state import CustomerNotice, notice_state
from pcbsales.boards.stages.policy import require_customer
from pcbsales.boards.stages.submitting import require_person
from pcbsales.company.assignments import Assignment, responsible
from pcbsales.company.records import Entity, Staff
from pcbsales.customers.letterhead import Facts, HouseView, PartyView, Shown, house_view, party_view
from pcbsales.customers.records import Customer, Department, Person
from pcbsales.i18n.language import Language
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Recorded

DOCUMENT = "boards/stage_notice"
#: Who is told of a change, the first of them who is there.
_TOLD = (Department.QUALITY, Department.ENGINEERING, Department.PURCHASING)


@dataclass(frozen=True, slots=True)
class BoardView:
    """A board that the change touches, the customer's number first; no revisions: all."""

    customer_part: str
    our_part: str | None
    description: str | None
    revisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeLetter:
    """What ``boards/stage_notice`` prints, on paper and as a mail's text."""

    title: str
    planned: date
    date: date
    commit: str
    house: HouseView
    customer: PartyView
    greeting: str | None
    facts: Facts
    number: str
    change: Phrase
    before: Recorded
    after: Recorded
    reason: tuple[Recorded, ...]
    boards: tuple[BoardView, ...]
    needs_consent: bool
    requalify: bool
    signer: PartyView
    signer_email: str
    language: Language


def notice_letter(
    snapshot: Snapshot,
    notice: ChangeNotice,
    customer: str,
    *,
    person: str | None = None,
    as_of: date,
    commit: str,
    language: Language | None = None,
) -> NoticeLetter:
    """The letter of *notice* to *customer*, for *person*, else for quality or engineering there.

    RefusedError where none of their boards is touched, UsageError where a record is missing.
    """
    buyer = require_customer(snapshot, customer)
    owed = _owed(snapshot, notice, customer, as_of=as_of)
    to = _recipient(snapshot, customer, person, as_of=as_of)
    spoken = language or (to.language if to and to.language else buyer.language)
    lang = spoken.value
    staff = _in_charge(snapshot, buyer, as_of)
    return NoticeLetter(
        title=f"{notice.id} {customer}",
        date=owed.told.day if owed.told else as_of,
        commit=commit,
        house=house_view(_entity(snapshot, notice.entity), lang),
        customer=party_view(buyer, to, lang),
        greeting=to.name.in_language(lang) if to else None,
        facts=_facts(notice, owed, buyer, staff, lang),
        number=notice.id,
        change=phrase(CHANGE_WORDS[notice.kind]),
        before=Recorded(notice.before.in_language(lang)),
        after=Recorded(notice.after.in_language(lang)),
        reason=(Recorded(notice.reason.in_language(lang)),) if notice.reason else (),
        boards=tuple(_boards(snapshot, notice, customer)),
        planned=notice.planned,
        needs_consent=owed.needs_consent,
        requalify=owed.requalify,
        signer=_signer(staff, lang),
        signer_email=staff.emails[0],
        language=spoken,
    )


def _owed(
    snapshot: Snapshot, notice: ChangeNotice, customer: str, *, as_of: date
) -> CustomerNotice:
    """What *customer* is owed of *notice*; RefusedError where none of their boards is touched."""
    for owed in notice_state(snapshot, notice, as_of=as_of).customers:
        if owed.customer == customer:
            return owed
    raise RefusedError(
        "{notice} touches no board of {customer}; it touches those of {customers}",
        notice=notice.id,
        customer=customer,
        customers=", ".join(notice.customers),
    )


def _facts(
    notice: ChangeNotice, owed: CustomerNotice, buyer: Customer, staff: Staff, lang: str
) -> Facts:
    told = owed.told.day if owed.told else None
    facts: list[tuple[Phrase, Shown]] = [(phrase("Notice no."), notice.id)]
    if told is not None:
        facts.append((phrase("Issued"), told))
    facts.append((phrase("Planned from"), notice.planned))
    facts.append((phrase("Days of notice"), owed.notice_days))
    if buyer.vendor_code:
        facts.append((phrase("Supplier no."), buyer.vendor_code))
    contact = "  ".join(filter(None, (staff.name.in_language(lang), staff.phone)))
    facts.append((phrase("Your contact"), contact))
    facts.append((phrase("E-mail"), staff.emails[0]))
    return tuple(facts)


def _boards(snapshot: Snapshot, notice: ChangeNotice, customer: str) -> Iterator[BoardView]:
    for touched in notice.touches:
        if touched.customer == customer:
            yield _board(touched, snapshot.get(Part, touched.part))


def _board(touched: Touched, part: Part | None) -> BoardView:
    ours = touched.part.partition("/")[2]
    theirs = (part and part.customer_pn) or ours
    return BoardView(
        customer_part=theirs,
        our_part=ours if ours != theirs else None,
        description=part.description if part else None,
        revisions=touched.revisions,
    )


def _recipient(
    snapshot: Snapshot, customer: str, person: str | None, *, as_of: date
) -> Person | None:
    if person is not None:
        require_person(snapshot, customer, person)
        return snapshot.get(Person, person)
    there = [
        known
        for known in snapshot.where(Person, customer=customer)
        if known.left is None or as_of < known.left
    ]
    ranked = (known for wanted in _TOLD for known in there if known.department is wanted)
    return next(ranked, None)


def _in_charge(snapshot: Snapshot, buyer: Customer, day: date) -> Staff:
    moved = snapshot.all(Assignment)
    name = responsible(moved, customer=buyer.id, rep=buyer.rep, as_of=day)
    found = snapshot.get(Staff, name)
    if found is None:
        raise UsageError("{name} is not in the ledger; see: pcbsales check", name=name)
    return found


def _entity(snapshot: Snapshot, name: str) -> Entity:
    found = snapshot.get(Entity, name)
    if found is None:
        raise UsageError("{name} is not in the ledger; see: pcbsales check", name=name)
    return found


def _signer(staff: Staff, lang: str) -> PartyView:
    reach = ((phrase("Phone"), staff.phone),) if staff.phone else ()
    return PartyView(name=staff.name.in_language(lang), reach=reach)
