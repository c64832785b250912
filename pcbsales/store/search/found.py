"""What a search is asked for and what it finds: words, records, places with the text around."""

import re
from dataclasses import dataclass
from typing import Final

from pcbsales.i18n.folding import fold

_GROUPED: Final = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_AROUND: Final = 24


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word was found: the field's path, and the text around it."""

    field: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found, and where its words were; the best place first."""

    noun: str
    id: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the best hits of each noun, and how many there are of each in all.

    ``cut`` says that so much matched that the counts are of the best alone.
    """

    hits: tuple[Hit, ...]
    counts: dict[str, int]
    cut: bool = False


def words_of(text: str) -> tuple[str, ...]:
    """The words of what was typed, folded; an amount's grouping commas fall away.

    >>> words_of("華屹  1,757.80")
    ('华屹', '1757.80')
    """
    words = (fold(word) for word in text.split())
    return tuple(
        dict.fromkeys(
            word.replace(",", "") if _GROUPED.fullmatch(word) else word for word in words if word
        )
    )


def excerpt(text: str, word: str) -> str:
    """*text* around *word*, in one line, with an ellipsis where something was left out."""
    line = " ".join(text.split())
    folded = fold(line)
    at = folded.find(word) if len(folded) == len(line) else -1
    start = max(0, at - _AROUND)
    end = max(at, 0) + len(word) + 2 * _AROUND
    shown = line[start:end]
    return f"{'…' if start else ''}{shown}{'…' if end < len(line) else ''}"
