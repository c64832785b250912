"""What cannot be opened is refused by name, and nothing else ever escapes."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.boards.fabrication.package import DefectError, open_package
from pcbsales.boards.fabrication.reading import FabricationReading, read_package
from tests.boards.fabrication.drawn import board, codes, packed, read

GOOD = packed(board())


def defect(data: bytes) -> str:
    with pytest.raises(DefectError) as caught:
        read_package(data)
    assert str(caught.value)
    return caught.value.code


def with_entry(name: str, content: bytes = b"x", mode: int = 0) -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w") as archive:
        entry = zipfile.ZipInfo("name-placeholder")
        entry.filename = name
        entry.create_system = 3
        entry.external_attr = mode << 16
        archive.writestr(entry, content)
    return store.getvalue()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated(share: float) -> None:
    assert defect(GOOD[: int(len(GOOD) * share)]) == "archive.truncated"


@pytest.mark.parametrize(
    "data", [b"not a zip", b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08rest"]
)
def test_not_a_zip(data: bytes) -> None:
    assert defect(data) == "archive.not-a-zip"


@pytest.mark.parametrize(
    "name",
    ["../evil.gbr", "a/../../evil", "/etc/passwd", "C:/evil", "c:evil", "..\\evil", "\\\\host\\x"],
)
def test_names_that_lead_out(name: str) -> None:
    assert defect(with_entry(name)) == "archive.escape"


def test_links_lead_out_too() -> None:
    assert defect(with_entry("b.gbr", b"/etc/passwd", 0o120777)) == "archive.escape"


def test_windows_folders_are_no_escape() -> None:
    reading = read({f"out\\{name}": text for name, text in board().items()})
    assert codes(reading) == set()


def test_empty() -> None:
    assert defect(b"") == "archive.empty"
    assert defect(packed({})) == "archive.empty"
    assert defect(packed({"__MACOSX/._b": "x", ".DS_Store": "x"})) == "archive.empty"


def test_a_bomb_is_not_unpacked() -> None:
    assert defect(packed({"b.gbr": bytes(40 * 2**20)})) == "archive.bomb"


def test_a_great_many_files() -> None:
    assert defect(packed({f"{index}.gbr": "" for index in range(5_001)})) == "archive.bomb"


def test_encrypted() -> None:
    data = bytearray(packed({"b.gbr": "x" * 50}))
    directory = data.index(b"PK\x01\x02")
    for offset in (6, directory + 8):
        struct.pack_into("<H", data, offset, 1)
    assert defect(bytes(data)) == "archive.encrypted"


def test_nested_only_where_there_is_no_data_beside() -> None:
    assert defect(packed({"inner.zip": GOOD})) == "archive.nested"
    reading = read({**board(), "sources.zip": GOOD})
    assert codes(reading) == set()
    assert {file.name: file.role for file in reading.files}["sources.zip"] == "other"


def test_an_unknown_compression_method() -> None:
    data = bytearray(packed({"b.gbr": "x" * 50}))
    directory = data.index(b"PK\x01\x02")
    for offset in (8, directory + 10):
        struct.pack_into("<H", data, offset, 9)
    assert defect(bytes(data)) == "archive.not-a-zip"


def test_a_wrong_checksum() -> None:
    data = bytearray(packed({"b.gbr": "x" * 50}))
    directory = data.index(b"PK\x01\x02")
    for offset in (14, directory + 16):
        struct.pack_into("<I", data, offset, 12345)
    assert defect(bytes(data)) == "archive.truncated"


def test_junk_is_left_aside() -> None:
    junk = {"__MACOSX/._b-F_Cu.gbr": "\0\5\x16\7", ".DS_Store": "x", "sub/Thumbs.db": "y"}
    reading = read({**board(), **junk})
    assert codes(reading) == set()
    assert sum(file.role == "junk" for file in reading.files) == 3


def test_the_same_file_twice_counts_once() -> None:
    store = io.BytesIO(GOOD)
    with zipfile.ZipFile(store, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("b.drl", board()["b.drl"])
    assert read_package(store.getvalue()).holes == 32


def test_members_carry_their_fingerprint() -> None:
    (member,) = open_package(packed({"a/b.gbr": ""}))
    assert (member.name, member.base) == ("a/b.gbr", "b.gbr")
    assert member.sha256.startswith("e3b0c442")


def outcome(data: bytes) -> str:
    """A reading or a defect by its code, never anything else."""
    try:
        reading: FabricationReading | None = read_package(data)
    except DefectError as error:
        return error.code
    return "read" if reading else ""


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    assert outcome(data).startswith("archive.")
    assert outcome(b"PK\x03\x04" + data).startswith("archive.")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=12))
def test_a_damaged_package(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for place, value in changes:
        data[place] = value
    assert outcome(bytes(data)).startswith(("archive.", "read"))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(board())),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 6), st.binary(max_size=6)), max_size=8),
)
def test_a_damaged_file(name: str, changes: list[tuple[float, int, bytes]]) -> None:
    data = board()[name].encode()
    for share, length, patch in changes:
        place = int(share * len(data))
        data = data[:place] + patch + data[place + length :]
    assert outcome(packed({**board(), name: data})) == "read"


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("顶层线路.gbr", "gbk"), ("頂層線路.gbr", "big5"), ("顶层线路.gbr", "utf-8")],
)
def test_names_that_the_zip_does_not_mark_as_unicode(name: str, encoding: str) -> None:
    raw = name.encode(encoding)
    placeholder = "x" * len(raw)
    data = packed({placeholder: board()["b-F_Cu.gbr"]})
    (member,) = open_package(data.replace(placeholder.encode(), raw))
    assert member.name == name


def test_a_name_of_western_europe_stays() -> None:
    data = packed({"Gxn.gbr": "x"}).replace(b"Gxn.gbr", b"G\x81n.gbr")
    assert open_package(data)[0].name == "Gün.gbr"
