"""What a trial found, as lines of a table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass
class Row:
    """One line of the report: how often a trial was run, how it ended, what was wrong."""

    trial: str
    runs: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def take(self, ends: Iterable[str], wrong: Iterable[str] = ()) -> None:
        """Count one run."""
        self.runs += 1
        self.ends.update(ends)
        self.wrong += wrong

    @property
    def line(self) -> str:
        """The row in Markdown."""
        ends = ", ".join(f"{name} {count}" for name, count in sorted(self.ends.items()))
        return f"| {self.trial} | {self.runs:,} | {ends} | {len(self.wrong)} |"


def table(rows: Sequence[Row]) -> str:
    """*rows* in Markdown."""
    head = ["| trial | runs | how they ended | broken |", "|---|---|---|---|"]
    return "\n".join([*head, *(row.line for row in rows)])
