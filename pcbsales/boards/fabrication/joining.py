"""Loose lines and arcs joined at their ends: a graph, and what is left open in it."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from pcbsales.boards.fabrication.box import extent, within
from pcbsales.boards.fabrication.drawing import Segment
from pcbsales.boards.fabrication.plane import Point

SNAP = 0.005
GAP = 0.06


@dataclass(slots=True)
class Graph:
    """Ends snapped together, and the segments that join them."""

    nodes: list[Point] = field(default_factory=list)
    grid: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    edges: list[tuple[int, int, Segment]] = field(default_factory=list)


def graph_of(segments: Sequence[Segment]) -> Graph:
    """The graph of a drawing, without what is drawn twice."""
    graph = Graph()
    seen: set[tuple[int, int, int, int]] = set()
    for segment in segments:
        first, second = _node(graph, segment.start), _node(graph, segment.end)
        if first == second and abs(segment.sweep) < math.pi:
            continue
        points = segment.points()
        middle = points[len(points) // 2] if segment.centre else (0.0, 0.0)
        low, high = sorted((first, second))
        key = (low, high, round(middle[0] * 20), round(middle[1] * 20))
        if key not in seen:
            seen.add(key)
            graph.edges.append((first, second, segment))
    _drop_covered(graph)
    return graph


def _drop_covered(graph: Graph) -> None:
    """Leave out straight lines that retrace a part of a longer one."""
    degree = [0] * len(graph.nodes)
    for first, second, _ in graph.edges:
        degree[first] += 1
        degree[second] += 1
    knots = {node for node, count in enumerate(degree) if count != 2}
    straight = [edge for edge in graph.edges if edge[2].centre is None]
    straight.sort(key=lambda edge: math.dist(edge[2].start, edge[2].end))
    suspects = [edge for edge in straight if edge[0] in knots or edge[1] in knots]
    if len(suspects) * len(straight) > 1_000_000:
        return
    dropped = set()
    for edge in suspects:
        length = math.dist(edge[2].start, edge[2].end)
        for other in straight:
            if other is edge or id(other) in dropped or not _covers(other[2], edge[2], length):
                continue
            dropped.add(id(edge))
            break
    graph.edges = [edge for edge in graph.edges if id(edge) not in dropped]


def _covers(longer: Segment, shorter: Segment, length: float) -> bool:
    if math.dist(longer.start, longer.end) < length:
        return False
    course = [longer.start, longer.end]
    return all(_distance(point, course) <= SNAP for point in (shorter.start, shorter.end))


def _node(graph: Graph, point: Point) -> int:
    """The node at a point, a new one where none is within SNAP."""
    cell = (math.floor(point[0] / SNAP), math.floor(point[1] / SNAP))
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            for node in graph.grid.get((cell[0] + dx, cell[1] + dy), ()):
                if math.dist(graph.nodes[node], point) <= SNAP:
                    return node
    graph.nodes.append(point)
    graph.grid.setdefault(cell, []).append(len(graph.nodes) - 1)
    return len(graph.nodes) - 1


def open_ends(graph: Graph) -> set[int]:
    """The nodes at which a line ends in the void."""
    degree = [0] * len(graph.nodes)
    for first, second, _ in graph.edges:
        degree[first] += 1
        degree[second] += 1
    return {node for node, count in enumerate(degree) if count == 1}


def bridges(graph: Graph) -> list[tuple[int, int]]:
    """Loose ends that nearly meet, the nearest pairs first."""
    ends = sorted(open_ends(graph), key=lambda node: graph.nodes[node])
    pairs: list[tuple[float, int, int]] = []
    for index, first in enumerate(ends):
        for second in ends[index + 1 :]:
            if graph.nodes[second][0] - graph.nodes[first][0] > GAP:
                break
            distance = math.dist(graph.nodes[first], graph.nodes[second])
            if distance <= GAP:
                pairs.append((distance, first, second))
    free = set(ends)
    found = []
    for _, first, second in sorted(pairs):
        if {first, second} <= free:
            free -= {first, second}
            found.append((first, second))
    return found


def landings(graph: Graph, ends: set[int]) -> list[tuple[int, int]]:
    """Loose ends that land on the course of another segment, as a dividing line does."""
    if len(ends) * len(graph.edges) > 1_000_000:
        return []
    boxes = [extent(segment.points()) for _, _, segment in graph.edges] if ends else []
    found = []
    for node in ends:
        point = graph.nodes[node]
        for index, (first, second, segment) in enumerate(graph.edges):
            if node in {first, second} or not within(point, boxes[index], GAP):
                continue
            if _distance(point, segment.points()) <= GAP:
                found.append((node, index))
                break
    return found


def _distance(point: Point, course: list[Point]) -> float:
    """How far a point is from a polyline."""
    best = math.inf
    for (x0, y0), (x1, y1) in itertools.pairwise(course):
        dx, dy = x1 - x0, y1 - y0
        square = dx * dx + dy * dy
        along = ((point[0] - x0) * dx + (point[1] - y0) * dy) / square if square else 0.0
        along = min(1.0, max(0.0, along))
        best = min(best, math.dist(point, (x0 + along * dx, y0 + along * dy)))
    return best
