"""Short ways to write receivables in tests: one customer, one entity, amounts as text."""

from datetime import date
from decimal import Decimal

from pcbsales.kernel.money import Money
from pcbsales.receivables.events import Facts
from pcbsales.receivables.lines import Instalment
from pcbsales.receivables.records import (
    Allocation,
    CreditNote,
    CreditReason,
    Dispute,
    Invoice,
    Payment,
    PaymentLine,
    Use,
)
from pcbsales.receivables.settlement import Settlement, settle

DAY = date(2026, 1, 15)


def money(amount: str, currency: str = "USD") -> Money:
    return Money(Decimal(amount), currency)


def invoice(
    number: int = 1,
    total: str = "100.00",
    *,
    issued: date = DAY,
    parts: tuple[tuple[date, str], ...] = (),
    customer: str = "ACME",
    entity: str = "SZ",
    currency: str = "USD",
) -> Invoice:
    return Invoice(
        id=f"INV-2026-{number:05}",
        entity=entity,
        customer=customer,
        issued=issued,
        net=money(total, currency),
        tax=money("0", currency),
        total=money(total, currency),
        instalments=tuple(
            Instalment(number=n, due=due, amount=money(amount, currency))
            for n, (due, amount) in enumerate(parts, start=1)
        ),
    )


def line(
    use: Use, amount: Money, against: Invoice | None = None, instalment: int | None = None
) -> PaymentLine:
    return PaymentLine(
        id="L1",
        use=use,
        amount=amount,
        invoice=against.id if against else None,
        instalment=instalment,
    )


def payment(
    *lines: PaymentLine,
    number: int = 1,
    received: date = DAY,
    cleared: date | None = None,
    customer: str = "ACME",
    entity: str = "SZ",
    reference: str | None = None,
) -> Payment:
    currency = lines[0].amount.currency
    return Payment(
        id=f"PAY-2026-{number:05}",
        entity=entity,
        customer=customer,
        received=received,
        cleared=cleared,
        cash=Money.sum((item.amount for item in lines), currency),
        reference=reference,
        lines=tuple(
            item.model_copy(update={"id": f"L{place}"}) for place, item in enumerate(lines, 1)
        ),
    )


def paid(amount: str, against: Invoice, *, number: int = 1, received: date = DAY) -> Payment:
    cash = money(amount, against.currency)
    return payment(line(Use.ALLOCATED, cash, against), number=number, received=received)


def credit(
    amount: str, against: Invoice | None = None, *, number: int = 1, issued: date = DAY
) -> CreditNote:
    return CreditNote(
        id=f"CN-2026-{number:05}",
        entity="SZ",
        customer="ACME",
        issued=issued,
        invoice=against.id if against else None,
        reason=CreditReason.QUALITY,
        net=money(amount),
        tax=money("0"),
        total=money(amount),
    )


def allocation(
    amount: str,
    source: Payment | CreditNote,
    against: Invoice,
    *,
    number: int = 1,
    made: date = DAY,
) -> Allocation:
    return Allocation(
        id=f"AL-2026-{number:05}",
        customer="ACME",
        made=made,
        payment=source.id if isinstance(source, Payment) else None,
        credit_note=source.id if isinstance(source, CreditNote) else None,
        invoice=against.id,
        amount=money(amount),
    )


def dispute(
    against: Invoice,
    amount: str | None = None,
    *,
    opened: date = DAY,
    closed: date | None = None,
    about: Payment | None = None,
) -> Dispute:
    return Dispute(
        id="DP-2026-00001",
        customer=against.customer,
        invoice=against.id,
        payment=about.id if about else None,
        amount=money(amount) if amount else None,
        opened=opened,
        closed=closed,
        reason="scratched gold fingers",
    )


Fact = Invoice | CreditNote | Payment | Allocation | Dispute


def facts(*records: Fact) -> Facts:
    return Facts(
        tuple(r for r in records if isinstance(r, Invoice)),
        tuple(r for r in records if isinstance(r, CreditNote)),
        tuple(r for r in records if isinstance(r, Payment)),
        tuple(r for r in records if isinstance(r, Allocation)),
        tuple(r for r in records if isinstance(r, Dispute)),
    )


def settled(*records: Fact, as_of: date = DAY, everything: bool = False) -> Settlement:
    return settle(facts(*records).events(), as_of=as_of, settled=everything)


def opens(settlement: Settlement) -> list[str]:
    return [balance.open.text for balance in settlement.balances]


def loose(settlement: Settlement) -> list[str]:
    return [item.amount.text for item in settlement.unallocated]
