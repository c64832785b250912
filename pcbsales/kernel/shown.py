"""What people read otherwise than programs do: a name or a word for an id, a figure rounded."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from pcbsales.kernel.local_text import LocalProse

#: What English writes in capitals.
_SHORT = {"vp": "VP"}
_CENT = Decimal("0.01")


class Word(str):
    """One of few words: a message id that people read in their language."""

    __slots__ = ()

    @property
    def plain(self) -> str:
        """As an English sentence says a word of the ledger's own.

        >>> Word("head_of_sales").plain, Word("sales_vp").plain
        ('head of sales', 'sales VP')
        """
        return " ".join(_SHORT.get(part, part) for part in self.split("_"))


@dataclass(frozen=True, slots=True)
class Shown:
    """*data* for programs, *screen* for people: a word, a name, a figure; it is a cell of a table.

    ``str()`` of it is what English readers see.
    """

    data: str | Decimal
    screen: Any

    def __str__(self) -> str:
        return str(self.screen)


@dataclass(frozen=True, slots=True)
class NamedId:
    """An id behind the name of what it stands for, in the reader's language: ``林梅 (LIN)``."""

    id: str
    name: "LocalProse"

    def in_language(self, language: str) -> str:
        """The name in *language*, and the id."""
        return f"{self.name.in_language(language)} ({self.id})"

    def __str__(self) -> str:
        return self.in_language("en")


class Several(tuple[Any, ...]):
    """A few words or names, said one after the other with the commas of the language."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(map(str, self)) or "-"

    def said(self, say: "Callable[[Any], str]", *, chinese: bool) -> str:
        """Each as *say* says it; a dash where there is none."""
        return ("、" if chinese else ", ").join(map(say, self)) or "-"


def percent_up(percent: Decimal) -> Decimal:
    """*percent* at two decimals at most, rounded up: what is asked never looks less than it is.

    >>> percent_up(Decimal("6.70155877")), percent_up(Decimal("10.00")), percent_up(Decimal("7.5"))
    (Decimal('6.71'), Decimal('10'), Decimal('7.5'))
    """
    short = percent.quantize(_CENT, rounding=ROUND_CEILING)
    whole = short.to_integral_value()
    return whole if whole == short else short.normalize()
