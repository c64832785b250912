"""Why a price is what it is: basis × rate = amount, rule by rule, and the days likewise."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.kernel.errors import LackingError
from pcbsales.kernel.tables import Table
from pcbsales.quoting.books.panel_prices import PanelPrice
from pcbsales.quoting.charges.line_terms import SettledOffer
from pcbsales.quoting.pricing.explained_line import ExplainedLine
from pcbsales.quoting.pricing.explanation_table import COLUMNS, charge_rows, remarks_of, rows_of
from pcbsales.quoting.pricing.model_report import line_remarks, model_remarks
from pcbsales.quoting.pricing.offer import Offer
from pcbsales.quoting.quotations.charge_remarks import freight_remark
from pcbsales.quoting.quotations.clauses import FreightCharge
from pcbsales.quoting.quotations.line_parts import PriceModel
from pcbsales.quoting.quotations.records import Quote, gross_of


@dataclass(frozen=True, slots=True)
class PriceExplanation:
    """The lines of a quotation, or of a part at some quantities, with every rule at work."""

    price_book: str
    currency: str
    lines: tuple[ExplainedLine, ...]
    quote: str | None = None
    #: What is asked beside the lines, which are numbered from L1 on.
    charges: tuple[FreightCharge, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The quotation if it is one, book, currency, lines and charges with their steps."""
        return {
            "schema": 1,
            "quote": self.quote,
            "price_book": self.price_book,
            "currency": self.currency,
            "lines": [line.as_json() for line in self.lines],
            "charges": [charge.as_json() for charge in self.charges],
        }

    def as_table(self) -> Table:
        """One row a step; below them the line without and with tax; remarks on what it takes."""
        rows = tuple(row for line in self.lines for row in rows_of(line, self.currency))
        beside = tuple(row for charge in self.charges for row in charge_rows(charge))
        remarks = [remark for line in self.lines for remark in remarks_of(line)]
        remarks += map(freight_remark, self.charges)
        return Table(
            COLUMNS,
            (*rows, *beside),
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
    return PriceExplanation(quote.price_book, quote.currency, lines, quote.id, quote.charges)


def explain_offers(
    price_book: str,
    currency: str,
    offers: Iterable[Offer],
    tax_percent: Decimal,
    *,
    models: tuple[PriceModel, ...] = tuple(PriceModel),
    settle: Callable[[Offer], SettledOffer] | None = None,
    charges: tuple[FreightCharge, ...] = (),
) -> PriceExplanation:
    """The steps of *offers*, which are all by *price_book* and bear tax of *tax_percent*.

    *settle* is what the customer's terms make of an offer; *charges* are asked beside them all.
    Tables show the steps of *models*; RefusedError where one of them has no price.
    """
    settled = settle or _as_it_is
    lines = tuple(_explained(offer, settled(offer), tax_percent, models) for offer in offers)
    return PriceExplanation(price_book, currency, lines, charges=charges)


def _as_it_is(offer: Offer) -> SettledOffer:
    return SettledOffer(offer.price, (), None, ())


def _explained(
    offer: Offer, settled: SettledOffer, tax_percent: Decimal, shown: tuple[PriceModel, ...]
) -> ExplainedLine:
    _require_price(offer, shown)
    return ExplainedLine(
        offer.wanted.part.id,
        offer.wanted.revision.rev,
        offer.wanted.quantity,
        offer.unit,
        offer.lead_days,
        offer.expedite_days,
        settled.price.steps,
        settled.price.net,
        gross_of(settled.price.net, tax_percent),
        offer.assumptions,
        offer.area_m2,
        offer.standard,
        offer.models,
        shown,
        tuple(model_remarks(offer.models, offer.wanted.quantity))
        if PriceModel.PANEL in shown
        else (),
        settled.once,
    )


def _require_price(offer: Offer, shown: tuple[PriceModel, ...]) -> None:
    """Whoever asks for the panels' price alone is told why there is none."""
    if shown == (PriceModel.PANEL,) and offer.models.by_panels is None:
        raise offer.models.no_panels or LackingError(
            "no panel-price is in force for {part}; add one that is valid from then",
            lacking=PanelPrice.noun,
            part=offer.wanted.part.id,
        )
