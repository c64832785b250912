"""``pcbsales quote``: a quotation made, and shown."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import typer

from pcbsales.boards.options import Rev, part_of
from pcbsales.boards.part import require_revision
from pcbsales.boards.questions.typed import read_moment
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.quoting.floor.below_floor import quote_or_request
from pcbsales.quoting.matrix.option import Option, read_options, require_differing
from pcbsales.quoting.options import (
    Buyer,
    Discounts,
    ForPerson,
    Freight,
    Internal,
    Leads,
    Options,
    Parts,
    Prices,
    Quantities,
    QuoteName,
    Reason,
    Received,
    Revision,
    Rfq,
    ValidUntil,
)
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
from pcbsales.workspace import Lang, Saving, WithPaper, Workspace, saves, shows

quote = typer.Typer(no_args_is_help=True)
_Asked = tuple[Quantity, int | None, Option | None]


@saves(quote, "new")
def new(
    ws: Workspace,
    customer: Buyer,
    parts: Parts,
    *,
    quantity: Quantities,
    lead: Leads = "std",
    option: Options = None,
    rev: Rev = None,
    rfq: Rfq = None,
    received: Received = None,
    person: ForPerson = None,
    valid_until: ValidUntil = None,
    price: Prices = None,
    discount: Discounts = None,
    reason: Reason = None,
    freight: Freight = False,
) -> Saving:
    """Quote a customer: a line for each part, quantity and lead time.

    Example: pcbsales quote new HUAYI HY-4410 -q 200 --discount 3% --dry-run
    """
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
    return Saving(decide, "pcbsales quote show {id}", partial(_quoted, ws))


@shows(quote, "show")
def show(
    ws: Workspace,
    name: QuoteName,
    *,
    revision: Revision = None,
    internal: Internal = False,
    as_of: date,
    lang: Lang = None,
) -> WithPaper:
    """Show a quotation; -O q.pdf writes its paper, in the customer's language unless told.

    Example: pcbsales quote show Q-2026-00001
    """
    from pcbsales.quoting.matrix.advising import advice_remarks  # noqa: PLC0415 -- start-up

    found, snapshot = _in_revision(ws.find(Quote, name), revision), ws.snapshot()
    report = QuoteReport(found, as_of, tuple(advice_remarks(snapshot, found)), internal)
    return WithPaper(report, partial(_paper, ws, found, lang))


def _paper(ws: Workspace, found: Quote, lang: str | None) -> tuple[str, Any, str]:
    from pcbsales.quoting.paper.quotation_paper import quotation_paper  # noqa: PLC0415 -- start-up

    return quotation_paper(ws.snapshot(), found, commit=ws.commit_of(found), lang=lang)


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


def _requests(
    ws: Workspace, buyer: Customer, parts: list[str], lines: list[_Asked], *, rev: str | None
) -> list[Request]:
    """A line for each part and each of *lines*."""
    found = [part_of(ws, buyer.id, name) for name in parts]
    options = dict.fromkeys(option for _, _, option in lines)
    for part in found:
        require_differing(require_revision(part, rev), options)
    return [
        Request(part.id, count, rev=rev, unit=unit, lead_days=days, option=option)
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
        return part_of(ws, buyer.id, name).id

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
