"""What else a line of a quotation says: its model, panels, charges asked once, tolerance."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import model_validator

from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Points, Value
from pcbsales.kernel.scalars import (
    Code,
    Count,
    Number,
    Percent,
    PositiveCount,
    RecordId,
    plain,
    wrong,
)


class PriceModel(StrEnum):
    """A way to price: by the area of the boards, or by the panels that are built."""

    AREA = "area"
    PANEL = "panel"


class PanelFacts(Value):
    """The working panels that a line takes, whichever model it is priced by.

    ``up`` pieces as delivered lie on a panel, ``boards`` boards; ``started`` boards are built.
    ``cost`` is what they and what is asked once cost us, and ``least_margin_percent`` what was to
    be kept of the price: both are ours alone, and on no paper.
    """

    panel_price: Annotated[RecordId, Points("panel-price")]
    format: Code
    up: PositiveCount
    boards: PositiveCount
    started: PositiveCount
    panels: PositiveCount
    utilisation_percent: Percent
    cost: Money
    least_margin_percent: Number | None = None

    @model_validator(mode="after")
    def _holds_what_is_started(self) -> Self:
        if self.panels * self.boards < self.started:
            raise wrong(
                "quote.panels",
                "{panels} panels of {boards} boards do not hold {started}",
                panels=self.panels,
                boards=self.boards,
                started=self.started,
            )
        return self

    def as_json(self) -> dict[str, object]:
        """The panels, without what they cost."""
        return {
            "panel_price": self.panel_price,
            "format": self.format,
            "up": self.up,
            "boards": self.boards,
            "started": self.started,
            "panels": self.panels,
            "utilisation_percent": plain(self.utilisation_percent),
        }


class Tolerance(Value):
    """How many more or fewer of a line's pieces may be delivered, in percent and in pieces."""

    policy: Annotated[RecordId, Points("delivery-tolerance")]
    over_percent: Percent
    under_percent: Percent
    most: PositiveCount
    least: Count

    def as_json(self) -> dict[str, object]:
        """Percentages as plain decimal strings, pieces as numbers."""
        return {
            "policy": self.policy,
            "over_percent": plain(self.over_percent),
            "under_percent": plain(self.under_percent),
            "most": self.most,
            "least": self.least,
        }
