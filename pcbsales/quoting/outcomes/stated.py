"""What a purchase order says of its lines, as people type it: ``L1=8.20``, ``L1=500``, ``L1=B``."""

from collections.abc import Callable, Sequence

from pcbsales.kernel.errors import UsageError
from pcbsales.quoting.negotiation.line_prices import named_line, read_line_prices
from pcbsales.quoting.outcomes.purchase_order import Ordered
from pcbsales.quoting.quotations.asking import read_quantities
from pcbsales.quoting.quotations.records import Quote, QuoteLine


def read_lines(text: str) -> tuple[str, ...]:
    """``--lines``: names of lines with commas between; nothing at all is every line."""
    found = tuple(word.strip().upper() for word in text.split(",") if word.strip())
    if text and not found:
        raise UsageError("--lines {text}: name lines such as L1,L2", text=text)
    return tuple(dict.fromkeys(found))


def read_stated(
    quote: Quote, prices: Sequence[str], quantities: Sequence[str], revisions: Sequence[str]
) -> tuple[Ordered, ...]:
    """``--po-price``, ``--po-quantity`` and ``--po-rev``: each line once in each of them.

    UsageError where a line is not there or named twice, or where nothing is said of it.
    """
    return (
        *(Ordered(p.line, price=p.price) for p in read_line_prices(prices, quote, "--po-price")),
        *_each(quote, quantities, "--po-quantity", _quantity),
        *_each(quote, revisions, "--po-rev", _revision),
    )


def _each(
    quote: Quote,
    texts: Sequence[str],
    option: str,
    read: Callable[[QuoteLine, str, str], Ordered],
) -> Sequence[Ordered]:
    found: dict[str, Ordered] = {}
    for text in texts:
        place, _, value = text.rpartition("=")
        line = named_line(quote, place, option)
        if line.id in found:
            raise UsageError("{option}: {line} is named twice", option=option, line=line.id)
        found[line.id] = read(line, value.strip(), text)
    return tuple(found.values())


def _quantity(line: QuoteLine, value: str, text: str) -> Ordered:
    if not value or "," in value:
        raise UsageError(
            "--po-quantity {text}: give a line and a number, such as L1=500", text=text
        )
    count, unit = read_quantities(value)[0]
    return Ordered(line.id, quantity=count, unit=unit)


def _revision(line: QuoteLine, value: str, text: str) -> Ordered:
    if not value:
        raise UsageError("--po-rev {text}: give a line and a revision, such as L1=B", text=text)
    return Ordered(line.id, revision=value)
