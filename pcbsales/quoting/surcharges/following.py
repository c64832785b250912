"""Which clauses a quotation's prices follow, and what a metal adds to a line or takes off."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from pcbsales.kernel.conditions import Facts
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.charges.agreed import agreed
from pcbsales.quoting.pricing.area_model import Price, step
from pcbsales.quoting.quotations.clauses import ExchangeClause, Metal, MetalClause
from pcbsales.quoting.quotations.price_step import BasisUnit
from pcbsales.quoting.surcharges.records import (
    ExchangeRate,
    ExchangeTerms,
    MetalPrice,
    SurchargeClause,
)

SURCHARGE = "surcharge."


class _OfDay(Protocol):
    @property
    def day(self) -> date: ...


D = TypeVar("D", bound=_OfDay)


def surcharge_clauses(
    snapshot: Snapshot, entity: str, customer: str, *, as_of: date
) -> tuple[SurchargeClause, ...]:
    """The clauses in force for *customer* on *as_of*, at most one a metal."""
    own = snapshot.where(SurchargeClause, entity=entity)
    found = (
        agreed(
            [clause for clause in own if clause.metal is metal],
            customer,
            as_of=as_of,
            what=SurchargeClause.noun,
        )
        for metal in Metal
    )
    return tuple(clause for clause in found if clause is not None)


def metal_clause(snapshot: Snapshot, clause: SurchargeClause, *, as_of: date) -> MetalClause:
    """*clause* with the metal's latest price; RefusedError where there is none, or it is old."""
    known = snapshot.where(MetalPrice, metal=clause.metal.value)
    latest = _latest([p for p in known if p.unit is clause.unit], as_of, clause.days_old)
    if latest is None:
        raise RefusedError(
            "{clause} follows {metal}, and no metal-price of it is of {day} or the {days} days "
            "before; add one",
            clause=clause.id,
            metal=clause.metal.value,
            day=as_of,
            days=clause.days_old or "-",
        )
    return MetalClause(
        clause=clause.id,
        metal_price=latest.id,
        metal=clause.metal,
        unit=clause.unit,
        base_price=clause.base_price,
        price=latest.price,
        day=latest.day,
        band=clause.band,
        step=clause.step,
        percent=clause.percent,
    )


def with_surcharges(
    price: Price, clauses: Sequence[tuple[SurchargeClause, MetalClause]], facts: Facts
) -> tuple[Price, tuple[MetalClause, ...]]:
    """*price* with a step for each clause that moves it, and the clauses that hold for the board.

    Each is a share of the price before all of them.
    """
    held = [found for clause, found in clauses if all(c.holds(facts) for c in clause.when)]
    currency, basis = price.net.currency, price.net.amount
    steps = tuple(
        step(f"{SURCHARGE}{found.metal.value}", basis, BasisUnit.PRICE, found.share, currency)
        for found in held
        if found.share
    )
    every = (*price.steps, *steps)
    net = Money.sum((found.amount for found in every), currency)
    return Price(every, net), tuple(held)


def exchange_clause(
    snapshot: Snapshot, entity: str, customer: str, currency: str, *, as_of: date
) -> ExchangeClause | None:
    """The band within which prices in *currency* hold; None where nothing was agreed.

    RefusedError where the clause has no rate that is young enough.
    """
    own = [
        terms
        for terms in snapshot.where(ExchangeTerms, entity=entity)
        if terms.currency == currency
    ]
    terms = agreed(own, customer, as_of=as_of, what=ExchangeTerms.noun)
    if terms is None:
        return None
    pairs = [r for r in snapshot.where(ExchangeRate, base=currency) if r.counter == terms.counter]
    latest = _latest(pairs, as_of, terms.days_old)
    if latest is None:
        raise RefusedError(
            "{clause} needs the rate of {base} in {counter}, and no exchange-rate is of {day} or "
            "the {days} days before; add one",
            clause=terms.id,
            base=currency,
            counter=terms.counter,
            day=as_of,
            days=terms.days_old or "-",
        )
    return ExchangeClause(
        clause=terms.id,
        exchange_rate=latest.id,
        base=currency,
        counter=terms.counter,
        rate=latest.rate,
        day=latest.day,
        band_percent=terms.band_percent,
    )


def _latest(items: Iterable[D], as_of: date, days_old: int | None) -> D | None:
    """The last of *items* by *as_of*; None where it is more than *days_old* days before."""
    known = [item for item in items if item.day <= as_of]
    last = max(known, key=lambda item: item.day, default=None)
    if last is None or (days_old is not None and last.day < as_of - timedelta(days=days_old)):
        return None
    return last
