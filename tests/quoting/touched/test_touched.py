from datetime import date
from typing import Any

import pytest

from pcbsales.boards.records import Part
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.outcomes.deciding import lose_quote, withdraw_quote
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.touched.touched import Cause, is_open, quotes_touched
from pcbsales.registry import catalogue
from pcbsales.store.ledger import Ledger
from scripts.sample.memory import Memory
from tests.boards.changes.builders import profile, requirement
from tests.quoting.builders import NOW
from tests.quoting.negotiation.deal import LOST, Deal

DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def sample(pristine: Any) -> Snapshot:
    return Ledger(pristine, catalogue()).state()


def held(sample: Snapshot, *texts: str, **changes: Any) -> Memory:
    """HUAYI's open quotation, changed, its part, and what is required."""
    quote = sample.get(Quote, "Q-2026-00041")
    part = sample.get(Part, "HUAYI/HY-4402")
    assert quote is not None
    assert part is not None
    return Memory([quote.model_copy(update=changes), part, profile(*texts)])


def keys(snapshot: Memory, day: date = DAY) -> list[str]:
    return [line.key for line in quotes_touched(snapshot, "HUAYI", as_of=day).lines]


@pytest.mark.parametrize(
    ("text", "touched"),
    [
        ("mask_colour=black", True),
        ("mask_colour=green", False),
        ("mask_colour!=green", True),
        ("tg_c>=170", True),
        ("tg_c>=150", False),
        ("reports=coc", True),
        ("reports=coc|fai", False),
        ("bow_twist_percent<=0.5", False),
        ("labels=two", False),
    ],
)
def test_a_line_is_touched_where_it_would_be_quoted_otherwise(
    sample: Snapshot, text: str, *, touched: bool
) -> None:
    assert bool(keys(held(sample, text))) is touched


def test_what_is_closed_or_over_is_not_touched(sample: Snapshot) -> None:
    snapshot = held(sample, "mask_colour=black")
    (quote,) = snapshot.all(Quote)
    assert is_open(quote, as_of=quote.valid_until)
    assert not is_open(quote, as_of=date(2027, 1, 1))
    assert keys(snapshot, date(2027, 1, 1)) == []


def test_a_demand_that_begins_after_the_last_day_does_not_count(sample: Snapshot) -> None:
    late = requirement("mask_colour=black").model_copy(update={"valid_from": date(2026, 12, 1)})
    snapshot = held(sample)
    found = quotes_touched(
        snapshot,
        "HUAYI",
        profile=profile().model_copy(update={"requirements": (late,)}),
        as_of=DAY,
    )
    assert not found.lines


def test_a_line_of_an_older_revision_is_touched(sample: Snapshot) -> None:
    snapshot = held(sample)
    (part,) = snapshot.all(Part)
    newer = part.current.model_copy(update={"rev": "D"})
    (quote,) = snapshot.all(Quote)
    again = Memory([quote, part.with_revision(newer)])
    (line,) = quotes_touched(again, "HUAYI", as_of=DAY).lines
    assert (line.cause, line.required, line.quoted) == (Cause.REVISION, "D", "C")


def test_the_report_is_in_the_readers_words(sample: Snapshot) -> None:
    found = quotes_touched(
        held(sample, "mask_colour=black", "labels=two"), "HUAYI", as_of=DAY, lang="zh-Hant"
    )
    assert found.as_table().rows[0][-1] == "綠色"
    assert found.as_json()["rows"][0]["quoted"] == "green"
    assert found.in_words == ("labels",)
    assert found.as_table().remarks


def test_only_what_the_customer_may_still_order_is_touched() -> None:
    """Withdrawn and lost ones are over, until a revision opens them again."""
    for end, more in ((withdraw_quote, {"reason": "wrong laminate"}), (lose_quote, LOST)):
        deal = Deal()
        assert is_open(deal.quoted(), as_of=NOW.date())
        assert not is_open(deal.does(end, **more), as_of=NOW.date())
        assert is_open(deal.revised(), as_of=NOW.date())
