"""What a table's cell says: on a screen for people, in TSV and CSV for programs."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pcbsales.documents.screen_text import visible
from pcbsales.i18n.catalogue import Translate, restated
from pcbsales.i18n.language import Language
from pcbsales.kernel.money import Money
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import NamedId, Several, Shown
from pcbsales.kernel.tables import Cell, Recorded, Word

if TYPE_CHECKING:
    from pcbsales.kernel.local_text import LocalProse

#: What a spreadsheet may take for the start of a formula; also full-width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def screen_cell(cell: Cell, t: Translate, language: Language) -> str:
    """The cell for people: amounts grouped and with their currency, dates ISO, words said."""
    match cell:
        case None:
            return ""
        case bool():
            return t("yes") if cell else t("no")
        case Money():
            return f"{cell.amount:,f} {cell.currency}"
        case Decimal() | int():
            return _figure(cell)
        case date():
            return cell.isoformat(" ", "minutes") if isinstance(cell, datetime) else str(cell)
    return _text(cell, t, language)


def _text(
    cell: "str | LocalProse | NamedId | Several | Shown", t: Translate, language: Language
) -> str:
    """A word, a name, a text, or several of them, in *language*."""
    if isinstance(cell, Shown):
        return screen_cell(cell.screen, t, language)
    if isinstance(cell, Several):
        chinese = language.is_chinese
        return cell.said(lambda each: screen_cell(each, t, language), chinese=chinese)
    text = cell if isinstance(cell, str) else cell.in_language(language)
    if isinstance(text, Recorded):
        text = restated(text, language)
    if not isinstance(text, Word):
        return visible(text)
    return text.plain if language is Language.ENGLISH else t(text)


def _figure(number: Decimal | int) -> str:
    """Thousands grouped; whole numbers only from five digits on, as years have four."""
    if isinstance(number, int) and abs(number) < 10_000:
        return str(number)
    return f"{number:,}" if isinstance(number, int) else f"{number:,f}"


def data_cell(cell: Cell, *, sheet: bool) -> str:
    """The cell for programs: plain digits, ISO dates; for a *sheet*, what it would run disarmed."""
    if type(cell) is not str:  # most are, and lists are long
        cell = cell.data if isinstance(cell, Shown) else cell
        match cell:
            case None:
                return ""
            case bool():
                return "true" if cell else "false"
            case Money() | int():
                return str(cell)
            case date():
                return cell.isoformat()
            case Decimal():
                return plain(cell)
    text = str(cell)
    return f"'{text}" if sheet and text.startswith(_FORMULA) else text


def is_text(cell: Cell) -> bool:
    """Whether the cell is free text (or empty), which may be broken into lines."""
    if isinstance(cell, Shown):
        return is_text(cell.screen)
    return cell is None or isinstance(cell, str | Several) or hasattr(cell, "in_language")
