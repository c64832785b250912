"""Quotations of one group, counted: hit rates with their n, values, hours, our price's place."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.kernel.money import Money, round_half_up
from pcbsales.kernel.scalars import plain
from pcbsales.quoting.outcomes.outcome import Outcome, PricePosition
from pcbsales.quoting.quotations.standing import QuoteState

#: With fewer decided ones a rate says little.
FEW = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """The quotations of one group, counted. Rates are in percent at one decimal, or None."""

    group: str
    found: tuple[Outcome, ...]

    def count(self, *states: QuoteState) -> int:
        """How many stand so."""
        return sum(outcome.state in states for outcome in self.found)

    @property
    def won(self) -> int:
        """How many were ordered."""
        return self.count(QuoteState.WON)

    @property
    def decided(self) -> int:
        """How many were ordered or lost: the n of the hit rate."""
        return self.count(QuoteState.WON, QuoteState.LOST)

    @property
    def hit_rate(self) -> Decimal | None:
        """Won of won and lost."""
        return share(self.won, self.decided)

    @property
    def value_won(self) -> tuple[Money, ...]:
        """What was ordered, without tax, in each currency."""
        return values(o for o in self.found if o.state is QuoteState.WON)

    @property
    def hours(self) -> Decimal | None:
        """The median of the hours from asking to sending."""
        return median([o.hours for o in self.found if o.hours is not None])

    @property
    def positions(self) -> tuple[PricePosition, ...]:
        """Where our price and theirs are known."""
        return tuple(place for outcome in self.found for place in outcome.positions)

    @property
    def position(self) -> Decimal | None:
        """The median of how far ours was above theirs."""
        return median([place.percent for place in self.positions])

    def as_json(self) -> dict[str, object]:
        """Counts as numbers, rates and amounts as plain decimal strings."""
        return {
            "group": self.group,
            "made": len(self.found),
            "sent": sum(outcome.sent for outcome in self.found),
            "won": self.won,
            "lost": self.count(QuoteState.LOST),
            "withdrawn": self.count(QuoteState.WITHDRAWN),
            "expired": self.count(QuoteState.EXPIRED),
            "open": self.count(QuoteState.MADE, QuoteState.SENT),
            "hit_rate": text_or_none(self.hit_rate),
            "decided": self.decided,
            "few": self.decided < FEW,
            "value_won": [{"currency": m.currency, "amount": m.text} for m in self.value_won],
            "hours_to_send": text_or_none(self.hours),
            "hours_from_asking": sum(o.asked_known and o.hours is not None for o in self.found),
            "price_position_percent": text_or_none(self.position),
            "price_positions": len(self.positions),
        }


def share(part: int, whole: int) -> Decimal | None:
    """*part* of *whole* in percent at one decimal; None of nothing."""
    return round_half_up(Decimal(part) * 100 / whole, 1) if whole else None


def median(numbers: Sequence[Decimal]) -> Decimal | None:
    """The middle of *numbers*, of an even count the mean of the two; None of none."""
    if not numbers:
        return None
    ordered, half = sorted(numbers), len(numbers) // 2
    if len(ordered) % 2:
        return ordered[half]
    lower, upper = ordered[half - 1], ordered[half]
    return round_half_up((lower + upper) / 2, max(0, -_exponent(lower), -_exponent(upper)))


def values(found: Iterable[Outcome]) -> tuple[Money, ...]:
    """What they are worth, summed within each currency."""
    by_currency: dict[str, list[Money]] = {}
    for outcome in found:
        by_currency.setdefault(outcome.value.currency, []).append(outcome.value)
    return tuple(Money.sum(by_currency[name], name) for name in sorted(by_currency))


def tallies(found: Iterable[Outcome], group: Callable[[Outcome], str]) -> tuple[Tally, ...]:
    """A tally of each group of *found*, in the order of their names; numbers by size."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in found:
        groups.setdefault(group(outcome), []).append(outcome)
    return tuple(Tally(name, tuple(groups[name])) for name in sorted(groups, key=_order))


def _order(name: str) -> tuple[int, str]:
    first = name.partition("/")[0]
    return (int(first), name) if first.isdigit() else (0, name)


def most(
    found: Sequence[Outcome], name: Callable[[Outcome], str]
) -> Iterator[tuple[str, tuple[Outcome, ...]]]:
    """The groups of *found*, the largest first."""
    for value, _ in sorted(Counter(map(name, found)).items(), key=lambda item: (-item[1], item[0])):
        yield value, tuple(outcome for outcome in found if name(outcome) == value)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def text_or_none(number: Decimal | None) -> str | None:
    """*number* in plain digits, where there is one."""
    return None if number is None else plain(number)
