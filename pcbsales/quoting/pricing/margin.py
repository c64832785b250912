"""How far a line lies below the price that leaves the least margin of its cost policy."""

from decimal import Decimal

from pcbsales.kernel.money import Money, minor_units, round_half_up
from pcbsales.quoting.pricing.asked_price import percent_below
from pcbsales.quoting.quotations.quote_line import QuoteLine

_NOTHING = Decimal(0)


def least_price(cost: Money, margin_percent: Decimal) -> Money:
    """The price without tax of which *cost* leaves *margin_percent*.

    >>> str(least_price(Money(Decimal("1295.00"), "CNY"), Decimal(30)))
    '1850.00 CNY'
    """
    exact = cost.amount / (1 - margin_percent / 100)
    return Money(round_half_up(exact, minor_units(cost.currency)), cost.currency)


def asked_of(line: QuoteLine) -> Money:
    """All that *line* asks without tax: its boards, and what is asked once beside them."""
    return line.net + line.once_net


def below_least_margin(line: QuoteLine) -> Decimal:
    """By how many percent *line* is below the price of the least margin, rounded up; else 0.

    Without panel prices, or a least margin in them, nothing is held against cost; a price that
    was agreed with the customer was weighed when it was agreed.
    """
    panel = line.panel
    if panel is None or panel.least_margin_percent is None or line.agreed is not None:
        return _NOTHING
    least = least_price(panel.cost, panel.least_margin_percent)
    return percent_below(least.amount, max(asked_of(line).amount, _NOTHING))
