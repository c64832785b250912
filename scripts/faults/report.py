"""What a trial found, as lines of a table."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

#: What tells one run from another: the step and its call, the folder, names made up on the way.
_PLACE: Final = re.compile(
    r"^.*?\): |/\S*/(run|mount|crowd)/|(?<=write-)\w{8}|\b[0-9a-f]{7,64}\b|(?<=tmp_obj_)\w+"
)


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


def commonest(rows: Sequence[Row], many: int = 40) -> list[str]:
    """What was wrong most often, by what it was, whichever run it was in."""
    told = Counter(_PLACE.sub("", wrong) for row in rows for wrong in row.wrong)
    return [f"{count} × {wrong}" for wrong, count in told.most_common(many)]
