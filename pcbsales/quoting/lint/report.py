"""What was found in a price book, as a table: a row a finding, what each rule means below."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import Shown
from pcbsales.kernel.tables import Align, Cell, Column, Table
from pcbsales.quoting.lint.finding import RULES, LintFinding, Noticed

_RIGHT = Align.RIGHT
_COLUMNS = (
    Column("rule", "Rule"),
    Column("about", "About"),
    Column("which", "When"),
    Column("at_m2", "At m²", _RIGHT),
    Column("before", "Before", _RIGHT),
    Column("after", "After", _RIGHT),
    Column("difference", "Difference", _RIGHT),
    Column("beyond", "0.01 m² on", _RIGHT, spare=True),
    Column("noticed", "Quantities", _RIGHT),
    Column("more", "More", _RIGHT),
    Column("saves", "Saves", _RIGHT),
)


@dataclass(frozen=True, slots=True)
class LintReport:
    """The findings in *book*, in its *currency*; of the board of *piece_m2* if one was given."""

    book: str
    currency: str
    findings: tuple[LintFinding, ...]
    piece_m2: Decimal | None = None

    def only(self, rules: Iterable[str]) -> "LintReport":
        """The findings of *rules* alone; all without *rules*."""
        named = set(rules)
        found = tuple(finding for finding in self.findings if not named or finding.rule in named)
        return LintReport(self.book, self.currency, found, self.piece_m2)

    def as_json(self) -> dict[str, object]:
        """The findings, how many of each rule, and the board they are told for."""
        return {
            "schema": 1,
            "price_book": self.book,
            "currency": self.currency,
            "piece_m2": None if self.piece_m2 is None else plain(self.piece_m2),
            "findings": [found.as_json() for found in self.findings],
        }

    def as_table(self) -> Table:
        """One row a finding; below, what the rules that found something mean."""
        return Table(
            _COLUMNS,
            tuple(map(_row, self.findings)),
            title="{book}: {n} findings, amounts in {currency} without tax",
            title_values=(
                ("book", self.book),
                ("n", len(self.findings)),
                ("currency", self.currency),
            ),
            remarks=tuple(self._remarks()),
        )

    def _remarks(self) -> Iterator[tuple[str, tuple[tuple[str, Cell], ...]]]:
        found = {finding.rule for finding in self.findings}
        for rule, meaning in RULES.items():
            if rule in found:
                yield meaning, (("rule", rule),)
        if any(finding.noticed for finding in self.findings):
            yield "each of the quantities costs more than the one under More", ()


def _row(found: LintFinding) -> tuple[Cell, ...]:
    seen = found.noticed
    return (
        found.rule,
        found.about,
        found.which,
        found.at_m2,
        found.before,
        found.after,
        found.difference,
        found.beyond,
        seen and Shown(f"{seen.first}..{seen.last}", _span(seen)),
        seen and seen.more,
        seen and seen.saves,
    )


def _span(seen: Noticed) -> str:
    return f"{seen.first}–{seen.last}" if seen.first < seen.last else f"{seen.last}"


def joined(reports: Sequence[LintReport]) -> LintReport:
    """*reports* of several books as one; each finding says whose it is."""
    if len(reports) == 1:
        return reports[0]
    findings = tuple(
        replace(found, about=f"{report.book}: {found.about}")
        for report in reports
        for found in report.findings
    )
    currencies = ", ".join(dict.fromkeys(report.currency for report in reports))
    books = ", ".join(report.book for report in reports)
    return LintReport(books, currencies, findings, reports[0].piece_m2 if reports else None)
