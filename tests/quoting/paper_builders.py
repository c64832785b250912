"""A quotation with everything on it, and one with as little as there can be."""

from decimal import Decimal
from typing import Any

from pcbsales.company.records import Entity, Staff
from pcbsales.customers.records import Customer, Person
from pcbsales.quoting.paper.offer_terms import OfferTerms
from pcbsales.quoting.paper.quotation_view import QuotationView, quotation_view
from pcbsales.quoting.paper.standing_on import StandingOn
from pcbsales.quoting.quotations.records import Quote

ENTITY: dict[str, Any] = {
    "id": "SZ",
    "name": {"en": "Minghan Circuits Co., Ltd.", "zh_hans": "明瀚电路有限公司"},
    "address": {"en": "12 Xinhe Avenue\nShenzhen 518104, China", "zh_hans": "深圳市新和大道12号"},
    "country": "CN",
    "tax_id": "91440300MA5F000000",
    "currencies": ["CNY"],
    "letterhead": {
        "phone": "+86 755 0000 0100",
        "email": "sales@minghan.example",
        "web": "www.minghan.example",
        "tagline": {"en": "Bare boards", "zh_hant": "線路板"},
        "logo": "logo.svg",
        "colour": "#0B5C4A",
    },
    "invoices": {"numbering": "external"},
    "calendar": "SZ-DESK",
}
STAFF: dict[str, Any] = {
    "id": "CHEN",
    "name": {"en": "Chen Jia", "zh_hans": "陈佳", "zh_hant": "陳佳"},
    "emails": ["jia.chen@minghan.example"],
    "roles": ["sales_rep"],
    "phone": "+86 755 0000 0113",
    "valid_from": "2024-01-01",
}
CUSTOMER: dict[str, Any] = {
    "id": "HUAYI",
    "name": {"en": "Huayi Electronics", "zh_hant": "華藝電子"},
    "short_name": "Huayi",
    "country": "DE",
    "vendor_code": "V-4711",
    "entity": "SZ",
    "currency": "CNY",
    "rep": "CHEN",
    "sites": [
        {"id": "A", "kinds": ["plant"], "address": {"en": "Elsewhere 1"}, "country": "DE"},
        {
            "id": "B",
            "kinds": ["billing"],
            "address": {"en": "Industriestraße 12\n70565 Stuttgart"},
            "country": "DE",
        },
    ],
}
PERSON: dict[str, Any] = {
    "id": "P-00001",
    "customer": "HUAYI",
    "name": {"en": "Łucja Weiß"},
    "department": "purchasing",
    "title": {"en": "Buyer", "zh_hans": "采购员"},
    "email": "l.weiss@huayi.example",
    "phone": "+49 711 0000-1",
}
SPECIFICATION: dict[str, Any] = {
    "layers": "4",
    "hdi_stage": "1",
    "board_size": "100 x 68",
    "array": "2 x 5",
    "array_size": "210 x 350",
    "material": "fr4",
    "laminate": "Shengyi S1000-2",
    "laminate_or_equivalent": "true",
    "tg_c": "150",
    "thickness_mm": "1.6",
    "cu_outer_oz": "1",
    "cu_inner_oz": "0.5",
    "hole_cu_um": "25",
    "finish": "enig",
    "finish_thickness_uin": "2",
    "mask_colour": "green",
    "legend_colour": "white",
    "via_protection": "VII",
    "gold_fingers": "20",
    "castellated": "true",
    "impedance": [{"layer": "L1", "ohm": "50"}],
    "ipc_class": "2",
    "e_test": "flying_probe",
}


OFFER_TERMS: dict[str, Any] = {
    "id": "SZ-OFFERS",
    "entity": "SZ",
    "valid_from": "2025-01-01",
    "decimals": [{"currency": "CNY", "least": "4", "most": "6"}],
    "unsaid": [
        {"key": "xout", "given": ["array"], "sentence": {"en": "arrays without X-out boards"}},
        {"key": "laminate", "sentence": {"en": "laminate of our choice"}},
    ],
    "conditions": [{"en": "Quantities may run over or under by 5 %."}],
}


#: What the parts were when they were quoted, by our number.
BOARDS: dict[str, dict[str, Any]] = {
    "HY-4410": {"customer_pn": "A2C-00990", "board": SPECIFICATION},
    "HY-4411": {"board": {"layers": "1"}},
    "HY-4412": {},
}


def quote_line(place: int, number: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"L{place}",
        "part": f"HUAYI/{number}",
        "revision": "B",
        "quantity": "200",
        "unit": "PCS",
        "lead_days": "9",
        "unit_price": "8.789 CNY",
        "amount": "1757.80 CNY",
        "net": "1757.80 CNY",
        "steps": [
            {
                "rule": "secret.margin",
                "basis": "1",
                "unit": "lot",
                "rate": "1757.80",
                "amount": "1757.80 CNY",
            }
        ],
        **BOARDS[number],
        **more,
    }


def quote_of(lines: list[dict[str, Any]], percent: int = 13, **more: Any) -> Quote:
    net = Decimal("1757.80") * len(lines)
    tax = (net * percent / 100).quantize(Decimal("0.01"))
    treatment = "standard" if percent else "zero_export"
    add_up = len({line["part"] for line in lines}) == len(lines)
    sums = {"net": f"{net} CNY", "tax": f"{tax} CNY"} if add_up else {}
    total = {"total": f"{net + tax} CNY"} if add_up else {}
    return Quote.model_validate(
        {
            "id": "Q-2026-00042",
            "entity": "SZ",
            "customer": "HUAYI",
            "rep": "CHEN",
            "date": "2026-11-23",
            "valid_until": "2026-12-23",
            "currency": "CNY",
            "price_basis": "net",
            "price_book": "SECRET-BOOK",
            "lines": lines,
            "taxes": [
                {
                    "treatment": treatment,
                    "code": "vat",
                    "percent": str(percent),
                    **sums,
                    "sentence": {"en": "VAT 13 % on domestic supply.", "zh_hans": "国内销售。"},
                }
            ],
            **sums,
            **total,
            **more,
        }
    )


def full_quote() -> Quote:
    first = quote_line(
        1,
        "HY-4410",
        assumptions=[
            {"key": "e_test", "value": "flying_probe"},
            {"key": "hole_cu_um", "value": "20"},
            {"key": "not_a_key", "value": "x"},
        ],
        questions=["Is 100 x 68 mm right?"],
    )
    lines = [first, quote_line(2, "HY-4411", lead_days="1"), quote_line(3, "HY-4412")]
    return quote_of(
        lines,
        person="P-00001",
        customer_rfq="RFQ-8812",
        revision="2",
        terms={"en": "30 days after month-end statement", "zh_hans": "月结30天"},
        incoterm="FCA",
        delivery_place="Shenzhen",
    )


def full_view(
    lang: str, quote: Quote | None = None, offer_terms: dict[str, Any] | None = None
) -> QuotationView:
    return quotation_view(
        quote or full_quote(),
        entity=Entity.model_validate(ENTITY),
        customer=Customer.model_validate(CUSTOMER),
        person=Person.model_validate(PERSON),
        staff=Staff.model_validate(STAFF),
        commit="8d548f2a1c3e",
        lang=lang,
        beside=StandingOn(OfferTerms.model_validate(offer_terms or OFFER_TERMS)),
    )


def minimal_view(lang: str, quote: Quote | None = None) -> QuotationView:
    bare_letterhead = {"phone": "+86 755 0000 0100", "email": "sales@minghan.example"}
    entity = {**ENTITY, "letterhead": bare_letterhead, "name": {"en": "Minghan"}}
    entity.pop("tax_id")
    customer = {key: CUSTOMER[key] for key in CUSTOMER if key not in {"sites", "vendor_code"}}
    staff = {key: STAFF[key] for key in STAFF if key != "phone"}
    return quotation_view(
        quote or quote_of([quote_line(1, "HY-4412")], percent=0),
        entity=Entity.model_validate(entity),
        customer=Customer.model_validate(customer),
        person=None,
        staff=Staff.model_validate(staff),
        commit="8d548f2a1c3e",
        lang=lang,
    )
