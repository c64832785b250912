from dataclasses import dataclass
from datetime import date

import pytest
from pydantic import ValidationError

from pcbsales.kernel.effective import Lasting, effective, effective_or_none, in_force
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.scalars import Day
from pcbsales.registry import catalogue


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


class Offer(Lasting):
    valid_from: Day
    valid_until: Day | None = None


def broken(**days: str) -> list[str]:
    try:
        Offer.model_validate(days)
    except ValidationError as error:
        return [f"{found['type']}: {found['msg']}" for found in error.errors()]
    return []


def test_what_ends_before_it_begins_breaks_one_rule() -> None:
    assert broken(valid_from="2026-05-02", valid_until="2026-05-01") == [
        "validity.order: valid_until lies before valid_from"
    ]
    assert not broken(valid_from="2026-05-02", valid_until="2026-05-02")
    assert not broken(valid_from="2026-05-02")


def test_every_record_that_holds_from_a_day_to_a_day_is_held_to_it() -> None:
    kinds = [kind.type for kind in catalogue().kinds.values()]
    dated = [kind for kind in kinds if {"valid_from", "valid_until"} <= kind.model_fields.keys()]
    assert len(dated) > 15
    assert [kind for kind in dated if not issubclass(kind, Lasting)] == []
    held = [kind for kind in _below(Lasting) if "valid_from" in kind.model_fields]
    assert set(dated) <= set(held)
    rule = "_ends_after_it_begins"
    assert all(getattr(kind, rule) is getattr(Lasting, rule) for kind in held), "rule overwritten"


def _below(kind: type[Lasting]) -> list[type[Lasting]]:
    return [found for child in kind.__subclasses__() for found in (child, *_below(child))]
