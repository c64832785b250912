"""``pcbsales price``, ``price-book`` and ``lead-time``: what a price is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

import typer

from pcbsales.boards.options import Rev
from pcbsales.boards.part import require_revision
from pcbsales.boards.records import Part
from pcbsales.company.records import Entity
from pcbsales.company.tax_policy import TaxPolicy, tax_treatment
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.books.book_report import BookReport, LeadTimeReport
from pcbsales.quoting.books.price_books import LeadTimeTable, PriceBook
from pcbsales.quoting.books.sheets import sheets_in_force
from pcbsales.quoting.charges.line_terms import line_terms
from pcbsales.quoting.options import Leads
from pcbsales.quoting.pricing.explanation import PriceExplanation, explain_offers, explain_quote
from pcbsales.quoting.pricing.offer import Wanted, make_offer
from pcbsales.quoting.quotations.asking import Quantity, read_leads, read_quantities
from pcbsales.quoting.quotations.clauses import FreightCharge
from pcbsales.quoting.quotations.draft import Enquiry, Request, draft_quote
from pcbsales.quoting.quotations.line_parts import PriceModel
from pcbsales.quoting.quotations.records import Quote
from pcbsales.workspace import Workspace, shows

price = typer.Typer(no_args_is_help=True)
price_book = typer.Typer(no_args_is_help=True)
lead_times = typer.Typer(no_args_is_help=True)


class Shown(StrEnum):
    """Which model's steps are shown."""

    AREA = "area"
    PANEL = "panel"
    BOTH = "both"


@shows(price, "explain")
def explain(
    ws: Workspace,
    name: Annotated[str, typer.Argument(metavar="QUOTE|PART", help="A quotation, or a part.")],
    *,
    quantity: Annotated[
        str | None,
        typer.Option("--quantity", "-q", metavar="N,N…", help="For a part: 200, or 100,500,1k."),
    ] = None,
    lead: Leads = "std",
    rev: Rev = None,
    model: Annotated[
        Shown, typer.Option("--model", help="By area, by working panels, or both.")
    ] = Shown.BOTH,
    freight: Annotated[
        bool,
        typer.Option("--freight", help="For a part: the freight too, where it is ours to pay."),
    ] = False,
    as_of: date,
) -> PriceExplanation:
    """Show basis × rate = amount and the rule behind each step of a price.

    Example: pcbsales price explain HY-4410 -q 200
    """
    if quantity is None:
        return explain_quote(_quote(ws, name))
    asked = _Asked(read_quantities(quantity), read_leads(lead), rev, freight=freight)
    return _explain_part(ws, ws.find(Part, name), asked, day=as_of, model=model)


@shows(price_book, "show")
def show_book(
    ws: Workspace,
    name: Annotated[str, typer.Argument(metavar="BOOK", help="The price book's id.")],
) -> BookReport:
    """Show every cell and rule of a price book.

    Example: pcbsales price-book show SZ-2026-01
    """
    return BookReport(ws.find(PriceBook, name))


@shows(lead_times, "show")
def show_lead_times(
    ws: Workspace,
    name: Annotated[str, typer.Argument(metavar="TABLE", help="The lead-time table's id.")],
) -> LeadTimeReport:
    """Show every cell and rule of a lead-time table.

    Example: pcbsales lead-time show SZ-LEAD-2026-01
    """
    return LeadTimeReport(ws.find(LeadTimeTable, name))


def _quote(ws: Workspace, name: str) -> Quote:
    """The quotation of that name; where it names a part, the error says what is lacking."""
    try:
        return ws.find(Quote, name)
    except UsageError as unknown:
        try:
            part = ws.find(Part, name)
        except UsageError:
            raise unknown from None
        raise UsageError(
            "{part} is a part: say how many, for example -q 200", part=part.id
        ) from None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be explained of a part."""

    quantities: Sequence[Quantity]
    leads: Sequence[int | None]
    rev: str | None
    freight: bool

    @property
    def each(self) -> Iterator[tuple[Quantity, int | None]]:
        """Each quantity at each lead time."""
        return ((count, days) for count in self.quantities for days in self.leads)


def _explain_part(
    ws: Workspace, part: Part, asked: _Asked, *, day: date, model: Shown
) -> PriceExplanation:
    """The steps of a quotation of *part* on *day*, with all that the customer's terms add."""
    snapshot = ws.snapshot()
    customer = _named(snapshot.get(Customer, part.customer), part.customer)
    revision = require_revision(part, asked.rev)
    tax = tax_treatment(
        snapshot.all(TaxPolicy),
        seller=_named(snapshot.get(Entity, customer.entity), customer.entity),
        buyer_country=customer.country,
        as_of=day,
    ).rule.rate
    sheets = sheets_in_force(snapshot, customer.entity, customer.currency, as_of=day)
    terms = line_terms(snapshot, customer.entity, customer.id, sheets.book, as_of=day)
    return explain_offers(
        sheets.book.id,
        sheets.book.currency,
        [
            make_offer(Wanted(part, revision, count, unit, days), sheets)
            for (count, unit), days in asked.each
        ],
        tax,
        models=tuple(PriceModel) if model is Shown.BOTH else (PriceModel(model.value),),
        settle=partial(terms.settle, snapshot),
        charges=_freight(snapshot, part, asked, day) if asked.freight else (),
    )


def _freight(snapshot: Snapshot, part: Part, asked: _Asked, day: date) -> tuple[FreightCharge, ...]:
    """What a quotation of *part* would ask for freight; of alternatives each its own."""
    requests = [
        Request(part.id, count, asked.rev, unit, days) for (count, unit), days in asked.each
    ]
    enquiry = Enquiry(part.customer, requests, freight=True)
    return draft_quote(snapshot, enquiry, as_of=day).charges


def _named(record: Any, name: str) -> Any:
    if record is None:
        raise UsageError("{name} is not in the ledger; see: pcbsales check", name=name)
    return record
