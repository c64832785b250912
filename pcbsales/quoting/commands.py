"""``pcbsales quote``: a quotation made, and shown."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from pcbsales.boards.questions.typed import read_moment
from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.quoting.floor.below_floor import quote_or_request
from pcbsales.quoting.matrix.option import Option, read_options
from pcbsales.quoting.pricing.price_wishes import (
    PriceWish,
    read_discount_wish,
    read_price_wish,
    with_prices,
)
from pcbsales.quoting.quotations.asking import Quantity, read_leads, read_quantities
from pcbsales.quoting.quotations.draft import Enquiry, Request
from pcbsales.quoting.quotations.quote_report import QuoteReport
from pcbsales.quoting.quotations.records import Quote
from pcbsales.workspace import AsOf, DryRun, Lang, Output, OutputFile, Workspace, workspace

quote = typer.Typer(no_args_is_help=True)
_Asked = tuple[Quantity, int | None, Option | None]

Quantities = Annotated[
    str,
    typer.Option("--quantity", "-q", metavar="N,N…", help="Quantities: 200, or 100,500,1k."),
]
Leads = Annotated[
    str, typer.Option("--lead", metavar="DAYS,…", help="std, or working days: std,7.")
]
Options = Annotated[
    list[str] | None,
    typer.Option(
        "--option", metavar="KEY=VALUE,…", help="The board changed so; as-is; may be repeated."
    ),
]
Rev = Annotated[str | None, typer.Option("--rev", help="Revision; else the current one.")]


@quote.command("new")
def new(
    ctx: typer.Context,
    customer: Annotated[
        str, typer.Argument(metavar="CUSTOMER", help="Whom to quote: id or part of the name.")
    ],
    parts: Annotated[list[str], typer.Argument(metavar="PART…", help="Part numbers.")],
    *,
    quantity: Quantities,
    lead: Leads = "std",
    option: Options = None,
    rev: Rev = None,
    rfq: Annotated[str | None, typer.Option("--rfq", help="The customer's RFQ number.")] = None,
    received: Annotated[
        str | None,
        typer.Option("--received", metavar="TIME", help="When they asked, by their own message."),
    ] = None,
    person: Annotated[str | None, typer.Option("--person", help="Whom it is for.")] = None,
    valid_until: Annotated[
        str | None, typer.Option("--valid-until", metavar="DATE", help="Else the entity's days.")
    ] = None,
    price: Annotated[
        list[str] | None,
        typer.Option(
            "--price",
            metavar="[PART[@N]=]PRICE",
            help="Not the book's price per unit: HY-4410=8.20, HY-4410@500=7.95.",
        ),
    ] = None,
    discount: Annotated[
        list[str] | None,
        typer.Option(
            "--discount",
            metavar="[PART[@N]=]PERCENT",
            help="So much off the book: 5%, HY-4410=5%. Beyond your authority it is a request.",
        ),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why, for whoever may have to grant it.")
    ] = None,
    freight: Annotated[
        bool, typer.Option("--freight", help="Ask the freight too, where delivery is ours to pay.")
    ] = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Quote a customer: a line for each part, quantity and lead time.

    Example: pcbsales quote new HUAYI HY-4410 -q 200 --discount 3% --dry-run
    """
    ws = workspace(ctx)
    buyer = ws.find(Customer, customer)
    lines = _asked_lines(quantity, lead, option or [])
    requests = _requests(ws, buyer, parts, lines, rev=rev)
    enquiry = Enquiry(
        buyer.id,
        with_prices(requests, _wishes(ws, buyer, price or [], discount or [])),
        person=ws.find(Person, person).id if person else None,
        customer_rfq=rfq,
        valid_until=ws.day(valid_until) if valid_until else None,
        received=read_moment(received, now=ws.now) if received else None,
        freight=freight,
    )
    decide = partial(quote_or_request, enquiry=enquiry, actor=ws.actor, at=ws.now, reason=reason)
    step, tell = "pcbsales quote show {id}", partial(_quoted, ws)
    ws.save(decide, dry_run=dry_run, output=output, next_step=step, tell=tell)


@quote.command("show")
def show(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="QUOTE", help="Its number, or the tail of it.")],
    *,
    revision: Annotated[
        int | None, typer.Option("--rev", metavar="N", help="An earlier revision of it.")
    ] = None,
    internal: Annotated[
        bool, typer.Option("--internal", help="Tell costs and margins too; ours alone.")
    ] = False,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
    lang: Lang = None,
) -> None:
    """Show a quotation; -O q.pdf writes its paper, in the customer's language unless told.

    Example: pcbsales quote show Q-2026-00001
    """
    ws = workspace(ctx)
    found = _in_revision(ws.find(Quote, name), revision)
    from pcbsales.quoting.matrix.advising import advice_remarks  # noqa: PLC0415 -- start-up

    advice = tuple(advice_remarks(ws.snapshot(), found))
    report = QuoteReport(found, ws.day(as_of), advice, internal)
    if file is None or file.suffix != ".pdf":
        ws.show(report, output=output, file=file)
        return
    from pcbsales.quoting.paper.quotation_paper import quotation_paper  # noqa: PLC0415 -- start-up

    commit = ws.commit_of(found)
    document, view, language = quotation_paper(ws.snapshot(), found, commit=commit, lang=lang)
    ws.show(report, file=file, lang=language, paper=(document, view))


def _in_revision(found: Quote, revision: int | None) -> Quote:
    """The quotation as it was offered in *revision*, the current one where none is said."""
    wanted = found if revision is None else found.in_revision(revision)
    if wanted is None:
        raise UsageError(
            "{quote} has no revision {revision}; it has 1 to {last}",
            quote=found.id,
            revision=revision,
            last=found.revision,
        )
    return wanted


def _part(ws: Workspace, customer: Customer, name: str) -> Part:
    """The customer's own part of that number first: another may use the number too."""
    return ws.snapshot().get(Part, f"{customer.id}/{name}") or ws.find(Part, name)


def _requests(
    ws: Workspace, buyer: Customer, parts: list[str], lines: list[_Asked], *, rev: str | None
) -> list[Request]:
    """A line for each part and each of *lines*."""
    found = [_part(ws, buyer, name).id for name in parts]
    return [
        Request(part, count, rev=rev, unit=unit, lead_days=days, option=option)
        for part in found
        for (count, unit), days, option in lines
    ]


def _asked_lines(quantity: str, lead: str, options: list[str]) -> list[_Asked]:
    """Each option at each quantity and lead time."""
    return [
        (count, days, option)
        for option in read_options(options)
        for count in read_quantities(quantity)
        for days in read_leads(lead)
    ]


def _wishes(
    ws: Workspace, buyer: Customer, prices: list[str], discounts: list[str]
) -> list[PriceWish]:
    def part_id(name: str) -> str:
        return _part(ws, buyer, name).id

    return [
        *(read_price_wish(text, buyer.currency, part_id) for text in prices),
        *(read_discount_wish(text, part_id) for text in discounts),
    ]


def _quoted(ws: Workspace, changes: ChangeSet) -> Iterator[str]:
    from pcbsales.i18n.catalogue import translator  # noqa: PLC0415 -- start-up
    from pcbsales.quoting.matrix.advising import advice_remarks  # noqa: PLC0415 -- start-up
    from pcbsales.quoting.quotations.quoted import quoted_lines  # noqa: PLC0415 -- start-up

    for made in changes.adds:
        if isinstance(made, Quote):
            t = translator(ws.language)
            yield from quoted_lines(made, t, ws.language)
            yield from (
                t(msgid, **dict(values)) for msgid, values in advice_remarks(ws.snapshot(), made)
            )
