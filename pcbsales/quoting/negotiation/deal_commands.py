"""``pcbsales quote send`` and ``revise``: out to the customer, and out again."""

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.kernel.record import Attachment
from pcbsales.quoting.floor.below_floor import quote_or_request
from pcbsales.quoting.negotiation.revising import revised_requests, revising_enquiry
from pcbsales.quoting.negotiation.sending import Dispatch, send_quote
from pcbsales.quoting.pricing.price_wishes import (
    read_discount_wish,
    read_price_wish,
    with_prices,
)
from pcbsales.quoting.quotations.asking import read_leads, read_quantities
from pcbsales.quoting.quotations.quote_event import Channel
from pcbsales.quoting.quotations.records import Quote
from pcbsales.workspace import DryRun, Lang, Output, Workspace, workspace
from pcbsales.workspace.given_file import given_file

quote = typer.Typer(no_args_is_help=True)

QuoteName = Annotated[str, typer.Argument(metavar="QUOTE", help="Its number, or the tail of it.")]
Remark = Annotated[str | None, typer.Option("--note", help="What else there is to say of it.")]


@quote.command("send")
def send(
    ctx: typer.Context,
    name: QuoteName,
    *,
    via: Annotated[Channel, typer.Option("--via", help="How it went.")] = Channel.MAIL,
    paper: Annotated[
        Path | None, typer.Option("--paper", help="The paper that went out; else made now.")
    ] = None,
    evidence: Annotated[
        Path | None, typer.Option("--evidence", help="A mail, a screenshot, a courier's receipt.")
    ] = None,
    note: Remark = None,
    lang: Lang = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Mark a quotation as sent; its paper is made, and kept by hash as it went out.

    Example: pcbsales quote send 42 --via wechat --dry-run
    """
    ws = workspace(ctx)
    found = ws.find(Quote, name)
    dispatch = Dispatch(
        via, given_file(paper) or _paper(ws, found, lang), given_file(evidence), remark=note
    )
    decide = partial(send_quote, quote=found.id, dispatch=dispatch, actor=ws.actor, at=ws.now)
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales quote follow-up {id} +3bd",
    )


@quote.command("revise")
def revise(
    ctx: typer.Context,
    name: QuoteName,
    *,
    quantity: Annotated[
        str | None, typer.Option("--quantity", "-q", metavar="N,N…", help="Other quantities.")
    ] = None,
    lead: Annotated[
        str | None, typer.Option("--lead", metavar="DAYS,…", help="Other lead times: std,7.")
    ] = None,
    price: Annotated[
        list[str] | None,
        typer.Option("--price", metavar="[PART[@N]=]PRICE", help="Another price than the book's."),
    ] = None,
    discount: Annotated[
        list[str] | None,
        typer.Option("--discount", metavar="[PART[@N]=]PERCENT", help="So much off the book."),
    ] = None,
    valid_until: Annotated[
        str | None, typer.Option("--valid-until", metavar="DATE", help="Else the entity's days.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why; whoever may have to grant it reads it.")
    ] = None,
    freight: Annotated[
        bool | None,
        typer.Option("--freight/--no-freight", help="Ask the freight or not; else as before."),
    ] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Quote again under the same number: the next revision, beside those before it.

    Example: pcbsales quote revise 36 -q 300 --dry-run
    """
    ws = workspace(ctx)
    found = ws.find(Quote, name)
    requests = revised_requests(
        found,
        read_quantities(quantity) if quantity else (),
        read_leads(lead) if lead else None,
    )
    part_of = partial(_part_of, found)
    wishes = [
        *(read_price_wish(text, found.currency, part_of) for text in price or []),
        *(read_discount_wish(text, part_of) for text in discount or []),
    ]
    enquiry = revising_enquiry(
        ws.snapshot(),
        found,
        with_prices(requests, wishes),
        as_of=ws.today,
        valid_until=ws.day(valid_until) if valid_until else None,
        reason=reason,
        freight=freight,
    )
    decide = partial(quote_or_request, enquiry=enquiry, actor=ws.actor, at=ws.now, reason=reason)
    ws.save(decide, dry_run=dry_run, output=output, next_step="pcbsales quote show {id}")


def _part_of(found: Quote, name: str) -> str:
    """The part of the quotation that is named by its id or number."""
    for line in found.lines:
        if name in {line.part, line.part.partition("/")[2]}:
            return line.part
    return name


def _paper(ws: Workspace, found: Quote, lang: str | None) -> Attachment:
    """The paper as it goes out now, named after quotation and revision."""
    from pcbsales.i18n.language import Language  # noqa: PLC0415 -- start-up
    from pcbsales.quoting.paper.quotation_paper import quotation_paper  # noqa: PLC0415 -- start-up
    from pcbsales.workspace.output import paper_of  # noqa: PLC0415 -- start-up

    commit = ws.commit_of(found)
    document, view, language = quotation_paper(ws.snapshot(), found, commit=commit, lang=lang)
    data = paper_of(ws, (document, view), Language.named(language))
    return Attachment(sha256(data).hexdigest(), f"{found.id}-{found.revision}.pdf", data)
