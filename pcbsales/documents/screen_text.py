"""How wide text stands on a terminal, and how it breaks into lines."""

import re
import unicodedata
from itertools import pairwise

#: Closing punctuation may not begin a line of Chinese, opening punctuation may not end one.
_CLOSING = frozenset("、。,.;:!?)]}%，．；：！？）］｝】」』》〉”’…·％℃")
_OPENING = frozenset("([{（［｛【「『《〈“‘￥$")
_WORD = re.compile(r"\S+")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def visible(text: str) -> str:
    r"""*text* with control and direction marks written out, so that data cannot steer a terminal.

    >>> visible("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return _UNSAFE.sub(lambda match: ascii(match[0])[1:-1], text)


def character_width(character: str) -> int:
    """Columns of one character: 0 for marks that sit on another, 2 for wide ones, else 1."""
    if "\u1160" <= character <= "\u11ff" or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def text_width(text: str) -> int:
    """Columns of *text* on a terminal.

    >>> text_width("沉金 ENIG")
    9
    """
    return len(text) if text.isascii() else sum(map(character_width, text))


def pad(text: str, width: int, *, right: bool = False) -> str:
    """*text* filled with spaces to *width* columns; *right* puts the spaces before it."""
    spaces = " " * (width - text_width(text))
    return spaces + text if right else text + spaces


def pieces(text: str) -> list[str]:
    """*text* cut where a line may break: after a space's word, around Chinese characters.

    A number, an id or any other run without spaces stays whole.

    >>> pieces("PO4711 沉金，2u")
    ['PO4711', ' 沉', '金，', '2u']
    """
    found: list[str] = []
    end = 0
    for word in _WORD.finditer(text):
        parts = _word_pieces(word[0])
        found.append(text[end : word.start()] + parts[0])
        found.extend(parts[1:])
        end = word.end()
    return found


def _word_pieces(word: str) -> list[str]:
    parts = [word[0]]
    for before, character in pairwise(word):
        wide = character_width(before) == 2 or character_width(character) == 2
        stuck = character in _CLOSING or before in _OPENING or not character_width(character)
        if wide and not stuck:
            parts.append(character)
        else:
            parts[-1] += character
    return parts


def longest_piece(text: str) -> int:
    """Columns of the widest run of *text* that may not be broken."""
    return max((text_width(piece.strip()) for piece in pieces(text)), default=0)


def wrap(text: str, width: int) -> list[str]:
    """*text* as lines of at most *width* columns; a run that is longer by itself stands alone."""
    lines = [""]
    for piece in pieces(text):
        if lines[-1] and text_width(lines[-1] + piece) > width:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece if lines[-1] else piece.lstrip()
    return lines
