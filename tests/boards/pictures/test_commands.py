"""Drawing from the command line, inside a ledger and outside any."""

from pathlib import Path

import pytest

from scripts.sample.board.package import draw_package
from tests.boards.fabrication.drawn import board, packed
from tests.conftest import Pcbsales


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package, far from any ledger."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "HY-4410.zip"
    path.write_bytes(packed(board()))
    return path


def test_a_package_is_drawn_outside_any_ledger(package: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("intake", "picture", package, "-O", "board.svg")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.splitlines() == [
        "solder mask colour not stated: green assumed",
        "finish not stated: drawn as copper",
        "wrote board.svg",
    ]
    assert Path("board.svg").read_bytes().startswith(b"<svg")
    assert pcbsales("intake", "picture", package, "-O", "board.PNG", "--side", "top").code == 0
    assert Path("board.PNG").read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_drawn_is_one_line(package: Path, pcbsales: Pcbsales) -> None:
    files = board()
    files["b-F_Cu.gbr"] = files["b-F_Cu.gbr"].replace("D11*", "D77*", 1)
    package.write_bytes(packed(files))
    answer = pcbsales("intake", "picture", package, "-O", "board.svg")
    assert answer.code == 1
    assert answer.err == (
        "error: b-F_Cu.gbr cannot be drawn: it uses aperture D77, which is not defined\n"
    )
    assert not Path("board.svg").exists()
    package.write_bytes(b"no zip")
    answer = pcbsales("intake", "picture", package, "-O", "board.svg")
    assert answer.code == 1
    assert answer.err.startswith(f"error: {package}: this is not a zip")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-O", "board.pdf"), "expected an ending of .svg, .png"),
        (("-O", "board.svg", "--side", "left"), "expected one of top, bottom, both"),
    ],
)
def test_what_was_typed_wrongly(
    package: Path, pcbsales: Pcbsales, arguments: tuple[str, ...], told: str
) -> None:
    answer = pcbsales("intake", "picture", package, *arguments)
    assert answer.code == 2
    assert told in answer.err
    missing = pcbsales("intake", "picture", "none.zip", "-O", "board.svg")
    assert (missing.code, missing.err) == (2, "error: none.zip is not a file\n")


def test_a_revision_is_drawn_in_the_colours_ordered(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    answer = pcbsales("part", "picture", "HY-4400", "-O", "board.svg")
    assert answer.code == 0, answer.err
    first = (ledger_folder / "board.svg").read_bytes()
    assert b"seen from below" in first
    assert pcbsales("part", "picture", "HY-4400", "-O", "again.svg").code == 0
    assert (ledger_folder / "again.svg").read_bytes() == first


def test_a_revision_without_a_package_is_refused(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    assert pcbsales("part", "new", "HUAYI", "HY-9000", "layers=2").code == 0
    answer = pcbsales("part", "picture", "HY-9000", "-O", "board.svg")
    assert answer.code == 1
    assert "has no package in the ledger to draw from" in answer.err
    assert not (ledger_folder / "board.svg").exists()


def test_inner_layers_are_drawn_of_a_part_and_of_a_package(
    ledger_folder: Path, tmp_path: Path, pcbsales: Pcbsales
) -> None:
    answer = pcbsales("part", "picture", "HY-4400", "--side", "inner", "-O", "inner.svg")
    assert (answer.code, answer.err) == (0, "wrote inner.svg\n")
    drawn = (ledger_folder / "inner.svg").read_text("utf-8")
    assert "inner layer L2, seen from the top: HY-4400-In1_Cu.gbr" in drawn
    assert "inner layer L3, seen from the top: HY-4400-In2_Cu.gbr" in drawn
    package = tmp_path / "HY-4480.zip"
    package.write_bytes(draw_package("HY-4480"))
    answer = pcbsales("intake", "picture", package, "--side", "inner", "-O", "inner.png")
    assert (answer.code, answer.err) == (0, "wrote inner.png\n")
    assert (ledger_folder / "inner.png").read_bytes().startswith(b"\x89PNG")


def test_a_package_of_two_layers_has_no_inner_ones(package: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("intake", "picture", package, "--side", "inner", "-O", "inner.svg")
    assert (answer.code, answer.err) == (1, "error: the package holds no inner layers\n")
    assert not Path("inner.svg").exists()
