"""A capability record as a table: every limit, then every rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pcbsales.boards.capability.limit_questions import limit_text
from pcbsales.boards.capability.parameters import parameters
from pcbsales.boards.capability.records import Capability
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.tables import Align, Cell, Column, Table


@dataclass(frozen=True, slots=True)
class LimitReport:
    """One record; *lang* chooses the trade's words."""

    capability: Capability
    lang: str = "en"

    def as_json(self) -> dict[str, Any]:
        """The record as the ledger holds it."""
        return {"schema": 1, **self.capability.model_dump(mode="json", exclude_none=True)}

    def as_table(self) -> Table:
        """A row for each limit and each rule, in the record's order."""
        return Table(
            title="{capability}, valid from {day}",
            title_values=(("capability", self.capability.id), ("day", self.capability.valid_from)),
            columns=(
                Column("rule", "rule"),
                Column("about", "about"),
                Column("when", "when", spare=True),
                Column("standard", "standard", Align.RIGHT),
                Column("advanced", "advanced up to", Align.RIGHT),
                Column("beyond", "beyond"),
                Column("adder", "price effect", spare=True),
                Column("lead_days", "days more", Align.RIGHT, spare=True),
                Column("source", "source", spare=True),
            ),
            rows=(*self._lines(), *self._rules()),
        )

    def _lines(self) -> Iterator[tuple[Cell, ...]]:
        for line in self.capability.lines:
            yield (
                line.id,
                parameters()[line.param].term.text(self.lang),
                ", ".join(map(str, line.when)) or None,
                limit_text(line, line.standard),
                None if line.advanced is None else limit_text(line, line.advanced),
                line.beyond.term.text(self.lang),
                line.adder or line.adder_note,
                line.lead_days or None,
                line.source,
            )

    def _rules(self) -> Iterator[tuple[Cell, ...]]:
        for rule in self.capability.rules:
            limit = None if rule.limit is None else f"{plain(rule.limit)} {rule.unit}"
            yield (
                rule.id,
                None,
                None,
                limit,
                None,
                rule.verdict.term.text(self.lang),
                rule.adder or rule.adder_note,
                rule.lead_days or None,
                rule.source,
            )
