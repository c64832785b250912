"""Where a record lives: its path follows from its id, and its id from its path.

Escaping of ids in file names: ``=`` turns lower case on and off, so that names differing only in
case stay apart on every file system (``basic-A1`` -> ``=basic-=A1``); every character other than
ASCII letters, digits and ``. _ + -`` becomes ``%XX`` per UTF-8 byte.
"""

import re
from collections.abc import Mapping
from typing import Final

from pcbsales.kernel.errors import UsageError
from pcbsales.manifest import RecordKind, Shelf

LEDGER: Final = "ledger"
ATTACHMENTS: Final = "attachments"
FORMAT: Final = f"{LEDGER}/FORMAT"
_SUFFIX: Final = ".yaml"
_SAFE = re.compile(r"[A-Za-z0-9_+.-]")


def escape(name: str) -> str:
    """*name* as a file name.

    >>> escape("HY-4410a"), escape("basic-ecp5"), escape("A/B 1")
    ('HY-4410=a', '=basic-ecp5', 'A%2FB%201')
    """
    written: list[str] = []
    lower = False
    for position, character in enumerate(name):
        if character.isascii() and character.isalpha() and character.islower() is not lower:
            lower = not lower
            written.append("=")
        written.append(_escape_character(character, first=position == 0))
    return "".join(written)


def _escape_character(character: str, *, first: bool) -> str:
    if _SAFE.fullmatch(character) and not (first and character == "."):
        return character
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))


def unescape(name: str) -> str:
    """The name that *name* stands for; ValueError if it stands for none."""
    raw = re.sub(r"%([0-9A-F]{2})", lambda m: f"%{m[1]}", name.replace("=", ""))
    data = re.sub(rb"%([0-9A-F]{2})", lambda m: bytes([int(m[1], 16)]), raw.encode("utf-8"))
    found = data.decode("utf-8")
    if escape(found) != name:
        raise ValueError(f"{name} is not an escaped name")
    return found


def id_pattern(kind: RecordKind) -> re.Pattern[str]:
    """What ids of *kind* look like; groups ``year``, ``station`` and ``number`` where numbered."""
    number = r"(?P<station>[A-Z]?)(?P<number>[0-9]{5,9})"
    if kind.shelf is Shelf.YEARLY:
        return re.compile(rf"{kind.prefix}-(?P<year>[0-9]{{4}})-{number}")
    if kind.shelf is Shelf.COUNTED:
        return re.compile(rf"{kind.prefix}-{number}")
    if kind.shelf is Shelf.OWNED:
        return re.compile(r"(?P<owner>[^/]+)/(?P<name>.+)")
    return re.compile(r"[^/]+")


def path_of(kind: RecordKind, record_id: str) -> str:
    """The path of a record below the root; UsageError if *record_id* is none of *kind*."""
    match = id_pattern(kind).fullmatch(record_id)
    if match is None:
        raise UsageError("{id} is not an id of a {noun}", id=record_id, noun=kind.noun)
    base = f"{LEDGER}/{kind.folder}"
    if kind.shelf is Shelf.YEARLY:
        folder = f"{match['year']}/{match['station']}{match['number'][:-2]}/"
        return f"{base}/{folder}{record_id}{_SUFFIX}"
    if kind.shelf is Shelf.OWNED:
        return f"{base}/{escape(match['owner'])}/{escape(match['name'])}{_SUFFIX}"
    return f"{base}/{escape(record_id)}{_SUFFIX}"


def id_of(kind: RecordKind, path: str) -> str | None:
    """The id that a file at *path* must hold; None where no record of *kind* can live."""
    inside = path.removeprefix(f"{LEDGER}/{kind.folder}/")
    if inside == path or not inside.endswith(_SUFFIX):
        return None
    parts = inside.removesuffix(_SUFFIX).split("/")
    try:
        found = "/".join(map(unescape, parts)) if kind.shelf is Shelf.OWNED else unescape(parts[-1])
        return found if path_of(kind, found) == path else None
    except (ValueError, UsageError):
        return None


def kind_at(path: str, kinds: Mapping[str, RecordKind]) -> RecordKind | None:
    """The kind in whose folder *path* lies; *kinds* are the catalogue's, by folder."""
    _, _, inside = path.partition("/")
    return kinds.get(inside.partition("/")[0])


def record_at(path: str, kinds: Mapping[str, RecordKind]) -> tuple[RecordKind, str] | None:
    """The kind and the id that a file at *path* must hold; None where no record can live."""
    kind = kind_at(path, kinds)
    record_id = id_of(kind, path) if kind else None
    return (kind, record_id) if kind and record_id else None


def attachment_path(sha256: str) -> str:
    """Where a customer's file is kept, by the hash of its content."""
    return f"{LEDGER}/{ATTACHMENTS}/{sha256[:2]}/{sha256}"
