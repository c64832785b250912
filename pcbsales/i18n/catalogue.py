"""Catalogues: English message ids and what they are called in another language.

They are gettext ``.po`` files, so that translators' tools can open them, read by a small reader of
our own: the everyday answer in English reads none, and Chinese costs no build step.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Protocol

from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import Told, fill
from pcbsales.kernel.shown import NamedId, Several, Shown, Word

FOLDER = Path(__file__).parent / "catalogues"
_LINE = re.compile(r'(?:(msgid|msgstr)\s+)?"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")
#: The gaps that are filled with messages.
_MESSAGES = ("accepted", "fault", "term")
#: A message with fewer letters beside its gaps, such as ``{name}: {value}``, is no sentence: what
#: looks like it may as well be somebody's own words.
_LETTERS = 12
#: What fills a gap otherwise for each reader.
_SAID = (Shown, Several, NamedId, Word)
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
    MissingMessageError. The values of gaps named ``accepted`` and ``fault`` are messages; words
    and names are said in the language wherever they stand.
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
        named = {
            gap: _said(value, language) for gap, value in values.items() if isinstance(value, _SAID)
        }
        told = {
            gap: Told(t(value.message, **value.values))
            for gap, value in values.items()
            if isinstance(value, Told)
        }
        return fill(text, {**values, **inner, **named, **told})

    return t


def _said(value: object, language: Language) -> str:
    """A word, a name, or several of them, for a reader of *language*."""
    match value:
        case Shown():
            return _said(value.screen, language)
        case Several():
            return value.said(lambda each: _said(each, language), chinese=language.is_chinese)
        case NamedId():
            return value.in_language(language.value)
        case Word():
            return messages(language).get(value, value.plain)
    return str(value)


def restated(text: str, language: Language) -> str:
    """*text*, an English sentence filled and then recorded, said in *language*.

    The message with the most literal text that could have given the whole of it counts, with the
    values that stand in its gaps. Anything else is somebody's own words and comes back unchanged.
    """
    known = messages(language)
    if text in known:
        return known[text]
    for msgid, literals in _sentences(language):
        if all(literal in text for literal in literals) and (
            found := _shape(msgid).fullmatch(text)
        ):
            values = {
                gap: restated(value, language) if gap in _MESSAGES else value
                for gap, value in found.groupdict().items()
            }
            return "".join(
                literal + (values[gap] if gap else "")
                for literal, gap, _, _ in Formatter().parse(known[msgid])
            )
    return text


@cache
def _sentences(language: Language) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The messages with gaps, each with the literal text between them; most literal text first."""
    split = {
        msgid: tuple(literal for literal, _, _, _ in Formatter().parse(msgid))
        for msgid in messages(language)
        if "{" in msgid
    }
    told = [
        (msgid, literals)
        for msgid, literals in split.items()
        if sum(map(str.isalpha, "".join(literals))) >= _LETTERS
    ]
    return tuple(sorted(told, key=lambda pair: -sum(map(len, pair[1]))))


@cache
def _shape(msgid: str) -> re.Pattern[str]:
    """What *msgid* looks like filled: each gap at least a character, and alike where it recurs.

    A gap ends where the text behind it is first met, for good, so that matching stays linear; only
    the last one reaches as far as it must.
    """
    pieces, seen = [""], set[str]()
    for literal, gap, _, _ in Formatter().parse(msgid):
        pieces[-1] += re.escape(literal)
        if gap:
            pieces.append(f"(?P={gap})" if gap in seen else f"(?P<{gap}>.+?)")
            seen.add(gap)
    *firm, last = pieces
    return re.compile("".join(f"(?>{piece})" for piece in firm) + last, re.DOTALL)
