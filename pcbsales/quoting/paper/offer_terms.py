"""What an entity's quotations say beside their prices: dated policy, agreed with some customers."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.boards.specification import Specification, terms
from pcbsales.kernel.conditions import Condition, fact_of
from pcbsales.kernel.effective import Lasting
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import Currency, UnitPrice, minor_units, round_half_up
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Count, Day, Prose, RecordId, Word, wrong
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.charges.agreed import agreed

#: A unit price has no more, whatever a policy says.
_MOST = 8


class PriceDecimals(Value):
    """How many decimals unit prices of a currency have: ``least`` on paper, ``most`` anywhere.

    Where more would be needed to reproduce an amount, the amount follows the price.
    """

    currency: Currency
    least: Count
    most: Count

    def limited(self, price: UnitPrice, *, upwards: bool = False) -> UnitPrice:
        """*price* half-up, or *upwards*, at the most decimals; never nothing."""
        if -int(price.amount.as_tuple().exponent) <= self.most:
            return price
        rounding = ROUND_CEILING if upwards else ROUND_HALF_UP
        amount = price.amount.quantize(Decimal(1).scaleb(-self.most), rounding=rounding)
        return UnitPrice(amount or price.amount, price.currency)

    def written_out(self, price: UnitPrice) -> Decimal:
        """The number of *price* with its least decimals."""
        places = max(self.least, -int(price.amount.as_tuple().exponent))
        return round_half_up(price.amount, places)

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if not minor_units(self.currency) <= self.least <= self.most <= _MOST:
            raise wrong(
                "offer_terms.decimals",
                "decimals of {currency}: least from {fewest} on, most from least to {limit}",
                currency=self.currency,
                fewest=minor_units(self.currency),
                limit=_MOST,
            )
        return self


class Unsaid(Value):
    """What a quotation says of boards whose specification does not answer ``key``.

    It holds for boards that answer all of ``given`` and meet ``when``; all boards without them.
    """

    key: Word
    given: tuple[Word, ...] = ()
    when: tuple[Condition, ...] = ()
    sentence: LocalText

    def holds(self, board: Specification) -> bool:
        """Whether *board* leaves the key open, and is one that it is said of."""
        known = board.given()
        if self.key in known or not known.keys() >= set(self.given):
            return False
        facts = {
            key: fact for key, answer in known.items() if (fact := fact_of(answer)) is not None
        }
        return all(condition.holds(facts) for condition in self.when)

    @model_validator(mode="after")
    def _names_keys(self) -> Self:
        for key in (self.key, *self.given, *(condition.key for condition in self.when)):
            if key not in terms():
                raise wrong(
                    "offer_terms.key", "{key} is no key of a specification; see: part keys", key=key
                )
        return self


class OfferTerms(Lasting, Record):
    """What the paper of an entity's quotations says; with ``customer`` it was agreed with that one.

    ``conditions`` are printed in their order, ``unsaid`` among what the prices assume.
    """

    noun: ClassVar[str] = "offer-terms"

    title: LocalText | None = None
    source: Prose | None = None
    entity: Annotated[RecordId, Points("entity")]
    customer: Annotated[RecordId, Points("customer")] | None = None
    valid_from: Day
    valid_until: Day | None = None
    decimals: tuple[PriceDecimals, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    conditions: tuple[LocalText, ...] = ()

    def decimals_of(self, currency: str) -> PriceDecimals | None:
        """How many decimals prices in *currency* have; None where nothing was said."""
        return next((found for found in self.decimals if found.currency == currency), None)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        currencies = [found.currency for found in self.decimals]
        if len(set(currencies)) < len(currencies):
            raise wrong("offer_terms.currencies", "decimals name a currency twice")
        return self


def offer_terms_or_none(
    snapshot: Snapshot, entity: str, customer: str, *, as_of: date
) -> OfferTerms | None:
    """What holds for *customer* on *as_of*: what was agreed with them, else the entity's own."""
    own = snapshot.where(OfferTerms, entity=entity)
    return agreed(own, customer, as_of=as_of, what=OfferTerms.noun)
