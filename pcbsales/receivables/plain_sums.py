"""Whether the plainest document adds up, in a few steps: nearly every document is one.

Prices net, no discount, one percentage a line, rounded once on the document. True is said only
where the full comparison finds nothing wrong; where it is not said, the full one has to be made.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pcbsales.kernel.money import Money, minor_units, round_half_up
from pcbsales.receivables.lines import InvoiceLine, TaxLine

_ZERO = Decimal(0)


def plainly_adds_up(
    lines: Sequence[InvoiceLine], taxes: Sequence[TaxLine], net: Money, tax: Money, total: Money
) -> bool:
    """Whether *lines* and *taxes* are of the plainest and give *net*, *tax* and *total*."""
    currency = total.currency
    if not net.currency == tax.currency == currency or total.amount < 0 or not lines:
        return False
    if net.amount + tax.amount != total.amount:
        return False
    if len(lines) > 1 and len({line.id for line in lines}) != len(lines):
        return False
    places = minor_units(currency)
    bases: dict[str, list[Decimal]] = {}
    for line in lines:
        if not _is_plain(line, currency, places):
            return False
        bases.setdefault(line.taxes[0], []).append(line.amount.amount)
    if net.amount != sum([line.amount.amount for line in lines], _ZERO):
        return False
    taxed = [item.amount.amount for item in taxes if _is_right(item, bases, currency, places)]
    codes = {item.code for item in taxes}
    return len(bases) == len(codes) == len(taxes) == len(taxed) and tax.amount == sum(taxed, _ZERO)


def are_parts_of(total: Money, parts: Iterable[Money]) -> bool:
    """Whether *parts* are none, or none below 0 and sum to *total*."""
    found = [part.amount if part.currency == total.currency else None for part in parts]
    if len(found) == 1:
        return found[0] is not None and _ZERO <= found[0] == total.amount
    return not found or (
        None not in found
        and min(filter(None, found), default=_ZERO) >= 0
        and sum(filter(None, found), _ZERO) == total.amount
    )


def _is_plain(line: InvoiceLine, currency: str, places: int) -> bool:
    price, amount = line.unit_price, line.amount
    return (
        price.currency == amount.currency == currency
        and line.discount is None
        and len(line.taxes) == 1
        and amount.amount == round_half_up(price.amount * line.quantity, places)
    )


def _is_right(item: TaxLine, bases: dict[str, list[Decimal]], currency: str, places: int) -> bool:
    """Whether *item* is a percentage and what the amounts *bases* of its code give."""
    found = bases.get(item.code)
    if found is None or item.percent is None or item.per_unit is not None:
        return False
    if not item.base.currency == item.amount.currency == currency:
        return False
    if not item.percent:
        return not item.amount.amount and item.base.amount == sum(found, _ZERO)
    rate = item.percent / 100
    exact = sum([amount * rate for amount in found], _ZERO)
    right = sum(found, _ZERO), round_half_up(exact, places)
    return (item.base.amount, item.amount.amount) == right
