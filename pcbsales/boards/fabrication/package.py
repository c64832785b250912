"""Opening a customer's zip: bounded, in memory, nothing ever written by name."""

import contextlib
import hashlib
import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pcbsales.kernel.errors import RefusedError

MAX_ENTRIES = 5_000
MAX_FILE = 256 * 2**20
MAX_TOTAL = 384 * 2**20
MAX_RATIO = 250
RATIO_FROM = 16 * 2**20
CHUNK = 2**20

_DAMAGE = (
    zipfile.BadZipFile,
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    ValueError,
    IndexError,
    OverflowError,
)
_OTHER_ARCHIVES = (
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
)
_JUNK = re.compile(
    r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.git(/|ignore$)|\.directory$)",
    re.IGNORECASE,
)
_UNICODE = 0x800
_TRADE_WORDS = re.compile("[顶頂底层層阻防焊丝絲印文字钻鑽孔外形板框线線路铜銅钢鋼网網]{2}")
_OFFICE = (".xlsx", ".docx", ".pptx", ".ods", ".odt", ".odp", ".step", ".3mf", ".jar", ".fcstd")


class DefectError(RefusedError):
    """The package cannot be read at all; ``code`` names what is wrong with it."""

    def __init__(self, msgid: str, /, *, code: str, **values: object) -> None:
        self.code = code
        super().__init__(msgid, **values)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the package, with its content."""

    name: str
    data: bytes
    sha256: str

    @property
    def base(self) -> str:
        """The name without its folders."""
        return self.name.rpartition("/")[2]

    @property
    def junk(self) -> bool:
        """Left there by an operating system, nothing the customer means to send."""
        return _JUNK.search(self.name) is not None


def open_package(data: bytes) -> tuple[Member, ...]:
    """The files of a zip, in its order; a repeated name with the same content counts once.

    Raises:
        DefectError: truncated, not a zip, escaping names, a bomb, encrypted or empty.
    """
    archive = _archive(data)
    entries = [entry for entry in archive.infolist() if not _is_folder(entry)]
    for entry in archive.infolist():
        _check_entry(entry)
    _check_bounds(entries)
    members: dict[tuple[str, str], Member] = {}
    total = 0
    for entry in entries:
        content = _inflate(archive, entry, MAX_TOTAL - total)
        total += len(content)
        member = Member(_name(entry), content, hashlib.sha256(content).hexdigest())
        members.setdefault((member.name, member.sha256), member)
    if not any(not member.junk for member in members.values()):
        raise DefectError("the package holds no files; send the data again", code="archive.empty")
    return tuple(members.values())


def nested_archives(members: tuple[Member, ...]) -> list[Member]:
    """Archives inside the package that may hold the data in place of the package itself."""
    return [
        member
        for member in members
        if not member.base.lower().endswith(_OFFICE)
        and (member.data.startswith(b"PK\x03\x04") or _other_archive(member.data))
    ]


def _archive(data: bytes) -> zipfile.ZipFile:
    """The opened zip, or the defect that keeps it shut."""
    if not data:
        raise DefectError("the file is empty; send the package again", code="archive.empty")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (*_DAMAGE, NotImplementedError, UnicodeError, struct.error):
        pass
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")) or b"PK\x01\x02" in data:
        raise DefectError(
            "the zip is cut short or damaged: its table of contents cannot be read; send it again",
            code="archive.truncated",
        )
    kind = _other_archive(data)
    if kind:
        raise DefectError(
            "this is a {kind} archive, not a zip; send the data as a zip",
            code="archive.not-a-zip",
            kind=kind,
        )
    raise DefectError("this is not a zip; send the data as a zip", code="archive.not-a-zip")


def _other_archive(data: bytes) -> str | None:
    return next((kind for magic, kind in _OTHER_ARCHIVES if data.startswith(magic)), None)


def _name(entry: zipfile.ZipInfo) -> str:
    """The entry's path; some Windows programs write backslashes between the folders."""
    name = entry.orig_filename
    if not entry.flag_bits & _UNICODE and not name.isascii():
        name = _local_name(name)
    return name.replace("\\", "/").removeprefix("./")


def _local_name(name: str) -> str:
    """A name that the zip does not mark as Unicode: often it is, or Chinese of either writing."""
    raw = name.encode("cp437")
    found = []
    for encoding in ("utf-8", "gb2312", "big5"):
        with contextlib.suppress(UnicodeDecodeError):
            found.append(raw.decode(encoding))
    told = (text for text in found if _TRADE_WORDS.search(text))
    return next(told, found[0] if found else name)


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return _name(entry).endswith("/")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    """Refuse names that lead out of a folder, links and locked files."""
    name = _name(entry)
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    leads_out = (
        name.startswith("/")
        or re.match(r"[A-Za-z]:", name)
        or ".." in name.split("/")
        or "\0" in name
        or not name
    )
    if leads_out or is_link:
        raise DefectError(
            "the package holds {file!r}, a name or link that leads out of its folder; "
            "pack the plain files again",
            code="archive.escape",
            file=name,
        )
    if entry.flag_bits & 0x1:
        raise DefectError(
            "{file} is locked with a password; send the package without one",
            code="archive.encrypted",
            file=name,
        )


def _check_bounds(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise DefectError(
            "the package holds {count} files, more than any board needs; send the data alone",
            code="archive.bomb",
            count=len(entries),
        )


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """The content of an entry; what its header says of sizes is not believed."""
    try:
        return b"".join(_chunks(archive, entry, room))
    except NotImplementedError as error:
        raise DefectError(
            "{file} is packed in a way that ordinary zip programs cannot open; "
            "pack the data again as a plain zip",
            code="archive.not-a-zip",
            file=_name(entry),
        ) from error
    except (*_DAMAGE, RuntimeError, struct.error) as error:
        raise DefectError(
            "{file} is damaged or cut short inside the zip; send the package again",
            code="archive.truncated",
            file=_name(entry),
        ) from error


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> Iterator[bytes]:
    limit = min(MAX_FILE, room)
    size = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            swollen = size > RATIO_FROM and size > MAX_RATIO * max(entry.compress_size, 1)
            if size > limit or swollen:
                raise DefectError(
                    "{file} unpacks to more than any board's data; send the data alone",
                    code="archive.bomb",
                    file=_name(entry),
                )
            yield chunk
