"""What a price that was only spoken of would leave of a line: for us alone, on no paper."""

from decimal import Decimal

from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.tax import PriceBasis, Tax, net_of
from pcbsales.quoting.pricing.asked_price import percent_below
from pcbsales.quoting.pricing.margin import asked_of, below_least_margin
from pcbsales.quoting.pricing.model_report import margin_percent
from pcbsales.quoting.quotations.quote_event import LinePrice
from pcbsales.quoting.quotations.records import Quote, QuoteLine

_NOTHING = Decimal(0)


def line_at(quote: Quote, line: QuoteLine, price: UnitPrice) -> QuoteLine:
    """*line* of *quote* as it would be at *price*, by nobody's agreement."""
    amount = price.times(line.quantity)
    told = {"unit_price": price, "amount": amount, "net": _net(quote, line, amount), "agreed": None}
    return line.model_copy(update=told)


def margin_at(quote: Quote, line: QuoteLine, price: UnitPrice) -> Decimal | None:
    """What *price* leaves after the line's costs, in percent; None where no costs are known."""
    if line.panel is None:
        return None
    return margin_percent(asked_of(line_at(quote, line, price)), line.panel.cost)


def below_book_at(quote: Quote, price: LinePrice) -> Decimal:
    """By how many percent *price* is below the book's for its line; 0 if it is not."""
    line = quote.line(price.line)
    if line is None:
        return _NOTHING
    return percent_below(line.book_amount.amount, price.price.amount * line.quantity)


def below_least_at(quote: Quote, price: LinePrice) -> Decimal:
    """By how many percent *price* is below the one of the least margin; 0 if it is not."""
    line = quote.line(price.line)
    return below_least_margin(line_at(quote, line, price.price)) if line else _NOTHING


def _net(quote: Quote, line: QuoteLine, amount: Money) -> Money:
    """*amount* without the taxes of *quote*."""
    if quote.price_basis is PriceBasis.NET:
        return amount
    taxes = [Tax(code=tax.code, percent=tax.percent) for tax in quote.taxes[:1]]
    return net_of(amount, line.quantity, taxes)
