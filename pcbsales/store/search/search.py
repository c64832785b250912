"""Searching all records for words as people type them, and saying where each was found.

A word is plain text: no character of it means anything but itself. It matches inside any text of a
record, in either Chinese writing, any case and width; in letters it also matches how the Chinese of
a name is spelt. Several words must all match the same record, in whatever fields.
"""

import json
import re
import sqlite3
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import chain, groupby
from typing import Any, Final

from pcbsales.manifest import Catalogue, RecordKind
from pcbsales.store.search.found import Found, Hit, words_of
from pcbsales.store.search.levels import level_of, places_of
from pcbsales.store.search.tables import SearchTables
from pcbsales.store.search.terms import references_in

#: A word that so many texts hold says little: its best records count, the others are told from
#: their content once the other words have found them.
_MOST_TERMS: Final = 40_000
#: So many records are looked into for words that nearly every record holds.
_MOST_READ: Final = 500
#: More than any sum of levels.
_NEVER: Final = 1_000_000
_SYLLABLE: Final = re.compile(
    "([bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "([aoeiuv]|[aeu]i|ao|ou|[aeiuv]n|[aeio]ng|er|i[aeu]|iao|i?an|iang|iong|u[aoe]|uai|u?an|uang|ve)"
)


class Search:
    """Searches over the records that the index behind *db* holds."""

    def __init__(
        self, db: sqlite3.Connection, catalogue: Catalogue, tell: Callable[..., None]
    ) -> None:
        self._db = db
        self._catalogue = catalogue
        self._tables = SearchTables(db, catalogue, tell)

    def find(self, text: str, *, noun: str | None = None, limit: int = 10) -> Found:
        """The records that hold all words of *text*: of each noun at most *limit*, best first."""
        words = words_of(text)
        if not words:
            return Found((), {})
        self._tables.refresh()
        try:
            return self._find(words, noun, limit)
        except sqlite3.DatabaseError:
            self._tables.forget()
            self._tables.refresh()
            return self._find(words, noun, limit)

    def _find(self, words: tuple[str, ...], noun: str | None, limit: int) -> Found:
        scores, cut = self._scored(words)
        said = dict.fromkeys(scores, words)
        if (joined := joined_syllables(words)) != words:
            spelt, _ = self._scored(joined)
            better = {doc: score for doc, score in spelt.items() if score < scores.get(doc, _NEVER)}
            scores |= better
            said |= dict.fromkeys(better, joined)
        ranked = sorted(scores, key=lambda doc: (scores[doc], -doc))
        nouns = _Nouns(self._db)
        best: dict[str, list[int]] = {}
        counts: dict[str, int] = {}
        for doc in ranked:
            found = nouns.of(doc)
            if found and noun in {None, found}:
                counts[found] = counts.get(found, 0) + 1
                if counts[found] <= limit:
                    best.setdefault(found, []).append(doc)
        hits = tuple(self._hit(doc, said[doc]) for docs in best.values() for doc in docs)
        return Found(hits, counts, cut)

    def _scored(self, words: tuple[str, ...]) -> tuple[dict[int, int], bool]:
        """How well records hold all *words* (less is better); whether only the best are there."""
        matches = [self._matches(word) for word in words]
        whole = [levels for levels, cut in matches if not cut]
        vague = [word for word, (_, cut) in zip(words, matches, strict=True) if cut]
        scores = _sums(whole or [levels for levels, _ in matches[:1]])
        cut = bool(vague) and not whole
        if vague and len(words) > 1:
            cut = cut or len(scores) > _MOST_READ
            best = sorted(scores, key=lambda doc: (scores[doc], -doc))[:_MOST_READ]
            scores = {doc: scores[doc] for doc in best if self._holds(doc, words)}
        return scores, cut

    def _matches(self, word: str) -> tuple[dict[int, int], bool]:
        """The level at which records hold *word*, by record; whether only the best are there."""
        parts: dict[int, list[bytes]] = {}
        seen = 0
        rows = self._db.execute(
            "SELECT class, text, docs FROM search.terms WHERE instr(text, ?) ORDER BY n DESC",
            (word,),
        )
        for term_class, text, docs in rows:
            level = level_of(word, term_class, text)
            if level is not None:
                parts.setdefault(level, []).append(docs)
                seen += 1
                if seen >= _MOST_TERMS:
                    break
        rows.close()
        levels: dict[int, int] = {}
        for level in sorted(parts, reverse=True):
            levels.update(dict.fromkeys(_numbers(b"".join(parts[level])), level))
        return levels, seen >= _MOST_TERMS

    def _holds(self, doc: int, words: Iterable[str]) -> bool:
        """Whether the record numbered *doc* holds all *words*, by its content."""
        record = self._record(doc)
        if record is None:
            return False
        kind, _, data, others = record
        found = [next(places_of(kind, data, others, word), None) for word in words]
        return None not in found

    def _hit(self, doc: int, words: Iterable[str]) -> Hit:
        record = self._record(doc)
        assert record is not None, "a record that was found is there"
        kind, record_id, data, others = record
        best = [
            min(places, key=lambda place: place[0])[1]
            for word in words
            if (places := list(places_of(kind, data, others, word)))
        ]
        return Hit(kind.noun, record_id, tuple(dict.fromkeys(best)))

    def _record(
        self, doc: int
    ) -> tuple[RecordKind, str, dict[str, Any], frozenset[tuple[str, str]]] | None:
        row = self._db.execute(
            "SELECT d.noun, d.id, f.body, f.refs FROM search.docs d "
            "JOIN main.files f ON f.path=d.path WHERE d.doc=?",
            (doc,),
        ).fetchone()
        if not row:
            return None
        return self._catalogue.kinds[row[0]], row[1], json.loads(row[2]), references_in(row[3])


class _Nouns:
    """Which noun a record is of, by its number; none where the number is dead."""

    def __init__(self, db: sqlite3.Connection) -> None:
        spans = db.execute("SELECT first, last, noun FROM search.spans ORDER BY first").fetchall()
        self._starts = [span[0] for span in spans]
        self._nouns = [span[2] for span in spans]
        last = spans[-1][1] if spans else 0
        self._dead = {row[0] for row in db.execute("SELECT doc FROM search.dead")}
        self._late = dict(db.execute("SELECT doc, noun FROM search.docs WHERE doc > ?", (last,)))
        self._last = last

    def of(self, doc: int) -> str | None:
        """The noun of the record numbered *doc*."""
        if doc in self._dead:
            return None
        if doc > self._last:
            return self._late.get(doc)
        return str(self._nouns[bisect_right(self._starts, doc) - 1])


def _numbers(packed: bytes) -> "array[int]":
    numbers = array("I")
    numbers.frombytes(packed)
    return numbers


def joined_syllables(words: tuple[str, ...]) -> tuple[str, ...]:
    """*words* with pinyin that was typed syllable by syllable in one, as spellings are kept.

    >>> joined_syllables(("shen", "zhen", "plant"))
    ('shenzhen', 'plant')
    """
    parts = groupby(words, lambda word: bool(_SYLLABLE.fullmatch(word)))
    joined = [("".join(run),) if is_pinyin else tuple(run) for is_pinyin, run in parts]
    return tuple(dict.fromkeys(chain.from_iterable(joined)))


def _sums(matches: list[dict[int, int]]) -> dict[int, int]:
    """The records in all of *matches*, each with the sum of its levels."""
    first, *others = sorted(matches, key=len)
    docs: Iterable[int] = first
    if others:
        docs = set(first).intersection(*others)
    return {doc: sum(levels[doc] for levels in matches) for doc in docs}
