"""What is worked out of kept files is kept beside the index, and never believed when damaged."""

from pathlib import Path

import pytest

from pcbsales.store.keeping import derived as keeping
from pcbsales.store.keeping.derived import derived


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".pcbsales").mkdir()
    return tmp_path


def of(root: Path, made: bytes) -> bytes:
    return derived(root, "figures-1", lambda: made)


def test_it_is_worked_out_once(root: Path) -> None:
    assert of(root, b"one\ntwo") == b"one\ntwo"
    assert of(root, b"not asked") == b"one\ntwo"
    assert [file.name for file in (root / ".pcbsales/derived").iterdir()] == ["figures-1"]


@pytest.mark.parametrize("damage", [b"", b"one", b"\n", b"0 0\none"])
def test_what_is_damaged_is_worked_out_again(root: Path, damage: bytes) -> None:
    of(root, b"one")
    (root / ".pcbsales/derived/figures-1").write_bytes(damage)
    assert of(root, b"two") == b"two"
    assert of(root, b"three") == b"two"


def test_another_version_of_the_program_works_it_out_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of(root, b"one")
    monkeypatch.setattr(keeping, "version", lambda: "another")
    assert of(root, b"two") == b"two"


def test_links_lead_nowhere(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / ".pcbsales/derived").symlink_to(outside)
    assert of(root, b"one") == b"one"
    assert list(outside.iterdir()) == []
    entry = root / ".pcbsales/derived/figures-1"
    entry.unlink()
    entry.symlink_to(outside / "file")
    assert of(root, b"two") == b"two"
    assert not (outside / "file").exists()


def test_without_a_place_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / ".pcbsales").write_text("no folder")
    assert of(tmp_path, b"one") == b"one"
    assert of(tmp_path, b"two") == b"two"


def test_it_does_not_grow_for_ever(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_MOST", 3)
    for number in range(10):
        derived(root, f"figures-{number}", lambda: b"one")
    assert len(list((root / ".pcbsales/derived").iterdir())) <= 3
