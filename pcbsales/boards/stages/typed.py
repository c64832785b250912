"""What people type of approvals and notices: elements of a PPAP, boards that a change touches."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from pcbsales.boards.stages.choices import ELEMENT_WORDS, PpapElement, named
from pcbsales.boards.stages.notice_records import Touched
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.local_text import LocalProse, LocalText

_RANGE = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?")
_QUANTITY = re.compile(r"([1-9][0-9]{0,8})(k?)")
_HAN = re.compile(r"[\u3400-\u9fff]")


def read_elements(texts: Iterable[str]) -> tuple[PpapElement, ...]:
    """``all``, numbers, ranges or names as elements, each once in the order of their numbers.

    >>> [element.value for element in read_elements(["4,18", "pfmea"])]
    ['dfmea', 'pfmea', 'psw']
    """
    found: set[PpapElement] = set()
    for word in (word.strip() for text in texts for word in text.split(",")):
        if word:
            found.update(_elements(word))
    return tuple(element for element in PpapElement if element in found)


def read_text(text: str, *, language: Language) -> LocalText:
    """*text* filed under the language of its script; Chinese under *language* where it is one."""
    if not text.strip():
        raise UsageError("give the text; nothing was said")
    if not _HAN.search(text):
        return LocalText(en=text.strip())
    if language is Language.TRADITIONAL_CHINESE:
        return LocalText(zh_hant=text.strip())
    return LocalText(zh_hans=text.strip())


def read_prose(text: str, *, language: Language) -> LocalProse:
    """*text* of one line or more, filed as ``read_text`` files it."""
    return LocalProse.model_validate(dict(read_text(text, language=language)))


def touched(revisions: Iterable[tuple[str, str | None]]) -> tuple[Touched, ...]:
    """Parts with a revision or None for all, as a notice names them: each part once."""
    by_part: dict[str, list[str | None]] = {}
    for part, rev in revisions:
        by_part.setdefault(part, []).append(rev)
    return tuple(
        Touched(part=part, revisions=() if None in revs else _each_once(revs))
        for part, revs in by_part.items()
    )


def read_quantity(text: str) -> int:
    """A number of boards from 1 on: ``200``, ``1k``; UsageError otherwise."""
    counted = _QUANTITY.fullmatch(unicodedata.normalize("NFKC", text).strip().casefold())
    if counted is None:
        raise UsageError(
            "{quantity} is not a quantity; give a number from 1 on such as 200, 1k",
            quantity=repr(text),
        )
    return int(counted[1]) * (1000 if counted[2] else 1)


def split_revision(text: str) -> tuple[str, str | None]:
    """``PN@REV`` or ``PN`` alone.

    >>> split_revision("CH-MTR-08@B")
    ('CH-MTR-08', 'B')
    """
    part, _, rev = text.partition("@")
    return part.strip(), rev.strip() or None


def _each_once(revs: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rev for rev in revs if rev is not None))


def _elements(word: str) -> Sequence[PpapElement]:
    members = tuple(PpapElement)
    if word.casefold() == "all":
        return members
    if numbered := _RANGE.fullmatch(word):
        first, last = int(numbered[1]), int(numbered[2] or numbered[1])
        if 1 <= first <= last <= len(members):
            return members[first - 1 : last]
        raise UsageError(
            "{word} is no element of a PPAP; they are numbered 1 to {count}",
            word=word,
            count=len(members),
        )
    return (named(PpapElement, word, ELEMENT_WORDS),)
