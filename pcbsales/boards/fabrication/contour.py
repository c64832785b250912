"""Closed contours out of loose lines and arcs: what is the edge of a board, what is left open."""

from collections.abc import Sequence
from dataclasses import dataclass

from pcbsales.boards.fabrication.box import Box, extent, within
from pcbsales.boards.fabrication.drawing import Segment
from pcbsales.boards.fabrication.joining import Graph, bridges, graph_of, landings, open_ends
from pcbsales.boards.fabrication.plane import Point


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


def shapes(segments: Sequence[Segment]) -> list[Shape]:
    """The connected shapes of a drawing; ends at most GAP apart count as joined."""
    graph = graph_of(segments)
    parent = list(range(len(graph.nodes)))
    for first, second, _ in graph.edges:
        _join(parent, first, second)
    for first, second in bridges(graph):
        _join(parent, first, second)
        graph.edges.append((first, second, Segment(graph.nodes[first], graph.nodes[second])))
    ends = open_ends(graph)
    for node, edge in landings(graph, ends):
        _join(parent, node, graph.edges[edge][0])
        ends.discard(node)
    groups: dict[int, list[int]] = {}
    for index, (first, _, _) in enumerate(graph.edges):
        groups.setdefault(_root(parent, first), []).append(index)
    return [_shape(graph, group, ends) for group in groups.values()]


def _shape(graph: Graph, group: list[int], ends: set[int]) -> Shape:
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


def _root(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


def _join(parent: list[int], first: int, second: int) -> None:
    parent[_root(parent, first)] = _root(parent, second)
