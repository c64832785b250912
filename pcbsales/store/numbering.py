"""Allotting ids: the next number of a kind, in this clone's station."""

from pathlib import Path

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.kernel.record import Record
from pcbsales.manifest import Catalogue, Shelf
from pcbsales.store.index import Index
from pcbsales.store.layout import id_pattern


def read_station(file: Path) -> str:
    """This clone's station letter, empty on the first clone.

    Raises:
        LedgerConflictError: A clone without a station must not number.
    """
    try:
        return file.read_text("ascii").strip()
    except FileNotFoundError:
        raise LedgerConflictError(
            "this clone has no station letter yet, so it cannot number new records; "
            "write a letter that no other clone uses into {file}",
            file=file,
        ) from None


class Numberer:
    """Allots ids under the ledger's lock; remembers what it gave out within one decision."""

    def __init__(self, catalogue: Catalogue, index: Index, station_file: Path) -> None:
        self._catalogue = catalogue
        self._index = index
        self._station_file = station_file
        self._last: dict[str, int] = {}

    def next(self, kind: type[Record], year: int | None = None) -> str:
        """The next free id of *kind*; kinds numbered by year need *year*."""
        found = self._catalogue.kind_of(kind)
        if found.shelf not in {Shelf.YEARLY, Shelf.COUNTED}:
            raise ValueError(f"{found.noun} records are not numbered")
        if found.shelf is Shelf.YEARLY and year is None:
            raise ValueError(f"{found.noun} records are numbered by year")
        station = read_station(self._station_file)
        stem = f"{found.prefix}-{year}-" if found.shelf is Shelf.YEARLY else f"{found.prefix}-"
        stem += station
        if stem not in self._last:
            pattern = id_pattern(found)
            self._last[stem] = max(
                (
                    int(match["number"])
                    for record_id in self._index.ids(found.noun)
                    if record_id.startswith(stem)
                    and (match := pattern.fullmatch(record_id))
                    and match["station"] == station
                ),
                default=0,
            )
        self._last[stem] += 1
        return f"{stem}{self._last[stem]:05d}"
