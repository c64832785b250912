"""A unit price as paper writes it: with the least decimals that policy asks for."""

from dataclasses import dataclass
from decimal import Decimal

from pcbsales.kernel.money import UnitPrice
from pcbsales.quoting.paper.offer_terms import OfferTerms


@dataclass(frozen=True, slots=True)
class ShownPrice:
    """A number with all the decimals that are printed, and its currency."""

    amount: Decimal
    currency: str


def shown_price(terms: OfferTerms | None, price: UnitPrice) -> ShownPrice:
    """*price* by *terms*; without them as many decimals as it has."""
    rule = terms.decimals_of(price.currency) if terms else None
    return ShownPrice(rule.written_out(price) if rule else price.amount, price.currency)
