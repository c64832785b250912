"""Which of the two papers a review goes on, to whom, and in which language."""

from datetime import date

from pcbsales.boards.capability.report import DfmReport
from pcbsales.boards.capability.sheets import (
    CustomerSheet,
    EngineeringSheet,
    customer_sheet,
    engineering_sheet,
)
from pcbsales.company.records import Entity
from pcbsales.customers.records import Customer, Department, Person
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.snapshot import Snapshot

#: Who at the customer's answers for a board, first of all.
_ASKED_FIRST = (Department.ENGINEERING, Department.PURCHASING)


def customer_paper(
    snapshot: Snapshot, report: DfmReport, *, commit: str, lang: str | None = None
) -> tuple[str, CustomerSheet, str]:
    """The document's name, its view and its language: the customer's unless *lang* names another.

    UsageError where a record that the part names is not in the ledger.
    """
    customer, entity = _parties(snapshot, report)
    person = _person(snapshot.where(Person, customer=customer.id), as_of=report.as_of)
    language = (Language.named(lang) if lang else customer.language).value
    view = customer_sheet(
        report, entity=entity, customer=customer, person=person, commit=commit, lang=language
    )
    return "boards/dfm_customer", view, language


def engineering_paper(
    snapshot: Snapshot,
    report: DfmReport,
    *,
    commit: str,
    lang: str | None = None,
    picture: str | None = None,
) -> tuple[str, EngineeringSheet, str]:
    """The document's name, its view and its language: the reader's unless *lang* names another."""
    _, entity = _parties(snapshot, report)
    language = (Language.named(lang) if lang else Language(report.lang)).value
    view = engineering_sheet(report, entity=entity, commit=commit, lang=language, picture=picture)
    return "boards/dfm_engineering", view, language


def _parties(snapshot: Snapshot, report: DfmReport) -> tuple[Customer, Entity]:
    customer = snapshot.get(Customer, report.part.customer)
    entity = snapshot.get(Entity, customer.entity) if customer else None
    if customer is None or entity is None:
        name = report.part.customer if customer is None else customer.entity
        raise UsageError("{name} is not in the ledger; see: pcbsales check", name=name)
    return customer, entity


def _person(people: tuple[Person, ...], *, as_of: date) -> Person | None:
    """An engineer if there is one, else a buyer, else anybody who has not left."""
    there = [person for person in people if person.left is None or person.left > as_of]
    for department in _ASKED_FIRST:
        for person in there:
            if person.department is department:
                return person
    return next(iter(there), None)
