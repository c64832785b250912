"""What is odd in a price book: one finding a place, with the amounts on both sides of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.scalars import plain

#: What each rule finds.
RULES: Mapping[str, MessageId] = {
    "base.falls": "{rule}: the base price of more area is less",
    "base.jumps": "{rule}: the base price per m² goes up with more area",
    "engineering.falls": "{rule}: the engineering fee falls with more area",
    "adder.falls": "{rule}: an adder costs less for more area",
    "expedite.falls": "{rule}: sooner costs less than later",
    "lead.quicker": "{rule}: more area takes fewer days",
    "table.gap": "{rule}: a row of the tables ends, or stands in one of them alone",
    "group.gap": "{rule}: no rule of the group applies; such a board is refused",
    "group.overlap": "{rule}: two rules of the group apply to one order; it is refused",
    "rule.unreachable": "{rule}: no order can ever meet the rule",
    "part.falls": "{rule}: of this part more cost less",
}


class Noticed(NamedTuple):
    """*first* to *last* pieces all cost more than *more* pieces, at most *saves* more."""

    first: int
    last: int
    more: int
    costs: Decimal
    more_costs: Decimal

    @property
    def saves(self) -> Decimal:
        """What is saved by buying *more* instead of *last*."""
        return self.costs - self.more_costs

    def as_json(self) -> dict[str, object]:
        """Quantities as numbers, amounts as texts."""
        return {
            "from": self.first,
            "to": self.last,
            "more": self.more,
            "costs": plain(self.costs),
            "more_costs": plain(self.more_costs),
            "saves": plain(self.saves),
        }


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One oddity: its rule, what of the book it is about, where, and what it comes to.

    ``before`` and ``after`` are the amounts at ``at_m2`` and just beyond it (of ``expedite.falls``
    later and sooner, of ``lead.quicker`` days), ``beyond`` the one at ``beyond_m2``.
    """

    rule: str
    about: str
    which: str = ""
    at_m2: Decimal | None = None
    before: Decimal | None = None
    after: Decimal | None = None
    beyond_m2: Decimal | None = None
    beyond: Decimal | None = None
    noticed: Noticed | None = None

    @property
    def difference(self) -> Decimal | None:
        """By how much it changes there: less than 0 where it falls."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    def as_json(self) -> dict[str, object]:
        """The finding with its amounts; null where it has none."""
        return {
            "rule": self.rule,
            "about": self.about,
            "which": self.which,
            "at_m2": _text(self.at_m2),
            "before": _text(self.before),
            "after": _text(self.after),
            "difference": _text(self.difference),
            "beyond_m2": _text(self.beyond_m2),
            "beyond": _text(self.beyond),
            "noticed": self.noticed and self.noticed.as_json(),
        }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
