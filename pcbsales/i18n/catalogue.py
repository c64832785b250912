"""Catalogues: English message ids and what they are called in another language.

They are gettext ``.po`` files, so that translators' tools can open them, read by a small reader of
our own: the everyday answer in English reads none, and Chinese costs no build step.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import fill

FOLDER = Path(__file__).parent / "catalogues"
_LINE = re.compile(r'(?:(msgid|msgstr)\s+)?"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
#: The gaps that are filled with messages.
_MESSAGES = ("accepted", "fault")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


class Translate(Protocol):
    """Says a message in a language: the English sentence with its gaps filled."""

    def __call__(self, msgid: str, /, **values: object) -> str:
        """*msgid* in the language, its ``{named}`` gaps filled from *values*."""
        ...


class MissingMessageError(LookupError):
    """A document wants to say what its catalogue does not hold: a defect, never a gap on paper."""


def read_po(text: str) -> dict[str, str]:
    r"""The messages of a ``.po`` file: msgid -> msgstr, without the header and what is empty.

    Comments are skipped; contexts and plural forms are not used here and are refused.

    >>> read_po('msgid ""\n"two "\n"parts"\nmsgstr "兩段"\n')
    {'two parts': '兩段'}
    """
    entries: list[dict[str, str]] = []
    keyword = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None or not (match[1] or keyword):
            raise ValueError(f"line {number} is no part of a message: {line}")
        if match[1] == "msgid":
            entries.append({"msgid": "", "msgstr": ""})
        keyword = match[1] or keyword
        entries[-1][keyword] += _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[1]), match[2])
    return {entry["msgid"]: entry["msgstr"] for entry in entries if all(entry.values())}


@cache
def messages(language: Language) -> Mapping[str, str]:
    """What the program says in *language*, by English message id; empty for English."""
    if language is Language.ENGLISH:
        return {}
    return read_po((FOLDER / f"{language.locale}.po").read_text(encoding="utf-8"))


def translator(language: Language, *, strict: bool = False) -> Translate:
    """A function that says messages in *language*.

    On a screen an unknown message is said in English. With *strict*, as on paper, it raises
    MissingMessageError. The values of gaps named ``accepted`` and ``fault`` are messages.
    """
    known = messages(language)
    lenient = language is Language.ENGLISH or not strict

    def t(msgid: str, /, **values: object) -> str:
        text = known.get(msgid)
        if text is None:
            if not lenient:
                raise MissingMessageError(f"no {language.locale} message for {msgid!r}")
            text = msgid
        inner = {
            gap: known.get(message, message)
            for gap in _MESSAGES
            if isinstance(message := values.get(gap), str)
        }
        return fill(text, {**values, **inner})

    return t
