"""An agreement on the desk's board, and a desk that agrees."""

from datetime import date
from hashlib import sha256
from typing import Any

from pcbsales.customers.records import Customer
from pcbsales.kernel.record import Attachment
from pcbsales.quoting.agreements.agreed_price import Agreed, Buying, agreed_price
from pcbsales.quoting.agreements.agreeing import AgreedTerms, agree_or_request
from pcbsales.quoting.agreements.records import PriceAgreement
from pcbsales.quoting.quotations.quote_line import QuantityUnit
from tests.quoting.builders import BOARD, NOW, a_revision
from tests.quoting.floor.test_below_floor import PART, Desk

SIGNED = Attachment(sha256(b"signed").hexdigest(), "signed.pdf", b"signed")
DAY = NOW.date()


def an_agreement(**changes: Any) -> PriceAgreement:
    base: dict[str, Any] = {
        "id": "PA-2026-00009",
        "entity": "SZ",
        "customer": "HUAYI",
        "part": PART,
        "currency": "CNY",
        "price_basis": "net",
        "bands": [
            {"from_quantity": "100", "unit_price": "8.00 CNY"},
            {"from_quantity": "500", "unit_price": "6.00 CNY"},
        ],
        "agreed": "2026-11-01",
        "by": "MANAGER",
        "valid_from": "2026-11-01",
        "valid_until": "2027-12-31",
        "cost_downs": [{"day": "2027-01-01", "percent": "2"}],
        "signed": {"name": "a.pdf", "sha256": SIGNED.sha256},
        "signed_on": "2026-11-02",
    }
    return PriceAgreement.model_validate({**base, **changes})


def asked(desk: Desk, quantity: int = 200, day: date = DAY) -> Agreed | None:
    (buyer,) = desk.snapshot.all(Customer)
    buying = Buying(
        buyer.id,
        "SZ",
        "CNY",
        buyer.price_basis,
        PART,
        a_revision(BOARD).specification,
        quantity,
        QuantityUnit.PCS,
    )
    return agreed_price(desk.snapshot, buying, as_of=day)


def terms(price: str, **more: Any) -> AgreedTerms:
    base = {
        "customer": "HUAYI",
        "part": PART,
        "bands": [{"from_quantity": "200", "unit_price": f"{price} CNY"}],
        "valid_from": DAY,
        "valid_until": date(2027, 12, 31),
    }
    return AgreedTerms.model_validate({**base, **more})


class Agreeing(Desk):
    def agrees(self, wanted: AgreedTerms, actor: str) -> str:
        changes = agree_or_request(self.snapshot, self.numbers, terms=wanted, actor=actor, at=NOW)
        self.keep(changes)
        return changes.action
