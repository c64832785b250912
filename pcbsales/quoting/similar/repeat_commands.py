"""``pcbsales quote repeat``: a board quoted again, and what has changed since."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.shown import Word
from pcbsales.quoting.floor.below_floor import quote_or_request
from pcbsales.quoting.matrix.option import read_options
from pcbsales.quoting.options import (
    FreightOrAsBefore,
    OffTheBook,
    Reason,
    Rfq,
    Several,
    Text,
)
from pcbsales.quoting.pricing.price_wishes import (
    read_discount_wish,
    read_price_wish,
    with_prices,
)
from pcbsales.quoting.quotations.asking import read_leads, read_quantities
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.similar.repeating import Again, Repeat, repeat_of
from pcbsales.quoting.similar.since_then import changes_since
from pcbsales.workspace import Saving, Workspace, saves

quote = typer.Typer(no_args_is_help=True)
PartNumber = Annotated[str, typer.Argument(metavar="PART", help="The part's number.")]
OtherQuantities = Annotated[
    Text, typer.Option("--quantity", "-q", metavar="N,N…", help="Quantities; else the last one.")
]
OtherLeads = Annotated[
    Text, typer.Option("--lead", metavar="DAYS,…", help="Else as last time: std,7.")
]
OtherOptions = Annotated[
    Several,
    typer.Option("--option", metavar="KEY=VALUE,…", help="Else as last time; as-is is none."),
]
OtherPrices = Annotated[
    Several, typer.Option("--price", metavar="[PART[@N]=]PRICE", help="Not the book's; or: last.")
]
#: What stands for the price of last time.
_LAST = "last"


@saves(quote, "repeat")
def repeat(
    ws: Workspace,
    name: PartNumber,
    *,
    quantity: OtherQuantities = None,
    lead: OtherLeads = None,
    option: OtherOptions = None,
    freight: FreightOrAsBefore = None,
    price: OtherPrices = None,
    discount: OffTheBook = None,
    reason: Reason = None,
    rfq: Rfq = None,
) -> Saving:
    """Quote a part again as last time, and say what has changed since.

    Example: pcbsales quote repeat QM-PUMP -q 300 --dry-run
    """
    prices = [text.strip() for text in price or []]
    if _LAST in prices and (len(prices) > 1 or discount):
        raise UsageError("--price last goes without another price or a discount")
    again = Again(
        read_quantities(quantity) if quantity else (),
        read_leads(lead) if lead else None,
        read_options(option) if option else None,
        freight,
        _LAST in prices,
        rfq,
    )
    found = repeat_of(ws.snapshot(), ws.find(Part, name).id, again, as_of=ws.today)
    wanted = _priced(ws, found, [text for text in prices if text != _LAST], discount or [])
    decide = partial(
        quote_or_request, enquiry=wanted.enquiry, actor=ws.actor, at=ws.now, reason=reason
    )
    return Saving(decide, "pcbsales quote send {id}", partial(_tell, ws, _changes(ws, wanted)))


def _priced(ws: Workspace, found: Repeat, prices: list[str], discounts: list[str]) -> Repeat:
    """What to quote, at prices that were typed, in the customer's currency of today."""
    part, buyer = found.last.line.part, ws.find(Customer, found.enquiry.customer)

    def part_of(name: str) -> str:
        return part if name in {part, part.partition("/")[2]} else name

    wishes = [
        *(read_price_wish(text, buyer.currency, part_of) for text in prices),
        *(read_discount_wish(text, part_of) for text in discounts),
    ]
    requests = with_prices(found.enquiry.requests, wishes)
    return replace(found, enquiry=replace(found.enquiry, requests=requests))


def _changes(ws: Workspace, wanted: Repeat) -> list[str]:
    """What has changed since last time, in the reader's language."""
    return [
        ws.translate(said.msgid, **_told(ws, said.values))
        for said in changes_since(ws.snapshot(), wanted, as_of=ws.today)
    ]


def _told(ws: Workspace, values: Mapping[str, object]) -> dict[str, object]:
    """Words of ours in the reader's language; what a record says as it stands."""
    return {
        name: ws.translate(Word(value).plain) if name in {"state", "kind"} else value
        for name, value in values.items()
    }


def _tell(ws: Workspace, changes: list[str], made: ChangeSet) -> Iterator[str]:
    """The lines, what is asked beside them or spared by a tool, and what has changed."""
    from pcbsales.i18n.catalogue import translator  # noqa: PLC0415 -- start-up
    from pcbsales.quoting.quotations.charge_remarks import charge_remarks  # noqa: PLC0415 -- start-up
    from pcbsales.quoting.quotations.quoted import quoted_lines  # noqa: PLC0415 -- start-up

    for record in made.adds:
        if isinstance(record, Quote):
            yield from quoted_lines(record, translator(ws.language), ws.language)
            for msgid, values in charge_remarks(record):
                yield ws.translate(msgid, **_told(ws, dict(values)))
    yield from changes
