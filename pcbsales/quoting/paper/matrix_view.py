"""Many prices of one board on paper: quantities down, lead times across, a block an option."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pcbsales.customers.letterhead import Shown
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.quoting.paper.board_words import board_words
from pcbsales.quoting.quotations.records import QuoteLine

#: So many lead times stand beside each other on the paper.
_ACROSS = 4
#: A column: the standard lead time, or so many working days.
_Column = int | None


@dataclass(frozen=True, slots=True)
class PriceCellView:
    """One line of the quotation: its item number, price, amount and days.

    ``says_days`` where the heading does not: the standard lead time is each quantity's own.
    """

    item: str
    unit_price: UnitPrice
    amount: Money
    with_tax: Money | None
    lead_days: int
    says_days: bool


@dataclass(frozen=True, slots=True)
class PriceRowView:
    """A quantity, and a cell or none for each lead time."""

    quantity: int
    unit: str
    cells: tuple[PriceCellView | None, ...]


@dataclass(frozen=True, slots=True)
class OptionView:
    """The prices of one option: in which words it differs, lead times, rows."""

    option: str | None
    differs: tuple[Shown, ...]
    leads: tuple[Phrase, ...]
    rows: tuple[PriceRowView, ...]


@dataclass(frozen=True, slots=True)
class PriceMatrixView:
    """All prices of one part revision; the description is what its options have in common."""

    customer_part: str
    revision: str
    our_part: str | None
    description: tuple[Shown, ...]
    options: tuple[OptionView, ...]


def is_matrix(lines: Sequence[QuoteLine]) -> bool:
    """Whether *lines*, all of one part revision, are better read as a matrix than below each other.

    That is so with options, and where quantities meet lead times.
    """
    if any(line.option for line in lines):
        return True
    quantities = {(line.quantity, line.unit) for line in lines}
    return len(quantities) > 1 and len(lines) > len(quantities)


def matrix_view(
    numbered: Sequence[tuple[int, QuoteLine]],
    names: tuple[str, str | None],
    with_tax: Callable[[QuoteLine], Money | None],
    lang: str,
) -> PriceMatrixView:
    """The matrix of *numbered* lines of one part; *names* are the customer's number and ours."""
    words = [board_words(line.board, lang) if line.board else () for _, line in numbered]
    common = tuple(word for word in words[0] if all(word in other for other in words))
    options: list[OptionView] = []
    for option in dict.fromkeys(line.option for _, line in numbered):
        own = [(n, line) for n, line in numbered if line.option == option]
        board = own[0][1].board
        differs = tuple(w for w in board_words(board, lang) if w not in common) if board else ()
        options += _blocks(option, differs, own, with_tax)
    return PriceMatrixView(names[0], numbered[0][1].revision, names[1], common, tuple(options))


def _blocks(
    option: str | None,
    differs: tuple[Shown, ...],
    numbered: Sequence[tuple[int, QuoteLine]],
    with_tax: Callable[[QuoteLine], Money | None],
) -> Iterator[OptionView]:
    """The option in as many blocks as its lead times take."""
    placed: dict[tuple[int, str], dict[_Column, PriceCellView]] = {}
    for item, line in numbered:
        row = placed.setdefault((line.quantity, line.unit.value), {})
        column = _column(line, row)
        row[column] = PriceCellView(
            str(item), line.unit_price, line.amount, with_tax(line), line.lead_days, column is None
        )
    columns = sorted({column for row in placed.values() for column in row}, key=_order)
    for first in range(0, len(columns), _ACROSS):
        some = columns[first : first + _ACROSS]
        rows = tuple(
            PriceRowView(quantity, unit, tuple(map(row.get, some)))
            for (quantity, unit), row in sorted(placed.items())
        )
        yield OptionView(option, differs, tuple(map(_heading, some)), rows)


def _column(line: QuoteLine, row: dict[_Column, PriceCellView]) -> _Column:
    """The standard lead time of the quantity once; what was asked for beside it by its days."""
    return None if not line.expedite_days and None not in row else line.lead_days


def _order(column: _Column) -> tuple[bool, int]:
    """The standard lead time first, then the slower before the faster."""
    return column is not None, -(column or 0)


def _heading(column: _Column) -> Phrase:
    if column is None:
        return phrase("Standard lead time")
    return phrase("{n} working day", n=1) if column == 1 else phrase("{n} working days", n=column)
