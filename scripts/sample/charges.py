"""What the fictional firm charges beside its boards: policies, tools, metals, rates, freight.

They begin on the sample's last day, so that every quotation before it stays as it was priced.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pcbsales.kernel.money import round_half_up
from pcbsales.kernel.record import Record
from pcbsales.kernel.scalars import plain
from pcbsales.quoting.charges.charge_policy import ChargePolicy
from pcbsales.quoting.charges.freight_table import FreightTable
from pcbsales.quoting.charges.tolerance import DeliveryTolerance
from pcbsales.quoting.surcharges.records import (
    ExchangeRate,
    ExchangeTerms,
    MetalPrice,
    SurchargeClause,
)
from pcbsales.quoting.tooling.records import Tool
from scripts.sample.numbers import said

_FIRST = "2026-10-31"
#: Before the requests that still wait: what is granted is what was seen.
_ONCE_FROM = "2026-10-26"
_SOURCE = "Fictional firm, sample data: invented, nobody's prices."
_INVENTED = "Invented for the sample; not a quotation of any exchange."


def charges() -> tuple[Record, ...]:
    """Everything beside the books."""
    return (*_once(), *_tolerances(), *_metals(), *_exchange(), *_freight())


def tools() -> tuple[Record, ...]:
    """Tools in the register: alive, soon expiring, scrapped, for an earlier revision."""
    return tuple(Tool.model_validate(tree) for tree in _TOOLS)


def _term(kind: str, rules: list[str], billed: str, owner: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "rules": rules, "billed": billed, "owner": owner, **more}


def _once() -> Iterator[Record]:
    nre, film = ["engineering", "nre"], ["film"]
    fixture = _term(
        "test_fixture", ["test.fixture"], "apart", "customer", kept_years="2", spared=True
    )
    usual = [
        _term("nre", nre, "included", "factory"),
        _term("film", film, "included", "factory"),
        fixture,
    ]
    apart = [_term("nre", nre, "apart", "factory"), _term("film", film, "included", "factory")]
    for entity in ("SZ", "HK"):
        yield _charge_policy(f"{entity}-CHARGES-2026", entity, usual)
    yield _charge_policy("XINGHE-CHARGES-2026", "SZ", [*apart, fixture], customer="XINGHE")


def _charge_policy(id_: str, entity: str, terms: list[dict[str, Any]], **more: str) -> ChargePolicy:
    return ChargePolicy.model_validate(
        {
            "id": id_,
            "title": said("What is charged once", "一次性费用", "一次性費用"),
            "source": _SOURCE,
            "entity": entity,
            "valid_from": _ONCE_FROM,
            "charges": terms,
            **more,
        }
    )


def _tolerances() -> Iterator[Record]:
    rows = [
        {"upto": "50", "over_percent": "0", "under_percent": "0"},
        {"upto": "500", "over_percent": "5", "under_percent": "0"},
        {"over_percent": "5", "under_percent": "5"},
    ]
    for entity in ("SZ", "HK"):
        yield DeliveryTolerance.model_validate(
            {
                "id": f"{entity}-TOLERANCE-2026",
                "title": said("More or fewer delivered", "交货数量允差", "交貨數量允差"),
                "source": _SOURCE,
                "entity": entity,
                "valid_from": _FIRST,
                "rows": rows,
            }
        )


def _metals() -> Iterator[Record]:
    prices = (
        ("CU-2026-08", "copper", "usd_per_t", "2026-08-31", "9350"),
        ("CU-2026-09", "copper", "usd_per_t", "2026-09-30", "9620"),
        ("CU-2026-10", "copper", "usd_per_t", "2026-10-30", "9780"),
        ("AU-2026-10", "gold", "usd_per_oz", "2026-10-30", "2710"),
        ("CCL-2026-10", "laminate", "index", "2026-10-30", "104"),
    )
    for id_, metal, unit, day, price in prices:
        tree = {"id": id_, "metal": metal, "unit": unit, "day": day, "price": price}
        yield MetalPrice.model_validate({**tree, "source": _INVENTED})
    yield SurchargeClause.model_validate(
        {
            "id": "LANQIAO-COPPER-2026",
            "title": said("Copper clause", "铜价条款", "銅價條款"),
            "source": _SOURCE,
            "entity": "SZ",
            "customer": "LANQIAO",
            "valid_from": _FIRST,
            "metal": "copper",
            "unit": "usd_per_t",
            "base_price": "8500",
            "band": "500",
            "step": "1000",
            "percent": "3",
        }
    )


def _exchange() -> Iterator[Record]:
    for base, rate in (("USD", "7.1"), ("EUR", "7.8")):
        yield ExchangeRate.model_validate(
            {
                "id": f"{base}CNY-2026-10-30",
                "base": base,
                "counter": "CNY",
                "day": "2026-10-30",
                "rate": rate,
                "source": _INVENTED,
            }
        )
        yield ExchangeTerms.model_validate(
            {
                "id": f"HK-{base}-2026",
                "title": said("Exchange band", "汇率区间", "匯率區間"),
                "source": _SOURCE,
                "entity": "HK",
                "valid_from": _FIRST,
                "currency": base,
                "counter": "CNY",
                "band_percent": "3",
            }
        )


_WEIGHTS = {
    "laminate": "1.85",
    "copper": "8.96",
    "um_per_oz": "35",
    "outer_percent": "60",
    "inner_percent": "70",
    "mask_g_per_cm2": "0.00375",
}
_CARTON = {
    "holds_kg": "12",
    "tare_kg": "0.6",
    "length_cm": "40",
    "width_cm": "30",
    "height_cm": "25",
}
_ROWS = (("1", (22, 60, 180)), ("3", (30, 95, 290)), ("10", (55, 210, 620)), (None, (5, 24, 58)))


def _freight() -> Iterator[Record]:
    inland = [
        {"code": "CN", "countries": ["CN"]},
        {"code": "ASIA", "countries": ["HK", "TW", "JP", "KR", "SG", "MY", "TH", "VN"]},
        {"code": "FAR", "countries": ["DE", "GB", "FR", "IT", "NL", "US", "CA", "AU", "PL", "AT"]},
    ]
    factors = (("SZ", "CNY", Decimal(1)), ("HK", "USD", 1 / Decimal("7.1")))
    for entity, currency, factor in (*factors, ("HK", "EUR", 1 / Decimal("7.8"))):
        rows = [
            {
                **({"upto_kg": upto} if upto else {}),
                "prices": [plain(round_half_up(price * factor, 2)) for price in prices],
            }
            for upto, prices in _ROWS
        ]
        yield FreightTable.model_validate(
            {
                "id": f"{entity}-{currency}-FREIGHT-2026",
                "title": said("Courier, by zone and weight", "快递运费", "快遞運費"),
                "source": _SOURCE,
                "entity": entity,
                "carrier": "Sample Courier",
                "currency": currency,
                "valid_from": _FIRST,
                "weights": _WEIGHTS,
                "packing_percent": "3",
                "carton": _CARTON,
                "cm3_per_kg": "5000",
                "rounds_up_kg": "0.5",
                "zones": inland,
                "rows": rows,
            }
        )


def _tool(number: int, part: str, rev: str, made: str, **more: str) -> dict[str, Any]:
    return {
        "id": f"TL-{made[:4]}-{number:05d}",
        "kind": "test_fixture",
        "part": part,
        "revisions": [rev],
        "owner": "customer",
        "made": made,
        "kept_at": "Block 9, fixture store",
        **more,
    }


_TOOLS = (
    _tool(1, "YUANSHAN/YS-SW-12", "1.0", "2025-12-22", kept_until="2027-12-21"),
    _tool(2, "LANQIAO/LQ-LED-07", "1", "2025-05-06", kept_until="2026-12-31"),
    _tool(
        1,
        "QIMING/QM-PUMP",
        "A",
        "2026-05-20",
        scrapped="2026-08-21",
        scrap_reason="Pins bent in a fall; customer told 针床摔坏,已告知客户",
    ),
)
