"""Rules over all customers and their people."""

import re
from collections.abc import Iterator

from pcbsales.company.records import Entity, Role, Staff
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.errors import Finding
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tax_ids import check_tax_id

SALES_ROLES = frozenset(
    {
        Role.SALES_VP,
        Role.HEAD_OF_SALES,
        Role.SALES_MANAGER,
        Role.SALES_REP,
        Role.ACCOUNT_CLERK,
    }
)
_CUT_OFF = re.compile(r"cut-off ([0-9]+)")


def check_tax_numbers(snapshot: Snapshot) -> Iterator[Finding]:
    """A tax number can be right in its country, and is of one customer."""
    seen: dict[tuple[str, str], str] = {}
    for customer in snapshot.all(Customer):
        if customer.tax_id is None:
            continue
        if fault := check_tax_id(customer.country, customer.tax_id):
            yield finding_about(
                customer,
                "customer.tax_id",
                "tax_id {number}: {fault}",
                ("tax_id",),
                number=customer.tax_id,
                fault=fault,
            )
        first = seen.setdefault((customer.country, customer.tax_id), customer.id)
        if first != customer.id:
            yield finding_about(
                customer,
                "customer.tax_id_twice",
                "tax_id {number} is that of {other} too",
                ("tax_id",),
                number=customer.tax_id,
                other=first,
            )


def check_sellers(snapshot: Snapshot) -> Iterator[Finding]:
    """The rep is of sales; the entity sells in the customer's currency."""
    staff = {member.id: member for member in snapshot.all(Staff)}
    entities = {entity.id: entity for entity in snapshot.all(Entity)}
    for customer in snapshot.all(Customer):
        rep, entity = staff.get(customer.rep), entities.get(customer.entity)
        if rep is not None and not SALES_ROLES.intersection(rep.roles):
            yield finding_about(
                customer,
                "customer.rep",
                "{rep} is in charge and has no role in sales",
                ("rep",),
                rep=rep.id,
            )
        if entity is not None and customer.currency not in entity.currencies:
            yield finding_about(
                customer,
                "customer.currency",
                "{entity} does not sell in {currency}; it sells in {accepted}",
                ("currency",),
                entity=entity.id,
                currency=customer.currency,
                accepted=", ".join(entity.currencies),
            )


def check_sites_of_people(snapshot: Snapshot) -> Iterator[Finding]:
    """A person's site is one of the customer's."""
    sites = {c.id: {site.id for site in c.sites} for c in snapshot.all(Customer)}
    for person in snapshot.all(Person):
        if person.site and person.site not in sites.get(person.customer, {person.site}):
            yield finding_about(
                person,
                "person.site",
                "{customer} has no site {site}",
                ("site",),
                customer=person.customer,
                site=person.site,
            )


def check_cut_off(snapshot: Snapshot) -> Iterator[Finding]:
    """Terms that go to a cut-off day go to the customer's."""
    for customer in snapshot.all(Customer):
        steps = (step for share in customer.terms.instalments for step in share.steps)
        for step in steps:
            found = _CUT_OFF.fullmatch(step)
            if found and int(found[1]) != customer.cut_off:
                yield finding_about(
                    customer,
                    "customer.cut_off",
                    "the terms go to {step}, the customer's cut_off is {day}",
                    ("terms",),
                    step=step,
                    day=customer.cut_off or "-",
                )
