"""Allotting ids: the next number of a kind, in this clone's station; none is ever given twice."""

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.kernel.record import Record
from pcbsales.manifest import Catalogue, Shelf
from pcbsales.store.index.index import Index
from pcbsales.store.layout import id_pattern
from pcbsales.store.naming import naming

#: Numbers whose record was taken back: each is kept as a record of its own, by the same id.
WITHDRAWN: Final = "withdrawn"
_HIGHEST: Final = 999_999_999
_LETTER: Final = re.compile(r"[A-Z]?")


def read_station(file: Path) -> str:
    """This clone's station letter, empty on the first clone.

    Raises:
        LedgerConflictError: A clone without a station must not number; or the file holds no letter.
        OSError: It is there and cannot be read.
    """
    try:
        with naming(file):
            found = file.read_text("ascii").strip()
    except FileNotFoundError:
        raise LedgerConflictError(
            "this clone has no station letter yet, so it cannot number new records; "
            "register one that no other clone has: pcbsales station add B"
        ) from None
    except (IsADirectoryError, UnicodeDecodeError):
        found = "?"
    if not _LETTER.fullmatch(found):
        raise LedgerConflictError(
            "{file} holds no station letter; write this clone's letter into it, "
            "or nothing for the first clone",
            file=file,
        )
    return found


class Numberer:
    """Allots ids under the ledger's lock; remembers what it gave out within one decision.

    *station* gives this clone's letter when a number is asked for; *taken* are more nouns and ids
    that must not be given: what is committed, but not in the files.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        index: Index,
        station: Callable[[], str],
        taken: Collection[tuple[str, str]] = (),
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._station = station
        self._taken = taken
        self._last: dict[str, int] = {}

    def next(self, kind: type[Record], year: int | None = None) -> str:
        """The next free id of *kind*; kinds numbered by year need *year*."""
        found = self._catalogue.kind_of(kind)
        if found.shelf not in {Shelf.YEARLY, Shelf.COUNTED}:
            raise ValueError(f"{found.noun} records are not numbered")
        if found.shelf is Shelf.YEARLY and year is None:
            raise ValueError(f"{found.noun} records are numbered by year")
        stem = f"{found.prefix}-{year:04d}-" if year is not None else f"{found.prefix}-"
        if found.shelf is Shelf.COUNTED:
            stem = f"{found.prefix}-"
        stem += self._station()
        if stem not in self._last:
            pattern = id_pattern(found)
            known = [
                self._index.highest(found.noun, stem),
                self._index.highest(WITHDRAWN, stem),
                *(name for noun, name in self._taken if noun in {found.noun, WITHDRAWN}),
            ]
            self._last[stem] = max(
                (
                    int(match["number"])
                    for name in known
                    if (match := pattern.fullmatch(name)) and stem + match["number"] == name
                ),
                default=0,
            )
        if self._last[stem] >= _HIGHEST:
            raise LedgerConflictError("the numbers of {stem}… are used up", stem=stem)
        self._last[stem] += 1
        return f"{stem}{self._last[stem]:05d}"
