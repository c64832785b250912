"""Rules over all customers and their people."""

import re
from collections.abc import Iterator

from pcbsales.company.records import Entity, Role, Staff
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.repeated import repeated
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tax_ids import check_tax_id

RULES: dict[str, Rule] = {
    "customer.tax_id": Rule(
        asks="A customer's tax number can be right in its country.",
        remedy="Ask the customer for the number as its business licence has it, and correct it.",
    ),
    "customer.tax_id_twice": Rule(
        asks="A tax number is of one customer.",
        remedy="Close one of the two customers and keep the other, or correct the number.",
    ),
    "customer.rep": Rule(
        asks="Who is in charge of a customer has a role in sales.",
        remedy="Name another rep on the customer, or give the rep a role in sales.",
    ),
    "customer.currency": Rule(
        asks="The entity that sells to a customer sells in the customer's currency.",
        remedy="Change the customer's currency or entity, or open the currency for the entity.",
    ),
    "customer.cut_off": Rule(
        asks="Terms that go to a cut-off day go to the customer's own.",
        remedy="Set the customer's cut_off, or the day in its terms, to what the contract says.",
    ),
    "person.site": Rule(
        asks="A person's site is one of the customer's.",
        remedy="Correct the person's site, or add the site to the customer.",
    ),
}
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


def check_tax_number(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The tax number of the customer *group* can be right in its country."""
    customer = snapshot.get(Customer, group)
    if customer is None or customer.tax_id is None:
        return
    if fault := check_tax_id(customer.country, customer.tax_id):
        yield finding_about(
            customer,
            "customer.tax_id",
            "tax_id {number}: {fault}",
            ("tax_id",),
            number=customer.tax_id,
            fault=fault,
        )


def check_tax_number_twice(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The tax number *group* is of one customer in each country."""
    customers = snapshot.where(Customer, tax_id=group)
    for customer, other in repeated(customers, lambda found: found.country):
        yield finding_about(
            customer,
            "customer.tax_id_twice",
            "tax_id {number} is that of {other} too",
            ("tax_id",),
            number=group,
            other=other,
        )


def check_seller(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The rep of the customer *group* is of sales; its entity sells in its currency."""
    customer = snapshot.get(Customer, group)
    if customer is None:
        return
    rep, entity = snapshot.get(Staff, customer.rep), snapshot.get(Entity, customer.entity)
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


def check_sites_of_people(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The sites of the people of the customer *group* are its own."""
    customer = snapshot.get(Customer, group)
    if customer is None:
        return
    sites = {site.id for site in customer.sites}
    for person in snapshot.where(Person, customer=group):
        if person.site and person.site not in sites:
            yield finding_about(
                person,
                "person.site",
                "{customer} has no site {site}",
                ("site",),
                customer=person.customer,
                site=person.site,
            )


def check_cut_off(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """Terms of the customer *group* that go to a cut-off day go to its own."""
    customer = snapshot.get(Customer, group)
    if customer is None:
        return
    steps = (step for share in customer.terms.instalments for step in share.steps)
    for step in steps:
        found = _CUT_OFF.fullmatch(step)
        if found and int(found[1]) != customer.cut_off:
            yield finding_about(
                customer,
                "customer.cut_off",
                "the terms go to {step}, the customer's cut_off is {day}"
                if customer.cut_off
                else "the terms go to {step}, and the customer has no cut_off",
                ("terms",),
                step=step,
                day=customer.cut_off,
            )
