from dataclasses import dataclass
from datetime import date

import pytest

from pcbsales.kernel.effective import effective, effective_or_none, in_force
from pcbsales.kernel.errors import RefusedError


@dataclass(frozen=True)
class Policy:
    id: str
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True)
class Rate:
    valid_from: date


OLD = Policy("OLD", date(2024, 1, 1), date(2025, 12, 31))
NEW = Policy("NEW", date(2025, 7, 1))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 1, 1), OLD),
        (date(2025, 6, 30), OLD),
        (date(2025, 7, 1), NEW),
        (date(2030, 1, 1), NEW),
    ],
)
def test_the_latest_that_has_begun_is_in_force(day: date, expected: Policy) -> None:
    assert effective([NEW, OLD], as_of=day, what="policy") is expected


def test_both_count_while_they_overlap() -> None:
    assert in_force([NEW, OLD], as_of=date(2025, 12, 31)) == (NEW, OLD)
    assert in_force([NEW, OLD], as_of=date(2026, 1, 1)) == (NEW,)


def test_none_in_force_is_refused() -> None:
    with pytest.raises(RefusedError, match="no policy is in force on 2023-12-31"):
        effective([NEW, OLD], as_of=date(2023, 12, 31), what="policy")
    assert effective_or_none([NEW], as_of=date(2023, 12, 31), what="policy") is None


def test_two_of_one_day_are_refused_by_name() -> None:
    twin = Policy("TWIN", NEW.valid_from)

    with pytest.raises(RefusedError, match=r"more than one policy .* NEW, TWIN"):
        effective([NEW, twin], as_of=date(2026, 1, 1), what="policy")


def test_an_end_is_optional() -> None:
    rate = Rate(date(2026, 1, 1))

    assert effective([rate], as_of=date(2026, 5, 1), what="rate") is rate
