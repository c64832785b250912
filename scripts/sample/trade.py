"""Ordinary trade: what a customer is billed month by month, and how it pays.

Now and then something goes as it does in life: a part payment, a deduction, a credit note, a
dispute, money too much or a bank's charge.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from pcbsales.boards.records import Part as Board
from pcbsales.kernel.money import Money, UnitPrice, round_half_up
from pcbsales.kernel.tax import PriceBasis
from pcbsales.receivables.records import CreditReason, Use
from scripts.sample.chance import Chance, on_workday
from scripts.sample.drafts import Bill, Buyer, Contest, Drafts, Item, Later, Part, Receipt

#: What a foreign unit is worth in CNY in the sample's prices.
WORTH = {"CNY": Decimal(1), "USD": Decimal("7.1"), "EUR": Decimal("7.8")}
#: Rough prices in CNY per m² by layers, beside 400 CNY for setting up a lot.
_PER_M2 = {1: 420, 2: 460, 4: 760, 6: 1050, 8: 1600, 10: 2200, 12: 2600}
_QUANTITIES = (100, 200, 500, 500, 1000, 1000, 2000, 3000, 5000)
_WITH_TAX = Decimal("1.13")
_REASONS = (
    (CreditReason.QUALITY, "Solderability, boards scrapped with consent 可焊性不良,同意报废"),
    (CreditReason.QUANTITY, "Short shipment 短装"),
    (CreditReason.PRICE, "Price agreed afterwards 价格更正"),
)


@dataclass(frozen=True, slots=True)
class Habits:
    """How often what happens, and until when things are known."""

    horizon: date
    part_paid: float = 0.03
    credited: float = 0.02
    kept_back: float = 0.006
    written_off: float = 0.01
    too_much: float = 0.006
    disputed: float = 0.01
    bank_charge: float = 0.15


def price_of(board: Board, rev: str, quantity: int, buyer: Buyer) -> UnitPrice:
    """A plausible price of one board of revision *rev*; not the price book's."""
    spec = (board.revision(rev) or board.current).specification
    area = spec.board_size.area_m2 if spec.board_size else Decimal("0.01")
    cny = area * _PER_M2[spec.layers or 2] + Decimal(400) / quantity
    if buyer.basis is PriceBasis.TAX_INCLUDED:
        cny *= _WITH_TAX
    return UnitPrice(round_half_up(cny / WORTH[buyer.currency], 3), buyer.currency)


def revision_on(board: Board, day: date) -> str | None:
    """The revision that was current on *day*, None before the first."""
    opened = [revision.rev for revision in board.revisions if revision.opened <= day]
    return opened[-1] if opened else None


class Trade:
    """One account's papers from *first* to *last*, drawn from *chance*."""

    def __init__(
        self, buyer: Buyer, boards: Sequence[Board], chance: Chance, habits: Habits
    ) -> None:
        self._buyer = buyer
        self._boards = boards
        self._chance = chance
        self._habits = habits
        self._drafts = Drafts()
        self._paying: dict[date, list[Part]] = {}
        self._po = chance.between(1000, 8000)

    def drawn(self, days: Sequence[date]) -> Drafts:
        """Invoices on *days*, and all that followed until the horizon."""
        for day in sorted(days):
            items = tuple(self._items(day))
            if items:
                self._bill(day, items)
        for day, parts in sorted(self._paying.items()):
            self._receive(day, parts)
        return self._drafts

    def _items(self, day: date) -> Iterator[Item]:
        known = [
            (board, rev)
            for board in self._boards
            if (rev := revision_on(board, day - timedelta(14))) is not None
        ]
        if not known:
            return
        self._po += self._chance.between(1, 9)
        for _ in range(1 + self._chance.happens(0.35)):
            board, rev = self._chance.one(known)
            quantity = self._chance.one(_QUANTITIES)
            yield Item(
                description=board.description or board.part_no,
                quantity=quantity,
                price=price_of(board, rev, quantity, self._buyer),
                part=board.id,
                revision=rev,
                customer_po=f"PO-{self._po}",
                customer_part=board.customer_pn,
            )

    def _bill(self, day: date, items: tuple[Item, ...]) -> None:
        delivered = day - timedelta(self._chance.between(0, 3))
        bill = Bill(self._buyer, day, items, delivered)
        self._drafts.bills.append(bill)
        paid = {due.number: self._pay_day(due.due, day) for due in bill.dues}
        credit = self._credited(bill) if self._chance.happens(self._habits.credited) else None
        if credit is None and self._chance.happens(self._habits.disputed):
            self._dispute(bill, min(paid.values()))
        left = credit.total if credit else Money.zero(self._buyer.currency)
        for due in bill.dues:
            amount = due.amount
            if credit and credit.issued <= paid[due.number]:
                taken = min(left, amount)
                amount -= taken
                left -= taken
            if amount:
                self._plan(bill, due.number, amount, paid[due.number])

    def _credited(self, bill: Bill) -> Bill | None:
        day = on_workday(bill.issued + timedelta(self._chance.between(8, 75)))
        if day > self._habits.horizon:
            return None
        item = bill.items[0]
        reason, remark = self._chance.one(_REASONS)
        quantity = max(1, item.quantity * self._chance.between(3, 20) // 100)
        note = replace(
            bill,
            issued=day,
            items=(replace(item, quantity=quantity),),
            delivered=None,
            credits=bill,
            reason=reason,
            remark=remark,
        )
        self._drafts.bills.append(note)
        return note

    def _dispute(self, bill: Bill, paid: date) -> None:
        """Contest a part of *bill* before the first of it is *paid*."""
        opened = bill.issued + timedelta(self._chance.between(5, 25))
        if opened > min(self._habits.horizon, paid - timedelta(1)):
            return
        closed: date | None = opened + timedelta(self._chance.between(6, 40))
        if closed and (closed > self._habits.horizon or self._chance.happens(0.2)):
            closed = None
        part = self._chance.between(10, 100)
        amount = self._buyer.money(bill.total.amount * part / 100) if part < 100 else None
        reason = "Incoming inspection rejects part of the lot 进料检验判退部分"
        self._drafts.contests.append(Contest(bill, opened, reason, amount, closed=closed))

    def _pay_day(self, due: date, issued: date) -> date:
        day = due + timedelta(self._chance.between(*self._buyer.late))
        if self._buyer.gathers:
            day += timedelta((4 - day.weekday()) % 7)
        return on_workday(max(day, issued))

    def _plan(self, bill: Bill, number: int, amount: Money, day: date) -> None:
        """Pay *amount* on *day*, or a part now and the rest later, or never."""
        if self._chance.happens(self._habits.part_paid):
            first = self._buyer.money(amount.amount * self._chance.between(30, 80) / 100)
            self._pay(bill, number, first, day)
            if self._chance.happens(0.8):
                later = on_workday(day + timedelta(self._chance.between(14, 60)))
                self._pay(bill, number, amount - first, later)
        else:
            self._pay(bill, number, amount, day)

    def _pay(self, bill: Bill, number: int, amount: Money, day: date) -> None:
        if day > self._habits.horizon or not amount:
            return
        instalment = number if len(bill.dues) > 1 else None
        parts = self._paying.setdefault(day, [])
        parts.append(Part(Use.ALLOCATED, amount, bill, instalment))
        if amount.amount < 100:
            return
        if self._chance.happens(self._habits.kept_back):
            short = self._buyer.money(amount.amount * 2 / 100)
            parts.append(Part(Use.DEDUCTION, -short, bill, instalment, "扣款 debit note"))
        elif self._chance.happens(self._habits.written_off):
            cents = self._buyer.money(Decimal(self._chance.between(1, 99)) / 100)
            parts.append(Part(Use.WRITE_OFF, -cents, bill, instalment, "rounding 尾差"))

    def _receive(self, day: date, parts: list[Part]) -> None:
        """Everything planned for *day* in one payment where the customer gathers, else singly."""
        for lines in self._grouped(parts):
            extra: list[Part] = []
            if self._buyer.entity != "SZ" and self._chance.happens(self._habits.bank_charge):
                extra.append(Part(Use.BANK_CHARGE, self._buyer.money("-15")))
            advance = self._chance.happens(self._habits.too_much)
            if advance:
                extra.append(Part(Use.ADVANCE, self._too_much()))
            cash = sum((part.amount.amount for part in (*lines, *extra)), Decimal(0))
            kept = extra if cash > 0 else []
            receipt = Receipt(
                self._buyer,
                day,
                (*lines, *kept),
                cleared=day + timedelta(self._chance.between(0, 2)),
            )
            self._drafts.receipts.append(receipt)
            if advance and kept:
                self._use_later(receipt, kept[-1].amount)

    def _too_much(self) -> Money:
        return self._buyer.money(self._chance.between(50, 900))

    def _grouped(self, parts: list[Part]) -> Iterator[tuple[Part, ...]]:
        if self._buyer.gathers:
            yield tuple(parts)
            return
        for start, part in enumerate(parts):
            if part.use is Use.ALLOCATED:
                following = parts[start + 1 : start + 2]
                yield (part, *(other for other in following if other.use is not Use.ALLOCATED))

    def _use_later(self, receipt: Receipt, amount: Money) -> None:
        """Half of the advances are put to an invoice, which the customer then pays less for."""
        made = on_workday(receipt.received + timedelta(10))
        if made > self._habits.horizon or self._chance.happens(0.5):
            return
        for day in sorted(day for day in self._paying if day > made):
            parts = self._paying[day]
            for place, part in enumerate(parts):
                if part.bill and part.bill.issued <= made and amount + amount < part.amount:
                    parts[place] = replace(part, amount=part.amount - amount)
                    use = Later(receipt, part.bill, made, amount, instalment=part.instalment)
                    self._drafts.laters.append(use)
                    return
