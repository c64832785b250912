"""Figures that were measured once are read again as they were, and answers are the same."""

import pytest

from pcbsales.boards.capability import kept_figures
from pcbsales.boards.capability.figures import measured
from pcbsales.boards.capability.kept_figures import Measured, kept_or_measured, read, written
from scripts.sample.board.package import draw_package
from tests.conftest import Pcbsales


def test_what_is_written_is_read() -> None:
    found = measured(draw_package())
    assert found[0] is not None
    assert round(found[0].coverage.board_mm2) == 6792  # 100 x 68, its corners rounded by 3
    assert read(written(found)) == found
    nothing = measured(b"no package")
    assert nothing[0] is None
    assert read(written(nothing)) == nothing


@pytest.mark.parametrize("text", [b"", b"null", b"[1, 2]", b'[{"coverage": 1}, []]'])
def test_what_is_something_else_is_measured_again(text: bytes) -> None:
    assert read(text) is None
    data = draw_package()
    assert kept_or_measured(data, "0" * 64, lambda *_: text) == measured(data)


@pytest.mark.usefixtures("ledger_folder")
def test_a_review_measures_once(pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pcbsales("part", "dfm", "HY-4400", "-o", "json")
    asked: list[bytes] = []

    def counted(data: bytes) -> Measured:
        asked.append(data)
        return measured(data)

    monkeypatch.setattr(kept_figures, "measured", counted)
    assert pcbsales("part", "dfm", "HY-4400", "-o", "json") == first
    assert asked == []
    assert pcbsales("--no-index", "part", "dfm", "HY-4400", "-o", "json") == first
    assert len(asked) == 1
