"""``pcbsales price``, ``price-book`` and ``lead-time``: what a price is made of."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from pcbsales.boards.part import require_revision
from pcbsales.boards.records import Part
from pcbsales.company.records import Entity
from pcbsales.company.tax_policy import TaxPolicy, tax_treatment
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import UsageError
from pcbsales.quoting.books.book_report import BookReport, LeadTimeReport
from pcbsales.quoting.books.price_books import LeadTimeTable, PriceBook
from pcbsales.quoting.books.sheets import sheets_in_force
from pcbsales.quoting.pricing.explanation import PriceExplanation, explain_offers, explain_quote
from pcbsales.quoting.pricing.offer import Wanted, make_offer
from pcbsales.quoting.quotations.asking import read_leads, read_quantities
from pcbsales.quoting.quotations.line_parts import PriceModel
from pcbsales.quoting.quotations.records import Quote
from pcbsales.workspace import AsOf, Output, OutputFile, Workspace, workspace

price = typer.Typer(no_args_is_help=True)
price_book = typer.Typer(no_args_is_help=True)
lead_times = typer.Typer(no_args_is_help=True)


class Shown(StrEnum):
    """Which model's steps are shown."""

    AREA = "area"
    PANEL = "panel"
    BOTH = "both"


Leads = Annotated[
    str, typer.Option("--lead", metavar="DAYS,…", help="std, or working days: std,7.")
]
Rev = Annotated[str | None, typer.Option("--rev", help="Revision; else the current one.")]


@price.command("explain")
def explain(
    ctx: typer.Context,
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
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show basis × rate = amount and the rule behind each step of a price.

    Example: pcbsales price explain HY-4410 -q 200
    """
    ws = workspace(ctx)
    if quantity is None:
        report = explain_quote(_quote(ws, name))
    else:
        report = _explain_part(ws, name, quantity, lead=lead, rev=rev, as_of=as_of, model=model)
    ws.show(report, output=output, file=file)


@price_book.command("show")
def show_book(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="BOOK", help="The price book's id.")],
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show every cell and rule of a price book.

    Example: pcbsales price-book show SZ-2026-01
    """
    ws = workspace(ctx)
    ws.show(BookReport(ws.find(PriceBook, name)), output=output, file=file)


@lead_times.command("show")
def show_lead_times(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="TABLE", help="The lead-time table's id.")],
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show every cell and rule of a lead-time table.

    Example: pcbsales lead-time show SZ-LEAD-2026-01
    """
    ws = workspace(ctx)
    ws.show(LeadTimeReport(ws.find(LeadTimeTable, name)), output=output, file=file)


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


def _explain_part(
    ws: Workspace,
    name: str,
    quantity: str,
    *,
    lead: str,
    rev: str | None,
    as_of: str | None,
    model: Shown,
) -> PriceExplanation:
    part, snapshot = ws.find(Part, name), ws.snapshot()
    customer = _named(snapshot.get(Customer, part.customer), part.customer)
    revision, day = require_revision(part, rev), ws.day(as_of)
    tax = tax_treatment(
        snapshot.all(TaxPolicy),
        seller=_named(snapshot.get(Entity, customer.entity), customer.entity),
        buyer_country=customer.country,
        as_of=day,
    ).rule.rate
    sheets = sheets_in_force(snapshot, customer.entity, customer.currency, as_of=day)
    offers = [
        make_offer(Wanted(part, revision, count, unit, days), sheets)
        for count, unit in read_quantities(quantity)
        for days in read_leads(lead)
    ]
    models = tuple(PriceModel) if model is Shown.BOTH else (PriceModel(model.value),)
    return explain_offers(sheets.book.id, sheets.book.currency, offers, tax, models=models)


def _named(record: Any, name: str) -> Any:
    if record is None:
        raise UsageError("{name} is not in the ledger; see: pcbsales check", name=name)
    return record
