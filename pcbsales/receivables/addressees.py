"""Rules over those whom our papers are addressed to."""

from collections.abc import Iterator

from pcbsales.customers.records import Customer, CustomerStatus, Department, Person
from pcbsales.kernel.errors import Finding
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.records import Quote
from pcbsales.receivables.records import Invoice


def check_contacts(snapshot: Snapshot) -> Iterator[Finding]:
    """Whoever gets quotations has somebody in purchasing; whoever gets invoices, in finance too.

    A customer that was only just opened lacks nothing yet.
    """
    known = {(p.customer, p.department) for p in snapshot.all(Person) if p.left is None}
    billed = {invoice.customer for invoice in snapshot.all(Invoice)}
    quoted = {quote.customer for quote in snapshot.all(Quote)} | billed
    needed = ((Department.PURCHASING, quoted), (Department.FINANCE, billed))
    for customer in snapshot.all(Customer):
        if customer.status is not CustomerStatus.ACTIVE:
            continue
        for department, written_to in needed:
            if customer.id in written_to and (customer.id, department) not in known:
                yield finding_about(
                    customer,
                    "customer.contact",
                    "nobody is known in {department}; add one with: pcbsales person new",
                    department=department.value,
                )
