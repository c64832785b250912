"""A line whose price is explained: its steps, what they sum to, and the models behind it."""

from dataclasses import dataclass
from decimal import Decimal

from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.scalars import plain
from pcbsales.quoting.pricing.lead_time import LeadTime
from pcbsales.quoting.pricing.model_report import Remark, models_json
from pcbsales.quoting.pricing.models import Models
from pcbsales.quoting.quotations.drafted_line import unit_price
from pcbsales.quoting.quotations.line_parts import PriceModel
from pcbsales.quoting.quotations.one_time import OneTime
from pcbsales.quoting.quotations.records import Assumption, PriceStep, QuantityUnit


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line's steps, its net and net price per unit, and what it comes to with tax.

    ``area_m2`` and ``standard`` are known where it was worked out now, not of a quotation.
    """

    part: str
    revision: str
    quantity: int
    unit: QuantityUnit
    lead_days: int
    expedite_days: int
    steps: tuple[PriceStep, ...]
    net: Money
    total: Money | None
    assumptions: tuple[Assumption, ...]
    area_m2: Decimal | None = None
    standard: LeadTime | None = None
    models: Models | None = None
    #: The models whose steps a table shows.
    shown: tuple[PriceModel, ...] = ()
    remarks: tuple[Remark, ...] = ()
    once: tuple[OneTime, ...] = ()

    @property
    def net_price(self) -> UnitPrice:
        """The price per unit without tax that reproduces the net."""
        return unit_price(self.net, self.quantity)

    def as_json(self) -> dict[str, object]:
        """The line; ``area_m2`` and ``lead_steps`` are null where it was not worked out now."""
        lead = self.standard and [
            {"rule": step.rule, "days": step.days} for step in self.standard.steps
        ]
        return {
            "part": self.part,
            "revision": self.revision,
            "quantity": self.quantity,
            "unit": self.unit.value,
            "lead_days": self.lead_days,
            "expedite_days": self.expedite_days,
            "steps": [step.as_json() for step in self.steps],
            "net": self.net.text,
            "total": self.total.text if self.total is not None else None,
            "unit_price": self.net_price.text,
            "assumptions": [{"key": a.key, "value": a.value} for a in self.assumptions],
            "area_m2": plain(self.area_m2) if self.area_m2 is not None else None,
            "lead_steps": lead,
            "models": self.models and models_json(self.models),
            "one_time": [once.as_json() for once in self.once],
        }
