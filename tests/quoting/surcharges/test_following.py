"""Metals and exchange: inside the band nothing, beyond it by the clause, old prices refused."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.record import Record
from pcbsales.quoting.charges.tolerance import DeliveryTolerance
from pcbsales.quoting.surcharges.following import (
    exchange_clause,
    metal_clause,
    surcharge_clauses,
    with_surcharges,
)
from pcbsales.quoting.surcharges.records import (
    ExchangeRate,
    ExchangeTerms,
    MetalPrice,
    SurchargeClause,
)
from tests.quoting.builders import BOARD, cny, offer

DAY = date(2026, 10, 31)


class Memory:
    """Records at hand, looked up by their fields."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = tuple(records)

    def all(self, kind: type[Any]) -> tuple[Any, ...]:
        return tuple(record for record in self.records if isinstance(record, kind))

    def get(self, kind: type[Any], record_id: str) -> Any:
        return next((r for r in self.all(kind) if r.id == record_id), None)

    def where(self, kind: type[Any], **keys: str) -> tuple[Any, ...]:
        return tuple(r for r in self.all(kind) if all(getattr(r, k) == v for k, v in keys.items()))


def clause(**changes: Any) -> SurchargeClause:
    base = {
        "id": "CU",
        "entity": "SZ",
        "valid_from": "2026-01-01",
        "metal": "copper",
        "unit": "usd_per_t",
        "base_price": "8500",
        "band": "500",
        "step": "1000",
        "percent": "3",
    }
    return SurchargeClause.model_validate({**base, **changes})


def copper(price: str, day: str = "2026-10-30") -> MetalPrice:
    return MetalPrice.model_validate(
        {
            "id": f"CU-{day}",
            "metal": "copper",
            "unit": "usd_per_t",
            "day": day,
            "price": price,
            "source": "invented",
        }
    )


@pytest.mark.parametrize(
    ("price", "share", "net"),
    [
        ("8500", "0", "1757.80"),
        ("9000", "0", "1757.80"),
        ("8000", "0", "1757.80"),
        ("9000.01", "0.0000003", "1757.80"),
        ("9780", "0.0234", "1798.93"),
        ("10000", "0.03", "1810.53"),
        ("7000", "-0.03", "1705.07"),
    ],
)
def test_copper_moves_the_price_beyond_its_band(price: str, share: str, net: str) -> None:
    found = metal_clause(Memory([copper(price)]), clause(), as_of=DAY)
    assert found.share == Decimal(share)
    moved, held = with_surcharges(offer(BOARD, 200).price, [(clause(), found)], {})
    assert (moved.net, held) == (cny(net), (found,))
    told = [step for step in moved.steps if step.rule == "surcharge.copper"]
    assert [step.basis for step in told] == ([] if not found.share else [Decimal("1757.80")])


def test_a_clause_holds_for_the_boards_it_names() -> None:
    gold = clause(metal="gold", when=["finish = enig"])
    found = metal_clause(Memory([copper("9780")]), clause(), as_of=DAY)
    _, held = with_surcharges(offer(BOARD, 200).price, [(gold, found)], {"finish": "osp"})
    assert held == ()


def test_the_customers_own_clause_goes_first() -> None:
    own = clause(id="OWN", customer="HUAYI")
    known = Memory([clause(), own])
    assert surcharge_clauses(known, "SZ", "HUAYI", as_of=DAY) == (own,)
    assert surcharge_clauses(known, "SZ", "OTHER", as_of=DAY) == (clause(),)


def test_the_latest_price_counts_and_an_old_one_is_refused() -> None:
    prices = Memory([copper("9000", "2026-09-30"), copper("1", "2026-11-30"), copper("9780")])
    assert metal_clause(prices, clause(), as_of=DAY).price == 9780
    with pytest.raises(RefusedError, match="no metal-price of it is of 2026-12-31"):
        metal_clause(prices, clause(days_old="30"), as_of=date(2026, 12, 31))
    with pytest.raises(RefusedError, match="CU follows copper"):
        metal_clause(Memory([]), clause(), as_of=DAY)


def rate(value: str = "7.1") -> ExchangeRate:
    return ExchangeRate.model_validate(
        {
            "id": "R",
            "base": "USD",
            "counter": "CNY",
            "day": "2026-10-30",
            "rate": value,
            "source": "invented",
        }
    )


def terms(**changes: Any) -> ExchangeTerms:
    base = {
        "id": "X",
        "entity": "HK",
        "valid_from": "2026-01-01",
        "currency": "USD",
        "counter": "CNY",
        "band_percent": "3",
    }
    return ExchangeTerms.model_validate({**base, **changes})


def test_prices_hold_within_the_band_and_are_never_converted() -> None:
    found = exchange_clause(Memory([rate(), terms()]), "HK", "ANY", "USD", as_of=DAY)
    assert found is not None
    assert found.bounds == (Decimal("6.887"), Decimal("7.313"))
    assert exchange_clause(Memory([rate(), terms()]), "HK", "ANY", "EUR", as_of=DAY) is None
    with pytest.raises(RefusedError, match="needs the rate of USD in CNY"):
        exchange_clause(Memory([terms()]), "HK", "ANY", "USD", as_of=DAY)


@pytest.mark.parametrize(
    ("quantity", "least", "most"),
    [(50, 50, 50), (51, 51, 53), (500, 500, 525), (501, 476, 526), (1000, 950, 1050)],
)
def test_tolerance_by_quantity(quantity: int, least: int, most: int) -> None:
    found = DeliveryTolerance.model_validate(
        {
            "id": "T",
            "entity": "SZ",
            "valid_from": "2026-01-01",
            "rows": [
                {"upto": "50", "over_percent": "0", "under_percent": "0"},
                {"upto": "500", "over_percent": "5", "under_percent": "0"},
                {"over_percent": "5", "under_percent": "5"},
            ],
        }
    ).of(quantity)
    assert (found.least, found.most) == (least, most)
