"""The panel model: what an order costs by the working panels that have to be built for it.

Price = panels × cost of a panel ÷ (1 − margin) + what is asked once. Every step is basis × rate =
amount; the margin is a share of the price. Boards are built above the order by the overage of the
working panels' policy, and the format is the one that costs least for the order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.panels.cliff import Cliff, cliffs
from pcbsales.boards.panels.fit import Fit, boards_to_start, fits
from pcbsales.boards.panels.piece import item_of, piece_gap_mm
from pcbsales.boards.specification import Specification
from pcbsales.kernel.conditions import Facts
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money
from pcbsales.quoting.books.panel_prices import OnceRule, PanelRule, PanelSheets
from pcbsales.quoting.books.rules import Search, even_layers
from pcbsales.quoting.pricing.area import shortest
from pcbsales.quoting.pricing.area_model import Price, step
from pcbsales.quoting.quotations.records import Assumption, BasisUnit, PriceStep

#: The step from the panels' cost to their price.
MARGIN = "margin"


@dataclass(frozen=True, slots=True)
class PanelPriced:
    """An order by its panels: *started* boards are built for *boards* ordered.

    ``price`` is without tax; ``cost`` what panels and what is asked once cost us.
    """

    sheets: PanelSheets
    fit: Fit
    boards: int
    started: int
    panels: int
    price: Price
    panels_cost: Money
    once_cost: Money
    assumptions: tuple[Assumption, ...]

    @property
    def cost(self) -> Money:
        """What the order costs us."""
        return self.panels_cost + self.once_cost

    @property
    def held(self) -> int:
        """Boards that the panels hold."""
        return self.panels * self.fit.boards

    @property
    def per_panel(self) -> Decimal:
        """What one panel costs, from the cost of all."""
        return self.panels_cost.amount / self.panels

    @property
    def unused(self) -> Money:
        """What is paid for the panels' area that is not boards, border included."""
        share = self.fit.share
        used = Decimal(share.numerator) / Decimal(share.denominator)
        return Money.rounded(self.panels_cost.amount * (1 - used), self.panels_cost.currency)

    def nearest_steps(self) -> tuple[Cliff, ...]:
        """The steps of the board's size that change the number of panels, nearest first."""
        within = self.sheets.panels.cliff_mm
        steps = cliffs(self.fit, self.fit.layout, within_mm=within, boards=self.started)
        return tuple(step for step in steps if step.panels != step.panels_after)


def price_by_panels(
    specification: Specification, boards: int, facts: Facts, sheets: PanelSheets
) -> PanelPriced:
    """What *boards* boards of *specification* cost by *sheets*.

    RefusedError where the piece is unknown or fits on no priced format, where the specification
    says too little, or the panel prices have no rule.
    """
    started = boards_to_start(boards, sheets.panels.overage_percent)
    fit, panels = _cheapest(specification, started, sheets)
    prices, search = sheets.prices, Search(sheets.prices.id, even_layers(facts, sheets.prices.odd))
    picked = [search.pick(group.id, group.rules) for group in prices.panel]
    once = [search.pick(group.id, group.rules) for group in prices.once]
    if search.missing:
        raise RefusedError(
            "{panel_price} cannot price a panel without {keys}",
            panel_price=prices.id,
            keys=", ".join(search.missing),
        )
    share = prices.share_of(fit.code) or Decimal(1)
    cost = tuple(_panel_steps([r for r in picked if r], panels, share, prices.currency))
    return PanelPriced(
        sheets,
        fit,
        boards,
        started,
        panels,
        _price(sheets, cost, [rule for rule in once if rule]),
        Money.sum((step.amount for step in cost), prices.currency),
        Money.sum(
            (Money.rounded(rule.cost, prices.currency) for rule in once if rule), prices.currency
        ),
        tuple(search.assumptions),
    )


def _cheapest(specification: Specification, started: int, sheets: PanelSheets) -> tuple[Fit, int]:
    """The priced format whose panels cost least for *started* boards, and how many it takes."""
    item = item_of(specification, sheets.panels)
    found = fits(
        item,
        [sheets.panels],
        layers=specification.layers,
        impedance=bool(specification.impedance) and specification.impedance_coupon is not False,
        as_of=sheets.panels.valid_from,  # the policy in force was found already
        gap_mm=piece_gap_mm(specification, sheets.panels),
        boards=started,
    )
    priced = [fit for fit in found if sheets.prices.share_of(fit.code) is not None]
    if not priced:
        raise RefusedError(
            "{panel_price} prices none of the panels that hold {size} mm: {formats}",
            panel_price=sheets.prices.id,
            size=item.size,
            formats=", ".join(fit.code for fit in found),
        )
    needed = [(fit, fit.panels_for(started)) for fit in priced]
    return min(needed, key=lambda pair: pair[1] * (sheets.prices.share_of(pair[0].code) or 0))


def _panel_steps(
    rules: Sequence[PanelRule], panels: int, share: Decimal, currency: str
) -> Iterator[PriceStep]:
    for rule in rules:
        rate = shortest(rule.per_panel * share)
        yield step(rule.id, Decimal(panels), BasisUnit.PANEL, rate, currency)


def _price(sheets: PanelSheets, cost: Sequence[PriceStep], once: Sequence[OnceRule]) -> Price:
    currency, percent = sheets.prices.currency, sheets.prices.margin_percent
    panels = sum((found.amount.amount for found in cost), Decimal(0))
    asked = Money.rounded(panels / (1 - percent / 100), currency)
    margin = step(MARGIN, asked.amount, BasisUnit.PRICE, percent / 100, currency)
    charged = [step(rule.id, Decimal(1), BasisUnit.LOT, rule.lot, currency) for rule in once]
    steps = (*cost, margin, *charged)
    return Price(steps, Money.sum((found.amount for found in steps), currency))
