"""Chance that repeats: every choice follows from the seed, on every version of Python."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Draws from one seed; only the generator's plain floats are used, which never changed."""

    def __init__(self, *seed: object) -> None:
        self._random = Random(":".join(map(str, seed)))  # noqa: S311 -- not for secrets

    def happens(self, share: float) -> bool:
        """True in *share* of the cases."""
        return self._random.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from *low* to *high*, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def one(self, choices: Sequence[T]) -> T:
        """One of *choices*."""
        return choices[int(self._random.random() * len(choices))]

    def workday(self, first: date, last: date) -> date:
        """A day from Monday to Friday; *last* itself where there is no other."""
        day = first + timedelta(self.between(0, (last - first).days))
        return min(on_workday(day), last)


def on_workday(day: date) -> date:
    """*day*, or the Monday after it."""
    return day + timedelta({5: 2, 6: 1}.get(day.weekday(), 0))
