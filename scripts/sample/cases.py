"""The awkward cases of a receivables ledger, one of each, marked by a tag that names it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pcbsales.boards.records import Part as Board
from pcbsales.kernel.money import Money
from pcbsales.receivables.records import CreditReason, Use
from scripts.sample.drafts import Bill, Buyer, Contest, Drafts, Item, Later, Part, Receipt
from scripts.sample.trade import price_of, revision_on

#: Due days counted from 2026-10-31, and on which account an invoice of a workday has them.
_EDGES = (
    (0, "TANNHOF", "2026-09-16"),
    (30, "QUELLBACH", "2026-09-01"),
    (31, "QUELLBACH", "2026-08-31"),
    (60, "CHENGHONG", "2026-07-03"),
    (61, "TANNHOF", "2026-07-17"),
    (90, "QUELLBACH", "2026-07-03"),
    (91, "QUELLBACH", "2026-07-02"),
    (120, "QUELLBACH", "2026-06-03"),
    (121, "QUELLBACH", "2026-06-02"),
)

Account = tuple[str, str]


class Cases:
    """The cases, drawn on the customers' accounts; ``drafts`` holds them."""

    def __init__(self, buyers: Sequence[Buyer], boards: Sequence[Board]) -> None:
        self._buyers: Mapping[Account, Buyer] = {(b.customer, b.currency): b for b in buyers}
        self._boards = {board.id: board for board in boards}
        self.drafts = Drafts()
        self._partly_paid()
        self._two_currencies()
        self._instalments()
        self._disputes()
        self._month_end()
        self._too_much()
        self._kept_back()
        self._credit_notes()
        self._many_at_once()
        self._short()
        self._dated()
        self._prepayments()
        self._old()
        for days, customer, issued in _EDGES:
            buyer = next(b for b in buyers if b.customer == customer)
            self._bill((customer, buyer.currency), issued, 300, f"case-{days}-days-overdue")

    def _bill(
        self, account: Account, issued: str, quantity: int, *tags: str, part: str = ""
    ) -> Bill:
        """An invoice for boards of the account's customer."""
        buyer, day = self._buyers[account], date.fromisoformat(issued)
        board = self._boards[part] if part else self._first_board(account[0], day)
        rev = revision_on(board, day) or board.current.rev
        item = Item(
            description=board.description or board.part_no,
            quantity=quantity,
            price=price_of(board, rev, quantity, buyer),
            part=board.id,
            revision=rev,
            customer_po=f"PO-9{day:%m%d}",
            customer_part=board.customer_pn,
        )
        bill = Bill(buyer, day, (item,), day, tags=tags)
        self.drafts.bills.append(bill)
        return bill

    def _first_board(self, customer: str, day: date) -> Board:
        known = (board for board in self._boards.values() if board.customer == customer)
        return next(board for board in known if revision_on(board, day))

    def _receive(
        self, buyer: Buyer, day: str, *parts: Part, tag: str, cleared: str = ""
    ) -> Receipt:
        received = date.fromisoformat(day)
        by = date.fromisoformat(cleared) if cleared else received
        receipt = Receipt(buyer, received, parts, by, (tag,))
        self.drafts.receipts.append(receipt)
        return receipt

    def _partly_paid(self) -> None:
        bill = self._bill(("LANQIAO", "CNY"), "2026-07-14", 2000, "case-part-payment")
        for day, amount in (("2026-09-03", "5000"), ("2026-10-12", "3000")):
            part = Part(Use.ALLOCATED, bill.buyer.money(amount), bill)
            self._receive(bill.buyer, day, part, tag="case-part-payment")

    def _two_currencies(self) -> None:
        for currency in ("CNY", "USD"):
            self._bill(("QIMING", currency), "2026-08-20", 300, "case-two-currencies")

    def _instalments(self) -> None:
        """Deposit paid, the rest open; and one with both open."""
        tag = "case-instalments"
        for customer, issued, quantity in (("MINGTAI", "2026-09-21", 1000),
                                           ("MAPLEQUILL", "2026-09-08", 150)):  # fmt: skip
            currency = "CNY" if customer == "MINGTAI" else "USD"
            bill = self._bill((customer, currency), issued, quantity, tag)
            part = Part(Use.ALLOCATED, bill.dues[0].amount, bill, 1)
            self._receive(bill.buyer, issued, part, tag=tag)
        self._bill(("MAPLEQUILL", "USD"), "2026-10-19", 80, tag)

    def _disputes(self) -> None:
        whole = self._bill(("YUANSHAN", "USD"), "2026-06-18", 200, "invoice-disputed")
        part = self._bill(("BRIGHTFERN", "USD"), "2026-08-05", 300, "part-disputed")
        over = self._bill(("HUAYI", "CNY"), "2026-08-12", 400, "dispute-settled")
        opened = date(2026, 8, 24)
        reasons = (
            "Impedance out of tolerance on coupon 阻抗超差",
            "Scratches on 40 boards, sorting cost claimed 板面刮伤",
            "Quantity counted twice 数量重复点收",
        )
        self.drafts.contests += [
            Contest(whole, opened, reasons[0], tags=("invoice-disputed",)),
            Contest(
                part, opened, reasons[1], part.buyer.money(350), tags=("part-disputed",)
            ),
            Contest(
                over, opened, reasons[2], over.buyer.money(1200),
                closed=date(2026, 9, 10), tags=("dispute-settled",),
            ),
        ]  # fmt: skip

    def _month_end(self) -> None:
        """One day, two readings of 月结30天, and a statement of the 25th."""
        for customer in ("HUAYI", "LANQIAO", "XINGHE"):
            self._bill((customer, "CNY"), "2026-01-30", 100, "case-month-end-terms")
            bill = self.drafts.bills[-1]
            part = Part(Use.ALLOCATED, bill.total, bill)
            self._receive(bill.buyer, "2026-04-02", part, tag="case-month-end-terms")

    def _too_much(self) -> None:
        bill = self._bill(("BRIGHTFERN", "USD"), "2026-07-06", 100, "case-over-payment")
        buyer = bill.buyer
        parts = (
            Part(Use.ALLOCATED, bill.total, bill),
            Part(Use.ADVANCE, buyer.money("412.50")),
        )
        self._receive(buyer, "2026-08-21", *parts, tag="case-over-payment")

    def _kept_back(self) -> None:
        """A deduction that is open still, and one that was refused."""
        for customer, reason, closed in (
            ("YUANSHAN", "Debit note DN-2231, late delivery 遲交扣款", None),
            ("CHENGHONG", "Debit note 8817, packing 包裝不良扣款", date(2026, 10, 9)),
        ):
            bill = self._bill((customer, "USD"), "2026-06-23", 150, "case-deduction")
            short = bill.buyer.money(180)
            parts = (
                Part(Use.ALLOCATED, bill.total, bill),
                Part(Use.DEDUCTION, -short, bill, reason=reason),
            )
            receipt = self._receive(bill.buyer, "2026-09-04", *parts, tag="case-deduction")
            contest = Contest(
                bill, date(2026, 9, 7), reason, receipt=receipt, closed=closed,
                tags=("case-deduction",),
            )  # fmt: skip
            self.drafts.contests.append(contest)

    def _credit(self, bill: Bill, day: str, quantity: int, tag: str) -> Bill:
        item = bill.items[0]
        smaller = Item(
            item.description, quantity, item.price, item.part, item.revision, item.customer_po
        )
        note = Bill(
            bill.buyer, date.fromisoformat(day), (smaller,), tags=(tag,), credits=bill,
            reason=CreditReason.QUALITY, remark="Delaminated, scrapped with consent 分层,同意报废",
        )  # fmt: skip
        self.drafts.bills.append(note)
        return note

    def _credit_notes(self) -> None:
        """A credit within its invoice, one larger than its rest, and the rest used elsewhere."""
        self._credit(
            self._bill(("HUAYI", "CNY"), "2026-09-17", 500, "case-credit-note"),
            "2026-10-08", 25, "case-credit-note",
        )  # fmt: skip
        tag = "case-credit-larger-than-rest"
        larger = self._bill(("TANNHOF", "EUR"), "2026-06-10", 200, tag)
        part = Part(Use.ALLOCATED, larger.total - larger.buyer.money(100), larger)
        self._receive(larger.buyer, "2026-07-24", part, tag=tag)
        self._credit(larger, "2026-08-11", 60, tag)
        tag = "case-credit-rest-used"
        settled = self._bill(("QIMING", "CNY"), "2026-05-06", 200, tag)
        self._receive(
            settled.buyer, "2026-07-06", Part(Use.ALLOCATED, settled.total, settled), tag=tag
        )
        note = self._credit(settled, "2026-07-22", 20, tag)
        later = self._bill(("QIMING", "CNY"), "2026-08-14", 300, tag)
        use = Later(note, later, date(2026, 9, 15), note.total, (tag,))
        self.drafts.laters.append(use)

    def _many_at_once(self) -> None:
        tag = "case-payment-for-many"
        days = ("2026-06-02", "2026-06-05", "2026-06-09", "2026-06-11", "2026-06-16", "2026-06-18",
                "2026-06-24", "2026-06-29")  # fmt: skip
        bills = [self._bill(("CHENGHONG", "USD"), day, 100, tag) for day in days]
        parts = [Part(Use.ALLOCATED, bill.total, bill) for bill in bills]
        self._receive(bills[0].buyer, "2026-08-28", *parts, tag=tag)

    def _short(self) -> None:
        """What did not come in: the bank's charge, an exchange difference, cents given up."""
        for use, short, tag in (
            (Use.BANK_CHARGE, "-25", "case-bank-charge"),
            (Use.EXCHANGE, "-13.37", "case-exchange-difference"),
            (Use.WRITE_OFF, "-0.42", "case-written-off"),
        ):
            bill = self._bill(("MAPLEQUILL", "USD"), "2026-05-20", 60, tag)
            named = bill if use is Use.WRITE_OFF else None
            reason = "cents given up 尾差" if named else None
            parts = (
                Part(Use.ALLOCATED, bill.total, bill),
                Part(use, bill.buyer.money(short), named, reason=reason),
            )
            self._receive(bill.buyer, "2026-06-08", *parts, tag=tag)

    def _dated(self) -> None:
        """Paid after the month's end; received in one month and cleared in the next."""
        bill = self._bill(("HUAYI", "CNY"), "2026-09-08", 300, "case-paid-after-month-end")
        part = Part(Use.ALLOCATED, bill.total, bill)
        self._receive(bill.buyer, "2026-11-03", part, tag="case-paid-after-month-end")
        cheque = self._bill(("BRIGHTFERN", "USD"), "2026-09-14", 120, "case-cleared-later")
        part = Part(Use.ALLOCATED, cheque.total, cheque)
        tag = "case-cleared-later"
        self._receive(cheque.buyer, "2026-10-29", part, tag=tag, cleared="2026-11-04")

    def _prepayments(self) -> None:
        """Money before any invoice: still waiting, and later put to one."""
        buyer = self._buyers["YUNFAN", "CNY"]
        waiting = Part(Use.ADVANCE, Money(Decimal("18600.00"), "CNY"))
        self._receive(buyer, "2026-10-22", waiting, tag="case-prepayment-without-invoice")
        tag = "case-prepayment-used"
        bill = self._bill(("YUNFAN", "CNY"), "2026-09-24", 200, tag)
        receipt = self._receive(buyer, "2026-09-02", Part(Use.ADVANCE, bill.total), tag=tag)
        self.drafts.laters.append(Later(receipt, bill, date(2026, 9, 24), bill.total, (tag,)))

    def _old(self) -> None:
        """Over a year and over half a year late: bad, and doubtful."""
        self._bill(("XINGHE", "CNY"), "2025-08-06", 200, "case-over-365-days")
        self._bill(("XINGHE", "CNY"), "2026-02-04", 150, "case-over-180-days")
