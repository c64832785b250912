"""What a quotation's paper says beside its lines: agreements, charges, deviations, terms."""

from datetime import date
from typing import Any

import pytest

from pcbsales.customers.documents.records import CustomerSpec
from pcbsales.i18n.catalogue import translator
from pcbsales.i18n.formats import value_text
from pcbsales.i18n.language import Language
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.money import Money
from pcbsales.quoting.agreements.records import PriceAgreement
from pcbsales.quoting.charges.charge_policy import ChargePolicy
from pcbsales.quoting.paper.agreement_words import agreement_facts, agreement_items
from pcbsales.quoting.paper.charge_words import charge_sums, once_items
from pcbsales.quoting.paper.deviation_words import deviation_items
from pcbsales.quoting.paper.listed import ListItem
from pcbsales.quoting.paper.term_words import term_facts
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.tooling.records import Tool
from tests.quoting.paper_builders import SPECIFICATION, quote_line, quote_of

ENGLISH = translator(Language.ENGLISH)


def said(words: object) -> str:
    """*words* as an English reader sees them."""
    if isinstance(words, Phrase):
        return ENGLISH(words.msgid, **{gap: said(value) for gap, value in words.values})
    return value_text(words, Language.ENGLISH)


def told(items: tuple[ListItem, ...]) -> list[str]:
    return [
        ": ".join(
            filter(None, (", ".join(map(said, item.about)), "; ".join(map(said, item.words))))
        )
        for item in items
    ]


def fixture(**more: Any) -> dict[str, Any]:
    charged = {"rule": "test.fixture", "basis": "1", "unit": "lot", "rate": "500"}
    return {
        "kind": "test_fixture",
        "amount": "500.00 CNY",
        "net": "500.00 CNY",
        "steps": [{**charged, "amount": "500.00 CNY"}],
        "owner": "customer",
        "kept_years": "2",
        "because": "new",
        **more,
    }


HELD = fixture(amount="0.00 CNY", net="0.00 CNY", steps=[], because="held", tooling="TL-2026-00001")


def charged(*of_lines: list[dict[str, Any]]) -> Quote:
    numbers = ("HY-4410", "HY-4411", "HY-4412")
    lines = [
        quote_line(place, numbers[place - 1], one_time=once)
        for place, once in enumerate(of_lines, 1)
    ]
    more = sum(500 for once in of_lines for found in once if found["because"] != "held")
    net = f"{1757.80 * len(lines) + more:.2f} CNY"
    treatment = {"treatment": "zero_export", "code": "vat", "percent": "0"}
    taxes = [{**treatment, "net": net, "tax": "0.00 CNY"}]
    return quote_of(lines, 0, net=net, tax="0.00 CNY", total=net, taxes=taxes)


def test_each_part_has_its_own_charges_and_the_sums_have_one_of_a_kind() -> None:
    quote = charged([fixture()], [], [fixture()])
    words = "test fixture 500.00 CNY, once; it is yours, we keep it for 2 years"
    assert told(once_items(quote, None, {})) == [f"A2C-00990: {words}", f"HY-4412: {words}"]
    assert [(said(label), money.text) for label, money in charge_sums(quote)] == [
        ("Boards", "5273.40"), ("Once: test fixture", "1000.00"),
    ]  # fmt: skip


def test_a_tool_that_is_held_says_whose_it_is_and_until_when_it_is_kept() -> None:
    tool = Tool.model_validate(
        {
            "id": "TL-2026-00001",
            "kind": "test_fixture",
            "part": "HUAYI/HY-4410",
            "revisions": ["B"],
            "owner": "customer",
            "made": "2026-01-05",
            "kept_until": "2028-01-04",
        }
    )
    quote = charged([HELD], [])
    held = "A2C-00990: test fixture TL-2026-00001 is there: not charged again; it is yours"
    assert told(once_items(quote, None, {tool.id: tool})) == [
        f"{held}, we keep it until 4 Jan 2028"
    ]
    assert told(once_items(quote, None, {})) == [held]


def test_what_policy_puts_into_the_prices_is_said_with_its_owner() -> None:
    policy = ChargePolicy.model_validate(
        {
            "id": "X",
            "entity": "SZ",
            "valid_from": "2026-01-01",
            "charges": [
                {"kind": "nre", "rules": ["nre"], "billed": "included", "owner": "factory"},
                {"kind": "film", "rules": ["film"], "billed": "included", "owner": "customer"},
                {"kind": "mould", "rules": ["mould"], "billed": "apart", "owner": "customer"},
            ],
        }
    )
    assert told(once_items(charged([fixture()]), policy, {}))[1:] == [
        "engineering: in the prices; ours", "films: in the prices; yours",
    ]  # fmt: skip
    included = once_items(charged([]), policy, {})
    assert told(included) == ["engineering: in the prices; ours", "films: in the prices; yours"]
    ours = policy.model_copy(update={"charges": policy.charges[:1]})
    assert once_items(charged([]), ours, {}) == ()
    tooling = [
        said(dict(term_facts(charged([]), None, found, "en"))[phrase("Tooling")])
        for found in (policy, ours)
    ]
    assert tooling == [
        "What is charged once is stated apart; all else is included in the prices.",
        "Engineering, tooling and test are included in the prices; tools stay ours.",
    ]


def agreement(**more: Any) -> PriceAgreement:
    base = {
        "id": "PA-2026-00007",
        "entity": "SZ",
        "customer": "HUAYI",
        "part": "HUAYI/HY-4410",
        "title": "Boards 2027",
        "currency": "CNY",
        "price_basis": "net",
        "bands": [{"from_quantity": "100", "unit_price": "8.789 CNY"}],
        "agreed": "2026-10-20",
        "by": "LIN",
        "valid_from": "2026-11-01",
        "valid_until": "2027-12-31",
        "cost_downs": [{"day": "2027-01-01", "percent": "2"}],
        "clauses": [
            {"kind": "copper", "reference": "9500", "unit": "USD/t", "band_percent": "5"},
            {
                "kind": "gold",
                "reference": "2700",
                "unit": "USD/oz",
                "band_percent": "5",
                "share_percent": "0.3",
            },
            {
                "kind": "laminate",
                "reference": "100",
                "unit": "index",
                "band_percent": "5",
                "sentence": {"en": "The contract's own words"},
            },
        ],
    }
    return PriceAgreement.model_validate({**base, **more})


def test_the_agreement_is_named_and_its_clauses_are_printed() -> None:
    found = agreement()
    ((label, words),) = agreement_facts((found,))
    assert (said(label), said(words)) == (
        "Price agreement",
        "PA-2026-00007 (Boards 2027), in force 1 Nov 2026 to 31 Dec 2027",
    )
    stands = {"agreement": found.id, "from_quantity": "100"}
    quote = quote_of([quote_line(1, "HY-4410", agreed=stands), quote_line(2, "HY-4411")])
    assert told(agreement_items(quote, (found,), "en")) == [
        "A2C-00990: PA-2026-00007, price from 100 PCS on",
        "A2C-00990: From 1 Jan 2027 on the agreed price is 2 % less.",
        "A2C-00990: Copper price at 9,500 USD/t: beyond ±5 % prices are agreed anew.",
        "A2C-00990: Gold price at 2,700 USD/oz: for each percent beyond ±5 % prices move by 0.3 %.",
        "A2C-00990: The contract's own words",
    ]
    least = {said(label): said(words) for label, words in term_facts(quote, None, None, "en")}
    assert "from that price's quantity on" in least["Minimum order"]


def spec(**more: Any) -> CustomerSpec:
    answers: dict[str, list[dict[str, Any]]] = {
        "1": [{"verdict": "comply", "by": "MA", "at": "2026-01-05T10:00:00+08:00"}],
        "2": [
            {"verdict": "comply", "by": "MA", "at": "2026-01-05T10:00:00+08:00"},
            {
                "verdict": "deviate",
                "remark": "20 µm\n on average.",
                "by": "MA",
                "at": "2026-11-20T10:00:00+08:00",
                "consent": {
                    "granted": "true",
                    "person": "P-00001",
                    "day": "2026-11-24",
                    "evidence": {"name": "x.eml", "sha256": "0" * 64, "bytes": "3"},
                    "by": "CHEN",
                    "at": "2026-11-24T10:00:00+08:00",
                },
            },
        ],
        "3": [],
    }
    clauses = [{"number": n, "text": "x", "answers": found} for n, found in answers.items()]
    base = {
        "id": "CS-00001",
        "customer": "HUAYI",
        "number": "TN 80",
        "title": "x",
        "issue": "3",
        "valid_from": "2025-01-01",
        "clauses": clauses,
    }
    return CustomerSpec.model_validate({**base, **more})


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-12-31", ["TN 80, issue 3: our answer to 1, 2, 3 follows."]),
        ("2026-11-19", ["TN 80, issue 3: our answer to 3 follows."]),
        (
            "2026-11-23",
            [
                "TN 80, issue 3, clause 2: 20 µm on average. (please consent)",
                "TN 80, issue 3: our answer to 3 follows.",
            ],
        ),
        (
            "2026-11-24",
            [
                "TN 80, issue 3, clause 2: 20 µm on average. (consented on 24 Nov 2026)",
                "TN 80, issue 3: our answer to 3 follows.",
            ],
        ),
    ],
)
def test_deviations_are_those_of_its_day(day: str, expected: list[str]) -> None:
    quote = quote_of([quote_line(1, "HY-4410")], date=day)
    assert told(deviation_items(quote, (spec(),), "en")) == expected


def test_a_specification_that_is_met_says_so_of_the_boards_it_holds_for() -> None:
    met = spec(boards=[{"part": "HUAYI/HY-4411"}], clauses=[])
    quote = quote_of([quote_line(1, "HY-4410"), quote_line(2, "HY-4411")])
    assert told(deviation_items(quote, (met,), "en")) == [
        "HY-4411: TN 80, issue 3: met in all clauses."
    ]
    assert deviation_items(quote, (), "en") == ()


def test_options_that_change_the_board_are_deviations() -> None:
    changed = ["finish = enig", "finish_thickness_uin=1"]
    lines = [
        quote_line(1, "HY-4410", option="A"),
        quote_line(2, "HY-4410", option="B", changed=changed, board=SPECIFICATION),
    ]
    assert told(deviation_items(quote_of(lines), (), "en")) == [
        "Option B: surface finish: ENIG, gold thickness: 1 µin"
    ]


def tolerance(over: str, under: str) -> dict[str, str]:
    percent = {"over_percent": over, "under_percent": under}
    return {"policy": "X", **percent, "most": "210", "least": "190"}


def test_tolerances_are_said_once_for_the_quantities_they_hold_for() -> None:
    lines = [
        quote_line(
            place,
            "HY-4410",
            quantity=count,
            unit_price="1 CNY",
            **dict.fromkeys(("amount", "net"), f"{count}.00 CNY"),
            steps=[
                {
                    "rule": "x",
                    "basis": "1",
                    "unit": "lot",
                    "rate": count,
                    "amount": f"{count}.00 CNY",
                }
            ],
            tolerance=tolerance(*percent),
        )
        for place, (count, percent) in enumerate(
            (("20", ("0", "0")), ("100", ("5", "0")), ("1000", ("5", "0"))), 1
        )
    ]
    rows = [
        said(words)
        for label, words in term_facts(quote_of(lines), None, None, "en")
        if said(label) == "Quantity delivered"
    ]
    assert rows == [
        "20 PCS: Exactly the quantity ordered.",
        "100 PCS, 1,000 PCS: Up to 5 % more are in order and billed as delivered.",
    ]


def test_what_was_not_agreed_is_open_and_the_least_order_is_the_books() -> None:
    least = Money.parse("300.00 CNY")
    quote = quote_of([quote_line(1, "HY-4410")])
    rows = [(said(label), said(words)) for label, words in term_facts(quote, least, None, "en")]
    assert ("Delivery terms", "to be agreed") in rows
    assert ("Payment", "to be agreed") in rows
    assert ("Minimum order", "No order below 300.00 CNY without tax.") in rows
    assert date(2026, 12, 23) == quote.valid_until
