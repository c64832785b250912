"""Which tax a sale bears, said with its words and its law."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pcbsales.company.records import Entity
from pcbsales.company.tax_policy import TaxPolicy, TaxTreatment, tax_treatment
from pcbsales.kernel.countries import COUNTRIES
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.tables import Align, Column, Table, Word


@dataclass(frozen=True, slots=True)
class TaxReport:
    """The treatment of sales by *entity* to *buyer_country* on *as_of*."""

    entity: str
    buyer_country: str
    as_of: date
    found: TaxTreatment

    def as_json(self) -> dict[str, object]:
        """What was asked (entity, buyer_country, as_of), the policy and its rule."""
        rule = self.found.rule
        return {
            "schema": 1,
            "entity": self.entity,
            "buyer_country": self.buyer_country,
            "as_of": self.as_of.isoformat(),
            "policy": self.found.policy,
            "treatment": rule.treatment.value,
            "code": rule.code,
            "rate": plain(rule.rate),
            "wording": rule.wording.model_dump(exclude_none=True),
            "source": rule.source,
        }

    def as_table(self) -> Table:
        """One row."""
        rule = self.found.rule
        return Table(
            (
                Column("policy", "Policy"),
                Column("treatment", "Treatment"),
                Column("rate", "Rate %", Align.RIGHT),
                Column("wording", "Words on paper"),
                Column("source", "Law"),
            ),
            (
                (
                    self.found.policy,
                    Word(rule.treatment.value),
                    rule.rate,
                    str(rule.wording),
                    rule.source,
                ),
            ),
            title="Tax on sales of {entity} to {country}, {day}",
            title_values=(
                ("entity", self.entity),
                ("country", self.buyer_country),
                ("day", self.as_of),
            ),
        )


def tax_report(
    policies: Iterable[TaxPolicy], *, seller: Entity, buyer_country: str, as_of: date
) -> TaxReport:
    """What sales of *seller* to *buyer_country* bear; UsageError if that is no country."""
    if buyer_country not in COUNTRIES:
        raise UsageError(
            "{country} is no country; expected two letters of ISO 3166 such as DE",
            country=buyer_country,
        )
    found = tax_treatment(policies, seller=seller, buyer_country=buyer_country, as_of=as_of)
    return TaxReport(seller.id, buyer_country, as_of, found)
