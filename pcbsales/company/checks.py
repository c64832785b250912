"""Rules over all of the firm's own records."""

from collections.abc import Iterator
from itertools import combinations

from pcbsales.company.calendar_record import WorkCalendar
from pcbsales.company.deputies import Deputy, circles
from pcbsales.company.people import line_of_report
from pcbsales.company.public_holidays import has_public_days
from pcbsales.company.records import Entity, Staff
from pcbsales.company.tax_policy import TaxPolicy
from pcbsales.kernel.errors import Finding, RefusedError
from pcbsales.kernel.record import Record, finding_about
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tax_ids import check_tax_id


def _finding(record: Record, rule: str, msgid: str, **values: object) -> Finding:
    return finding_about(record, rule, msgid, **{"id": record.id, **values})


def check_lines_of_report(snapshot: Snapshot) -> Iterator[Finding]:
    """Every line of report ends at somebody who reports to nobody."""
    staff = snapshot.all(Staff)
    for person in staff:
        try:
            line_of_report(staff, person)
        except RefusedError as circle:
            yield _finding(person, "staff.circle", circle.msgid, **circle.values)


def check_emails(snapshot: Snapshot) -> Iterator[Finding]:
    """No e-mail names two people at one time: it says who did what."""
    for one, other in combinations(snapshot.all(Staff), 2):
        shared = {mail.lower() for mail in one.emails} & {mail.lower() for mail in other.emails}
        if shared and _overlap(one, other):
            yield _finding(
                other,
                "staff.email",
                "{id} has the e-mail {email}, which is that of {other} at the same time",
                email=min(shared),
                other=one.id,
            )


def _overlap(one: Staff, other: Staff) -> bool:
    first, second = sorted((one, other), key=lambda person: person.valid_from)
    return first.valid_until is None or second.valid_from <= first.valid_until


def check_entities(snapshot: Snapshot) -> Iterator[Finding]:
    """An entity's tax number can be right, its IBANs too, and each currency has an account."""
    for entity in snapshot.all(Entity):
        fault = entity.tax_id and check_tax_id(entity.country, entity.tax_id)
        if fault:
            yield _finding(
                entity,
                "entity.tax_id",
                "tax_id {number}: {fault}",
                number=entity.tax_id,
                fault=fault,
            )
        yield from _check_accounts(entity)


def _check_accounts(entity: Entity) -> Iterator[Finding]:
    from stdnum import iban  # noqa: PLC0415 -- start-up

    for currency in entity.currencies:
        if not entity.accounts_in(currency):
            yield _finding(
                entity,
                "entity.account",
                "{id} sells in {currency} and has no bank account in it",
                currency=currency,
            )
    for account in entity.accounts:
        if account.iban and not iban.is_valid(account.iban):
            yield _finding(
                entity,
                "entity.iban",
                "the IBAN of account {account} is wrong: {iban}",
                account=account.id,
                iban=account.iban,
            )


def check_calendars(snapshot: Snapshot) -> Iterator[Finding]:
    """A calendar names a country and a region whose holidays are public."""
    for calendar in snapshot.all(WorkCalendar):
        if not has_public_days(calendar.country, calendar.region):
            yield _finding(
                calendar,
                "calendar.region",
                "no public holidays are known for {country} {region}; leave region out or "
                "use its ISO 3166-2 code without the country",
                country=calendar.country,
                region=calendar.region or "",
            )


def check_tax_policies(snapshot: Snapshot) -> Iterator[Finding]:
    """Two policies of one country never begin on one day, else neither is in force."""
    for one, other in combinations(snapshot.all(TaxPolicy), 2):
        if (one.seller, one.valid_from) == (other.seller, other.valid_from):
            yield _finding(
                other,
                "tax_policy.twice",
                "{id} begins on {day} for {country}, as {other} does",
                day=other.valid_from,
                country=other.seller,
                other=one.id,
            )


def check_deputies(snapshot: Snapshot) -> Iterator[Finding]:
    """No deputies stand in for one another in a ring: then nobody would be there."""
    for ring in circles(snapshot.all(Deputy)):
        yield _finding(
            ring[-1],
            "deputy.circle",
            "{id}: {people} stand in for one another in a circle",
            people=", ".join(link.deputy for link in ring),
        )
