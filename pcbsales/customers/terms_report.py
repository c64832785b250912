"""A customer's terms, step by step, on a sample invoice."""

from dataclasses import dataclass
from datetime import date

from pcbsales.customers.records import Customer
from pcbsales.customers.terms import Due, PaymentTerms, due_schedule, start_day, trail
from pcbsales.kernel.money import Money
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word


@dataclass(frozen=True, slots=True)
class TermsReport:
    """The instalments of an invoice of *invoiced*; ``start`` is what the steps count from."""

    customer: str
    terms: PaymentTerms
    invoiced: date
    start: date
    dues: tuple[Due, ...]

    def as_json(self) -> object:
        """``{schema, customer, sentence, event, invoiced, start, currency, instalments [..]}``."""
        return {
            "schema": 1,
            "customer": self.customer,
            "sentence": self.terms.sentence.model_dump(exclude_none=True)
            if self.terms.sentence
            else None,
            "event": self.terms.start.value,
            "invoiced": self.invoiced.isoformat(),
            "start": self.start.isoformat(),
            "currency": self.dues[0].amount.currency,
            "instalments": [self._json(due) for due in self.dues],
        }

    def as_table(self) -> Table:
        """A row for the start of each instalment and for every step; the last bears the amount."""
        sentence = self.terms.sentence
        return Table(
            columns=(
                Column("instalment", "Inst.", Align.RIGHT),
                Column("share", "Share", Align.RIGHT),
                Column("step", "Step"),
                Column("day", "Day"),
                Column("amount", "Due amount", Align.RIGHT),
            ),
            rows=tuple(row for due in self.dues for row in self._rows(due)),
            title="Terms of {customer} for an invoice of {day}",
            title_values=(("customer", self.customer), ("day", self.invoiced)),
            remarks=(("The contract says: {sentence}", (("sentence", sentence),)),)
            if sentence
            else (),
        )

    def _steps(self, due: Due) -> tuple[str, ...]:
        shares = self.terms.instalments
        return shares[due.number - 1].steps if shares else ()

    def _percent(self, due: Due) -> str | None:
        shares = self.terms.instalments
        percent = shares[due.number - 1].percent if shares else None
        return f"{percent:f}" if percent is not None else None

    def _rows(self, due: Due) -> list[tuple[Cell, ...]]:
        percent, steps = self._percent(due), (Word(self.terms.start.value), *self._steps(due))
        days = trail(self._steps(due), self.start)
        share = f"{percent} %" if percent else None
        rows: list[tuple[Cell, ...]] = [
            (due.number, share, step, day, None) for step, day in zip(steps, days, strict=True)
        ]
        rows[-1] = (*rows[-1][:-1], due.amount)
        return rows

    def _json(self, due: Due) -> dict[str, object]:
        days = trail(self._steps(due), self.start)[1:]
        return {
            "number": due.number,
            "percent": self._percent(due),
            "steps": [
                {"step": step, "day": day.isoformat()}
                for step, day in zip(self._steps(due), days, strict=True)
            ],
            "due": due.due.isoformat(),
            "amount": due.amount.text,
        }


def terms_report(
    customer: Customer, total: Money, *, invoiced: date, delivered: date | None = None
) -> TermsReport:
    """What *customer*'s terms make of an invoice over *total*."""
    start = start_day(
        customer.terms, invoiced=invoiced, delivered=delivered, cut_off=customer.cut_off or 31
    )
    dues = due_schedule(customer.terms, start, total)
    return TermsReport(customer.id, customer.terms, invoiced, start, dues)
