"""The drawn board: read as meant, without surprises, and sound as a layout."""

from decimal import Decimal
from itertools import pairwise
from math import dist, inf

import pytest

from pcbsales.boards.fabrication.reading import read_package
from scripts.sample.board.design import Hole, Pad, Point, Track, design
from scripts.sample.board.package import draw_package

Segment = tuple[Point, Point]


def test_the_package_reads_as_the_board_it_is() -> None:
    found = read_package(draw_package())
    assert found.size_mm == (Decimal(100), Decimal(68))
    assert (found.copper_layers, found.holes, found.slots) == (4, 304, 0)
    assert (found.min_drill_mm, found.min_conductor_mm) == (Decimal("0.25"), Decimal("0.15"))
    assert found.mask_sides == found.legend_sides == ("top", "bottom")


def test_it_leaves_open_only_what_gerber_data_never_states() -> None:
    codes = [question.code for question in read_package(draw_package()).questions]
    assert codes == ["thickness.not-given", "finish.not-given", "colour.not-given"]


def test_every_file_has_its_role() -> None:
    roles = {file.name: file.role for file in read_package(draw_package()).files}
    assert roles["HY-4410-F_Cu.gbr"] == "copper-top"
    assert roles["HY-4410-Edge_Cuts.gbr"] == "outline"
    assert len(roles) == 14
    assert not {"unknown", "other", "junk"} & set(roles.values())


def test_the_bytes_are_the_same_each_time_and_follow_the_name() -> None:
    assert draw_package() == draw_package()
    assert draw_package("HY-4410", "B") != draw_package("HY-4410", "A")


@pytest.mark.parametrize("side", ["top", "bottom"])
def test_conductors_of_different_nets_keep_their_distance(side: str) -> None:
    board = design()
    shapes = [_of_hole(hole) for hole in board.holes]
    shapes += [_of_pad(pad) for pad in board.pads if pad.side == side]
    shapes += [_of_track(track) for track in board.tracks if track.side == side]
    near = [
        (first, second)
        for position, (net, first, radius) in enumerate(shapes)
        for other, second, other_radius in shapes[position + 1 :]
        if net != other and _gap(first, second) - radius - other_radius < 0.1499
    ]
    assert near == []


def _of_hole(hole: Hole) -> tuple[str, list[Segment], float]:
    return hole.net or f"hole {hole.at}", [(hole.at, hole.at)], (hole.pad or hole.drill) / 2


def _of_track(track: Track) -> tuple[str, list[Segment], float]:
    return track.net, list(pairwise(track.points)), track.width / 2


def _of_pad(pad: Pad) -> tuple[str, list[Segment], float]:
    """A rectangle as the capsule along its longer middle line, and its corners."""
    (x, y), w, h = pad.at, pad.width / 2, pad.height / 2
    corners = [(x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)]
    return pad.net, [*pairwise([*corners, corners[0]]), (pad.at, pad.at)], 0.0


def _gap(first: list[Segment], second: list[Segment]) -> float:
    found = inf
    for a, b in first:
        for c, d in second:
            if min(a[0], b[0]) - max(c[0], d[0]) > 4 or min(c[0], d[0]) - max(a[0], b[0]) > 4:
                continue
            if _crosses(a, b, c, d):
                return 0.0
            found = min(found, _far(a, c, d), _far(b, c, d), _far(c, a, b), _far(d, a, b))
    return found


def _far(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0.0
    along = max(0.0, min(1.0, along))
    return dist(point, (start[0] + along * dx, start[1] + along * dy))


def _crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    def turn(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0
