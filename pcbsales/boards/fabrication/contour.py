"""Closed contours out of loose lines and arcs: what is the edge of a board, what is left open."""

import itertools
import math
from dataclasses import dataclass, field

from pcbsales.boards.fabrication.drawing import Point, Segment

SNAP = 0.005
GAP = 0.06

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Segments that hang together.

    ``loops`` counts the rings in it, ``polygon`` is the ring itself where there is exactly one,
    ``open_ends`` are the places where a line ends in the void.
    """

    box: Box
    loops: int
    open_ends: tuple[Point, ...]
    polygon: tuple[Point, ...]

    @property
    def closed(self) -> bool:
        """Whether it is the edge of something."""
        return self.loops > 0 and not self.open_ends

    def contains(self, point: Point) -> bool:
        """Whether the point lies inside (inside the box, where the shape is no single ring)."""
        if not within(point, self.box):
            return False
        return not self.polygon or _inside(point, self.polygon)


@dataclass(slots=True)
class _Graph:
    """Ends snapped together, and the segments that join them."""

    nodes: list[Point] = field(default_factory=list)
    grid: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    edges: list[tuple[int, int, Segment]] = field(default_factory=list)


def within(point: Point, box: Box, margin: float = 0.0) -> bool:
    """Whether a point lies in a box widened by *margin* (mm)."""
    x, y = point
    return box[0] - margin <= x <= box[2] + margin and box[1] - margin <= y <= box[3] + margin


def extent(points: list[Point]) -> Box:
    """The box around points: left, bottom, right, top."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def united(boxes: list[Box]) -> Box:
    """The box around boxes."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def shapes(segments: list[Segment]) -> list[Shape]:
    """The connected shapes of a drawing; ends at most GAP apart count as joined."""
    graph = _graph(segments)
    parent = list(range(len(graph.nodes)))
    for first, second, _ in graph.edges:
        _join(parent, first, second)
    for first, second in _bridges(graph):
        _join(parent, first, second)
        graph.edges.append((first, second, Segment(graph.nodes[first], graph.nodes[second])))
    ends = _open_ends(graph)
    for node, edge in _landings(graph, ends):
        _join(parent, node, graph.edges[edge][0])
        ends.discard(node)
    groups: dict[int, list[int]] = {}
    for index, (first, _, _) in enumerate(graph.edges):
        groups.setdefault(_root(parent, first), []).append(index)
    return [_shape(graph, group, ends) for group in groups.values()]


def _graph(segments: list[Segment]) -> _Graph:
    graph = _Graph()
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


def _drop_covered(graph: _Graph) -> None:
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


def _node(graph: _Graph, point: Point) -> int:
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


def _open_ends(graph: _Graph) -> set[int]:
    degree = [0] * len(graph.nodes)
    for first, second, _ in graph.edges:
        degree[first] += 1
        degree[second] += 1
    return {node for node, count in enumerate(degree) if count == 1}


def _bridges(graph: _Graph) -> list[tuple[int, int]]:
    """Loose ends that nearly meet, the nearest pairs first."""
    ends = sorted(_open_ends(graph), key=lambda node: graph.nodes[node])
    pairs: list[tuple[float, int, int]] = []
    for index, first in enumerate(ends):
        for second in ends[index + 1 :]:
            if graph.nodes[second][0] - graph.nodes[first][0] > GAP:
                break
            distance = math.dist(graph.nodes[first], graph.nodes[second])
            if distance <= GAP:
                pairs.append((distance, first, second))
    free = set(ends)
    bridges = []
    for _, first, second in sorted(pairs):
        if {first, second} <= free:
            free -= {first, second}
            bridges.append((first, second))
    return bridges


def _landings(graph: _Graph, ends: set[int]) -> list[tuple[int, int]]:
    """Loose ends that land on the course of another segment, as a dividing line does."""
    if len(ends) * len(graph.edges) > 1_000_000:
        return []
    boxes = [extent(segment.points()) for _, _, segment in graph.edges] if ends else []
    landings = []
    for node in ends:
        point = graph.nodes[node]
        for index, (first, second, segment) in enumerate(graph.edges):
            if node in {first, second} or not within(point, boxes[index], GAP):
                continue
            if _distance(point, segment.points()) <= GAP:
                landings.append((node, index))
                break
    return landings


def _shape(graph: _Graph, group: list[int], ends: set[int]) -> Shape:
    edges = [graph.edges[index] for index in group]
    nodes = {node for first, second, _ in edges for node in (first, second)}
    points = [point for _, _, segment in edges for point in segment.points()]
    loose = tuple(sorted(graph.nodes[node] for node in nodes & ends))
    degree: dict[int, int] = dict.fromkeys(nodes, 0)
    for first, second, _ in edges:
        degree[first] += 1
        degree[second] += 1
    tees = sum(1 for node, count in degree.items() if count == 1 and node not in ends)
    loops = max(0, len(edges) - len(nodes) + 1 + tees)
    simple = all(count == 2 for count in degree.values())
    polygon = tuple(_walk(edges)) if simple and len(edges) == len(nodes) else ()
    return Shape(extent(points), loops, loose, polygon)


def _walk(edges: list[tuple[int, int, Segment]]) -> list[Point]:
    """The ring's points in order."""
    at_node: dict[int, list[int]] = {}
    for index, (first, second, _) in enumerate(edges):
        at_node.setdefault(first, []).append(index)
        at_node.setdefault(second, []).append(index)
    ring: list[Point] = []
    index, node = 0, edges[0][0]
    for _ in edges:
        first, second, segment = edges[index]
        points = segment.points()
        forward = first == node
        ring += points[:-1] if forward else points[:0:-1]
        node = second if forward else first
        index = next((other for other in at_node[node] if other != index), index)
    return ring


def _inside(point: Point, polygon: tuple[Point, ...]) -> bool:
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in zip(polygon, (*polygon[1:], polygon[0]), strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            inside = not inside
    return inside


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


def _root(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


def _join(parent: list[int], first: int, second: int) -> None:
    parent[_root(parent, first)] = _root(parent, second)
