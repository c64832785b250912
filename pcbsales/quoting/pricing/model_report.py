"""Both models of one price beside each other: totals, what makes the difference, what is kept."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from pcbsales.boards.panels.cliff import Cliff, Dimension
from pcbsales.boards.panels.fit_json import step_json
from pcbsales.boards.panels.remarks import cliff_remarks
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.money import Money
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.tables import Cell, Word
from pcbsales.quoting.pricing.margin import asked_of
from pcbsales.quoting.pricing.models import Models
from pcbsales.quoting.pricing.panel_model import PanelPriced
from pcbsales.quoting.quotations.line_parts import PanelFacts, PriceModel
from pcbsales.quoting.quotations.records import QuoteLine

Remark: TypeAlias = tuple[str, tuple[tuple[str, Cell], ...]]
#: What each model is called within a sentence.
CALLED: dict[PriceModel, MessageId] = {
    PriceModel.AREA: "the price by area",
    PriceModel.PANEL: "the price by panels",
}
_SIDES = {Dimension.WIDTH, Dimension.HEIGHT}
_TENTH = Decimal("0.1")


def margin_percent(net: Money, cost: Money) -> Decimal | None:
    """What is kept of *net* after *cost*, in percent half-up to a tenth; None of nothing.

    >>> margin_percent(Money(Decimal("1850.00"), "CNY"), Money(Decimal("1295.00"), "CNY"))
    Decimal('30.0')
    """
    if not net:
        return None
    kept = (net.amount - cost.amount) * 100 / net.amount
    return kept.quantize(_TENTH, ROUND_HALF_UP)


def models_json(models: Models) -> dict[str, Any] | None:
    """Both models; None where panels have no prices."""
    panels, by_panels = models.panels, models.by_panels
    if panels is None or by_panels is None or models.facts is None:
        return None
    return {
        "quoted": models.quoted.value,
        "area": {
            "net": models.area.net.text,
            "steps": [step.as_json() for step in models.area.steps],
        },
        "panel": {
            "net": by_panels.net.text,
            "steps": [step.as_json() for step in by_panels.steps],
            **models.facts.as_json(),
            "boards_ordered": panels.boards,
            "unused": panels.unused.text,
            "cliffs": [step_json(step) for step in panels.nearest_steps()],
        },
        "difference": (by_panels.net - models.area.net).text,
        "cost": panels.cost.text,
        "margin_percent": _text(margin_percent(models.price.net, panels.cost)),
        "least_margin_percent": _text(panels.sheets.prices.least_margin_percent),
    }


def model_remarks(models: Models, quantity: int) -> Iterator[Remark]:
    """Both totals, which is quoted, what the panels' price pays for, and the step near it."""
    panels, by_panels = models.panels, models.by_panels
    if models.no_panels is not None:
        yield "no price by panels: {fault}", _fault(models)
    if panels is None or by_panels is None:
        return
    yield (
        "{quantity}: net by area {area}, by panels {panels} ({difference}); quoted is {model}",
        (
            ("quantity", quantity),
            ("area", models.area.net),
            ("panels", by_panels.net),
            ("difference", by_panels.net - models.area.net),
            ("model", Word(CALLED[models.quoted])),
        ),
    )
    yield from _panels(panels)
    yield from cost_remarks(quantity, models.price.net, panels.cost, panels.sheets.prices.id)


def _fault(models: Models) -> tuple[tuple[str, Cell], ...]:
    found = models.no_panels
    values: dict[str, Any] = dict(found.values) if found else {}
    return (*values.items(), ("fault", found.msgid if found else ""))


def _panels(panels: PanelPriced) -> Iterator[Remark]:
    over = panels.sheets.panels.overage_percent
    yield (
        "{boards} boards and {overage} % over are {started}: {panels} panels {format} of {up}",
        (
            ("boards", panels.boards),
            ("overage", over),
            ("started", panels.started),
            ("panels", panels.panels),
            ("format", panels.fit.code),
            ("up", panels.fit.boards),
        ),
    )
    yield (
        "{percent} % of a panel is boards: {unused} of the panels' cost {cost} pays for the rest",
        (
            ("percent", panels.fit.utilisation),
            ("unused", panels.unused),
            ("cost", panels.panels_cost),
        ),
    )
    steps = tuple(step for step in panels.nearest_steps() if step.dimension in _SIDES)
    within = panels.sheets.panels.cliff_mm
    yield from cliff_remarks(_nearest(steps), panels.fit.code, within) if steps else ()


def _nearest(steps: tuple[Cliff, ...]) -> tuple[Cliff, ...]:
    """The nearest gain and the nearest loss."""
    gains = [step for step in steps if step.gains]
    losses = [step for step in steps if not step.gains]
    return (*gains[:1], *losses[:1])


def cost_remarks(about: Cell, net: Money, cost: Money, policy: str) -> Iterator[Remark]:
    """What is kept of *net* by the costs of *policy*; *about* is the line or the quantity."""
    kept = margin_percent(net, cost)
    if kept is not None:
        yield (
            "{about}: cost {cost} by {policy}, margin {percent} % of {net}; ours alone",
            (("about", about), ("cost", cost), ("policy", policy), ("percent", kept), ("net", net)),
        )


def line_remarks(line: QuoteLine) -> Iterator[Remark]:
    """The same of a line that is quoted already."""
    if line.panel is not None:
        yield _facts(line.id, line.panel)
        yield from cost_remarks(line.id, asked_of(line), line.panel.cost, line.panel.panel_price)


def _facts(about: str, facts: PanelFacts) -> Remark:
    return (
        "{about}: {started} boards on {panels} panels {format} of {up}, {percent} % of it boards",
        (
            ("about", about),
            ("started", facts.started),
            ("panels", facts.panels),
            ("format", facts.format),
            ("up", facts.boards),
            ("percent", facts.utilisation_percent),
        ),
    )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def costs_json(line: QuoteLine) -> dict[str, Any]:
    """What a line costs us and leaves; nulls where panels had no prices."""
    panel = line.panel
    kept = margin_percent(asked_of(line), panel.cost) if panel else None
    return {
        "line": line.id,
        "panel_price": panel and panel.panel_price,
        "asked": asked_of(line).text,
        "cost": panel and panel.cost.text,
        "margin_percent": _text(kept),
        "least_margin_percent": _text(panel.least_margin_percent) if panel else None,
    }
