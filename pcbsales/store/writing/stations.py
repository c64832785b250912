"""This clone's station: a letter registered in the ledger, and kept in the git folder.

A claim is written first, with a mark of this clone's own; the record bears the mark. So a command
that was killed between the two leaves nothing in doubt: whose mark the record bears has the letter.

Beside the letter stands the place that it was given to. A folder copied with its git folder brings
the letter along, and both would give the same numbers: there the place shows that it is a copy.
"""

import json
import platform
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pcbsales.kernel.errors import LedgerConflictError, RefusedError
from pcbsales.store.naming import naming
from pcbsales.store.writing.durability import replace_whole
from pcbsales.store.writing.numbering import read_station

if TYPE_CHECKING:
    from pcbsales.store.index.index import Index
    from pcbsales.store.ledger import Ledger

_STATION: Final = "station"
_CLAIM: Final = "station.claim"
_PLACE: Final = "place"
#: Nothing is kept there; any other error is of the machine, and nothing is known then.
_NO_FILE: Final = (FileNotFoundError, NotADirectoryError, IsADirectoryError)


def station_here(ledger: "Ledger") -> str:
    """This clone's letter, empty on the first clone.

    Raises:
        LedgerConflictError: It has none yet.
    """
    ledger.state(partial=True)
    return own_station(ledger.own_folder(), ledger.index)


def own_station(folder: Path, index: "Index") -> str:
    """The letter kept in *folder*; a claim that the ledger bears out is settled first."""
    file = folder / _STATION
    if found := _claimed(folder):
        letter, mark = found
        entry = index.entry("station", letter)
        if entry and entry.body and entry.body.get("clone") == mark:
            _keep(folder, letter)
    return read_station(file)


def claim(ledger: "Ledger", letter: str, *, keep: bool = True) -> str:
    """Claim *letter* for this clone; the mark that its record must bear. A preview keeps none.

    Raises:
        RefusedError: This clone has a station already, and is no copy of the one that has it.
    """
    folder = ledger.own_folder()
    try:
        found = station_here(ledger)
    except LedgerConflictError:
        if (folder / _STATION).exists():
            raise
    else:
        if found and not copied_from(folder):
            raise RefusedError("this clone has a letter already, {letter}", letter=found)
        if not copied_from(folder):
            raise RefusedError("this is the first clone: it numbers without a letter")
    known = _claimed(folder)
    if known and known[0] == letter:
        return known[1]
    mark = f"C{secrets.token_hex(6).upper()}"
    if keep:
        folder.mkdir(exist_ok=True)
        replace_whole(folder / _CLAIM, json.dumps({"letter": letter, "clone": mark}).encode())
    return mark


def settle(ledger: "Ledger", letter: str) -> None:
    """The letter is registered: keep it; if that fails now, the next command does it."""
    with suppress(OSError):
        _keep(ledger.own_folder(), letter)


def copied_from(folder: Path) -> str:
    """Where the station of the git folder's *folder* was given, if this is a copy of that; or "".

    A folder that was moved, or mounted elsewhere, keeps its number; file systems that make numbers
    up keep its path.
    """
    file = folder / _PLACE
    try:
        with naming(file):
            known = json.loads(file.read_bytes())
        same_path = (known["path"], known["machine"]) == (str(folder.resolve()), platform.node())
        if same_path or known["number"] == folder.stat().st_ino:
            return ""
        return str(Path(known["path"]).parents[1])
    except (*_NO_FILE, ValueError, LookupError, TypeError):
        return ""


def keep_place(folder: Path) -> None:
    """Remember that the station in the git folder's *folder* is this folder's own."""
    found = {
        "path": str(folder.resolve()),
        "machine": platform.node(),
        "number": folder.stat().st_ino,
    }
    replace_whole(folder / _PLACE, json.dumps(found).encode())


def _keep(folder: Path, letter: str) -> None:
    keep_place(folder)
    replace_whole(folder / _STATION, f"{letter}\n".encode())
    (folder / _CLAIM).unlink(missing_ok=True)


def _claimed(folder: Path) -> tuple[str, str] | None:
    file = folder / _CLAIM
    try:
        with naming(file):
            data = json.loads(file.read_bytes())
        return str(data["letter"]), str(data["clone"])
    except (*_NO_FILE, ValueError, LookupError, TypeError):
        return None
