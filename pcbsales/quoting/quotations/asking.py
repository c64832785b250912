"""Quantities and lead times as people type them: ``100,500,1k``, ``50SET``, ``std,7``."""

import re
import unicodedata

from pcbsales.kernel.errors import UsageError
from pcbsales.quoting.quotations.records import QuantityUnit

_MOST_DIGITS = 9
_QUANTITY = re.compile(r"([1-9][0-9]*)(k?) ?(pcs|set|pnl)?", re.IGNORECASE)
_TWO_WAYS = re.compile(r"([1-9]),([0-9]{3})")
_DAYS = re.compile(r"[1-9][0-9]{0,2}")

Quantity = tuple[int, QuantityUnit | None]


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a comma list, each with the unit that was said; UsageError otherwise.

    ``1,500`` is neither: people write one and a half thousand so, too.

    >>> read_quantities("100,1k,50SET")
    ((100, None), (1000, None), (50, <QuantityUnit.SET: 'SET'>))
    """
    text = _plain(text)
    if unclear := _TWO_WAYS.fullmatch(text.strip()):
        raise UsageError(
            "{quantity} can be read two ways; write {number}, "
            "or for two quantities {list}, with a blank after the comma",
            quantity=text.strip(),
            number=unclear[1] + unclear[2],
            list=f'"{unclear[1]}, {unclear[2]}"',
        )
    return tuple(dict.fromkeys(_quantity(word.strip()) for word in text.split(",")))


def _quantity(word: str) -> Quantity:
    match = _QUANTITY.fullmatch(word)
    if match is None:
        raise UsageError(
            "{quantity} is not a quantity; give a number from 1 on such as 200, 1k, 50SET",
            quantity=repr(word),
        )
    digits = match[1] + ("000" if match[2] else "")
    if len(digits) > _MOST_DIGITS:
        raise UsageError(
            "{quantity} is more than can be quoted; give at most {limit}",
            quantity=repr(word),
            limit=10**_MOST_DIGITS - 1,
        )
    return int(digits), QuantityUnit(match[3].upper()) if match[3] else None


def read_leads(text: str) -> tuple[int | None, ...]:
    """The lead times of a comma list in working days, None for ``std``; UsageError otherwise.

    >>> read_leads("std,7")
    (None, 7)
    """
    return tuple(dict.fromkeys(_lead(word.strip()) for word in _plain(text).split(",")))


def _plain(text: str) -> str:
    """*text* in half width, as Chinese keyboards may not type it: ``１００，５００``."""
    return unicodedata.normalize("NFKC", text).replace("、", ",")


def _lead(word: str) -> int | None:
    if word.lower() == "std":
        return None
    if not _DAYS.fullmatch(word):
        raise UsageError(
            "{lead} is not a lead time; give std or working days such as 5", lead=repr(word)
        )
    return int(word)
