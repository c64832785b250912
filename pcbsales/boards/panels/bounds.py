"""How many pieces a rectangle can hold at most, whatever way they lie.

A straight line across the rectangle meets so many pieces lengthwise and so many crosswise; what it
can meet bounds how much of either there is in all (the partition bound: Isermann 1991; compared
with others by Letchford and Amaral, EJOR 132, 2001). Whole numbers throughout, so the bound is
exact.
"""

from itertools import pairwise

from pcbsales.boards.panels.blocks import Size

#: From here on the area alone is asked: the difference is small, the reckoning long.
_MANY = 3000


def most_by_area(room: Size, piece: Size) -> int:
    """The area's bound."""
    return room[0] * room[1] // (piece[0] * piece[1])


def most(room: Size, piece: Size) -> int:
    """The least of the bounds.

    >>> most((5, 5), (3, 2)), most((7, 7), (4, 3))
    (4, 4)
    """
    by_area = most_by_area(room, piece)
    if by_area > _MANY or not by_area:
        return by_area
    return min(by_area, _by_partitions(room, piece))


def _by_partitions(room: Size, piece: Size) -> int:
    """The most of n lengthwise (along x) and m crosswise pieces that no line forbids.

    Lines along x meet n·h/Y and m·w/Y on average, lines along y n·w/X and m·h/X.
    """
    (x, y), (w, h) = room, piece
    along_x, along_y = _hull(x, w, h), _hull(y, h, w)
    best, lengthwise = 0, 0
    while True:
        of_x = _crosswise(along_x, lengthwise * h, y)
        of_y = _crosswise(along_y, lengthwise * w, x)
        if of_x is None or of_y is None:
            return best
        crosswise = min(of_x[0] * y // (of_x[1] * w), of_y[0] * x // (of_y[1] * h))
        best = max(best, lengthwise + crosswise)
        lengthwise += 1


def _hull(length: int, one: int, other: int) -> list[Size]:
    """The upper corners of what a line of *length* can meet: so many of *one*, of the *other*."""
    corners: list[Size] = []
    for count in range(length // one + 1):
        point = (count, (length - count * one) // other)
        while len(corners) > 1 and _lies_below(corners[-1], corners[-2], point):
            corners.pop()
        corners.append(point)
    return corners


def _lies_below(middle: Size, first: Size, last: Size) -> bool:
    rise, run = middle[1] - first[1], middle[0] - first[0]
    return run * (last[1] - first[1]) >= rise * (last[0] - first[0])


def _crosswise(corners: list[Size], met: int, lines: int) -> Size | None:
    """The most of the other kind that a line meets with *met* / *lines* of one, as a fraction.

    None if no line meets so many of one.
    """
    if met > corners[-1][0] * lines:
        return None
    for (left, high), (right, low) in pairwise(corners):
        if met <= right * lines:
            run = (right - left) * lines
            return high * run + (low - high) * (met - left * lines), run
    return corners[-1][1], 1
