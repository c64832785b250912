"""Dated policy of engineering questions: until when answers are due, and what is none."""

import unicodedata
from datetime import date, datetime, time
from typing import Annotated, ClassVar

from pcbsales.boards.questions.choices import HoursCount
from pcbsales.company.calendar import CompanyCalendar, calendar_around
from pcbsales.company.calendar_record import WorkCalendar
from pcbsales.company.records import Entity
from pcbsales.customers.records import Customer
from pcbsales.kernel.calendar import Window, WorkingCalendar
from pcbsales.kernel.effective import Lasting, effective
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Points, Record
from pcbsales.kernel.scalars import Day, Line, PositiveCount, Prose, RecordId
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.working_clock import add_working_seconds, always_open

_HOUR = 3600
_MIDNIGHT = time(0)


class QuestionPolicy(Lasting, Record):
    """An entity's rules for engineering questions from a day on.

    An answer is due ``answer_hours`` after the question was put, counted as ``hours`` says on the
    entity's own calendar. ``lead_time`` is the calendar whose days a blocking question stops.
    ``no_answers`` are phrases that answer nothing where an input is missing.
    """

    noun: ClassVar[str] = "eq-policy"

    title: LocalText | None = None
    source: Prose | None = None
    entity: Annotated[RecordId, Points("entity")]
    valid_from: Day
    valid_until: Day | None = None
    answer_hours: PositiveCount
    hours: HoursCount
    lead_time: Annotated[RecordId, Points("calendar")]
    no_answers: tuple[Line, ...] = ()

    def answers_nothing(self, words: str) -> bool:
        """Whether *words* only tell us to go ahead: one of ``no_answers`` stands in them."""
        said = _folded(words)
        return any(_folded(phrase) in said for phrase in self.no_answers)


def policy_for(snapshot: Snapshot, customer: str, *, as_of: date) -> QuestionPolicy:
    """The policy of the entity that sells to *customer*; RefusedError if none is in force."""
    entity = entity_of(snapshot, customer).id
    return effective(snapshot.where(QuestionPolicy, entity=entity), as_of=as_of, what="eq-policy")


def entity_of(snapshot: Snapshot, customer: str) -> Entity:
    """The entity that sells to *customer*; UsageError where a record is missing."""
    buyer = snapshot.get(Customer, customer)
    entity = snapshot.get(Entity, buyer.entity) if buyer else None
    if entity is None:
        missing = buyer.entity if buyer else customer
        raise UsageError("{name} is not in the ledger; see: pcbsales check", name=missing)
    return entity


def answer_due(snapshot: Snapshot, customer: str, put_at: datetime) -> datetime:
    """When the answer to what was put to *customer* at *put_at* is due, by policy.

    What is put outside the desk's hours counts from the next opening, but for elapsed hours.
    """
    policy = policy_for(snapshot, customer, as_of=put_at.date())
    desk = _calendar(snapshot, entity_of(snapshot, customer).calendar, put_at.date()).working
    counted = {
        HoursCount.ELAPSED: always_open(desk.zone),
        HoursCount.WORKING_DAYS: _whole_days(desk),
        HoursCount.WORKING_HOURS: desk,
    }[policy.hours]
    start = put_at if policy.hours is HoursCount.ELAPSED else add_working_seconds(desk, put_at, 0)
    due = add_working_seconds(counted, start, policy.answer_hours * _HOUR)
    return due.replace(microsecond=0)


def lead_time_calendar(snapshot: Snapshot, customer: str, *, as_of: date) -> CompanyCalendar:
    """The calendar whose working days lead times of *customer*'s orders count."""
    policy = policy_for(snapshot, customer, as_of=as_of)
    return _calendar(snapshot, policy.lead_time, as_of)


def desk_clock(snapshot: Snapshot, customer: str, *, as_of: date) -> WorkingCalendar:
    """The calendar of the desk that serves *customer*."""
    return _calendar(snapshot, entity_of(snapshot, customer).calendar, as_of).working


def _calendar(snapshot: Snapshot, name: str, day: date) -> CompanyCalendar:
    record = snapshot.get(WorkCalendar, name)
    if record is None:
        raise RefusedError("{name} is not in the ledger; see: pcbsales check", name=name)
    return calendar_around(record, as_of=day)


def _whole_days(desk: WorkingCalendar) -> WorkingCalendar:
    """*desk* with every working day open around the clock."""
    whole = (Window(_MIDNIGHT, _MIDNIGHT),)
    week = tuple(whole if windows else () for windows in desk.week)
    return WorkingCalendar(desk.zone, week, desk.holidays, desk.make_up, desk.years)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
