"""Why a price is what it is: basis × rate = amount, rule by rule, and the days likewise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.kernel.errors import MessageId, RefusedError
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import Shown
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word
from pcbsales.quoting.pricing.lead_time import LeadTime
from pcbsales.quoting.pricing.model_report import (
    Remark,
    line_remarks,
    model_remarks,
    models_json,
)
from pcbsales.quoting.pricing.models import Models
from pcbsales.quoting.pricing.offer import Offer
from pcbsales.quoting.quotations.draft import unit_price
from pcbsales.quoting.quotations.line_parts import PriceModel
from pcbsales.quoting.quotations.one_time import OneTime
from pcbsales.quoting.quotations.quote_line import BasisUnit
from pcbsales.quoting.quotations.quote_report import said
from pcbsales.quoting.quotations.records import Assumption, PriceStep, QuantityUnit, Quote, gross_of

#: Units that screens write otherwise than files; the sign is the same in each language.
_SIGNS = {BasisUnit.M2: "m²"}
_RIGHT = Align.RIGHT
_NET: MessageId = "net"
#: The net of the model that is not quoted.
_NET_BY: dict[PriceModel, MessageId] = {
    PriceModel.AREA: "net by area",
    PriceModel.PANEL: "net by panels",
}
_COLUMNS = (
    Column("part", "Part"),
    Column("quantity", "Qty", _RIGHT),
    Column("rule", "Rule"),
    Column("basis", "Basis", _RIGHT),
    Column("unit", "Unit"),
    Column("rate", "Rate", _RIGHT),
    Column("amount", "Amount", _RIGHT),
    Column("currency", "Currency"),
)


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


@dataclass(frozen=True, slots=True)
class PriceExplanation:
    """The lines of a quotation, or of a part at some quantities, with every rule at work."""

    price_book: str
    currency: str
    lines: tuple[ExplainedLine, ...]
    quote: str | None = None

    def as_json(self) -> dict[str, object]:
        """The quotation if it is one, book, currency, and the lines with their steps."""
        return {
            "schema": 1,
            "quote": self.quote,
            "price_book": self.price_book,
            "currency": self.currency,
            "lines": [line.as_json() for line in self.lines],
        }

    def as_table(self) -> Table:
        """One row a step; below them the line without and with tax; remarks on what it takes."""
        rows = tuple(row for line in self.lines for row in _rows(line, self.currency))
        remarks = tuple(remark for line in self.lines for remark in _remarks(line))
        return Table(
            _COLUMNS,
            rows,
            title=(
                "Price of {quote} by {book}, steps without tax"
                if self.quote
                else "Price by {book}, steps without tax"
            ),
            title_values=(("quote", self.quote), ("book", self.price_book)),
            remarks=tuple(dict.fromkeys(remarks)),
        )


def explain_quote(quote: Quote) -> PriceExplanation:
    """The steps as *quote* holds them, those of 0 last."""
    lines = tuple(
        ExplainedLine(
            line.part,
            line.revision,
            line.quantity,
            line.unit,
            line.lead_days,
            line.expedite_days,
            line.all_steps,
            line.net,
            quote.with_tax(line),
            line.assumptions,
            remarks=tuple(line_remarks(line)),
            once=line.one_time,
        )
        for line in quote.lines
    )
    return PriceExplanation(quote.price_book, quote.currency, lines, quote.id)


def explain_offers(
    price_book: str,
    currency: str,
    offers: Iterable[Offer],
    tax_percent: Decimal,
    *,
    models: tuple[PriceModel, ...] = tuple(PriceModel),
) -> PriceExplanation:
    """The steps of *offers*, which are all by *price_book* and bear tax of *tax_percent*.

    Tables show the steps of *models*; RefusedError where one of them has no price.
    """
    lines = tuple(_explained(offer, tax_percent, models) for offer in offers)
    return PriceExplanation(price_book, currency, lines)


def _explained(offer: Offer, tax_percent: Decimal, shown: tuple[PriceModel, ...]) -> ExplainedLine:
    _require_price(offer, shown)
    return ExplainedLine(
        offer.wanted.part.id,
        offer.wanted.revision.rev,
        offer.wanted.quantity,
        offer.unit,
        offer.lead_days,
        offer.expedite_days,
        offer.price.steps,
        offer.price.net,
        gross_of(offer.price.net, tax_percent),
        offer.assumptions,
        offer.area_m2,
        offer.standard,
        offer.models,
        shown,
        tuple(model_remarks(offer.models, offer.wanted.quantity))
        if PriceModel.PANEL in shown
        else (),
    )


def _require_price(offer: Offer, shown: tuple[PriceModel, ...]) -> None:
    """Whoever asks for the panels' price alone is told why there is none."""
    if shown == (PriceModel.PANEL,) and offer.models.by_panels is None:
        raise offer.models.no_panels or RefusedError(
            "no panel-price is in force for {part}; add one that is valid from then",
            part=offer.wanted.part.id,
        )


def _rows(line: ExplainedLine, currency: str) -> Iterable[tuple[Cell, ...]]:
    """The steps of the price that is quoted, then those of the other model where it is asked."""
    models = line.models
    quoted = models.quoted if models else None
    if quoted is None or quoted in line.shown:
        yield from _priced(line, line.steps, line.net, currency, _NET)
        if line.total is not None:
            nothing = (None, None, None)
            total = line.total.amount
            yield (line.part, line.quantity, Word("with tax"), *nothing, total, currency)
    for once in line.once:
        yield from _steps(line, once.steps, currency)
    if models is None or models.by_panels is None:
        return
    others = {PriceModel.AREA: models.area, PriceModel.PANEL: models.by_panels}
    for model in line.shown:
        if model is not quoted:
            other = others[model]
            yield from _priced(line, other.steps, other.net, currency, _NET_BY[model])


def _priced(
    line: ExplainedLine, steps: Iterable[PriceStep], net: Money, currency: str, label: str
) -> Iterable[tuple[Cell, ...]]:
    yield from _steps(line, steps, currency)
    counted = (line.quantity, line.unit.value, unit_price(net, line.quantity).amount)
    yield (line.part, line.quantity, Word(label), *counted, net.amount, currency)


def _steps(
    line: ExplainedLine, steps: Iterable[PriceStep], currency: str
) -> Iterable[tuple[Cell, ...]]:
    for step in steps:
        yield (
            line.part,
            line.quantity,
            step.rule,
            step.basis,
            Shown(step.unit.value, _SIGNS.get(step.unit) or Word(step.unit.value)),
            step.rate,
            step.amount.amount,
            currency,
        )


def _remarks(line: ExplainedLine) -> Sequence[tuple[str, tuple[tuple[str, Cell], ...]]]:
    days: tuple[tuple[str, Cell], ...] = (
        ("part", line.part),
        ("quantity", line.quantity),
        ("days", line.lead_days),
        ("sooner", line.expedite_days),
    )
    remarks = [
        ("{part}, {quantity}: {days} working days, {sooner} sooner than standard", days)
        if line.expedite_days
        else ("{part}, {quantity}: {days} working days", days[:-1])
    ]
    if line.standard is not None:
        steps = " + ".join(f"{step.days} ({step.rule})" for step in line.standard.steps)
        remarks.append(("standard lead time: {steps}", (("steps", steps),)))
    if line.assumptions:
        assumed = said(line.assumptions)
        remarks.append(("{part}: assumed {assumed}", (("part", line.part), ("assumed", assumed))))
    return [*remarks, *line.remarks]
