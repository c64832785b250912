"""What a decision comes to before anybody makes it: the figures that authority is held against."""

import re
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.company.records import Role
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Value
from pcbsales.kernel.scalars import Line, Number, Percent, plain

_PERCENT = re.compile(r"((?:0|[1-9][0-9]{0,2})(?:\.[0-9]{1,8})?) ?[%％]?")


class Figure(Value):
    """One figure behind a decision: what is asked, instead of what, and by how many percent.

    ``limit`` is how far whoever asked may go alone.
    """

    what: Line
    asked: Line
    instead_of: Line | None = None
    percent: Number | None = None
    limit: Percent | None = None

    def as_json(self) -> dict[str, object]:
        """The figure; numbers as plain decimal strings."""
        return {
            "what": self.what,
            "asked": self.asked,
            "instead_of": self.instead_of,
            "percent": None if self.percent is None else plain(self.percent),
            "limit": None if self.limit is None else plain(self.limit),
        }

    @property
    def facts(self) -> tuple[object, ...]:
        """What must still be so when it is granted: all but the limit."""
        return self.what, self.asked, self.instead_of, self.percent


@dataclass(frozen=True, slots=True)
class RoleLimit:
    """How far *role* may go by a policy of a room's own, in *scope* (an entity), in percent."""

    scope: str
    role: Role
    percent: Decimal
    policy: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a decision is about and comes to.

    *owner* is the member of staff whose record it concerns, for powers by line of report; *percent*
    and *amount* are what limits are held against; *scope* picks the limits of a room's own policy.
    """

    about: str
    owner: str | None = None
    scope: str | None = None
    percent: Decimal | None = None
    amount: Money | None = None
    figures: tuple[Figure, ...] = ()

    @property
    def measured(self) -> bool:
        """Whether limits can be held against it."""
        return self.percent is not None or self.amount is not None


def read_percent(text: str) -> Decimal:
    """The percentage that somebody typed: ``5``, ``5%``, ``7.5 %``; UsageError otherwise.

    >>> read_percent("7.5%")
    Decimal('7.5')
    """
    match = _PERCENT.fullmatch(text.strip())
    if match is None or Decimal(match[1]) > 100:
        raise UsageError(
            "{text} is not a percentage; give a number from 0 to 100 such as 5 or 7.5%",
            text=repr(text),
        )
    return Decimal(match[1])
