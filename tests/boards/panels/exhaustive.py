"""The most pieces by trying everything, cell by cell: slow, and none of the program's code."""

from functools import cache


def most_pieces(width: int, height: int, wide: int, high: int) -> int:
    """How many *wide* × *high* pieces a *width* × *height* rectangle of whole cells holds."""
    ways = {(wide, high), (high, wide)}
    cells = width * height

    def mask(at: int, way: tuple[int, int]) -> int:
        x, y = at % width, at // width
        if x + way[0] > width or y + way[1] > height:
            return 0
        row = ((1 << way[0]) - 1) << x
        return sum(row << (width * (y + line)) for line in range(way[1]))

    @cache
    def best(taken: int, at: int) -> int:
        while at < cells and taken >> at & 1:
            at += 1
        if at >= cells:
            return 0
        found = best(taken | 1 << at, at + 1)
        for way in ways:
            covered = mask(at, way)
            if covered and not covered & taken:
                found = max(found, 1 + best(taken | covered, at + 1))
        return found

    return best(0, 0)
