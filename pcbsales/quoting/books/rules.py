"""Finding the one rule that applies, and saying plainly why there is none.

What is missing from the specification is collected, so that one refusal names all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from pcbsales.kernel.conditions import Facts, fact_text
from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.books.area_table import TableRow
from pcbsales.quoting.books.facts import setting_key
from pcbsales.quoting.books.price_books import OddLayers, Rule
from pcbsales.quoting.quotations.records import Assumption

R = TypeVar("R", bound=Rule)


Row = TypeVar("Row", bound=TableRow)


@dataclass(slots=True)
class Search:
    """One reading of a sheet: its id, the order's facts, what they lack, what was assumed."""

    sheet: str
    facts: Facts
    missing: list[str] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)

    def pick(self, group: str, rules: Sequence[R]) -> R | None:
        """The rule of *rules* that applies; None where the specification must say more first.

        RefusedError where no rule can apply, or several do.
        """
        found = [rule for rule in rules if all(c.holds(self.facts) for c in rule.when)]
        if len(found) > 1:
            raise RefusedError(
                "{sheet}: the rules {rules} of {group} all apply; a sheet must have just one",
                sheet=self.sheet,
                rules=", ".join(rule.id for rule in found),
                group=group,
            )
        if found:
            self._assume(found[0])
            return found[0]
        open_ = [rule for rule in rules if all(c.possible(self.facts) for c in rule.when)]
        if not open_:
            raise self._no_rule(group, rules)
        for key in self._decisive(open_):
            self._miss(key)
        return None

    def number(self, key: str) -> Decimal | None:
        """The number that is the fact *key*; None, and missed, where it is not known."""
        fact = self.facts.get(key)
        if isinstance(fact, Decimal):
            return fact
        self._miss(key)
        return None

    def row(self, table: str, rows: Sequence[Row], column: int) -> Row:
        """The row of the order's layers that reaches *column*; RefusedError without one."""
        reaching = [row for row in rows if column < row.width]
        for row in reaching:
            if row.layers == self.facts.get("layers"):
                return row
        raise RefusedError(
            "no rule in {sheet} for {table}: layers = {layers}, area_m2 = {area}; "
            "for this area it has layers {known}",
            sheet=self.sheet,
            table=table,
            layers=fact_text(self.facts.get("layers")),
            area=fact_text(self.facts.get("area_m2")),
            known=", ".join(str(row.layers) for row in reaching) or "-",
        )

    def _assume(self, rule: Rule) -> None:
        for condition in rule.when:
            if condition.assumed and condition.key not in self.facts:
                found = Assumption(key=setting_key(condition.key), value=condition.values[0])
                if found not in self.assumptions:
                    self.assumptions.append(found)

    def _decisive(self, rules: Sequence[Rule]) -> list[str]:
        """The unknown facts that all of *rules* ask for, else those that any does.

        How thick the gold is, is not asked before the finish is known to be gold.
        """
        asked = [[c.key for c in rule.when if not c.holds(self.facts)] for rule in rules]
        every = [key for key in asked[0] if all(key in keys for keys in asked)]
        return every or [key for keys in asked for key in keys]

    def _miss(self, key: str) -> None:
        if setting_key(key) not in self.missing:
            self.missing.append(setting_key(key))

    def _no_rule(self, group: str, rules: Sequence[Rule]) -> RefusedError:
        """Names what was asked, and the rules that come nearest: those with the fewest misfits."""
        if not rules:
            return RefusedError("{sheet} has no rules for {group}", sheet=self.sheet, group=group)
        misfits = [[c for c in rule.when if not c.possible(self.facts)] for rule in rules]
        fewest = min(map(len, misfits))
        near = [rule for rule, bad in zip(rules, misfits, strict=True) if len(bad) == fewest]
        keys = dict.fromkeys(c.key for rule in near for c in rule.when)
        return RefusedError(
            "no rule in {sheet} for {group}: {given}; it has {rules}",
            sheet=self.sheet,
            group=group,
            given=", ".join(f"{key} = {fact_text(self.facts.get(key))}" for key in keys),
            rules="; ".join(f"{rule.id} ({', '.join(map(str, rule.when))})" for rule in near),
        )


def even_layers(facts: Facts, odd: OddLayers | None) -> Facts:
    """*facts* with odd layer counts above 1 raised to the next even one where *odd* says so."""
    layers = facts.get("layers")
    if odd is None or not isinstance(layers, Decimal) or layers == 1 or layers % 2 == 0:
        return facts
    return {**facts, "layers": layers + 1}
