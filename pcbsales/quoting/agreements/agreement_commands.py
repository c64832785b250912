"""``pcbsales price agree``, ``sign``, ``agreements`` and ``agreement``: prices for a time."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.options import part_of
from pcbsales.boards.specification import terms as keys_of_specification
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.snapshot import Decision, without_ids
from pcbsales.quoting.agreements.agreeing import AgreedTerms, agree_or_request
from pcbsales.quoting.agreements.agreement_explained import AgreementExplained, explain_agreement
from pcbsales.quoting.agreements.agreement_report import AgreementsReport, agreements_on
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
from pcbsales.quoting.options import Reason
from pcbsales.quoting.quotations.quote_line import QuantityUnit
from pcbsales.workspace import Workspace, saves, shows
from pcbsales.workspace.given_file import given_file

price = typer.Typer(no_args_is_help=True)


Text = str | None
Several = list[str] | None
MaybePart = Annotated[
    Text, typer.Argument(metavar="PART", help="The part; else a family by --when.")
]
Bands = Annotated[
    list[str], typer.Option("--band", metavar="N=PRICE", help="From N on: 500=7.90,1k=7.40.")
]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="The last day.")]
Since = Annotated[Text, typer.Option("--from", metavar="DATE", help="The first day; else today.")]
When = Annotated[
    Several,
    typer.Option("--when", metavar="CONDITION", help="Of a family of boards: 'layers = 4'."),
]
Unit = Annotated[QuantityUnit, typer.Option("--unit", help="What is counted.")]
CostDowns = Annotated[
    Several, typer.Option("--cost-down", metavar="DATE=PERCENT", help="2027-01-01=2%.")
]
Rebates = Annotated[
    Several,
    typer.Option("--rebate", metavar="SALES=PERCENT", help="For a year's sales: 500000=1%."),
]
Clauses = Annotated[
    Several, typer.Option("--clause", help="What moves prices: 'copper=9500 USD/t ±5%,0.2%'.")
]
Name = Annotated[str, typer.Argument(metavar="AGREEMENT", help="Its number, or its tail.")]


@saves(price, "agree", next_step="pcbsales price sign {id} SIGNED.pdf")
def agree(
    ws: Workspace,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="With whom.")],
    part: MaybePart = None,
    *,
    band: Bands,
    until: Until,
    since: Since = None,
    when: When = None,
    unit: Unit = QuantityUnit.PCS,
    cost_down: CostDowns = None,
    rebate: Rebates = None,
    clause: Clauses = None,
    title: Annotated[Text, typer.Option("--title", help="What you call it.")] = None,
    reason: Reason = None,
) -> Decision:
    """Agree on prices for a time; they are quoted from when the agreement is signed.

    Example: pcbsales price agree HUAYI HY-4410 --band 500=6.60 --until 2027-10-31 --dry-run
    """
    buyer = ws.find(Customer, customer)
    terms = AgreedTerms(
        customer=buyer.id,
        part=part_of(ws, buyer.id, part).id if part else None,
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
    return partial(agree_or_request, terms=terms, actor=ws.actor, at=ws.now, reason=reason)


@saves(price, "sign", next_step="pcbsales price agreements")
def sign(
    ws: Workspace,
    name: Name,
    copy: Annotated[Path, typer.Argument(metavar="FILE", help="The signed copy.")],
    *,
    on: Annotated[Text, typer.Option("--on", help="Signed on; else today.")] = None,
) -> Decision:
    """Keep the signed copy of a price agreement; from then on it is quoted by.

    Example: pcbsales price sign PA-2026-00002 HY-4410.zip --dry-run
    """
    found, signed = ws.find(PriceAgreement, name), given_file(copy)
    if signed is None:
        raise UsageError("name the signed copy")
    decide = partial(sign_agreement, agreement=found.id, file=signed)
    return without_ids(partial(decide, day=ws.day(on), as_of=ws.today))


@shows(price, "agreements")
def agreements(
    ws: Workspace,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="One customer's.")] = "",
    *,
    expiring: Annotated[
        int | None, typer.Option("--expiring", metavar="DAYS", min=0, help="Those ending soon.")
    ] = None,
    ended: Annotated[bool, typer.Option("--ended", help="Also those that ended.")] = False,
    as_of: date,
) -> AgreementsReport:
    """List price agreements: what holds for whom, at which price today, until when.

    Example: pcbsales price agreements --expiring 120
    """
    return agreements_on(
        ws.snapshot(),
        as_of=as_of,
        customer=ws.find(Customer, customer).id if customer else None,
        ended=ended,
        expiring_days=expiring,
    )


@shows(price, "agreement")
def agreement(
    ws: Workspace,
    name: Name,
    *,
    sales: Annotated[
        Text,
        typer.Option("--sales", metavar="AMOUNT", help="The year's sales; else what was ordered."),
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", min=2000, max=2999, help="The rebate's year.")
    ] = None,
    as_of: date,
) -> AgreementExplained:
    """Explain an agreement's prices step by step: cost-downs, clauses, and the year's rebate.

    Example: pcbsales price agreement PA-2026-00001 --as-of 2027-01-15 --sales '620000 CNY'
    """
    found = ws.find(PriceAgreement, name)
    ordered = read_sales(sales, found.currency) if sales else None
    return explain_agreement(ws.snapshot(), found, as_of=as_of, sales=ordered, year=year)
