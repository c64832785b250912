"""Sentences about some lines of a quotation, said once for all that they hold for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from pcbsales.customers.letterhead import Shown
from pcbsales.i18n.phrase import phrase
from pcbsales.quoting.quotations.records import QuoteLine

#: So many parts are named one by one.
_FEW = 3
#: A line, and what is said of it.
Said: TypeAlias = tuple[QuoteLine, Shown]


@dataclass(frozen=True, slots=True)
class ListItem:
    """A point of a list: the parts or items that it is about (none: all), and what it says."""

    about: tuple[Shown, ...]
    words: tuple[Shown, ...]


def customers_number(line: QuoteLine) -> str:
    """The customer's number of the line's part, else ours."""
    return line.customer_pn or our_number(line)


def our_number(line: QuoteLine) -> str:
    """The part number within the part's id, ``CUSTOMER/PART-NUMBER``."""
    return line.part.partition("/")[2]


def listed(lines: Sequence[QuoteLine], said: Iterable[Said]) -> tuple[ListItem, ...]:
    """*said* of some of *lines*: each sentence once, with what it is about."""
    found: dict[Shown, set[str]] = {}
    for line, words in said:
        found.setdefault(words, set()).add(line.id)
    return tuple(ListItem(_about(lines, own), (words,)) for words, own in found.items())


def run_together(items: Iterable[ListItem]) -> tuple[ListItem, ...]:
    """Few words about the same lines in one point; what is about all of them first."""
    found: dict[tuple[Shown, ...], list[Shown]] = {}
    for item in items:
        found.setdefault(item.about, []).extend(item.words)
    joined = [ListItem(about, tuple(words)) for about, words in found.items()]
    return tuple(sorted(joined, key=lambda item: bool(item.about)))


def _about(lines: Sequence[QuoteLine], own: set[str]) -> tuple[Shown, ...]:
    """Nothing where *own* are all lines; few whole parts by their numbers; else the items."""
    if all(line.id in own for line in lines):
        return ()
    parts = dict.fromkeys(customers_number(line) for line in lines if line.id in own)
    if len(parts) <= _FEW and all(
        line.id in own for line in lines if customers_number(line) in parts
    ):
        return tuple(parts)
    places = [place for place, line in enumerate(lines, 1) if line.id in own]
    named = ", ".join(_runs(places))
    if len(places) == 1:
        return (phrase("item {items}", items=named),)
    return (phrase("items {items}", items=named),)


def _runs(places: Sequence[int]) -> Iterator[str]:
    """``1–3, 7``: numbers that follow each other as a run."""
    for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        numbers = [place for _, place in run]
        yield f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
