"""Quotations below the book: within one's floor they are made, beyond it they wait."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.approvals.decision import Word, grant, refuse
from pcbsales.approvals.records import ApprovalDecision, ApprovalRequest
from pcbsales.company.assignments import Assignment
from pcbsales.company.records import Role, Staff
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import UnitPrice
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.kernel.tax import PriceBasis
from pcbsales.quoting.floor.below_floor import quote_or_request
from pcbsales.quoting.floor.checks import check_floor, check_floor_starts
from pcbsales.quoting.floor.price_floor import PriceFloor, floor_limits
from pcbsales.quoting.pricing.asked_price import AskedPrice
from pcbsales.quoting.pricing.explanation import explain_quote
from pcbsales.quoting.quotations.draft import Enquiry, Request
from pcbsales.quoting.quotations.records import Quote
from scripts.sample.authority import table
from scripts.sample.memory import Memory, Numbers
from tests.approvals.builders import kinds, people
from tests.company.builders import POLICIES, an_entity, reread
from tests.quoting import builders
from tests.quoting.builders import BOARD, NOW, a_customer, a_part, a_revision, cny
from tests.sizes import sized

PART = "HUAYI/HY-4410"
#: How many desks a run tries.
_WORLDS = sized(30, 1000)


def a_floor(entity: str = "SZ", **changes: Any) -> PriceFloor:
    base: dict[str, Any] = {
        "id": f"{entity}-FLOOR",
        "entity": entity,
        "valid_from": "2026-01-01",
        "allowances": [
            {"role": "sales_rep", "percent": "3"},
            {"role": "sales_manager", "percent": "8"},
            {"role": "sales_vp", "percent": "20"},
        ],
    }
    return PriceFloor.model_validate({**base, **changes})


class Desk:
    """The desk of the tests with a price book, a customer and a board."""

    def __init__(self, *more: Record, floor: PriceFloor | None = None, **customer: Any) -> None:
        self.numbers = Numbers(kinds())
        self.records: list[Record] = [
            *people(),
            table(),
            floor or a_floor(),
            an_entity(),
            *POLICIES,
            builders.book(),
            builders.table(),
            a_customer(**{"rep": "REP", **customer}),
            a_part(a_revision(BOARD)),
            *more,
        ]

    @property
    def snapshot(self) -> Memory:
        return Memory(self.records)

    def keep(self, changes: ChangeSet) -> ChangeSet:
        self.records += changes.adds
        return changes

    def quote(
        self, asked: AskedPrice | None, actor: str = "REP", reason: str | None = None, **more: Any
    ) -> ChangeSet:
        return self.keep(
            quote_or_request(
                self.snapshot,
                self.numbers,
                enquiry=Enquiry("HUAYI", (Request(PART, 200, price=asked),), **more),
                actor=actor,
                at=NOW,
                reason=reason,
            )
        )

    def grant(self, by: str, request: str = "AR-2026-00001", days: int = 0) -> Quote:
        kind = kinds().decisions["quote.below-floor"]
        word = Word(by, NOW + timedelta(days=days))
        changes = grant(self.snapshot, self.numbers, request=request, kind=kind, word=word)
        quote = self.keep(changes).adds[1]
        assert isinstance(quote, Quote)
        return quote

    def findings(self) -> list[str]:
        return [
            finding.rule
            for quote in self.snapshot.all(Quote)
            for finding in check_floor(self.snapshot, quote.id)
        ]


def off(percent: str) -> AskedPrice:
    return AskedPrice(discount=Decimal(percent))


def at(price: str) -> AskedPrice:
    return AskedPrice(unit_price=UnitPrice(Decimal(price), "CNY"))


def made(changes: ChangeSet) -> Quote:
    (quote,) = changes.adds
    assert isinstance(quote, Quote)
    return quote


@pytest.mark.parametrize(
    ("actor", "asked", "waits"),
    [
        ("REP", off("3"), False),
        ("REP", off("3.00000001"), True),
        ("REP", at("8.52533"), False),
        ("REP", at("8.525329"), True),
        ("MANAGER", off("8"), False),
        ("MANAGER", off("8.01"), True),
        ("VP", off("20"), False),
        ("CLERK", off("0.01"), True),
        ("REP", at("9.99"), False),
        ("CLERK", at("9.99"), False),
        ("CLERK", None, False),
    ],
)
def test_how_far_one_may_go_alone(actor: str, asked: AskedPrice | None, waits: bool) -> None:
    desk = Desk()
    changes = desk.quote(asked, actor)
    assert (changes.waiting is not None) is waits
    assert isinstance(changes.adds[0], ApprovalRequest if waits else Quote)
    assert desk.findings() == []


def test_the_line_keeps_the_books_price_and_shows_the_step() -> None:
    quote = made(Desk().quote(off("3")))
    (line,) = quote.lines
    assert (str(line.book_price), str(line.unit_price)) == ("8.789 CNY", "8.52535 CNY")
    assert (line.book_amount, line.amount, line.net) == (
        cny("1757.80"), cny("1705.07"), cny("1705.07"),
    )  # fmt: skip
    assert (line.steps[-1].rule, line.steps[-1].amount) == ("discount", cny("-52.73"))
    assert quote.price_floor == "SZ-FLOOR"
    assert quote.approval is None
    assert reread(quote) == quote
    rules = [step.rule for step in explain_quote(quote).lines[0].steps]
    assert "discount" in rules
    assert line.as_json()["book_price"] == "8.789"


def test_a_price_with_tax_is_held_against_the_book_with_tax() -> None:
    desk = Desk(price_basis="tax_included")
    quote = made(desk.quote(off("3")))
    (line,) = quote.lines
    assert quote.price_basis is PriceBasis.TAX_INCLUDED
    assert line.book_amount == cny("1986.31")
    assert line.amount == cny("1926.73")
    assert line.net == cny("1705.07")
    assert quote.total == line.amount
    assert line.steps[-1].amount == line.net - cny("1757.80")
    assert desk.findings() == []


def test_a_surcharge_needs_nobody_and_no_floor() -> None:
    quote = made(Desk(floor=a_floor("HK")).quote(at("10"), "CLERK"))
    (line,) = quote.lines
    assert (line.steps[-1].rule, line.steps[-1].amount) == ("surcharge", cny("242.20"))
    assert quote.price_floor is None


def test_without_a_floor_nobody_goes_below_the_book() -> None:
    said = "no price-floor is in force on 2026-11-23; add one"
    for floor in (
        a_floor("HK"),
        a_floor(valid_until="2026-11-22"),
        a_floor(valid_from="2026-12-01"),
    ):
        with pytest.raises(RefusedError, match=said):
            Desk(floor=floor).quote(off("0.01"), "VP")


def test_a_floor_of_nothing_makes_every_discount_a_request() -> None:
    floor = a_floor(allowances=[{"role": "sales_rep", "percent": "0"},
                                {"role": "sales_vp", "percent": "20"}])  # fmt: skip
    desk = Desk(floor=floor)
    assert desk.quote(off("0.01")).waiting is not None
    assert desk.quote(None).waiting is None


def test_what_nobody_may_grant_is_refused_at_once() -> None:
    desk = Desk()
    with pytest.raises(RefusedError, match=r"20\.01 % for HUAYI is further than anybody may go"):
        desk.quote(off("20.01"))
    desk.records = [record for record in desk.records if record.id != "VP"]
    with pytest.raises(RefusedError, match=r"8\.01 % for HUAYI is further"):
        desk.quote(off("8.01"))


def test_a_grant_makes_the_quotation_with_the_same_numbers() -> None:
    desk = Desk()
    asked = made_request(desk.quote(at("8.20"), person=None, customer_rfq="RFQ-1", reason="target"))
    assert asked.percent == Decimal("6.70155877")
    assert asked.figures[0].asked == "8.20 × 200 PCS = 1640.00 CNY"
    assert asked.figures[0].instead_of == "8.789 × 200 PCS = 1757.80 CNY"
    assert asked.figures[0].limit == Decimal(3)
    quote = desk.grant("MANAGER", days=2)
    decision = desk.snapshot.all(ApprovalDecision)[0]
    assert quote.id == "Q-2026-00001"
    assert quote.date == date(2026, 11, 25)
    assert (str(quote.lines[0].unit_price), quote.net) == ("8.20 CNY", cny("1640.00"))
    assert (quote.customer_rfq, quote.approval) == ("RFQ-1", decision.id)
    assert [(event.kind.value, event.by) for event in quote.events] == [
        ("new", "REP"),
        ("approved", "MANAGER"),
    ]
    assert decision.made == (quote.id,)
    assert desk.findings() == []


def made_request(changes: ChangeSet) -> ApprovalRequest:
    (request,) = changes.adds
    assert isinstance(request, ApprovalRequest)
    return request


def test_a_refusal_makes_no_quotation() -> None:
    desk = Desk()
    desk.quote(off("5"))
    kind = kinds().decisions["quote.below-floor"]
    word = Word("MANAGER", NOW, "no")
    changes = refuse(desk.snapshot, desk.numbers, request="AR-2026-00001", kind=kind, word=word)
    assert [type(record) for record in changes.records] == [ApprovalDecision]


def test_the_grant_follows_the_floor_of_its_own_day() -> None:
    desk = Desk()
    desk.quote(off("5"))
    lower = a_floor(id="LATER", valid_from="2026-11-24",
                    allowances=[{"role": "sales_vp", "percent": "20"}])  # fmt: skip
    desk.records.append(lower)
    with pytest.raises(RefusedError, match=r"MANAGER may not grant quote\.below-floor of 5 %"):
        desk.grant("MANAGER", days=1)
    assert desk.grant("VP", days=1).price_floor == "LATER"
    assert desk.findings() == []


def test_a_book_that_changed_is_not_what_was_asked() -> None:
    desk = Desk()
    desk.quote(off("5"))
    tree = builders.sheet_data("price-books/SZ-2026-01.yaml")
    tree["id"], tree["valid_from"] = "NEW", "2026-11-24"
    tree["base"]["rows"][2]["prices"] = ["800"] * len(tree["base"]["rows"][2]["prices"])
    desk.records.append(type(builders.book()).model_validate(tree))
    with pytest.raises(RefusedError, match=r"L1 HUAYI/HY-4410 A 10d was .* today it comes to"):
        desk.grant("MANAGER", days=1)
    assert not desk.snapshot.all(Quote)
    assert desk.grant("MANAGER").id == "Q-2026-00001"


def test_a_revision_that_was_superseded_is_not_quoted_by_a_grant() -> None:
    desk = Desk()
    desk.quote(off("5"))
    desk.records = [r for r in desk.records if r.noun != "part"]
    revisions = (a_revision(BOARD), a_revision(BOARD, rev="B", opened="2026-11-24"))
    desk.records.append(a_part(*revisions))
    with pytest.raises(RefusedError, match="revision A is superseded by B; quote B; it stays open"):
        desk.grant("MANAGER", days=1)


def test_a_quotation_that_would_have_ended_is_not_made() -> None:
    desk = Desk()
    desk.quote(off("5"), valid_until=date(2026, 11, 24))
    with pytest.raises(RefusedError, match="cannot end on 2026-11-24"):
        desk.grant("MANAGER", days=2)


def test_who_looks_after_the_customer_meanwhile_is_the_rep() -> None:
    moved = Assignment.model_validate(
        {
            "id": "ASG-2026-00001", "person": "OTHER", "instead_of": "REP", "by": "MANAGER",
            "valid_from": "2026-11-20", "valid_until": "2026-11-30",
            "at": "2026-11-19T09:00:00+08:00",
        }
    )  # fmt: skip
    assert made(Desk(moved).quote(None)).rep == "OTHER"
    assert made(Desk().quote(None)).rep == "REP"


def test_check_finds_prices_below_the_floor_that_nobody_granted() -> None:
    desk = Desk()
    desk.quote(off("5"))
    quote = desk.grant("MANAGER")
    for grant_ in (None, "AD-2026-00099"):
        forged = quote.model_copy(update={"approval": grant_})
        assert found(desk, forged) == ["quote.below_floor"]
    for floor in (None, "HK-FLOOR"):
        forged = quote.model_copy(update={"price_floor": floor})
        assert found(desk, forged) == ["quote.floor"]
    other = quote.model_copy(update={"id": "Q-2026-00077"})
    assert found(desk, other) == ["quote.below_floor"]
    deeper = made_line(quote, "8.00", "1600.00")
    assert found(desk, deeper) == ["quote.below_floor"]


def made_line(quote: Quote, price: str, amount: str) -> Quote:
    line = quote.lines[0].model_copy(
        update={"unit_price": UnitPrice(Decimal(price), "CNY"), "amount": cny(amount)}
    )
    return quote.model_copy(update={"lines": (line,)})


def found(desk: Desk, quote: Quote) -> list[str]:
    others = [record for record in desk.records if record.noun != "quote"]
    snapshot = Memory([*others, quote])
    return [finding.rule for finding in check_floor(snapshot, quote.id)]


def test_floors_are_one_at_a_time() -> None:
    twice = Memory([a_floor(), a_floor(id="TWIN")])
    assert [finding.rule for finding in check_floor_starts(twice, "SZ")] == ["price_floor.start"]
    assert not list(check_floor_starts(Memory([a_floor(), a_floor("HK")]), "SZ"))
    limits = floor_limits(Memory([a_floor(), a_floor("HK")]), as_of=date(2026, 11, 23))
    assert {(limit.scope, limit.role, str(limit.percent)) for limit in limits} >= {
        ("HK", Role.SALES_REP, "3"),
        ("SZ", Role.SALES_VP, "20"),
    }
    for changes, wrong in (
        ({"valid_until": "2025-01-01"}, "valid_until lies before"),
        ({"allowances": [{"role": "sales_rep", "percent": "1"}] * 2}, "a role stands there twice"),
    ):
        with pytest.raises(ValueError, match=wrong):
            a_floor(**changes)


ALLOWANCES = st.fixed_dictionaries(
    {role: st.integers(0, 30) for role in ("sales_rep", "sales_manager", "sales_vp")}
)
WISHES = st.one_of(
    st.decimals("0.01", "35", places=2).map(lambda percent: AskedPrice(discount=percent)),
    st.decimals("5", "10", places=4).map(lambda price: at(str(price))),
)


@settings(max_examples=_WORLDS, deadline=None)
@given(ALLOWANCES, st.lists(st.tuples(st.sampled_from(["REP", "MANAGER", "VP", "CLERK"]), WISHES),
                            min_size=1, max_size=3))  # fmt: skip
def test_every_quotation_below_its_makers_limit_has_a_grant_by_who_may(
    percents: dict[str, int], wishes: list[tuple[str, AskedPrice]]
) -> None:
    desk = Desk(
        floor=a_floor(
            allowances=[{"role": role, "percent": str(p)} for role, p in percents.items()]
        )
    )
    for actor, asked in wishes:
        try:
            desk.quote(asked, actor)
        except RefusedError:
            continue
    for request in desk.snapshot.all(ApprovalRequest):
        for person in ("REP", "OTHER", "CLERK", "MANAGER", "HEAD", "VP", "FINANCE"):
            try:
                desk.grant(person, request.id)
            except RefusedError:
                continue
    for quote in desk.snapshot.all(Quote):
        _require_allowed(desk.snapshot, quote, percents)
    assert desk.findings() == []


def _require_allowed(snapshot: Memory, quote: Quote, percents: dict[str, int]) -> None:
    """By exact comparison of amounts: below × 100 ≤ limit × book."""
    (line,) = quote.lines
    below = (line.book_amount - line.amount).amount * 100

    def within(person: str) -> bool:
        known = snapshot.get(Staff, person)
        assert known is not None
        limit = max((percents.get(role.value, 0) for role in known.roles), default=0)
        return below <= limit * line.book_amount.amount

    if within(quote.events[0].by):
        return
    decision = snapshot.get(ApprovalDecision, quote.approval or "")
    assert decision is not None
    assert decision.by != quote.events[0].by
    assert within(decision.by)
