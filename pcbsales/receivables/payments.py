"""Taking money in, and putting it to invoices: decisions that never settle more than is open."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot
from pcbsales.receivables.event import Account
from pcbsales.receivables.open_items import OpenItems, Part
from pcbsales.receivables.receipt import Receipt, require_account, require_past, require_receipt
from pcbsales.receivables.records import Allocation, CreditNote, Payment, PaymentLine, Use


def receive_payment(snapshot: Snapshot, ids: Ids, *, receipt: Receipt, as_of: date) -> ChangeSet:
    """Record *receipt*: named invoices first, then (*auto*) oldest due first, the rest an advance.

    *as_of* is today. RefusedError where nothing came in, or not yet; a reference is recorded
    already; an invoice is of another account, or the customer has none like that; or more would
    be settled than is open.
    """
    require_receipt(snapshot, receipt, as_of=as_of)
    desk = OpenItems(snapshot, receipt.account)
    lines = tuple(_numbered(_lines(desk, receipt)))
    require_account(snapshot, receipt.account)
    payment = Payment(
        id=ids.next(Payment, receipt.received.year),
        entity=receipt.account.entity,
        customer=receipt.account.customer,
        received=receipt.received,
        cleared=receipt.cleared,
        cash=receipt.cash,
        reference=receipt.reference,
        lines=lines,
    )
    return ChangeSet("payment.new", f"Receive {payment.id} of {payment.customer}", (payment,))


def allocate(
    snapshot: Snapshot,
    ids: Ids,
    *,
    source: Payment | CreditNote,
    part: Part,
    made: date,
    as_of: date,
) -> ChangeSet:
    """Put an advance or a credit note's rest to an invoice, as much as fits or as *part* says.

    *as_of* is today; RefusedError where *made* is later, or more would be used than there is.
    """
    require_past(made, as_of=as_of, field="on")
    account = Account(source.customer, source.entity, source.currency)
    desk = OpenItems(snapshot, account)
    left = desk.left_of(source.id)
    if not left:
        raise RefusedError("nothing is left of {source} to allocate", source=source.id)
    amount = desk.take(part, left)
    used = Allocation(
        id=ids.next(Allocation, made.year),
        customer=source.customer,
        made=made,
        payment=source.id if isinstance(source, Payment) else None,
        credit_note=source.id if isinstance(source, CreditNote) else None,
        invoice=part.invoice,
        instalment=part.instalment,
        amount=amount,
    )
    return ChangeSet("payment.allocate", f"Allocate {source.id} to {part.invoice}", (used,))


_Line = tuple[Use, Part | None, Money]


def _lines(desk: OpenItems, receipt: Receipt) -> Iterator[_Line]:
    short = [(use, part, _amount(part)) for use, part in receipt.short]
    left = receipt.cash - Money.sum((amount for _, _, amount in short), receipt.cash.currency)
    if left.amount < 0:
        raise RefusedError("the cash {cash} does not cover what is kept", cash=receipt.cash)
    allocated = []
    for part in receipt.parts:
        amount = desk.take(part, left)
        left -= amount
        allocated.append((Use.ALLOCATED, part, amount))
    if receipt.auto:
        for part, amount in desk.take_oldest(left):
            left -= amount
            allocated.append((Use.ALLOCATED, part, amount))
    yield from allocated
    for use, part, amount in short:
        yield use, _of_allocated(use, part, allocated), amount
    if left:
        yield Use.ADVANCE, None, left


def _amount(part: Part) -> Money:
    if part.amount is None:
        raise RefusedError("{invoice} needs an amount here, such as …=5.00", invoice=part.invoice)
    return part.amount


def _of_allocated(use: Use, part: Part, allocated: Iterable[_Line]) -> Part | None:
    """Where a shortage belongs: on an invoice that this payment settles by more than that."""
    if not part.invoice:
        return None
    covered = [(p, amount) for _, p, amount in allocated if p and p.invoice == part.invoice]
    missing = -_amount(part)
    for found, amount in covered:
        if missing <= amount and part.instalment in {None, found.instalment}:
            return found
    raise RefusedError(
        "{use} of {amount} on {invoice}: this payment allocates less than that to it",
        use=use.value,
        amount=missing,
        invoice=part.invoice,
    )


def _numbered(lines: Iterable[_Line]) -> Iterator[PaymentLine]:
    for number, (use, part, amount) in zip(count(1), lines, strict=False):
        yield PaymentLine(
            id=f"L{number}",
            use=use,
            invoice=part.invoice if part else None,
            instalment=part.instalment if part else None,
            amount=amount,
        )
