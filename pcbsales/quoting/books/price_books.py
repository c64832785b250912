"""Price books and lead-time tables: dated sheets that hold every amount, day and limit.

Rates are plain numbers in the book's currency; areas are m² of the whole line. A group of rules
answers one question (finish, smallest hole …): exactly one of its rules must apply, and what costs
nothing stands there as a rule of 0.
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.kernel.conditions import Condition, keys_of
from pcbsales.kernel.effective import Lasting
from pcbsales.kernel.money import Currency
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import (
    Clock,
    Count,
    Day,
    Line,
    Percent,
    Positive,
    PositiveCount,
    Prose,
    RecordId,
    Word,
    wrong,
)
from pcbsales.quoting.books.area_table import DayTable, PriceTable, Rate


class OddLayers(StrEnum):
    """What becomes of odd layer counts above 1; without a word they have no rule."""

    NEXT_EVEN = "next_even"


class Rule(Value):
    """A rule: a stable dotted name, and the conditions that must all hold."""

    id: Line
    when: tuple[Condition, ...] = ()


class Counting(Value):
    """What a rule counts: every started *step* of the fact *key* above *above*."""

    key: Word
    above: Rate
    step: Positive


class PriceRule(Rule):
    """An amount: per lot below the book's ``lot_below_m2``, per m² or by share of base from it on.

    ``lot`` alone holds for any area, ``per_m2`` alone is × area without a least area;
    ``per_piece_m2`` is × the area of one piece (or array) as delivered, ``times`` how often.
    """

    lot: Rate | None = None
    per_m2: Rate | None = None
    percent_of_base: Percent | None = None
    per_piece_m2: Rate | None = None
    times: PositiveCount | None = None
    count: Counting | None = None

    @model_validator(mode="after")
    def _has_an_amount(self) -> Self:
        large = [self.per_m2, self.percent_of_base, self.per_piece_m2]
        given = sum(rate is not None for rate in large)
        if given > 1 or (given == 0 and self.lot is None):
            raise wrong(
                "rule.amount",
                "rule {id} needs lot, or one of per_m2, percent_of_base, per_piece_m2, or both",
                id=self.id,
            )
        if self.lot is not None and self.per_piece_m2 is not None:
            raise wrong("rule.amount", "rule {id}: per_piece_m2 takes no lot", id=self.id)
        if self.times is not None and self.count is not None:
            raise wrong("rule.count", "rule {id} has times or count, not both", id=self.id)
        return self


class DayRule(Rule):
    """Working days that a rule adds to the lead time, once however large the line."""

    days: Count


class RuleGroup(Value):
    """A question of a sheet; each of its rules is named after it."""

    id: Word

    def require_named(self, rules: tuple[Rule, ...]) -> None:
        """Refuse a group without rules, or with one that is named after another."""
        if not rules:
            raise wrong("group.empty", "the group {id} has no rules", id=self.id)
        for rule in rules:
            if not rule.id.startswith(f"{self.id}."):
                raise wrong(
                    "group.names",
                    "rule {id} must be named {group}.something",
                    id=rule.id,
                    group=self.id,
                )


class PriceGroup(RuleGroup):
    """The rules of one question to the price."""

    rules: tuple[PriceRule, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        self.require_named(self.rules)
        return self


#: A book that says nothing of getting it sooner: then nothing is.
_NEVER_SOONER = PriceGroup.model_construct(id="expedite", rules=())


class DayGroup(RuleGroup):
    """The rules of one question to the lead time."""

    rules: tuple[DayRule, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        self.require_named(self.rules)
        return self


class Sheet(Lasting, Record):
    """What price books and lead-time tables share: whose they are, and from when to when."""

    title: Line
    source: Prose | None = None
    entity: Annotated[RecordId, Points("entity")]
    valid_from: Day
    valid_until: Day | None = None
    odd: OddLayers | None = None

    def require_names_once(self, rules: tuple[Rule, ...]) -> None:
        """Refuse two rules of one name."""
        ids = [rule.id for rule in rules]
        if repeated := next((id_ for id_ in ids if ids.count(id_) > 1), None):
            raise wrong("sheet.rule_repeated", "rule {id} stands there twice", id=repeated)


class PriceBook(Sheet):
    """What an entity's boards cost: base, engineering, adders, getting it sooner.

    Without ``expedite`` nothing is quoted sooner than the standard lead time.
    Where more boards cost less, up to ``advise_within_percent`` more are advised; absent: none.
    """

    noun: ClassVar[str] = "price-book"

    currency: Currency
    lot_below_m2: Positive
    minimum_order: Rate | None = None
    advise_within_percent: Percent | None = None
    base: PriceTable
    engineering: PriceTable
    adders: tuple[PriceGroup, ...]
    expedite: PriceGroup = _NEVER_SOONER

    @property
    def rules(self) -> tuple[PriceRule, ...]:
        """All rules of the adders and of getting it sooner."""
        return tuple(rule for group in (*self.adders, self.expedite) for rule in group.rules)

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        self.require_names_once(self.rules)
        return self


class LeadTimeTable(Sheet):
    """How long boards take: working days by layers and area, and what adds days.

    An order after ``cut_off`` starts on the next day; no lead time is under ``floor_days``.
    """

    noun: ClassVar[str] = "lead-time"

    cut_off: Clock
    floor_days: PositiveCount
    base: DayTable
    extras: tuple[DayGroup, ...]

    @property
    def rules(self) -> tuple[DayRule, ...]:
        """All rules that add days."""
        return tuple(rule for group in self.extras for rule in group.rules)

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        self.require_names_once(self.rules)
        return self


def keys_of_rules(rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """The facts that *rules* ask for, each once."""
    return keys_of(condition for rule in rules for condition in rule.when)
