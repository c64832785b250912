"""The table of an explained price: a row for each step, then what the line comes to."""

from collections.abc import Iterable, Sequence

from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.money import Money
from pcbsales.kernel.shown import Shown
from pcbsales.kernel.tables import Align, Cell, Column, Word
from pcbsales.quoting.pricing.explained_line import ExplainedLine
from pcbsales.quoting.pricing.model_report import Remark
from pcbsales.quoting.quotations.clauses import FreightCharge
from pcbsales.quoting.quotations.drafted_line import unit_price
from pcbsales.quoting.quotations.line_parts import PriceModel
from pcbsales.quoting.quotations.quote_line import BasisUnit, PriceStep
from pcbsales.quoting.quotations.quote_report import said

#: Units that screens write otherwise than files; the sign is the same in each language.
_SIGNS = {BasisUnit.M2: "m²"}
_RIGHT = Align.RIGHT
_NET: MessageId = "net"
#: The net of the model that is not quoted.
_NET_BY: dict[PriceModel, MessageId] = {
    PriceModel.AREA: "net by area",
    PriceModel.PANEL: "net by panels",
}
COLUMNS = (
    Column("part", "Part"),
    Column("quantity", "Qty", _RIGHT),
    Column("rule", "Rule"),
    Column("basis", "Basis", _RIGHT),
    Column("unit", "Unit"),
    Column("rate", "Rate", _RIGHT),
    Column("amount", "Amount", _RIGHT),
    Column("currency", "Currency"),
)


def rows_of(line: ExplainedLine, currency: str) -> Iterable[tuple[Cell, ...]]:
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


def charge_rows(charge: FreightCharge) -> Iterable[tuple[Cell, ...]]:
    """The steps of freight, of the lines that go together."""
    return _rows(", ".join(charge.lines), None, charge.steps, charge.net.currency)


def _steps(
    line: ExplainedLine, steps: Iterable[PriceStep], currency: str
) -> Iterable[tuple[Cell, ...]]:
    return _rows(line.part, line.quantity, steps, currency)


def _rows(
    about: str, quantity: int | None, steps: Iterable[PriceStep], currency: str
) -> Iterable[tuple[Cell, ...]]:
    for step in steps:
        yield (
            about,
            quantity,
            step.rule,
            step.basis,
            Shown(step.unit.value, _SIGNS.get(step.unit) or Word(step.unit.value)),
            step.rate,
            step.amount.amount,
            currency,
        )


def remarks_of(line: ExplainedLine) -> Sequence[Remark]:
    """Its days, what was taken for granted, and what the line itself has to say."""
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
