"""An agreement's terms as people type them: ``500=7.90,1k=7.40``, ``2027-01-01=2%``."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from pcbsales.approvals.weighing import read_percent
from pcbsales.kernel.conditions import Condition
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.quoting.agreements.records import Band, Clause, ClauseKind, CostDown, Rebate
from pcbsales.quoting.quotations.asking import read_quantities

_PRICE = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,8})?")
_CLAUSE = re.compile(
    r"(copper|gold|laminate|exchange)=([0-9.]+) ([^±]{1,20}?) ?±([0-9.]+)%"
    r"(?:, ?([0-9.]+)%)?(?:, ?([1-9][0-9]{0,2})d)?"
)


def read_bands(texts: Sequence[str], currency: str) -> tuple[Band, ...]:
    """``--band``: a quantity and the price from it on; UsageError otherwise."""
    found = [_band(part.strip(), currency) for text in texts for part in text.split(",")]
    return tuple(sorted(found, key=lambda band: band.from_quantity))


def _band(text: str, currency: str) -> Band:
    quantity, _, price = text.partition("=")
    amount, _, named = price.strip().partition(" ")
    if not _PRICE.fullmatch(amount) or not Decimal(amount):
        raise UsageError(
            "--band {text}: give a quantity and a price above 0, such as 500=7.90", text=text
        )
    _require_currency("--band", text, named, currency)
    count, unit = read_quantities(quantity)[0]
    if unit is not None:
        raise UsageError(
            "--band {text}: give the number alone, and what is counted as --unit {unit}",
            text=text,
            unit=unit.value,
        )
    return Band(from_quantity=count, unit_price=UnitPrice(Decimal(amount), currency))


def _require_currency(option: str, text: str, named: str, currency: str) -> None:
    if named.strip() not in {"", currency}:
        raise UsageError(
            "{option} {text}: the customer is quoted in {currency}",
            option=option,
            text=text,
            currency=currency,
        )


def read_cost_downs(texts: Sequence[str], day: Callable[[str], date]) -> tuple[CostDown, ...]:
    """``--cost-down``: a day and by how many percent the prices fall on it."""
    found = []
    for text in texts:
        when, _, percent = text.partition("=")
        if not percent:
            raise UsageError(
                "--cost-down {text}: give a day and a percentage, such as 2027-01-01=2%", text=text
            )
        found.append(CostDown(day=day(when.strip()), percent=read_percent(percent)))
    return tuple(sorted(found, key=lambda step: step.day))


def read_rebates(texts: Sequence[str], currency: str) -> tuple[Rebate, ...]:
    """``--rebate``: sales of a year and the percentage given back: ``500000=1%``."""
    found = []
    for text in texts:
        sales, _, percent = text.partition("=")
        amount, _, named = sales.strip().partition(" ")
        if not _PRICE.fullmatch(amount) or not percent:
            raise UsageError(
                "--rebate {text}: give a year's sales and a percentage, such as 500000=1%",
                text=text,
            )
        _require_currency("--rebate", text, named, currency)
        yearly = Money.rounded(Decimal(amount), currency)
        found.append(Rebate(yearly=yearly, percent=read_percent(percent)))
    return tuple(sorted(found, key=lambda rebate: rebate.yearly.amount))


def read_sales(text: str, currency: str) -> Money:
    """``--sales``: an amount in *currency*, which may be left out: ``620000``, ``620000 CNY``."""
    typed = text.strip()
    found = Money.typed(typed if " " in typed else f"{typed} {currency}")
    if found.currency != currency or found.amount < 0:
        raise UsageError(
            "--sales {text}: give an amount in {currency}, 0 or more",
            text=text,
            currency=currency,
        )
    return found


def read_clauses(texts: Sequence[str]) -> tuple[Clause, ...]:
    """``--clause``: ``copper=9500 USD/t ±5%,0.2%,35d``, what is not said left out from the end.

    The second percentage is by how much prices move for each percent beyond the band; the days are
    how old the figure may be that they move by.
    """
    return tuple(_clause(text.strip()) for text in texts)


def _clause(text: str) -> Clause:
    match = _CLAUSE.fullmatch(text.replace("+-", "±"))
    if match is None or not _PRICE.fullmatch(match[2]) or not Decimal(match[2]):
        raise UsageError(
            "--clause {text}: give what, its figure, unit and band, "
            "such as 'copper=9500 USD/t ±5%', or with what prices move by for each percent beyond "
            "'exchange=7.10 CNY/USD ±3%,0.5%'",
            text=text,
        )
    return Clause(
        kind=ClauseKind(match[1]),
        reference=Decimal(match[2]),
        unit=match[3].strip(),
        band_percent=read_percent(match[4]),
        share_percent=read_percent(match[5]) if match[5] else None,
        days_old=int(match[6]) if match[6] else None,
    )


def read_conditions(texts: Sequence[str], known: Sequence[str]) -> tuple[Condition, ...]:
    """``--when``: conditions on a board's specification, such as ``layers = 4``."""
    found = []
    for text in texts:
        try:
            condition = Condition.parse(text)
        except ValueError:
            raise UsageError(
                "--when {text}: give a condition such as 'layers = 2|4' or 'thickness_mm <= 1.6'",
                text=text,
            ) from None
        if condition.key not in known:
            raise UsageError(
                "--when {text}: {key} is no key of a specification; see: pcbsales part keys",
                text=text,
                key=condition.key,
            )
        found.append(condition)
    return tuple(found)
