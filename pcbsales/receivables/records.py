"""What the ledger holds about money owed: all of it facts, corrected by later facts only."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from pcbsales.customers.terms import PaymentTerms
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Code, Day, Line, PositiveCount, Prose, RecordId, wrong
from pcbsales.receivables.billed import BilledRecord, CustomerId, EntityId, of_one_currency
from pcbsales.receivables.lines import Instalment
from pcbsales.receivables.plain_sums import are_parts_of

InvoiceId = Annotated[RecordId, Points("invoice")]


class Invoice(BilledRecord):
    """A claim on a customer, due by instalments; terms and rep are kept as they were that day."""

    noun: ClassVar[str] = "invoice"

    delivered: Day | None = None
    terms: PaymentTerms = PaymentTerms()
    instalments: tuple[Instalment, ...] = ()
    rep: Annotated[RecordId, Points("staff")] | None = None

    @property
    def dues(self) -> tuple[Instalment, ...]:
        """The instalments; without any the total is due on the document's day."""
        return self.instalments or (Instalment(number=1, due=self.issued, amount=self.total),)

    def _moneys(self) -> Iterator[Money]:
        yield from super()._moneys()
        yield from (instalment.amount for instalment in self.instalments)

    def _plainly_agrees(self) -> bool:
        numbered = all(item.number == at for at, item in enumerate(self.instalments, 1))
        amounts = (instalment.amount for instalment in self.instalments)
        return numbered and are_parts_of(self.total, amounts) and super()._plainly_agrees()

    def _problems(self) -> Iterator[PydanticCustomError]:
        yield from super()._problems()
        amounts = [instalment.amount for instalment in self.instalments]
        numbers = [instalment.number for instalment in self.instalments]
        if numbers != list(range(1, len(numbers) + 1)):
            yield wrong("invoice.numbers", "instalments are numbered 1, 2, … in their order")
        if any(amount.amount < 0 for amount in amounts):
            yield wrong("invoice.negative", "no instalment may be below 0")
        if amounts and Money.sum(amounts, self.currency) != self.total:
            yield wrong(
                "invoice.instalments",
                "the instalments sum to {sum}, the total is {total}",
                sum=str(Money.sum(amounts, self.currency)),
                total=str(self.total),
            )


class CreditReason(StrEnum):
    """Why a credit note is given."""

    RETURN = "return"
    QUALITY = "quality"
    PRICE = "price"
    QUANTITY = "quantity"
    LATE = "late"
    REBATE = "rebate"
    CANCELLED = "cancelled"
    OTHER = "other"


class CreditNote(BilledRecord):
    """A credit to a customer; it settles its invoice up to the balance, the rest is unallocated."""

    noun: ClassVar[str] = "credit-note"

    invoice: InvoiceId | None = None
    reason: CreditReason
    remark: Prose | None = None


class Use(StrEnum):
    """What a line of a payment is."""

    ALLOCATED = "allocated"
    ADVANCE = "advance"
    DEDUCTION = "deduction"
    WRITE_OFF = "write_off"
    EXCHANGE = "exchange"
    BANK_CHARGE = "bank_charge"


class PaymentLine(Value):
    """What part of the cash is for; lines below 0 are what did not come in.

    A customer who owes 100 and pays 95: 100 allocated with a bank charge, write-off or deduction
    of -5. The deduction keeps its 5 open on the invoice, as disputed; the others close them.
    """

    id: Code
    use: Use
    invoice: InvoiceId | None = None
    instalment: PositiveCount | None = None
    amount: Money
    reason: Line | None = None

    @model_validator(mode="after")
    def _use_fits(self) -> Self:
        above = self.amount.amount > 0
        if not self.amount:
            raise wrong("payment.zero", "line {line} is 0", line=self.id)
        if self.use in {Use.ALLOCATED, Use.ADVANCE} and not above:
            raise wrong("payment.sign", "line {line}: {use} is above 0", line=self.id, use=self.use)
        if self.use is Use.DEDUCTION and above:
            raise wrong("payment.sign", "line {line}: {use} is below 0", line=self.id, use=self.use)
        if (self.invoice is not None) != self._needs_invoice(above):
            raise wrong(
                "payment.invoice",
                "line {line}: allocated, deduction and a write-off below 0 name an invoice, "
                "others none",
                line=self.id,
            )
        if self.instalment is not None and self.invoice is None:
            raise wrong(
                "payment.instalment", "line {line}: an instalment needs its invoice", line=self.id
            )
        return self

    def _needs_invoice(self, above: bool) -> bool:
        return self.use in {Use.ALLOCATED, Use.DEDUCTION} or (
            self.use is Use.WRITE_OFF and not above
        )


class Payment(Record):
    """Money received; its lines always sum to the cash."""

    noun: ClassVar[str] = "payment"

    entity: EntityId
    customer: CustomerId
    received: Day
    cleared: Day | None = None
    cash: Money
    reference: Line | None = None
    lines: tuple[PaymentLine, ...]

    @property
    def currency(self) -> str:
        """The currency of the cash and all lines."""
        return self.cash.currency

    @model_validator(mode="after")
    def _lines_sum_to_cash(self) -> Self:
        for problem in of_one_currency((line.amount for line in self.lines), self.currency):
            raise problem
        ids = [line.id for line in self.lines]
        if len(ids) != len(set(ids)):
            raise wrong("payment.line", "a line's id stands twice")
        total = Money.sum((line.amount for line in self.lines), self.currency)
        if total != self.cash:
            raise wrong(
                "payment.sum",
                "the lines sum to {sum}, the cash is {cash}",
                sum=str(total),
                cash=str(self.cash),
            )
        if self.cleared and self.cleared < self.received:
            raise wrong("payment.cleared", "cleared on a day before it was received")
        return self


class Allocation(Record):
    """A later use of an advance, or of a credit note's rest, for an invoice."""

    noun: ClassVar[str] = "allocation"

    customer: CustomerId
    made: Day
    payment: Annotated[RecordId, Points("payment")] | None = None
    credit_note: Annotated[RecordId, Points("credit-note")] | None = None
    invoice: InvoiceId
    instalment: PositiveCount | None = None
    amount: Money

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.payment is None) == (self.credit_note is None):
            raise wrong("allocation.source", "name either a payment or a credit_note")
        if self.amount.amount <= 0:
            raise wrong("allocation.amount", "{amount} is not above 0", amount=str(self.amount))
        return self

    @property
    def source(self) -> str:
        """The payment or credit note it draws on."""
        return self.payment or self.credit_note or ""


class Dispute(Record):
    """A part of an invoice that the customer contests; owed still, and not to be dunned.

    Without an amount the whole invoice is in dispute. With a payment it is about that payment's
    deduction, which counts as disputed from the payment on until this is closed.
    """

    noun: ClassVar[str] = "dispute"

    customer: CustomerId
    invoice: InvoiceId
    payment: Annotated[RecordId, Points("payment")] | None = None
    amount: Money | None = None
    opened: Day
    closed: Day | None = None
    reason: Prose

    @model_validator(mode="after")
    def _dates_and_amount(self) -> Self:
        if self.closed and self.closed < self.opened:
            raise wrong("dispute.closed", "closed on a day before it was opened")
        if self.amount is not None and self.amount.amount <= 0:
            raise wrong("dispute.amount", "{amount} is not above 0", amount=str(self.amount))
        return self
