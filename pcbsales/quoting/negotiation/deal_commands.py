"""``pcbsales quote send`` and ``revise``: out to the customer, and out again."""

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.kernel.record import Attachment
from pcbsales.kernel.snapshot import Decision, without_ids
from pcbsales.quoting.floor.below_floor import quote_or_request
from pcbsales.quoting.negotiation.revising import revised_requests, revising_enquiry
from pcbsales.quoting.negotiation.sending import Dispatch, send_quote
from pcbsales.quoting.options import (
    FreightOrAsBefore,
    OffTheBook,
    QuoteName,
    Remark,
    Several,
    Text,
    ValidUntil,
)
from pcbsales.quoting.pricing.price_wishes import (
    PriceWish,
    read_discount_wish,
    read_price_wish,
    with_prices,
)
from pcbsales.quoting.quotations.asking import read_leads, read_quantities
from pcbsales.quoting.quotations.quote_event import Channel
from pcbsales.quoting.quotations.records import Quote
from pcbsales.workspace import Lang, Workspace, saves
from pcbsales.workspace.given_file import given_file

quote = typer.Typer(no_args_is_help=True)

SentAs = Annotated[
    Path | None, typer.Option("--paper", help="The paper that went out; else made now.")
]
Proof = Annotated[
    Path | None, typer.Option("--evidence", help="A mail, a screenshot, a courier's receipt.")
]
OtherQuantities = Annotated[
    Text, typer.Option("--quantity", "-q", metavar="N,N…", help="Other quantities.")
]
OtherLeads = Annotated[
    Text, typer.Option("--lead", metavar="DAYS,…", help="Other lead times: std,7.")
]
OtherPrices = Annotated[
    Several,
    typer.Option("--price", metavar="[PART[@N]=]PRICE", help="Another price than the book's."),
]
WhyRevised = Annotated[
    Text, typer.Option("--reason", help="Why; whoever may have to grant it reads it.")
]


@saves(quote, "send", next_step="pcbsales quote follow-up {id} +3bd")
def send(
    ws: Workspace,
    name: QuoteName,
    *,
    via: Annotated[Channel, typer.Option("--via", help="How it went.")] = Channel.MAIL,
    paper: SentAs = None,
    evidence: Proof = None,
    note: Remark = None,
    lang: Lang = None,
) -> Decision:
    """Mark a quotation as sent; its paper is made, and kept by hash as it went out.

    Example: pcbsales quote send 42 --via wechat --dry-run
    """
    found = ws.find(Quote, name)
    dispatch = Dispatch(
        via, given_file(paper) or _paper(ws, found, lang), given_file(evidence), remark=note
    )
    return without_ids(
        partial(send_quote, quote=found.id, dispatch=dispatch, actor=ws.actor, at=ws.now)
    )


@saves(quote, "revise", next_step="pcbsales quote show {id}")
def revise(
    ws: Workspace,
    name: QuoteName,
    *,
    quantity: OtherQuantities = None,
    lead: OtherLeads = None,
    price: OtherPrices = None,
    discount: OffTheBook = None,
    valid_until: ValidUntil = None,
    reason: WhyRevised = None,
    freight: FreightOrAsBefore = None,
) -> Decision:
    """Quote again under the same number: the next revision, beside those before it.

    Example: pcbsales quote revise 36 -q 300 --dry-run
    """
    found = ws.find(Quote, name)
    requests = revised_requests(
        found,
        read_quantities(quantity) if quantity else (),
        read_leads(lead) if lead else None,
    )
    enquiry = revising_enquiry(
        ws.snapshot(),
        found,
        with_prices(requests, _wishes(found, price or [], discount or [])),
        as_of=ws.today,
        valid_until=ws.day(valid_until) if valid_until else None,
        reason=reason,
        freight=freight,
    )
    return partial(quote_or_request, enquiry=enquiry, actor=ws.actor, at=ws.now, reason=reason)


def _wishes(found: Quote, prices: list[str], discounts: list[str]) -> list[PriceWish]:
    part_of = partial(_part_of, found)
    return [
        *(read_price_wish(text, found.currency, part_of) for text in prices),
        *(read_discount_wish(text, part_of) for text in discounts),
    ]


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
