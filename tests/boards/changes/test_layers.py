import io
import zipfile
from collections.abc import Mapping
from decimal import Decimal

import pytest

from pcbsales.boards.changes.compared import Board, split_name, with_predecessor
from pcbsales.boards.changes.difference import difference, same_board
from pcbsales.boards.changes.layers import (
    By,
    LayerChange,
    changed,
    drill_changes,
    file_changes,
    layer_changes,
    pictured,
)
from pcbsales.boards.changes.packages import is_same_content
from pcbsales.boards.changes.revising import revise
from pcbsales.boards.fabrication.reading import FabricationFile, FabricationSet, open_set
from pcbsales.boards.pictures.moved import State
from pcbsales.kernel.errors import RefusedError, UsageError
from tests.boards.builders import MOVED, TODAY, intake, taken_in, the_part
from tests.boards.changes.builders import ledger
from tests.boards.fabrication.drawn import HOLES, board, copper, drill

COPPER = "b-F_Cu.gbr"


def opened(files: Mapping[str, str], folder: str = "") -> FabricationSet:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(folder + name, text)
    return open_set(out.getvalue())


def named(name: str) -> str:
    """The file of the small board whose name ends so."""
    return next(file for file in board() if file.endswith(name))


def by_layer(changes: tuple[LayerChange, ...]) -> dict[str, tuple[State, By]]:
    return {change.layer: (change.state, change.by) for change in changes}


def test_the_same_files_are_the_same_by_their_hash() -> None:
    changes = layer_changes(opened(board()), opened(board(), folder="sub/"))
    assert {(change.state, change.by) for change in changes} == {(State.SAME, By.HASH)}
    assert same_board(changes)
    assert not pictured(changes)


def test_what_only_says_it_otherwise_is_the_same_by_its_drawing() -> None:
    top = named("F_Cu.gbr")
    said = {**board(), top: "G04 written on another day*\n" + board()[top]}
    changes = layer_changes(opened(board()), opened(said))
    assert by_layer(changes)["copper-top"] == (State.SAME, By.DRAWING)
    assert same_board(changes)


def test_what_moved_is_changed_with_its_areas() -> None:
    top = named("F_Cu.gbr")
    moved = {**board(), top: copper("Copper,L1,Top", at=(5, 4))}
    changes = layer_changes(opened(board()), opened(moved))
    (one,) = changed(changes)
    assert (one.layer, one.state, one.by) == ("copper-top", State.CHANGED, By.DRAWING)
    assert one.gone_mm2 == pytest.approx(one.come_mm2)
    assert pictured(changes) == ("copper-top",)
    assert not same_board(changes)
    assert one.as_json()["state"] == "changed"


def test_layers_come_and_go() -> None:
    top = named("F_Cu.gbr")
    less = {name: text for name, text in board().items() if name != top}
    assert by_layer(layer_changes(opened(board()), opened(less)))["copper-top"][0] is State.REMOVED
    assert by_layer(layer_changes(opened(less), opened(board())))["copper-top"][0] is State.ADDED


def test_holes_of_a_diameter_that_come_and_go_are_counted() -> None:
    program = named(".drl")
    fewer = {**board(), program: drill(holes=HOLES[:-2])}
    old, new = opened(board()), opened(fewer)
    assert by_layer(layer_changes(old, new))["drill"][0] is State.CHANGED
    assert drill_changes(old, new) == ((Decimal("0.3"), 31, 29),)


def test_texts_and_job_files_are_told_but_are_no_board() -> None:
    more = {**board(), "readme.txt": "please hurry"}
    changes = layer_changes(opened(board()), opened(more))
    (one,) = changed(changes)
    assert (one.state, one.by, one.new) == (State.ADDED, By.FILE, "readme.txt")
    assert same_board(changes)


@pytest.mark.parametrize(
    ("new", "same"),
    [
        ([("a.gtl", "copper-top", "1"), ("a.gbl", "copper-bottom", "2")], True),
        ([("x/a.gbl", "copper-bottom", "2"), ("x/a.gtl", "copper-top", "1")], True),
        ([("b.gtl", "copper-top", "1"), ("b.gbl", "copper-bottom", "2")], True),
        ([("a.gtl", "unknown", "1"), ("a.gbl", "unknown", "2")], True),
        ([("a.gtl", "copper-top", "2"), ("a.gbl", "copper-bottom", "1")], False),
        ([("a.gtl", "copper-top", "1")], False),
        (
            [
                ("a.gtl", "copper-top", "1"),
                ("a.gbl", "copper-bottom", "2"),
                (".DS_Store", "junk", "9"),
            ],
            True,
        ),
    ],
)
def test_content_is_files_by_name_or_role(new: list[tuple[str, str, str]], *, same: bool) -> None:
    old = [
        FabricationFile("a.gtl", "copper-top", "1"),
        FabricationFile("a.gbl", "copper-bottom", "2"),
    ]
    files = [FabricationFile(*file) for file in new]
    assert is_same_content(old, files) is same
    assert is_same_content(files, old) is same
    assert not is_same_content([], [])


def test_without_the_packages_files_are_compared_by_hash() -> None:
    part = the_part(intake(ledger(taken_in()), data=b"new", reading=MOVED, revise=True))
    found = difference(*with_predecessor(part))
    assert not found.drawn
    assert {layer.layer: layer.state for layer in found.layers or ()} == {
        "copper-top": State.CHANGED,
        "outline": State.SAME,
    }
    assert found.as_table().remarks[0][0].startswith("a package is not in the ledger")
    twice = file_changes(MOVED.files * 2, MOVED.files)
    assert [change.state for change in changed(twice)] == [State.REMOVED] * 2


def test_a_difference_says_it_in_the_trades_words_and_for_scripts() -> None:
    old = taken_in("thickness_mm=1.6")
    new = the_part(
        revise(ledger(old), part=old.id, settings=["thickness_mm=1.2"], actor="lin", as_of=TODAY)
    )
    found = difference(*with_predecessor(new), lang="zh-Hans")
    assert found.as_table().rows[0] == ("规格", "thickness_mm", "成品板厚 mm", "1.6", "1.2")
    told = found.as_json()
    assert (told["before"], told["after"]) == ("HUAYI/HY-4410@A", "HUAYI/HY-4410@B")
    assert told["specification"] == [{"key": "thickness_mm", "before": "1.6", "after": "1.2"}]
    assert told["layers"] is None
    assert found.as_table().remarks[0][0].startswith("one of the two has no data")


def test_figures_and_questions_that_differ_are_told() -> None:
    part = taken_in()
    held = part.current.fabrication
    assert held is not None
    more = part.current.model_copy(
        update={"fabrication": held.model_copy(update={"holes": 310}), "questions": ()}
    )
    found = difference(Board(part, part.current), Board(part, more))
    told = found.as_json()
    assert told["data"] == [{"figure": "holes", "before": "304", "after": "310"}]
    assert {one["code"] for one in told["questions"]} == {
        "thickness.not-given", "finish.not-given", "colour.not-given",
    }  # fmt: skip


def test_boards_are_named_with_their_revision() -> None:
    assert split_name("HY-4410@2.1") == ("HY-4410", "2.1")
    for text in ("@B", "HY-4410@"):
        with pytest.raises(UsageError, match="names no revision"):
            split_name(text)
    with pytest.raises(RefusedError, match="revision A is the first"):
        with_predecessor(taken_in())
