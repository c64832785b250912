"""Step and repeat: what is drawn from now on is set down again, in columns and rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.fabrication.unfollowable import Reason, UnfollowableError
from pcbsales.boards.fabrication.whole import whole

_REPEAT = re.compile(r"SRX(\d+)Y(\d+)I([\d.+-]+)J([\d.+-]+)")


@dataclass(frozen=True, slots=True)
class Repeat:
    """A step and repeat under way; ``first`` counts what was drawn before it; steps in mm."""

    columns: int
    rows: int
    steps: Point
    first: int

    @property
    def places(self) -> Iterator[Point]:
        """By how much each copy is shifted; the original is none."""
        for i in range(self.columns):
            for j in range(self.rows):
                if i or j:
                    yield i * self.steps[0], j * self.steps[1]


def repeat_of(command: str, unit: float, *, first: int) -> Repeat | None:
    """What an ``SR`` command begins; None where it ends one, or repeats once.

    Raises:
        UnfollowableError: a step is no number.
    """
    match = _REPEAT.match(command)
    if match is None or (match[1], match[2]) == ("1", "1"):
        return None
    try:
        steps = float(match[3]) * unit, float(match[4]) * unit
    except ValueError as error:
        raise UnfollowableError(Reason.NUMBER, command) from error
    return Repeat(whole(match[1]), whole(match[2]), steps, first)
