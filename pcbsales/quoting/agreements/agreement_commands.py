"""``pcbsales price agree``, ``sign``, ``agreements`` and ``agreement``: prices for a time."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.records import Part
from pcbsales.boards.specification import terms as keys_of_specification
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import UsageError
from pcbsales.quoting.agreements.agreeing import AgreedTerms, agree_or_request
from pcbsales.quoting.agreements.agreement_explained import explain_agreement
from pcbsales.quoting.agreements.agreement_report import agreements_on
from pcbsales.quoting.agreements.records import PriceAgreement
from pcbsales.quoting.agreements.signing import sign_agreement
from pcbsales.quoting.agreements.typed import (
    read_bands,
    read_clauses,
    read_conditions,
    read_cost_downs,
    read_rebates,
    read_sales,
)
from pcbsales.quoting.quotations.quote_line import QuantityUnit
from pcbsales.workspace import AsOf, DryRun, Output, OutputFile, Workspace, workspace
from pcbsales.workspace.given_file import given_file

price = typer.Typer(no_args_is_help=True)


@price.command("agree")
def agree(
    ctx: typer.Context,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="With whom.")],
    part: Annotated[
        str | None, typer.Argument(metavar="PART", help="The part; else a family by --when.")
    ] = None,
    *,
    band: Annotated[
        list[str], typer.Option("--band", metavar="N=PRICE", help="From N on: 500=7.90,1k=7.40.")
    ],
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day.")],
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day; else today.")
    ] = None,
    when: Annotated[
        list[str] | None,
        typer.Option("--when", metavar="CONDITION", help="Of a family of boards: 'layers = 4'."),
    ] = None,
    unit: Annotated[QuantityUnit, typer.Option("--unit", help="What is counted.")] = (
        QuantityUnit.PCS
    ),
    cost_down: Annotated[
        list[str] | None,
        typer.Option("--cost-down", metavar="DATE=PERCENT", help="2027-01-01=2%."),
    ] = None,
    rebate: Annotated[
        list[str] | None,
        typer.Option("--rebate", metavar="SALES=PERCENT", help="For a year's sales: 500000=1%."),
    ] = None,
    clause: Annotated[
        list[str] | None,
        typer.Option("--clause", help="What moves prices: 'copper=9500 USD/t ±5%,0.2%'."),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="What you call it.")] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why, for whoever may have to grant it.")
    ] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Agree on prices for a time; they are quoted from when the agreement is signed.

    Example: pcbsales price agree HUAYI HY-4410 --band 500=6.60 --until 2027-10-31 --dry-run
    """
    ws = workspace(ctx)
    buyer = ws.find(Customer, customer)
    terms = AgreedTerms(
        customer=buyer.id,
        part=_part(ws, buyer, part).id if part else None,
        when=read_conditions(when or [], tuple(keys_of_specification())),
        title=title,
        unit=unit,
        bands=read_bands(band, buyer.currency),
        valid_from=ws.day(since),
        valid_until=ws.day(until),
        cost_downs=read_cost_downs(cost_down or [], ws.day),
        rebates=read_rebates(rebate or [], buyer.currency),
        clauses=read_clauses(clause or []),
    )
    decide = partial(agree_or_request, terms=terms, actor=ws.actor, at=ws.now, reason=reason)
    ws.save(
        decide,
        dry_run=dry_run,
        output=output,
        next_step="pcbsales price sign {id} SIGNED.pdf",
    )


@price.command("sign")
def sign(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="AGREEMENT", help="Its number, or its tail.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The signed copy.")],
    *,
    on: Annotated[str | None, typer.Option("--on", help="Signed on; else today.")] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Keep the signed copy of a price agreement; from then on it is quoted by.

    Example: pcbsales price sign PA-2026-00002 HY-4410.zip --dry-run
    """
    ws = workspace(ctx)
    found = ws.find(PriceAgreement, name)
    signed = given_file(file)
    if signed is None:
        raise UsageError("name the signed copy")
    decide = partial(
        sign_agreement, agreement=found.id, file=signed, day=ws.day(on), as_of=ws.today
    )
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales price agreements",
    )


@price.command("agreements")
def agreements(
    ctx: typer.Context,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="One customer's.")] = "",
    *,
    expiring: Annotated[
        int | None, typer.Option("--expiring", metavar="DAYS", min=0, help="Those ending soon.")
    ] = None,
    ended: Annotated[bool, typer.Option("--ended", help="Also those that ended.")] = False,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """List price agreements: what holds for whom, at which price today, until when.

    Example: pcbsales price agreements --expiring 120
    """
    ws = workspace(ctx)
    report = agreements_on(
        ws.snapshot(),
        as_of=ws.day(as_of),
        customer=ws.find(Customer, customer).id if customer else None,
        ended=ended,
        expiring_days=expiring,
    )
    ws.show(report, output=output, file=file)


@price.command("agreement")
def agreement(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="AGREEMENT", help="Its number, or its tail.")],
    *,
    sales: Annotated[
        str | None,
        typer.Option("--sales", metavar="AMOUNT", help="The year's sales; else what was ordered."),
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", min=2000, max=2999, help="The rebate's year.")
    ] = None,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Explain an agreement's prices step by step: cost-downs, clauses, and the year's rebate.

    Example: pcbsales price agreement PA-2026-00001 --as-of 2027-01-15 --sales '620000 CNY'
    """
    ws = workspace(ctx)
    found = ws.find(PriceAgreement, name)
    report = explain_agreement(
        ws.snapshot(),
        found,
        as_of=ws.day(as_of),
        sales=read_sales(sales, found.currency) if sales else None,
        year=year,
    )
    ws.show(report, output=output, file=file)


def _part(ws: Workspace, buyer: Customer, name: str) -> Part:
    """The customer's own part of that number first: another may use the number too."""
    return ws.snapshot().get(Part, f"{buyer.id}/{name}") or ws.find(Part, name)
