"""A matrix of prices on the screen: quantities side by side, below each other what they cost."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import TypeAlias

from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import Shown
from pcbsales.kernel.tables import Align, Cell, Column, Recorded, Table, Word
from pcbsales.quoting.lint.buy_more import Advice
from pcbsales.quoting.matrix.matrix import Matrix, MatrixCell, Per
from pcbsales.quoting.matrix.option import Option

_RIGHT = Align.RIGHT
_Remark: TypeAlias = tuple[str, tuple[tuple[str, Cell], ...]]
_PER = {
    Per.PIECE: Word("per piece"),
    Per.ARRAY: Word("per array"),
    Per.M2: Word("per m²"),
    Per.DM2: Word("per dm²"),
}
#: What stands left of the quantities takes so many columns of a screen, a quantity's so many.
_LEFT, _GAP = 34, 2


@dataclass(frozen=True, slots=True)
class MatrixReport:
    """*matrix* with prices said for one of *per*."""

    matrix: Matrix
    per: Per = Per.PIECE
    #: The cheapest cell where that is one of a larger matrix.
    cheapest: MatrixCell | None = None

    def as_json(self) -> dict[str, object]:
        """Every cell with all its prices, the cheapest per piece marked."""
        found = self.matrix
        return {
            "schema": 1,
            "part": found.part.id,
            "revision": found.revision.rev,
            "price_book": found.price_book,
            "currency": found.currency,
            "options": [
                {"option": option.name, "settings": list(option.settings)}
                for option in dict.fromkeys(cell.option for cell in found.cells)
                if option is not None
            ],
            "cells": [_cell_json(cell, found.cheapest) for cell in found.cells],
        }

    def as_table(self) -> Table:
        """Rows of price, total and working days for each option and lead time."""
        quantities = list(dict.fromkeys((cell.quantity, cell.unit) for cell in self.matrix.cells))
        optional = any(cell.option for cell in self.matrix.cells)
        columns = (
            *([Column("option", "Option")] if optional else []),
            Column("lead", "Lead"),
            Column("what", ""),
            *(
                Column(f"q{count}{unit or ''}", f"{count:,}{f' {unit}' if unit else ''}", _RIGHT)
                for count, unit in quantities
            ),
        )
        rows: list[tuple[Cell, ...]] = []
        for (option, lead), cells in groupby(self.matrix.cells, key=lambda c: (c.option, c.lead)):
            head: tuple[Cell, ...] = (option and option.name,) if optional else ()
            blank: tuple[Cell, ...] = (None,) if optional else ()
            own = list(cells)
            when: Cell = "std" if lead is None else lead
            rows.append((*head, when, _PER[self.per], *map(self._price, own)))
            rows.append((*blank, None, Word("total"), *map(_total, own)))
            if any(map(_once, own)):
                rows.append((*blank, None, Word("once"), *map(_once, own)))
            rows.append((*blank, None, Word("working days"), *map(_days, own)))
        return Table(
            columns,
            tuple(rows),
            title="{part} revision {rev} by {book}, {currency} without tax",
            title_values=(
                ("part", self.matrix.part.id),
                ("rev", self.matrix.revision.rev),
                ("book", self.matrix.price_book),
                ("currency", self.matrix.currency),
            ),
            remarks=tuple(self._remarks()),
        )

    def portions(self, width: int) -> "Iterator[MatrixReport]":
        """The report in as many as it takes for a screen of *width*: some quantities each."""
        cells = self.matrix.cells
        quantities = list(dict.fromkeys((cell.quantity, cell.unit) for cell in cells))
        widest = max(len(f"{_total(cell) or 0:,}") for cell in cells) + _GAP
        fitting = max((width - _LEFT) // max(widest, 10), 1)
        for first in range(0, len(quantities), fitting):
            shown = set(quantities[first : first + fitting])
            own = tuple(cell for cell in cells if (cell.quantity, cell.unit) in shown)
            whole = replace(self.matrix, cells=own)
            yield replace(self, matrix=whole, cheapest=self._cheapest)

    @property
    def _cheapest(self) -> MatrixCell | None:
        return self.cheapest or self.matrix.cheapest

    def _price(self, cell: MatrixCell) -> Cell:
        price = cell.price(self.per)
        if cell.offer is None:
            return Word("no rule")
        if price is not None and cell is self._cheapest:
            return Shown(price, f"{price:,f}*")
        return price

    def _remarks(self) -> Iterator[_Remark]:
        for option in dict.fromkeys(cell.option for cell in self.matrix.cells):
            if option is not None:
                yield "{option}: {answers}", (("option", option.name), ("answers", _said(option)))
        if any(cell is self._cheapest for cell in self.matrix.cells):
            yield "* the least per piece", ()
        if any(map(_once, self.matrix.cells)):
            yield "once: asked beside the boards, not in their price", ()
        yield from _reasons(self.matrix.cells)
        for cell in self.matrix.cells:
            if cell.more is not None and cell.lead is None:
                yield _advice(cell, cell.more)


@dataclass(frozen=True, slots=True)
class MatrixList:
    """The same, a row for each cell: what programs sort and filter."""

    matrix: Matrix

    def as_json(self) -> dict[str, object]:
        """As of the matrix."""
        return MatrixReport(self.matrix).as_json()

    def as_table(self) -> Table:
        """One row a cell."""
        columns = (
            Column("option", "Option"),
            Column("quantity", "Qty", _RIGHT),
            Column("unit", "Unit"),
            Column("lead_days", "Working days", _RIGHT),
            Column("expedite_days", "Days sooner", _RIGHT),
            *(Column(f"per_{per.value}", str(_PER[per]), _RIGHT) for per in Per),
            Column("total", "Total", _RIGHT),
            Column("once", "Once", _RIGHT),
            Column("currency", "Currency"),
            Column("reason", "Reason"),
        )
        return Table(columns, tuple(map(self._row, self.matrix.cells)))

    def _row(self, cell: MatrixCell) -> tuple[Cell, ...]:
        unit = cell.offer.unit if cell.offer else cell.unit
        return (
            cell.option.name if cell.option else None,
            cell.quantity,
            unit.value if unit else None,
            _days(cell) or cell.lead,
            cell.offer.expedite_days if cell.offer else None,
            *(cell.price(per) for per in Per),
            _total(cell),
            _once(cell),
            self.matrix.currency,
            None if cell.refusal is None else Recorded(str(cell.refusal)),
        )


def _reasons(cells: Iterable[MatrixCell]) -> Iterator[_Remark]:
    """Why cells have no price: each reason once, before it the quantities it holds for."""
    told: dict[tuple[str, str], tuple[list[str], MatrixCell]] = {}
    for cell in cells:
        if cell.refusal is not None:
            at, _ = told.setdefault((str(cell.refusal), _where(cell)), ([], cell))
            at.append(f"{cell.quantity:,}")
    for (_, where), (at, cell) in told.items():
        if cell.refusal is not None:
            values = tuple((key, _as_cell(value)) for key, value in cell.refusal.values.items())
            yield (
                "{where}: {fault}",
                (("where", f"{where}{', '.join(at)}"), ("fault", cell.refusal.msgid), *values),
            )


def _where(cell: MatrixCell) -> str:
    """``B × 5 × ``: option and lead time before the quantities."""
    option = f"{cell.option.name} × " if cell.option else ""
    return option + (f"{cell.lead} × " if cell.lead is not None else "")


def _as_cell(value: object) -> Cell:
    return value if isinstance(value, str | int | Decimal) else str(value)


def _advice(cell: MatrixCell, more: Advice) -> _Remark:
    return (
        "{option}{quantity}: {more} cost {total}, {saves} less; up to {most} cost no more",
        (
            ("option", f"{cell.option.name} × " if cell.option else ""),
            ("quantity", f"{cell.quantity:,}"),
            ("more", f"{more.quantity:,}"),
            ("total", more.offer.price.net),
            ("saves", more.saves),
            ("most", f"{more.most:,}"),
        ),
    )


def _said(option: Option) -> str:
    return ", ".join(setting.replace("=", " = ") for setting in option.settings) or "as-is"


def _total(cell: MatrixCell) -> Decimal | None:
    return None if cell.asked is None else cell.asked.net.amount


def _once(cell: MatrixCell) -> Decimal | None:
    """What is asked once beside the boards; None where that is nothing."""
    return cell.asked.once.amount if cell.asked and cell.asked.once else None


def _days(cell: MatrixCell) -> int | None:
    return None if cell.offer is None else cell.offer.lead_days


def _cell_json(cell: MatrixCell, cheapest: MatrixCell | None) -> dict[str, object]:
    offer, more = cell.offer, cell.more
    prices = {f"per_{per.value}": _text(cell.price(per)) for per in Per}
    return {
        "option": cell.option and cell.option.name,
        "quantity": cell.quantity,
        "unit": offer.unit.value if offer else cell.unit and cell.unit.value,
        "lead_asked": cell.lead,
        "lead_days": offer and offer.lead_days,
        "expedite_days": offer and offer.expedite_days,
        "area_m2": _text(None if offer is None else offer.area_m2),
        "total": _text(_total(cell)),
        "once": _text(_once(cell)),
        **prices,
        "cheapest": cell is cheapest,
        "reason": None if cell.refusal is None else str(cell.refusal),
        "more": more
        and {
            "quantity": more.quantity,
            "total": more.offer.price.net.text,
            "saves": more.saves.text,
            "most": more.most,
            "lead_days": more.offer.lead_days,
        },
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)
