"""How well a word fits the texts of a record, and where in it each stands."""

import re
from collections.abc import Container, Iterator
from typing import Any, Final

from pcbsales.i18n.folding import fold, spellings
from pcbsales.manifest import RecordKind
from pcbsales.store.search.found import Place, excerpt
from pcbsales.store.search.terms import TermClass, class_of, in_names, plain_field
from pcbsales.store.text.leaves import leaves

#: How well a word fits a text, best first: whole and beginnings before the inside, ids and names
#: before values, values before prose, all of these before what only names another record.
_LEVELS: Final = {
    (TermClass.ID, 0): 0,
    (TermClass.NAME, 0): 1,
    (TermClass.ID, 1): 2,
    (TermClass.NAME, 1): 2,
    (TermClass.SPELLING, 0): 3,
    (TermClass.SPELLING, 1): 3,
    (TermClass.ID, 2): 4,
    (TermClass.NAME, 2): 4,
    (TermClass.SPELLING, 2): 5,
    (TermClass.VALUE, 0): 5,
    (TermClass.VALUE, 1): 6,
    (TermClass.VALUE, 2): 6,
    (TermClass.PROSE, 0): 7,
    (TermClass.PROSE, 1): 7,
    (TermClass.PROSE, 2): 7,
    (TermClass.OPAQUE, 0): 7,
    (TermClass.OPAQUE, 1): 7,
    **{(TermClass.REFERENCE, fit): 8 for fit in range(3)},
}
#: Fewer letters begin a spelling, but are not looked for inside one.
_LEAST_INSIDE: Final = 4
_LEAST_SPELT: Final = 2
#: So many digits begin a hash; fewer are met in it by chance.
_LEAST_OPAQUE: Final = 7
_NUMBER: Final = re.compile(r"([a-z]?)0*([0-9]{1,9})")


def level_of(word: str, term_class: int, text: str) -> int | None:
    """How well *word* fits *text*, which holds it; None where it fits by chance."""
    if text == word or (term_class == TermClass.ID and _is_tail(word, text)):
        return _LEVELS[TermClass(term_class), 0]
    begins = text.startswith(word)
    if term_class == TermClass.SPELLING and len(word) < (_LEAST_SPELT if begins else _LEAST_INSIDE):
        return None
    if term_class == TermClass.OPAQUE and not (begins and len(word) >= _LEAST_OPAQUE):
        return None
    return _LEVELS[TermClass(term_class), 1 if begins else 2]


def _is_tail(word: str, record_id: str) -> bool:
    """Whether *word* is the number that *record_id* ends in, or the name after its owner."""
    if record_id.partition("/")[2] == word:
        return True
    tail = _NUMBER.fullmatch(word)
    own = _NUMBER.fullmatch(record_id.rpartition("-")[2])
    return tail is not None and own is not None and tail.groups() == own.groups()


def places_of(
    kind: RecordKind, data: dict[str, Any], others: Container[tuple[str, str]], word: str
) -> Iterator[tuple[int, Place]]:
    """Where a record holds *word*, each with its level."""
    for field, text in leaves(data):
        is_name = in_names(field, kind.names)
        folded = fold(text)
        if word in folded:
            is_reference = (plain_field(field), text) in others
            term_class = class_of(
                text, is_id=field == "id", is_name=is_name, is_reference=is_reference
            )
            level = level_of(word, term_class, folded)
            if level is not None:
                yield level, Place(field, excerpt(text, word))
        if is_name and word.isascii() and not text.isascii():
            for spelt in spellings(text):
                if word in spelt and (level := level_of(word, TermClass.SPELLING, spelt)):
                    yield level, Place(field, excerpt(text, word))
                    break
