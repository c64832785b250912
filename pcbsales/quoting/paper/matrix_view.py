"""Many prices of one board on paper: quantities down, lead times across, a block an option."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.customers.letterhead import Shown
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.quoting.paper.board_words import line_words
from pcbsales.quoting.paper.listed import customers_number, our_number
from pcbsales.quoting.paper.shown_price import ShownPrice
from pcbsales.quoting.quotations.records import QuoteLine

#: So many lead times stand beside each other on the paper.
_ACROSS = 4
#: With three numbers for each lead time, this is as much as a column takes.
_WIDEST = Decimal(100_000)
_FEW = 3
#: A column: the standard lead time, or so many working days.
_Column = int | None


@dataclass(frozen=True, slots=True)
class PriceCellView:
    """One line of the quotation: its item number, price, amount and days.

    ``says_days`` where the heading does not: the standard lead time is each quantity's own.
    """

    item: str
    unit_price: ShownPrice
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
    """The prices of one option: in which words it differs, lead times, rows.

    ``wide``: amounts without and with tax have room beside each other.
    """

    option: str | None
    differs: tuple[Shown, ...]
    leads: tuple[Phrase, ...]
    rows: tuple[PriceRowView, ...]
    wide: bool

    @property
    def says_days(self) -> bool:
        """Whether the standard lead time is said in its cells."""
        return any(cell.says_days for row in self.rows for cell in row.cells if cell)


@dataclass(frozen=True, slots=True)
class PriceMatrixView:
    """All prices of one part revision; the description is what its options have in common."""

    customer_part: str
    revision: str
    our_part: str
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
    price: Callable[[UnitPrice], ShownPrice],
    with_tax: Callable[[QuoteLine], Money | None],
    lang: str,
) -> PriceMatrixView:
    """The matrix of *numbered* lines of one part."""
    words = [line_words(line, lang) for _, line in numbered]
    common = tuple(word for word in words[0] if all(word in other for other in words))
    options: list[OptionView] = []
    for option in dict.fromkeys(line.option for _, line in numbered):
        own = [(n, line) for n, line in numbered if line.option == option]
        differs = tuple(w for w in line_words(own[0][1], lang) if w not in common)
        options += _blocks(option, differs, own, price, with_tax)
    first = numbered[0][1]
    names = (customers_number(first), first.revision, our_number(first))
    return PriceMatrixView(*names, common, tuple(options))


def _blocks(
    option: str | None,
    differs: tuple[Shown, ...],
    numbered: Sequence[tuple[int, QuoteLine]],
    price: Callable[[UnitPrice], ShownPrice],
    with_tax: Callable[[QuoteLine], Money | None],
) -> Iterator[OptionView]:
    """The option in as many blocks as its lead times take."""
    placed: dict[tuple[int, str], dict[_Column, tuple[str, QuoteLine]]] = {}
    for item, line in numbered:
        row = placed.setdefault((line.quantity, line.unit.value), {})
        row[_column(line, row)] = str(item), line
    days = {line.lead_days for row in placed.values() if None in row for _, line in (row[None],)}
    standard = days.pop() if len(days) == 1 else None
    columns = sorted({column for row in placed.values() for column in row}, key=_order)
    for first in range(0, len(columns), _ACROSS):
        some = columns[first : first + _ACROSS]
        rows = tuple(
            PriceRowView(
                quantity,
                unit,
                tuple(
                    _cell(*row[column], price, with_tax, column is None and standard is None)
                    if column in row
                    else None
                    for column in some
                ),
            )
            for (quantity, unit), row in sorted(placed.items())
        )
        leads = tuple(_heading(column, standard) for column in some)
        yield OptionView(option, differs, leads, rows, _is_wide(rows))


def _cell(
    item: str,
    line: QuoteLine,
    price: Callable[[UnitPrice], ShownPrice],
    with_tax: Callable[[QuoteLine], Money | None],
    says_days: bool,
) -> PriceCellView:
    return PriceCellView(
        item, price(line.unit_price), line.amount, with_tax(line), line.lead_days, says_days
    )


def _is_wide(rows: Sequence[PriceRowView]) -> bool:
    taxed = [cell.with_tax for row in rows for cell in row.cells if cell and cell.with_tax]
    few = max(len(row.cells) for row in rows) <= _FEW
    return bool(taxed) and few and max(money.amount for money in taxed) < _WIDEST


def _column(line: QuoteLine, row: Mapping[_Column, object]) -> _Column:
    """The standard lead time of the quantity once; what was asked for beside it by its days."""
    return None if not line.expedite_days and None not in row else line.lead_days


def _order(column: _Column) -> tuple[bool, int]:
    """The standard lead time first, then the slower before the faster."""
    return column is not None, -(column or 0)


def _heading(column: _Column, standard: int | None) -> Phrase:
    """The working days; of the standard lead time where it is the same for every quantity."""
    if column is None and standard is None:
        return phrase("Standard lead time")
    days = column or standard
    said = phrase("{n} working day", n=1) if days == 1 else phrase("{n} working days", n=days)
    return said if column is not None else phrase("Standard: {days}", days=said)
