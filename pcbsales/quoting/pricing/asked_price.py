"""A price that somebody asks for instead of the book's: below it or above, exactly to the cent.

A discount in percent is cut to whole cents in the firm's favour, so that who may give 5 % and types
5 % stays within it. How far a price is below the book is never rounded down.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money, UnitPrice, minor_units
from pcbsales.kernel.scalars import plain
from pcbsales.quoting.quotations.quote_line import BasisUnit, PriceStep

#: The step that brings the book's price to the asked one.
DISCOUNT, SURCHARGE = "discount", "surcharge"
_DIGITS = 60
_PERCENT_PLACES = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class AskedPrice:
    """A unit price in the customer's basis, or so many percent off the book's amount."""

    unit_price: UnitPrice | None = None
    discount: Decimal | None = None

    def amount(self, book: Money, quantity: int) -> Money:
        """What the line comes to instead of *book*, both in the customer's basis.

        RefusedError where that is nothing or less.
        """
        if self.unit_price is not None:
            asked = self.unit_price.times(quantity)
        else:
            asked = book - _cut(book, self.discount or Decimal(0))
        if asked.amount <= 0:
            raise RefusedError(
                "a price must leave something above 0; {asked} for {quantity} does not",
                asked=asked,
                quantity=quantity,
            )
        return asked

    def below(self, book: Money, quantity: int) -> Decimal:
        """By how many percent it is below *book*, rounded up to eight places; 0 if it is not.

        Of a unit price its exact product counts, not the rounded amount; of a discount what was
        asked for, which the cents never exceed.
        """
        asked = self.amount(book, quantity).amount
        if self.unit_price is not None:
            return percent_below(book.amount, min(asked, self.unit_price.amount * quantity))
        return Decimal(0) if asked == book.amount else self.discount or Decimal(0)


def percent_below(book: Decimal, asked: Decimal) -> Decimal:
    """By how many percent *asked* is below *book*, rounded up to eight places; 0 if it is not.

    >>> percent_below(Decimal("1757.80"), Decimal("1669.91"))
    Decimal('5')
    """
    if asked >= book:
        return Decimal(0)
    with localcontext() as context:
        context.prec = _DIGITS
        share = (book - asked) * 100 / book
        rounded = share.quantize(_PERCENT_PLACES, rounding=ROUND_CEILING)
    return Decimal(plain(rounded).rstrip("0").rstrip("."))


def _cut(book: Money, percent: Decimal) -> Money:
    places = Decimal(1).scaleb(-minor_units(book.currency))
    with localcontext() as context:
        context.prec = _DIGITS
        cut = (book.amount * percent / 100).quantize(places, rounding=ROUND_FLOOR)
    return Money(cut, book.currency)


def price_step(book_net: Money, net: Money, *, rule: str = "") -> tuple[PriceStep, ...]:
    """The step from the book's net to the asked one; none where they are the same.

    It is called *rule*, else by its direction.
    """
    difference = net - book_net
    if not difference:
        return ()
    return (
        PriceStep(
            rule=rule or (DISCOUNT if difference.amount < 0 else SURCHARGE),
            basis=Decimal(1),
            unit=BasisUnit.LOT,
            rate=difference.amount,
            amount=difference,
        ),
    )
