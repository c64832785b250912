"""Arcs of a course, flattened."""

import math

from pcbsales.boards.fabrication.arc import Arc
from pcbsales.boards.fabrication.medium import Course
from pcbsales.boards.fabrication.plane import Point
from pcbsales.boards.pictures.shape import Contour, steps_for


def flattened(course: Course) -> Contour:
    """The course as a polyline; arcs are cut so that no chord strays further than TOLERANCE."""
    if not course.arcs:
        return tuple(course.points)
    points: list[Point] = []
    for index, end in enumerate(course.points):
        arc = course.arcs.get(index)
        if arc:
            points += _between(course.points[index - 1], arc)
        points.append(end)
    return tuple(points)


def _between(start: Point, arc: Arc) -> Contour:
    """The points between an arc's ends."""
    x, y = arc.centre
    radius = math.dist(start, arc.centre)
    count = steps_for(radius, arc.sweep)
    first = math.atan2(start[1] - y, start[0] - x)
    step = arc.sweep / count
    return tuple(
        (x + radius * math.cos(first + i * step), y + radius * math.sin(first + i * step))
        for i in range(1, count)
    )
