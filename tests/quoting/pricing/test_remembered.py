"""Policies are read once, however many quotations ask for them."""

from typing import Any

from pcbsales.quoting.books.price_books import PriceBook
from pcbsales.quoting.pricing.remembered import Remembered
from tests.quoting.builders import book
from tests.quoting.surcharges.test_following import Memory


class Counted(Memory):
    asked = 0

    def all(self, kind: type[Any]) -> tuple[Any, ...]:
        self.asked += 1
        return super().all(kind)


def test_nothing_is_asked_twice_and_the_answers_stay() -> None:
    behind = Counted([book()])
    found = Remembered(behind)
    for _ in range(3):
        assert found.all(PriceBook) == (book(),)
    assert behind.asked == 1
    for _ in range(3):
        assert found.where(PriceBook, entity="SZ") == (book(),)
        assert found.where(PriceBook, entity="HK") == ()
        assert found.get(PriceBook, "SZ-2026-01") == book()
        assert found.get(PriceBook, "NONE") is None
    assert behind.asked == 5
