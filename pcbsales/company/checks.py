"""Rules over all of the firm's own records."""

from collections.abc import Iterator
from itertools import combinations

from pcbsales.company.calendar_record import WorkCalendar
from pcbsales.company.deputies import Deputy, circles
from pcbsales.company.people import line_of_report
from pcbsales.company.public_holidays import has_public_days
from pcbsales.company.records import Entity, Staff
from pcbsales.company.tax_policy import TaxPolicy
from pcbsales.kernel.errors import Finding, RefusedError, Rule
from pcbsales.kernel.record import Record, finding_about
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tax_ids import check_tax_id

RULES: dict[str, Rule] = {
    "staff.circle": Rule(
        asks="Every line of report ends at somebody who reports to nobody.",
        remedy="Correct reports_to of one of the people in the circle.",
    ),
    "staff.email": Rule(
        asks="No e-mail names two people at one time: it says who did what.",
        remedy="Take the e-mail off one of them, or date when they came and left.",
    ),
    "entity.tax_id": Rule(
        asks="An entity's tax number can be right in its country.",
        remedy="Correct tax_id as the business licence has it.",
    ),
    "entity.account": Rule(
        asks="An entity has a bank account in each currency it sells in.",
        remedy="Add the account to the entity, or take the currency off it.",
    ),
    "entity.iban": Rule(
        asks="The check digits of an IBAN are right.",
        remedy="Copy the IBAN again from the bank's own letter.",
    ),
    "calendar.region": Rule(
        asks="A calendar names a country and a region whose public holidays are known.",
        remedy="Leave region out, or use its ISO 3166-2 code without the country.",
    ),
    "tax_policy.twice": Rule(
        asks="Two tax policies of one country never begin on one day.",
        remedy="Begin one of them on another day, or take it out.",
    ),
    "deputy.circle": Rule(
        asks="No deputies stand in for one another in a ring: then nobody would be there.",
        remedy="End one of these appointments, or name somebody else.",
    ),
}


def _finding(
    record: Record,
    rule: str,
    msgid: str,
    location: tuple[str | int, ...] = (),
    /,
    **values: object,
) -> Finding:
    return finding_about(record, rule, msgid, location, **{"id": record.id, **values})


def check_lines_of_report(snapshot: Snapshot, _: str) -> Iterator[Finding]:
    """Every line of report ends at somebody who reports to nobody."""
    staff = snapshot.all(Staff)
    for person in staff:
        try:
            line_of_report(staff, person)
        except RefusedError as circle:
            yield _finding(person, "staff.circle", circle.msgid, ("reports_to",), **circle.values)


def check_emails(snapshot: Snapshot, _: str) -> Iterator[Finding]:
    """No e-mail names two people at one time: it says who did what."""
    for one, other in combinations(snapshot.all(Staff), 2):
        shared = {mail.lower() for mail in one.emails} & {mail.lower() for mail in other.emails}
        if shared and _overlap(one, other):
            yield _finding(
                other,
                "staff.email",
                "{id} has the e-mail {email}, which is that of {other} at the same time",
                ("emails",),
                email=min(shared),
                other=one.id,
            )


def _overlap(one: Staff, other: Staff) -> bool:
    first, second = sorted((one, other), key=lambda person: person.valid_from)
    return first.valid_until is None or second.valid_from <= first.valid_until


def check_entity(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The entity *group*: its tax number and IBANs can be right, each currency has an account."""
    entity = snapshot.get(Entity, group)
    if entity is None:
        return
    fault = entity.tax_id and check_tax_id(entity.country, entity.tax_id)
    if fault:
        yield _finding(
            entity,
            "entity.tax_id",
            "tax_id {number}: {fault}",
            ("tax_id",),
            number=entity.tax_id,
            fault=fault,
        )
    yield from _check_accounts(entity)


def _check_accounts(entity: Entity) -> Iterator[Finding]:
    from stdnum import iban  # noqa: PLC0415 -- start-up

    for at, currency in enumerate(entity.currencies):
        if not entity.accounts_in(currency):
            yield _finding(
                entity,
                "entity.account",
                "{id} sells in {currency} and has no bank account in it",
                ("currencies", at),
                currency=currency,
            )
    for at, account in enumerate(entity.accounts):
        if account.iban and not iban.is_valid(account.iban):
            yield _finding(
                entity,
                "entity.iban",
                "the IBAN of account {account} is wrong: {iban}",
                ("accounts", at, "iban"),
                account=account.id,
                iban=account.iban,
            )


def check_calendar(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The calendar *group* names a country and a region whose holidays are public."""
    calendar = snapshot.get(WorkCalendar, group)
    if calendar is not None and not has_public_days(calendar.country, calendar.region):
        yield _finding(
            calendar,
            "calendar.region",
            "no public holidays are known for {country} {region}; leave region out or "
            "use its ISO 3166-2 code without the country",
            ("region",) if calendar.region else ("country",),
            country=calendar.country,
            region=calendar.region or "",
        )


def check_tax_policies(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """Two policies of the country *group* never begin on one day, else neither is in force."""
    for one, other in combinations(snapshot.where(TaxPolicy, seller=group), 2):
        if one.valid_from == other.valid_from:
            yield _finding(
                other,
                "tax_policy.twice",
                "{id} begins on {day} for {country}, as {other} does",
                ("valid_from",),
                day=other.valid_from,
                country=other.seller,
                other=one.id,
            )


def check_deputies(snapshot: Snapshot, _: str) -> Iterator[Finding]:
    """No deputies stand in for one another in a ring: then nobody would be there."""
    for ring in circles(snapshot.all(Deputy)):
        yield _finding(
            ring[-1],
            "deputy.circle",
            "{id}: {people} stand in for one another in a circle",
            people=", ".join(link.deputy for link in ring),
        )
