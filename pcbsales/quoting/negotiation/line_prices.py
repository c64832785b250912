"""Prices for single lines as people type them: ``L1=7.90``, or ``7.90`` where there is one line."""

import re
from collections.abc import Sequence
from decimal import Decimal

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.money import UnitPrice
from pcbsales.quoting.quotations.quote_event import LinePrice
from pcbsales.quoting.quotations.records import Quote, QuoteLine

_PRICE = re.compile(r"((?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,8})?)(?: ?([A-Z]{3}))?")


def read_line_prices(texts: Sequence[str], quote: Quote, option: str) -> tuple[LinePrice, ...]:
    """A price for each line that *texts* name, in the quotation's currency and basis.

    UsageError where a line is not there or named twice, or the price is none.
    """
    found: dict[str, LinePrice] = {}
    for text in (part.strip() for given in texts for part in given.split(",")):
        place, _, value = text.rpartition("=")
        line = named_line(quote, place, option)
        if line.id in found:
            raise UsageError("{option}: {line} has two prices", option=option, line=line.id)
        found[line.id] = LinePrice(line=line.id, price=_price(text, value, quote, option))
    return tuple(found.values())


def named_line(quote: Quote, place: str, option: str) -> QuoteLine:
    """The line called *place*; the only one where nothing is said."""
    wanted = place.strip().upper()
    line = quote.line(wanted) if wanted else None
    if line is None and not wanted and len(quote.lines) == 1:
        return quote.lines[0]
    if line is None:
        raise UsageError(
            "{option}: {quote} has the lines {lines}; name one of them, such as {first}=8.20",
            option=option,
            quote=quote.id,
            lines=", ".join(line.id for line in quote.lines),
            first=quote.lines[0].id,
        )
    return line


def _price(text: str, value: str, quote: Quote, option: str) -> UnitPrice:
    match = _PRICE.fullmatch(value.strip())
    if match is None or not Decimal(match[1]):
        raise UsageError(
            "{option} {text}: give a line and a price above 0, such as L1=8.20",
            option=option,
            text=text,
        )
    if match[2] not in {None, quote.currency}:
        raise UsageError(
            "{option} {text}: {quote} is in {currency}",
            option=option,
            text=text,
            quote=quote.id,
            currency=quote.currency,
        )
    return UnitPrice(Decimal(match[1]), quote.currency)
