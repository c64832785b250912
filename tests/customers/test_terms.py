"""Due dates and instalments: worked cases of other systems by their id, and what always holds."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.customers.terms import (
    NO_TERMS,
    PaymentTerms,
    Share,
    StartEvent,
    due_day,
    due_schedule,
    start_day,
    trail,
)
from pcbsales.kernel.money import Money


def cny(amount: str) -> Money:
    return Money(Decimal(amount), "CNY")


def terms(*instalments: tuple[str | None, str]) -> PaymentTerms:
    return PaymentTerms.model_validate(
        {
            "instalments": [
                {
                    **({"percent": percent} if percent else {}),
                    "steps": steps.split(", ") if steps else [],
                }
                for percent, steps in instalments
            ]
        }
    )


@pytest.mark.parametrize(
    ("case", "start", "steps", "due"),
    [
        ("PT-022", "2022-01-31", "+15d", "2022-02-15"),
        ("PT-022", "2022-01-31", "+45d", "2022-03-17"),
        ("PT-041", "2019-01-15", "+31d, day 15", "2019-02-15"),
        ("PT-052", "2019-01-31", "eom", "2019-01-31"),
        ("PT-052", "2019-01-31", "day 31 this", "2019-01-31"),
        ("PT-062", "2019-01-31", "day 1 next", "2019-02-01"),
        ("PT-062", "2019-01-31", "eom, +1d", "2019-02-01"),
        ("PT-075", "2024-05-23", "+15d, eom, day 31 next", "2024-07-31"),
        ("PT-075, k=0", "2024-05-23", "+15d, eom", "2024-06-30"),
        ("PT-078", "2025-03-28", "+5d, eom, day 1 next", "2025-05-01"),
        ("PT-079", "2025-02-21", "eom, +1m", "2025-03-31"),
        ("PT-092", "2016-01-22", "eom, +1m", "2016-02-29"),
        ("PT-094", "2016-01-22", "", "2016-01-22"),
        ("PT-095", "2023-02-03", "eom, +1m", "2023-03-31"),
        ("PT-098", "2021-09-13", "+45d, eom", "2021-10-31"),
        ("PT-098", "2021-09-13", "eom, +45d", "2021-11-14"),
        ("PT-100", "2026-07-30", "eom, +14d", "2026-08-14"),
        ("PT-101", "2026-07-30", "eom, +1m", "2026-08-31"),
        ("clamp", "2026-01-31", "+1m", "2026-02-28"),
        ("clamp in a leap year", "2024-01-31", "+1m", "2024-02-29"),
        ("clamped days do not come back", "2026-01-31", "+1m, +1m", "2026-03-28"),
        ("over a year", "2025-11-30", "+3m", "2026-02-28"),
        ("month end stays", "2026-01-15", "eom, +1m, +1m", "2026-03-31"),
        ("days end the month end", "2026-01-31", "eom, +28d, +1m", "2026-03-28"),
        ("day, today", "2026-03-15", "day 15", "2026-03-15"),
        ("day, passed", "2026-03-16", "day 15", "2026-04-15"),
        ("day 31 is every month end", "2026-04-10", "day 31, +1m", "2026-05-31"),
        ("day this, passed", "2026-03-16", "day 15 this", "2026-03-15"),
        ("day next, clamped", "2026-01-16", "day 30 next", "2026-02-28"),
        ("cut-off, before", "2026-03-25", "cut-off 25, +30d", "2026-04-24"),
        ("cut-off, after", "2026-03-26", "cut-off 25, +1m", "2026-05-25"),
        ("pay-day", "2026-03-06", "pay-day 5 20", "2026-03-20"),
        ("pay-day, next month", "2026-03-21", "pay-day 5 20", "2026-04-05"),
        ("pay-day, unsorted", "2026-03-03", "pay-day 20 5", "2026-03-05"),
    ],
)
def test_steps(case: str, start: str, steps: str, due: str) -> None:
    asked = tuple(steps.split(", ")) if steps else ()

    assert due_day(asked, date.fromisoformat(start)).isoformat() == due, case


@pytest.mark.parametrize(
    ("case", "start", "total", "shares", "expected"),
    [
        (
            "PT-079: 30% now, the rest at the end of next month",
            "2025-02-21",
            "1000.00",
            [("30", ""), (None, "eom, +1m")],
            [("2025-02-21", "300.00"), ("2025-03-31", "700.00")],
        ),
        (
            "PT-080: the split is of the total with tax",
            "2016-01-01",
            "1150.00",
            [("50", "+2d"), (None, "+4d")],
            [("2016-01-03", "575.00"), ("2016-01-05", "575.00")],
        ),
        (
            "PT-086: three instalments",
            "2016-01-01",
            "1000.00",
            [("40", ""), ("30", "+30d"), (None, "+60d")],
            [("2016-01-01", "400.00"), ("2016-01-31", "300.00"), ("2016-03-01", "300.00")],
        ),
        (
            "PT-022: 30/70",
            "2022-01-31",
            "100.00",
            [("30", "+15d"), (None, "+45d")],
            [("2022-02-15", "30.00"), ("2022-03-17", "70.00")],
        ),
        ("PT-094: no terms", "2016-01-22", "5.00", [], [("2016-01-22", "5.00")]),
        (
            "the last takes the rest of the rounding",
            "2026-01-01",
            "100.00",
            [("33.333", ""), ("33.333", ""), (None, "")],
            [("2026-01-01", "33.33"), ("2026-01-01", "33.33"), ("2026-01-01", "33.34")],
        ),
        (
            "no line is negative: three halves of a cent",
            "2026-01-01",
            "0.02",
            [("25", ""), ("25", ""), ("25", ""), (None, "")],
            [("2026-01-01", a) for a in ("0.01", "0.01", "0.00", "0.00")],
        ),
    ],
)
def test_schedule(
    case: str,
    start: str,
    total: str,
    shares: list[tuple[str | None, str]],
    expected: list[tuple[str, str]],
) -> None:
    lines = due_schedule(terms(*shares), date.fromisoformat(start), cny(total))

    assert [(line.due.isoformat(), line.amount.text) for line in lines] == expected, case
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


@pytest.mark.parametrize(
    ("event", "cut_off", "expected"),
    [
        (StartEvent.INVOICE, 31, "2026-03-10"),
        (StartEvent.DELIVERY, 31, "2026-02-26"),
        (StartEvent.STATEMENT, 31, "2026-02-28"),
        (StartEvent.STATEMENT, 25, "2026-03-25"),
    ],
)
def test_what_starts_the_counting(event: StartEvent, cut_off: int, expected: str) -> None:
    day = start_day(
        PaymentTerms(start=event),
        invoiced=date(2026, 3, 10),
        delivered=date(2026, 2, 26),
        cut_off=cut_off,
    )

    assert day.isoformat() == expected


def test_without_delivery_the_invoice_starts() -> None:
    agreed = PaymentTerms(start=StartEvent.DELIVERY)

    assert start_day(agreed, invoiced=date(2026, 3, 10)) == date(2026, 3, 10)


def test_the_trail_shows_every_step() -> None:
    assert trail(("eom", "+30d"), date(2026, 2, 3)) == (
        date(2026, 2, 3),
        date(2026, 2, 28),
        date(2026, 3, 30),
    )


@pytest.mark.parametrize(
    "step",
    ["30d", "+0d", "+1y", "+1.5m", "EOM", "day 0", "day 32", "day 015", "day 10 last",
     "cut-off", "pay-day", "pay-day 5,20", "+30d ", "+１d", "", "min 31"],
)  # fmt: skip
def test_other_steps_are_refused(step: str) -> None:
    with pytest.raises(ValidationError, match="expected a step such as"):
        Share.model_validate({"steps": [step]})
    with pytest.raises(ValueError, match="is not a step"):
        due_day((step,), date(2026, 1, 1))


@pytest.mark.parametrize(
    "percents",
    [("30",), ("30", "70"), (None, None), ("0", None), ("60", "40", None), ("60", None, None)],
)
def test_shares_that_do_not_sum_are_refused(percents: tuple[str | None, ...]) -> None:
    with pytest.raises(ValidationError, match="the last takes the rest"):
        terms(*((percent, "") for percent in percents))


def test_a_credit_has_no_terms() -> None:
    with pytest.raises(ValueError, match="terms are for amounts of 0 and more"):
        due_schedule(NO_TERMS, date(2026, 1, 1), cny("-1.00"))


steps_of = st.lists(
    st.one_of(
        st.integers(1, 90).map(lambda n: f"+{n}d"),
        st.integers(1, 12).map(lambda n: f"+{n}m"),
        st.just("eom"),
        st.integers(1, 31).map(lambda k: f"day {k}"),
        st.integers(1, 31).map(lambda k: f"day {k} next"),
        st.integers(1, 31).map(lambda k: f"cut-off {k}"),
    ),
    max_size=4,
).map(tuple)


@given(steps_of, st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_steps_only_go_forward(steps: tuple[str, ...], start: date) -> None:
    days = trail(steps, start)

    assert list(days) == sorted(days)


@given(
    st.lists(st.integers(1, 3000), max_size=6),
    st.integers(0, 10**9),
    st.sampled_from("CNY JPY".split()),
)
def test_instalments_sum_to_the_total(parts: list[int], minor: int, currency: str) -> None:
    total = Money.rounded(Decimal(minor).scaleb(-2), currency)
    shares = [Share(percent=Decimal(part).scaleb(-2)) for part in parts if part < 10000]
    shares = shares if sum((s.percent or 0) for s in shares) < 100 else shares[:3]

    lines = due_schedule(PaymentTerms(instalments=(*shares, Share())), date(2026, 1, 1), total)

    assert Money.sum((line.amount for line in lines), currency) == total
    assert all(line.amount.amount >= 0 for line in lines)
