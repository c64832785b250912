"""Panel prices: what a working panel costs whatever lies on it, and what is asked for it.

Rates are plain numbers in the record's currency, for one panel of the reference format; another
format costs its ``share`` of that. Margins are of the price, not on the cost.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.boards.panels.records import WorkingPanels
from pcbsales.kernel.effective import effective_or_none
from pcbsales.kernel.money import Currency
from pcbsales.kernel.record import Value
from pcbsales.kernel.scalars import Code, Parsed, Positive, plain, refuse, wrong
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.books.area_table import Rate
from pcbsales.quoting.books.price_books import Rule, RuleGroup, Sheet


class Quoted(StrEnum):
    """Which model's price is offered: the area's, the panel's, or the higher of the two."""

    AREA = "area"
    PANEL = "panel"
    HIGHER = "higher"


def _share_of_price(value: object) -> Decimal:
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        number = Decimal(-1)
    if not 0 <= number < 100:
        raise refuse("margin", "a percentage from 0 to below 100 such as 30", value)
    return number


#: A margin as a share of the price, in percent.
MarginPercent = Annotated[Decimal, Parsed(_share_of_price, plain)]


class FormatShare(Value):
    """What a panel of the format *code* costs, as a share of the reference format's cost."""

    code: Code
    share: Positive


class PanelRule(Rule):
    """What one panel of the reference format costs by this rule."""

    per_panel: Rate


class PanelGroup(RuleGroup):
    """The rules of one question to the cost of a panel."""

    rules: tuple[PanelRule, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        self.require_named(self.rules)
        return self


class OnceRule(Rule):
    """What is asked once for an order, and what it costs us."""

    lot: Rate
    cost: Rate


class OnceGroup(RuleGroup):
    """The rules of one question to what is asked once."""

    rules: tuple[OnceRule, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        self.require_named(self.rules)
        return self


class PanelPrice(Sheet):
    """What an entity's working panels cost, and the margin that the panel model asks.

    ``quoted`` says which model is offered. Below ``least_margin_percent`` a line, by whichever
    model, is not its maker's to give alone; where it is absent nothing is held against cost.
    """

    noun: ClassVar[str] = "panel-price"

    currency: Currency
    quoted: Quoted
    margin_percent: MarginPercent
    least_margin_percent: MarginPercent | None = None
    formats: tuple[FormatShare, ...]
    panel: tuple[PanelGroup, ...]
    once: tuple[OnceGroup, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, of the panel and of what is asked once."""
        of_panels = tuple(rule for group in self.panel for rule in group.rules)
        return (*of_panels, *(rule for group in self.once for rule in group.rules))

    def share_of(self, code: str) -> Decimal | None:
        """What the format *code* costs of the reference; None where it is not priced."""
        return next((found.share for found in self.formats if found.code == code), None)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        codes = [found.code for found in self.formats]
        if not codes or len(set(codes)) < len(codes):
            raise wrong("panel_price.formats", "formats must be given, each of them once")
        if (self.least_margin_percent or 0) > self.margin_percent:
            raise wrong("panel_price.margin", "least_margin_percent lies above margin_percent")
        self.require_names_once(self.rules)
        return self


@dataclass(frozen=True, slots=True)
class PanelSheets:
    """The panel prices in force, and the working panels that they are for."""

    prices: PanelPrice
    panels: WorkingPanels


def panel_sheets(
    snapshot: Snapshot, entity: str, currency: str, *, as_of: date
) -> PanelSheets | None:
    """Panel prices of *entity* in *currency* on *as_of*; None where it has none, or no panels."""
    own = snapshot.where(PanelPrice, entity=entity)
    prices = effective_or_none(
        [known for known in own if known.currency == currency], as_of=as_of, what=PanelPrice.noun
    )
    panels = effective_or_none(
        snapshot.where(WorkingPanels, entity=entity), as_of=as_of, what=WorkingPanels.noun
    )
    return PanelSheets(prices, panels) if prices and panels else None
