"""Tables on a terminal: aligned for any script, and never a number cut or split.

When a table is too wide, columns without a single cell go, then text columns wrap, then columns
that can be spared go and are named (the first of them first, where a column asks for room); when
all that is not enough, each row becomes a block of lines.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from pcbsales.documents.cells import is_text, screen_cell
from pcbsales.documents.screen_text import longest_piece, pad, text_width, wrap
from pcbsales.i18n.catalogue import Translate, translator
from pcbsales.i18n.language import Language
from pcbsales.kernel.tables import Align, Cell, Table

_T = TypeVar("_T")
_GAP = "  "
#: A heading in Chinese breaks into lines of two characters, not of one.
_HEADING = 4
#: Between columns: two spaces, or one where the table fits no other way.
_GAPS = (_GAP, " ")


def wants_colour(environ: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether output is styled: NO_COLOR forbids, FORCE_COLOR demands, else a capable terminal."""
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return is_terminal and environ.get("TERM") != "dumb"


def render_table(table: Table, *, width: int, language: Language, colour: bool) -> str:
    """*table* as text of at most *width* columns, with title, totals and remarks.

    Only a single run without spaces that is longer than *width* may stand out.
    """
    t = translator(language)
    sheet = _Sheet.of(table, t, language)
    parts: list[list[str]] = []
    grids = ((fewer, fewer.grid(width, colour)) for fewer in sheet.fewer())
    shown, grid = next(((fewer, grid) for fewer, grid in grids if grid), (sheet, []))
    if spared := [heading for heading in sheet.spared if heading not in shown.spared]:
        named = t("not shown at this width: {columns}", columns=", ".join(spared))
        parts.append(wrap(named, width))
    parts.insert(0, grid or sheet.blocks(width, colour, t("total")))
    if not table.rows:
        parts = [[t("Nothing to show.")]]
    if table.title:
        title = wrap(_said(table.title, table.title_values, t, language), width)
        parts.insert(0, [_bold(line, colour) for line in title])
    if remarks := [
        line
        for msgid, values in table.remarks
        for line in wrap(_said(msgid, values, t, language), width)
    ]:
        parts.append(remarks)
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _said(msgid: str, values: Iterable[tuple[str, Cell]], t: Translate, language: Language) -> str:
    return t(msgid, **{name: screen_cell(cell, t, language) for name, cell in values})


def _bold(text: str, colour: bool) -> str:
    return f"\x1b[1m{text}\x1b[0m" if colour else text


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table whose cells are texts already."""

    headings: tuple[str, ...]
    right: tuple[bool, ...]
    breakable: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, ...], ...]
    spare: tuple[bool, ...]
    room: tuple[int, ...]

    @classmethod
    def of(cls, table: Table, t: Translate, language: Language) -> "_Sheet":
        everything = (*table.rows, *table.totals)

        def said(rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[str, ...], ...]:
            return tuple(tuple(screen_cell(cell, t, language) for cell in row) for row in rows)

        return cls(
            headings=tuple(t(column.heading) if column.heading else "" for column in table.columns),
            right=tuple(column.align is Align.RIGHT for column in table.columns),
            breakable=tuple(
                all(is_text(row[place]) for row in everything)
                for place in range(len(table.columns))
            ),
            rows=said(table.rows),
            totals=said(table.totals),
            spare=tuple(column.spare for column in table.columns),
            room=tuple(column.room for column in table.columns),
        )

    @property
    def spared(self) -> list[str]:
        """The headings of the filled columns that can be spared."""
        return [self.headings[p] for p, spare in enumerate(self.spare) if spare and self._fills(p)]

    def fewer(self) -> Iterator["_Sheet"]:
        """The table, then with ever fewer of the columns that can be spared, then without room."""
        yield self
        bare = self._of_columns(lambda place: not self.spare[place])
        if any(self.room):
            places = [p for p, spare in enumerate(self.spare) if spare and self._fills(p)]
            for last in places[:-1]:
                yield self._spared_up_to(last)
            yield bare
        yield replace(bare, room=(0,) * len(bare.room))

    def _spared_up_to(self, last: int) -> "_Sheet":
        return self._of_columns(lambda place: place > last or not self.spare[place])

    def _fills(self, place: int) -> bool:
        return any(self._column(place))

    def _of_columns(self, wanted: Callable[[int], bool]) -> "_Sheet":
        kept = [place for place in range(len(self.headings)) if wanted(place)]

        def of(cells: tuple[_T, ...]) -> tuple[_T, ...]:
            return tuple(cells[place] for place in kept)

        return _Sheet(
            of(self.headings),
            of(self.right),
            of(self.breakable),
            tuple(map(of, self.rows)),
            tuple(map(of, self.totals)),
            of(self.spare),
            of(self.room),
        )

    def fitted(self, width: int, gap: str) -> list[int] | None:
        """Column widths that fit *width* with *gap* between, text giving way; None if none do."""
        natural = [self._natural(place) for place in range(len(self.headings))]
        least = [self._least(place) for place in range(len(self.headings))]
        room = width - len(gap) * (len(self.headings) - 1)
        if sum(least) > room:
            return None
        while sum(natural) > room:
            widest = max(
                (place for place in range(len(natural)) if natural[place] > least[place]),
                key=natural.__getitem__,
            )
            natural[widest] -= 1
        return natural

    def _column(self, place: int) -> list[str]:
        return [row[place] for row in (*self.rows, *self.totals)]

    def _natural(self, place: int) -> int:
        return max(map(text_width, (self.headings[place], *self._column(place))))

    def _least(self, place: int) -> int:
        measure = longest_piece if self.breakable[place] else text_width
        cells = max(map(measure, self._column(place)), default=0)
        heading = self.headings[place]
        asked = min(self.room[place], self._natural(place)) if self.room[place] else 0
        return max(cells, longest_piece(heading), min(text_width(heading), _HEADING), asked)

    def grid(self, width: int, colour: bool) -> list[str]:
        """Rows under headings, a rule between them, totals under another; empty if none fits."""
        sheet = self if self._is_roomy(width) else self._of_columns(self._fills)
        for gap in _GAPS:
            if widths := sheet.fitted(width, gap):
                return sheet.lined_up(widths, gap, colour)
        return []

    def _is_roomy(self, width: int) -> bool:
        """Whether nothing has to give way, or there is no row to tell by what can go."""
        places = range(len(self.headings))
        whole = sum(map(self._natural, places)) + len(_GAP) * (len(places) - 1)
        return whole <= width or not self.rows

    def lined_up(self, widths: list[int], gap: str, colour: bool) -> list[str]:
        """The rows in columns of *widths* with *gap* between them."""
        rule = gap.join("-" * width for width in widths)
        lines = [_bold(line, colour) for line in self._lines(self.headings, widths, gap)]
        lines.append(rule)
        for row in self.rows:
            lines.extend(self._lines(row, widths, gap))
        if self.totals:
            lines.append(rule)
        for row in self.totals:
            lines.extend(self._lines(row, widths, gap))
        return lines

    def _lines(self, row: tuple[str, ...], widths: list[int], gap: str) -> list[str]:
        """One row as one or more lines, each cell broken within its column."""
        cells = [wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
        height = max(map(len, cells), default=0)
        return [
            gap.join(
                pad(cell[line] if line < len(cell) else "", width, right=right)
                for cell, width, right in zip(cells, widths, self.right, strict=True)
            ).rstrip()
            for line in range(height)
        ]

    def blocks(self, width: int, colour: bool, total: str) -> list[str]:
        """Each row as lines of heading and value, rows apart by an empty line.

        A closing row that does not say what it is begins with the word *total*.
        """
        label = min(max(map(text_width, self.headings), default=0), width // 2)
        lines: list[str] = []
        unnamed = [row for row in self.totals if total not in row]
        for row in (*self.rows, *self.totals):
            if lines:
                lines.append("")
            if any(row is closing for closing in unnamed):
                lines.append(_bold(total, colour))
            for heading, cell in zip(self.headings, row, strict=True):
                if cell:
                    lines.extend(_block_line(heading, cell, label, width, colour))
        return lines


def _block_line(heading: str, cell: str, label: int, width: int, colour: bool) -> list[str]:
    room = width - label - len(_GAP)
    if text_width(heading) > label or longest_piece(cell) > room:
        values = [_GAP + line for line in wrap(cell, width - len(_GAP))]
        return [*(_bold(line, colour) for line in wrap(heading, width)), *values]
    first, *rest = wrap(cell, room)
    lines = [_bold(pad(heading, label), colour) + _GAP + first]
    return [*lines, *(" " * (label + len(_GAP)) + line for line in rest)]
