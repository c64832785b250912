"""Papers about money before they are numbered: numbers follow the dates, whoever drew them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from pcbsales.customers.terms import PaymentTerms, due_schedule, start_day
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.record import Record
from pcbsales.kernel.tax import PriceBasis, Tax, TaxedDocument, TaxRounding, line_amount
from pcbsales.manifest import Catalogue
from pcbsales.receivables.lines import Instalment, InvoiceLine, sums, tax_lines
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

VAT = Tax(code="vat", percent=Decimal(13))
NO_TAX = Tax(code="none", percent=Decimal(0))


@dataclass(frozen=True, slots=True)
class Item:
    """A line to be billed; *price* without tax or with it, as its account's prices are."""

    description: str
    quantity: int
    price: UnitPrice
    part: str | None = None
    revision: str | None = None
    customer_po: str | None = None
    customer_part: str | None = None


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer with one entity and currency: how it buys there, and how late it pays."""

    customer: str
    entity: str
    currency: str
    terms: PaymentTerms
    rep: str
    basis: PriceBasis = PriceBasis.NET
    cut_off: int = 31
    #: Days after the due day within which it pays.
    late: tuple[int, int] = (-3, 6)
    #: Whether all that it pays in a week comes in one payment.
    gathers: bool = False
    #: Who looked after it before, and the first day that they no longer did.
    before: tuple[str, date] | None = None

    def rep_on(self, day: date) -> str:
        """Who looks after it on *day*."""
        return self.before[0] if self.before and day < self.before[1] else self.rep

    @property
    def tax(self) -> Tax:
        """What its invoices bear."""
        return VAT if self.entity == "SZ" else NO_TAX

    def money(self, text: str | int | Decimal) -> Money:
        """An amount in its currency."""
        return Money.rounded(Decimal(text), self.currency)


@dataclass(frozen=True, eq=False)
class Bill:
    """An invoice, or with *credits* a credit note for it (None: for none)."""

    buyer: Buyer
    issued: date
    items: tuple[Item, ...]
    delivered: date | None = None
    terms: PaymentTerms | None = None
    tags: tuple[str, ...] = ()
    credits: "Bill | None" = None
    reason: CreditReason | None = None
    remark: str | None = None

    @cached_property
    def lines(self) -> tuple[InvoiceLine, ...]:
        """The items as the record has them."""
        return tuple(
            InvoiceLine(
                id=f"L{number}",
                part=item.part,
                revision=item.revision,
                customer_po=item.customer_po,
                customer_part=item.customer_part,
                description=item.description,
                quantity=item.quantity,
                unit_price=item.price,
                amount=line_amount(item.price, item.quantity),
                taxes=(self.buyer.tax.code,),
            )
            for number, item in enumerate(self.items, start=1)
        )

    @cached_property
    def sums(self) -> TaxedDocument:
        """Net, tax and total."""
        return sums(
            self.lines,
            (self.buyer.tax,),
            self.buyer.currency,
            basis=self.buyer.basis,
            rounding=TaxRounding.DOCUMENT,
        )

    @property
    def total(self) -> Money:
        """What is to be paid, with tax."""
        return self.sums.total

    @cached_property
    def dues(self) -> tuple[Instalment, ...]:
        """When which part of it is due."""
        terms = self.terms or self.buyer.terms
        start = start_day(
            terms, invoiced=self.issued, delivered=self.delivered, cut_off=self.buyer.cut_off
        )
        schedule = due_schedule(terms, start, self.total)
        return tuple(Instalment(number=d.number, due=d.due, amount=d.amount) for d in schedule)


@dataclass(frozen=True, slots=True)
class Part:
    """What part of a payment is for."""

    use: Use
    amount: Money
    bill: Bill | None = None
    instalment: int | None = None
    reason: str | None = None


@dataclass(frozen=True, eq=False)
class Receipt:
    """Money received."""

    buyer: Buyer
    received: date
    parts: tuple[Part, ...]
    cleared: date | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """An advance, or a credit note's rest, put to an invoice on a later day."""

    source: Receipt | Bill
    bill: Bill
    made: date
    amount: Money
    tags: tuple[str, ...] = ()
    instalment: int | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """A dispute about an invoice, or about what a payment kept back."""

    bill: Bill
    opened: date
    reason: str
    amount: Money | None = None
    receipt: Receipt | None = None
    closed: date | None = None
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class Drafts:
    """All that was drawn, in the order in which it was drawn."""

    bills: list[Bill] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    laters: list[Later] = field(default_factory=list)
    contests: list[Contest] = field(default_factory=list)

    def add(self, other: "Drafts") -> None:
        """Take over what *other* holds."""
        self.bills += other.bills
        self.receipts += other.receipts
        self.laters += other.laters
        self.contests += other.contests


class Numbered:
    """The drafts as records, numbered by date within each kind and year."""

    def __init__(self, drafts: Drafts, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._last: Counter[str] = Counter()
        self._ids: dict[int, str] = {}
        self._official: Counter[str] = Counter()
        self.records: list[Record] = []
        for bill in sorted(drafts.bills, key=lambda bill: bill.issued):
            if bill.reason is None:
                self._keep(bill, Invoice, bill.issued)
                self.records.append(self._invoice(bill))
        for bill in sorted(drafts.bills, key=lambda bill: bill.issued):
            if bill.reason is not None:
                self._keep(bill, CreditNote, bill.issued)
                self.records.append(self._credit_note(bill, bill.reason))
        for receipt in sorted(drafts.receipts, key=lambda receipt: receipt.received):
            self._keep(receipt, Payment, receipt.received)
            self.records.append(self._payment(receipt))
        for later in sorted(drafts.laters, key=lambda later: later.made):
            self.records.append(self._allocation(later))
        for contest in sorted(drafts.contests, key=lambda contest: contest.opened):
            self.records.append(self._dispute(contest))

    def _next(self, kind: type[Record], day: date) -> str:
        stem = f"{self._catalogue.kind_of(kind).prefix}-{day.year}-"
        self._last[stem] += 1
        return f"{stem}{self._last[stem]:05d}"

    def _keep(self, draft: object, kind: type[Record], day: date) -> None:
        self._ids[id(draft)] = self._next(kind, day)

    def _id(self, draft: object | None) -> str | None:
        return None if draft is None else self._ids[id(draft)]

    def _named(self, draft: object) -> str:
        return self._ids[id(draft)]

    def _number_of(self, bill: Bill) -> str:
        """The tax platform's twenty digits in Shenzhen, our own gapless number in Hong Kong."""
        kind = "C" if bill.reason else ""
        series = f"{bill.buyer.entity}{kind}{bill.issued.year}"
        self._official[series] += 1
        if bill.buyer.entity == "SZ":
            return f"{bill.issued:%y}0000000{'9' if kind else '0'}{self._official[series]:010d}"
        return f"HK{kind}-{bill.issued.year}-{self._official[series]:05d}"

    def _billed(self, bill: Bill) -> dict[str, object]:
        return {
            "id": self._named(bill),
            "entity": bill.buyer.entity,
            "customer": bill.buyer.customer,
            "issued": bill.issued,
            "official_number": self._number_of(bill),
            "price_basis": bill.buyer.basis,
            "lines": bill.lines,
            "tax_lines": tax_lines(bill.sums),
            "net": bill.sums.net,
            "tax": bill.sums.tax,
            "total": bill.sums.total,
            "tags": bill.tags,
        }

    def _invoice(self, bill: Bill) -> Invoice:
        return Invoice.model_validate(
            {
                **self._billed(bill),
                "delivered": bill.delivered,
                "terms": bill.terms or bill.buyer.terms,
                "instalments": bill.dues,
                "rep": bill.buyer.rep_on(bill.issued),
            }
        )

    def _credit_note(self, bill: Bill, reason: CreditReason) -> CreditNote:
        return CreditNote.model_validate(
            {
                **self._billed(bill),
                "invoice": self._id(bill.credits),
                "reason": reason,
                "remark": bill.remark,
            }
        )

    def _payment(self, receipt: Receipt) -> Payment:
        lines = tuple(
            PaymentLine(
                id=f"L{number}",
                use=part.use,
                invoice=self._id(part.bill),
                instalment=part.instalment,
                amount=part.amount,
                reason=part.reason,
            )
            for number, part in enumerate(receipt.parts, start=1)
        )
        return Payment(
            id=self._named(receipt),
            entity=receipt.buyer.entity,
            customer=receipt.buyer.customer,
            received=receipt.received,
            cleared=receipt.cleared,
            cash=Money.sum((part.amount for part in receipt.parts), receipt.buyer.currency),
            reference=f"TT{receipt.received:%y%m%d}-{self._named(receipt)[-5:]}",
            lines=lines,
            tags=receipt.tags,
        )

    def _allocation(self, later: Later) -> Allocation:
        source = "payment" if isinstance(later.source, Receipt) else "credit_note"
        return Allocation.model_validate(
            {
                "id": self._next(Allocation, later.made),
                "customer": later.bill.buyer.customer,
                "made": later.made,
                source: self._named(later.source),
                "invoice": self._named(later.bill),
                "instalment": later.instalment,
                "amount": later.amount,
                "tags": later.tags,
            }
        )

    def _dispute(self, contest: Contest) -> Dispute:
        return Dispute(
            id=self._next(Dispute, contest.opened),
            customer=contest.bill.buyer.customer,
            invoice=self._named(contest.bill),
            payment=self._id(contest.receipt),
            amount=contest.amount,
            opened=contest.opened,
            closed=contest.closed,
            reason=contest.reason,
            tags=contest.tags,
        )
