"""The shipped sheets, and boards to price with them."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pcbsales.boards.records import Part, Revision
from pcbsales.customers.records import Customer
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Record
from pcbsales.quoting.books.price_books import LeadTimeTable, PriceBook
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.pricing.offer import Offer, Wanted, make_offer
from pcbsales.quoting.quotations.records import PriceStep, QuantityUnit
from pcbsales.store.text.strict_yaml import read

LEDGER = Path(__file__).parents[2] / "ledger"
NOW = datetime(2026, 11, 23, 9, 12, tzinfo=timezone(timedelta(hours=8)))

#: The worked example: a real board of 100 x 68 mm, 200 of which are 1.36 m².
BOARD = {
    "layers": "4",
    "board_size": "100 x 68",
    "delivery_format": "single",
    "material": "fr4",
    "thickness_mm": "1.6",
    "tg_c": "150",
    "cu_outer_oz": "1",
    "cu_inner_oz": "0.5",
    "min_track_mm": "0.15",
    "min_hole_mm": "0.25",
    "finish": "enig",
    "finish_thickness_uin": "1",
}
#: The cheapest answers: every adder is 0, one board is 0.01 m².
PLAIN = {
    **BOARD,
    "layers": "2",
    "board_size": "100 x 100",
    "tg_c": "135",
    "cu_inner_oz": None,
    "min_hole_mm": "0.3",
    "finish": "lf_hasl",
    "finish_thickness_uin": None,
}


def sheet_data(name: str) -> dict[str, Any]:
    """A shipped sheet as its YAML holds it: a fresh tree, to be changed freely."""
    return read((LEDGER / name).read_bytes()).data


@cache
def book() -> PriceBook:
    return PriceBook.model_validate(sheet_data("price-books/SZ-2026-01.yaml"))


@cache
def table() -> LeadTimeTable:
    return LeadTimeTable.model_validate(sheet_data("lead-times/SZ-LEAD-2026-01.yaml"))


def book_with(**changes: Any) -> PriceBook:
    return PriceBook.model_validate({**sheet_data("price-books/SZ-2026-01.yaml"), **changes})


def a_revision(spec: dict[str, Any], **more: Any) -> Revision:
    given = {key: value for key, value in spec.items() if value is not None}
    return Revision.model_validate(
        {"rev": "A", "opened": "2026-01-02", "specification": given, **more}
    )


def a_part(*revisions: Revision, number: str = "HY-4410", customer: str = "HUAYI") -> Part:
    return Part(id=f"{customer}/{number}", customer=customer, part_no=number, revisions=revisions)


def a_customer(**changes: Any) -> Customer:
    base: dict[str, Any] = {
        "id": "HUAYI",
        "name": {"en": "Huayi Electronics"},
        "short_name": "Huayi",
        "country": "CN",
        "entity": "SZ",
        "currency": "CNY",
        "rep": "LIN-MEI",
        "terms": {"sentence": {"en": "30 days after month-end", "zh_hans": "月结30天"}},
        "incoterm": "FCA",
        "incoterm_place": "Shenzhen",
    }
    return Customer.model_validate({**base, **changes})


def offer(
    spec: dict[str, Any],
    quantity: int,
    *,
    lead: int | None = None,
    unit: QuantityUnit | None = None,
    sheets: Sheets | None = None,
    **more: Any,
) -> Offer:
    """The offer for boards of *spec*; *more* are fields of the revision."""
    revision = a_revision(spec, **more)
    wanted = Wanted(a_part(revision), revision, quantity, unit, lead)
    return make_offer(wanted, sheets or Sheets(book(), table()))


def plain_offer(pieces: int, **changes: str | None) -> Offer:
    """The offer for *pieces* of the plain board (0.01 m² each), changed."""
    return offer({**PLAIN, **changes}, pieces)


def step(found: Offer, rule: str) -> PriceStep:
    """The one step of *rule*."""
    (only,) = [step for step in found.price.steps if step.rule == rule]
    return only


def amounts(found: Offer) -> dict[str, str]:
    """What each rule charges, those of 0 left out."""
    return {s.rule: s.amount.text for s in found.price.steps if s.amount}


def cny(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


class Numbers:
    """Numbers ids as a ledger of no station would."""

    def __init__(self) -> None:
        self.last = 0

    def next(self, kind: type[Record], year: int | None = None) -> str:
        assert kind.noun == "quote"
        self.last += 1
        return f"Q-{year}-{self.last:05d}"
