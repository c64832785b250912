"""Both price models side by side, and which of them is quoted."""

from dataclasses import dataclass

from pcbsales.boards.records import Revision
from pcbsales.kernel.conditions import Facts
from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.books.panel_prices import PanelSheets, Quoted
from pcbsales.quoting.books.price_books import PriceBook
from pcbsales.quoting.pricing.area_model import Price, at_least_minimum
from pcbsales.quoting.pricing.panel_model import PanelPriced, price_by_panels
from pcbsales.quoting.quotations.line_parts import PanelFacts, PriceModel
from pcbsales.quoting.quotations.records import Assumption

EXPEDITE = "expedite."


@dataclass(frozen=True, slots=True)
class Models:
    """An order's price by area and by panels; the latter None where nobody prices panels.

    ``no_panels`` says why there is no price by panels although panels have prices.
    """

    area: Price
    by_panels: Price | None = None
    panels: PanelPriced | None = None
    no_panels: RefusedError | None = None
    quoted: PriceModel = PriceModel.AREA

    @property
    def price(self) -> Price:
        """The price that is offered."""
        by_panels = self.by_panels if self.quoted is PriceModel.PANEL else None
        return by_panels or self.area

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the panels' price takes for granted, where it is the one offered."""
        offered = self.quoted is PriceModel.PANEL
        return self.panels.assumptions if self.panels and offered else ()

    @property
    def facts(self) -> PanelFacts | None:
        """The panels as a line keeps them."""
        found = self.panels
        if found is None:
            return None
        return PanelFacts(
            panel_price=found.sheets.prices.id,
            format=found.fit.code,
            up=found.fit.up,
            boards=found.fit.boards,
            started=found.started,
            panels=found.panels,
            utilisation_percent=found.fit.utilisation,
            cost=found.cost,
            least_margin_percent=found.sheets.prices.least_margin_percent,
        )


def both_models(
    area: Price,
    revision: Revision,
    boards: int,
    facts: Facts,
    *,
    book: PriceBook,
    sheets: PanelSheets | None,
) -> Models:
    """*area* beside the price by *sheets*; getting it sooner costs by panels what the book asks.

    Where panels cannot be priced, only the area's price is left; RefusedError if the policy wants
    the panels' price, or the higher of the two.
    """
    if sheets is None:
        return Models(area)
    try:
        panels = price_by_panels(revision.specification, boards, facts, sheets)
    except RefusedError as refusal:
        if sheets.prices.quoted is not Quoted.AREA:
            raise
        return Models(area, no_panels=refusal)
    sooner = tuple(step for step in area.steps if step.rule.startswith(EXPEDITE))
    by_panels = at_least_minimum(book, (*panels.price.steps, *sooner))
    return Models(area, by_panels, panels, quoted=_quoted(sheets.prices.quoted, area, by_panels))


def _quoted(policy: Quoted, area: Price, by_panels: Price) -> PriceModel:
    higher = by_panels.net.amount > area.net.amount
    if policy is Quoted.PANEL or (policy is Quoted.HIGHER and higher):
        return PriceModel.PANEL
    return PriceModel.AREA
