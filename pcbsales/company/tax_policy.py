"""Which tax a sale bears: dated rules of the seller's country for each country it sells to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import PlainValidator, model_validator

from pcbsales.company.records import Entity
from pcbsales.kernel.countries import COUNTRIES, EUROPEAN_UNION, Country
from pcbsales.kernel.effective import Lasting, effective
from pcbsales.kernel.errors import LackingError, RefusedError
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Record, Value
from pcbsales.kernel.scalars import Code, Day, Line, Percent, Word, refuse, wrong
from pcbsales.kernel.tax import Tax

_REGIONS = ("eu", "abroad", "any")


def _buyer_area(value: object) -> str:
    if isinstance(value, str) and (value in COUNTRIES or value in _REGIONS):
        return value
    raise refuse("buyer_area", "a country such as CN, or eu, abroad, any", value)


#: Where a buyer is: a country, ``eu``, ``abroad`` (anywhere but the seller's country) or ``any``.
BuyerArea = Annotated[str, PlainValidator(_buyer_area)]


class Treatment(StrEnum):
    """How tax law treats a sale."""

    STANDARD = "standard"
    ZERO_EXPORT = "zero_export"
    REVERSE_CHARGE = "reverse_charge"
    EXEMPT = "exempt"
    #: The seller's country knows no such tax.
    NONE = "none"


class TaxRule(Value):
    """What sales to *buyer* bear; ``wording`` stands on paper, ``source`` names the law."""

    buyer: BuyerArea
    treatment: Treatment
    code: Word
    rate: Percent
    wording: LocalText
    source: Line

    @model_validator(mode="after")
    def _only_standard_has_a_rate(self) -> Self:
        if (self.treatment is Treatment.STANDARD) != (self.rate > 0):
            raise wrong(
                "tax_policy.rate",
                "{treatment}: a standard rule has a rate above 0, every other rule 0",
                treatment=self.treatment.value,
            )
        return self


class TaxPolicy(Lasting, Record):
    """The rules of one seller's country, in force from a day on until the next one begins."""

    noun: ClassVar[str] = "tax-policy"

    id: Code
    seller: Country
    valid_from: Day
    valid_until: Day | None = None
    rules: tuple[TaxRule, ...]

    @model_validator(mode="after")
    def _one_rule_for_each_buyer(self) -> Self:
        buyers = [rule.buyer for rule in self.rules]
        if not buyers or len(buyers) != len(set(buyers)):
            raise wrong("tax_policy.rules", "a tax policy has one rule for each buyer it names")
        return self


@dataclass(frozen=True, slots=True)
class TaxTreatment:
    """The rule that applies to a sale, and the policy it is of."""

    policy: str
    rule: TaxRule

    @property
    def treatment(self) -> Treatment:
        """How tax law treats the sale."""
        return self.rule.treatment

    @property
    def tax(self) -> Tax:
        """The tax that the lines of the sale bear; 0 percent where there is none to pay."""
        return Tax(code=self.rule.code, percent=self.rule.rate)


def tax_treatment(
    policies: Iterable[TaxPolicy], *, seller: Entity, buyer_country: str, as_of: date
) -> TaxTreatment:
    """What a sale by *seller* to a buyer in *buyer_country* bears on *as_of*.

    The narrowest rule wins: the buyer's country, then the EU, then abroad, then any. LackingError
    where the seller's country has no policy in force, RefusedError where it has no rule for the
    buyer.
    """
    own = [policy for policy in policies if policy.seller == seller.country]
    if not own:
        raise LackingError(
            "no tax-policy is for sellers in {country}, the country of {entity}",
            lacking=TaxPolicy.noun,
            country=seller.country,
            entity=seller.id,
        )
    policy = effective(own, as_of=as_of, what="tax-policy")
    rules = {rule.buyer: rule for rule in policy.rules}
    for area in _areas(seller.country, buyer_country):
        if area in rules:
            return TaxTreatment(policy.id, rules[area])
    raise RefusedError(
        "{policy} has no rule for buyers in {country}; add one for {country}, abroad or any",
        policy=policy.id,
        country=buyer_country,
    )


def _areas(seller_country: str, buyer_country: str) -> tuple[str, ...]:
    if buyer_country == seller_country:
        return (buyer_country, "any")
    union = ("eu",) if buyer_country in EUROPEAN_UNION else ()
    return (buyer_country, *union, "abroad", "any")
