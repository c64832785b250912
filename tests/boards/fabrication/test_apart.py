"""Two boards, or two revisions of one, in one package are never added up."""

from decimal import Decimal

import pytest

from tests.boards.fabrication.drawn import (
    HOLES,
    board,
    codes,
    copper,
    drill,
    gerber,
    read,
    rectangle,
)

OTHER = {
    "c.gko": gerber(rectangle(0, 0, 60, 30)),
    "c.gtl": copper("").replace("%TF.FileFunction,*%\n", "").replace("D11*", "D11*\nX1Y1D02*", 1),
    "c.gbl": copper("").replace("%TF.FileFunction,*%\n", "").replace("D11*", "D11*\nX2Y2D02*", 1),
    "c-PTH.drl": drill(holes=[(x + 1.3, y + 0.7) for x, y in HOLES]),
}


@pytest.mark.parametrize("folders", [("", ""), ("one/", "two/")], ids=["mixed", "folders"])
def test_two_boards_have_no_values_in_common(folders: tuple[str, str]) -> None:
    first, second = folders
    reading = read(
        {first + name: text for name, text in board().items()}
        | {second + name: text for name, text in OTHER.items()}
    )
    assert reading.size_mm is None
    assert reading.copper_layers is None
    assert (reading.holes, reading.slots, reading.min_drill_mm) == (None, None, None)
    assert reading.min_conductor_mm is None
    assert {"layer.count-conflict", "size.conflict"} <= codes(reading)


def test_an_outline_and_holes_of_a_second_board_without_copper() -> None:
    plate = {"plate/" + name: OTHER[name] for name in ("c.gko", "c-PTH.drl")}
    named = {("main/b.gko" if "Edge" in n else f"main/{n}"): t for n, t in board().items()}
    named["main/b.gko"] = gerber(rectangle(0, 0, 40, 25))
    reading = read({**named, **plate})
    assert codes(reading) == {"size.conflict"}
    assert (reading.size_mm, reading.holes) == (None, None)


def test_a_second_revision_with_the_same_outline_and_holes() -> None:
    old = {"old/" + name: text.replace("M02*", "X0Y0D02*\nM02*") for name, text in board().items()}
    reading = read({**board(), **old})
    assert reading.copper_layers is None
    assert reading.size_mm == (Decimal(40), Decimal(25))
    assert reading.holes == 32
    assert codes(reading) == {"layer.count-conflict"}


def test_the_same_set_twice_is_one_board() -> None:
    reading = read({f"{place}/{name}": text for place in "ab" for name, text in board().items()})
    assert codes(reading) == set()
    assert (reading.copper_layers, reading.holes) == (2, 32)
