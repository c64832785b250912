"""More pieces for the same money or less: what a customer would rather order, where a book falls.

Between two areas that the book names a price never falls, so that the cheapest larger quantities
are the next one, and the first ones behind each of these areas.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.lint.amounts import Amounts
from pcbsales.quoting.pricing.offer import Offer, Wanted, make_offer
from pcbsales.quoting.quotations.records import QuantityUnit


@dataclass(frozen=True, slots=True)
class Advice:
    """A larger quantity at a total no higher: its ``offer``, what it saves without tax.

    Up to ``most`` cost no more than what was asked for.
    """

    offer: Offer
    saves: Money
    most: int

    @property
    def quantity(self) -> int:
        """How many to order instead."""
        return self.offer.wanted.quantity


def cheaper_more(offer: Offer, sheets: Sheets, *, within_percent: Decimal) -> Advice | None:
    """The smallest quantity above that of *offer* whose total is no higher; None without one.

    It is at most *within_percent* more; boards in arrays are counted in whole arrays. The lead time
    is that of *offer* where that was asked for, else the standard one of the larger quantity.
    """
    step, asked = step_of(offer), offer.wanted.quantity
    limit = int((asked * (1 + within_percent / 100)).to_integral_value(ROUND_FLOOR))
    priced = _pricing(offer.wanted, sheets)
    starts = [asked + step, *_starts(offer, sheets, step)]
    fitting = sorted({n for n in starts if asked < n <= limit})
    for quantity in fitting:
        better = priced(quantity)
        if better is not None and better.price.net <= offer.price.net:
            most = _most(offer, priced, fitting, limit)
            return Advice(better, offer.price.net - better.price.net, most)
    return None


def step_of(offer: Offer) -> int:
    """By how many of its unit the quantity of *offer* can grow: boards of an array go together."""
    array = offer.wanted.revision.specification.array
    alone = offer.unit is QuantityUnit.SET or offer.wanted.unit is None
    return 1 if alone or array is None else array.boards


def _starts(offer: Offer, sheets: Sheets, step: int) -> Iterator[int]:
    """The first quantity behind each area that the book names."""
    piece_m2 = offer.area_m2 / offer.wanted.quantity * step
    for edge in Amounts(sheets.book).edges():
        yield (edge.last_before(piece_m2) + 1) * step


def _pricing(wanted: Wanted, sheets: Sheets) -> Callable[[int], Offer | None]:
    def priced(quantity: int) -> Offer | None:
        with suppress(RefusedError):
            return make_offer(replace(wanted, quantity=quantity), sheets)
        return None

    return priced


def _most(
    offer: Offer, priced: Callable[[int], Offer | None], starts: list[int], limit: int
) -> int:
    """The largest quantity up to *limit* that costs no more than *offer*: halved from its start."""
    step, base = step_of(offer), offer.wanted.quantity

    def fits(quantity: int) -> bool:
        found = priced(quantity)
        return found is not None and found.price.net <= offer.price.net

    end = base + (limit - base) // step * step
    for start in reversed(starts):
        if fits(start):
            low, high = 0, (end - start) // step
            while low < high:
                middle = (low + high + 1) // 2
                low, high = (middle, high) if fits(start + middle * step) else (low, middle - 1)
            return start + low * step
        end = start - step
    return base
