"""Rules over those whom our papers are addressed to."""

from collections.abc import Iterator

from pcbsales.customers.records import Customer, CustomerStatus, Department, Person
from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.quotations.records import Quote
from pcbsales.receivables.records import Invoice

RULES: dict[str, Rule] = {
    "customer.contact": Rule(
        asks="Who gets quotations has somebody in purchasing; who gets invoices, in finance too.",
        remedy="Add the person with: pcbsales person new; or set the customer's status.",
    ),
}


def check_contacts(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The customer *group* has somebody in purchasing if it gets papers, in finance if invoices.

    A customer that was only just opened lacks nothing yet.
    """
    customer = snapshot.get(Customer, group)
    if customer is None or customer.status is not CustomerStatus.ACTIVE:
        return
    people = snapshot.where(Person, customer=group)
    known = {person.department for person in people if person.left is None}
    missing = [d for d in (Department.PURCHASING, Department.FINANCE) if d not in known]
    billed = bool(missing) and bool(snapshot.where(Invoice, customer=group))
    quoted = bool(missing) and (billed or bool(snapshot.where(Quote, customer=group)))
    for department in missing:
        if quoted if department is Department.PURCHASING else billed:
            yield finding_about(
                customer,
                "customer.contact",
                "nobody is known in {department}; add one with: pcbsales person new",
                department=department.value,
            )
