"""Money that came in, before it is recorded: what the bank says, and whether it can be so."""

from dataclasses import dataclass
from datetime import date

from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.receivables.event import Account
from pcbsales.receivables.open_items import Part
from pcbsales.receivables.records import Invoice, Payment, Use


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came in, as the bank and the customer's advice say it.

    *short* says what the customer owes by its parts and did not pay: uses and amounts below 0, or
    with an exchange or rounding gain above 0. The cash less these is what can be allocated.
    """

    account: Account
    cash: Money
    received: date
    cleared: date | None = None
    reference: str | None = None
    parts: tuple[Part, ...] = ()
    short: tuple[tuple[Use, Part], ...] = ()
    auto: bool = False


def require_receipt(snapshot: Snapshot, receipt: Receipt, *, as_of: date) -> None:
    """RefusedError unless money has come in by *as_of*, under a bank reference of its own."""
    if receipt.cash.amount <= 0:
        raise RefusedError("{cash}: money received is above 0", cash=receipt.cash)
    require_past(receipt.received, as_of=as_of, field="received")
    if receipt.cleared:
        require_past(receipt.cleared, as_of=as_of, field="cleared")
    if receipt.reference is None:
        return
    for payment in snapshot.where(Payment, reference=receipt.reference):
        if payment.entity == receipt.account.entity:
            raise RefusedError(
                "the bank reference {reference} is recorded already, as {payment}",
                reference=receipt.reference,
                payment=payment.id,
            )


def require_past(day: date, *, as_of: date, field: str) -> None:
    """RefusedError where *day*, given as *field*, is after *as_of*: what has not happened yet."""
    if day > as_of:
        raise RefusedError(
            "{field}: {day} is after today, {today}; record it when it has happened",
            field=field,
            day=day,
            today=as_of,
        )


def require_account(snapshot: Snapshot, account: Account) -> None:
    """RefusedError where *account* is neither billed nor in the customer's own currency.

    Money in a currency that the customer never owed is more often a slip than a prepayment.
    """
    customer = snapshot.get(Customer, account.customer)
    billed = {(i.entity, i.currency) for i in snapshot.where(Invoice, customer=account.customer)}
    own = customer.currency if customer else account.currency
    if account.currency == own or (account.entity, account.currency) in billed:
        return
    if customer:
        billed.add((customer.entity, customer.currency))
    raise RefusedError(
        "{customer} is not billed in {currency} by {entity}; it is by: {accounts}",
        customer=account.customer,
        currency=account.currency,
        entity=account.entity,
        accounts=", ".join(map(" ".join, sorted(billed))),
    )
