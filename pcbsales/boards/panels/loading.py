"""The most pieces of one size that a rectangle holds, each lying either way.

The rectangle is parted into two by a straight cut, or into five around a middle one, each part
again the same way (Morabito and Morales 1998; Birgin, Lobato and Morabito, JORS 61, 2010), on the
lengths that rows of pieces can have. What reaches the bound is proven; small cases that do not are
searched through. What is left says the bound beside the most that was found.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from pcbsales.boards.panels.blocks import Block, Size, count, rows, rows_count
from pcbsales.boards.panels.bounds import most, most_by_area
from pcbsales.boards.panels.exhaustion import search

#: Partings that are looked at before the search stops; it counts steps, since a clock would make
#: answers differ.
EFFORT = 60_000
#: From here on rows are close enough to the bound, and the search too long.
_MANY = 700

#: Parts of a rectangle: each with its corner and size.
Part = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Loading:
    """The most that was found, and the bound that nothing exceeds."""

    blocks: tuple[Block, ...]
    bound: int

    @property
    def pieces(self) -> int:
        """How many pieces lie there."""
        return count(self.blocks)

    @property
    def is_exact(self) -> bool:
        """Whether no layout whatever holds more."""
        return self.pieces == self.bound


def load(room: Size, piece: Size, *, effort: int = EFFORT) -> Loading:
    """The most pieces in *room*; both as large as with one gap, in whole units.

    >>> found = load((5, 5), (3, 2))
    >>> found.pieces, found.is_exact
    (4, True)
    """
    bound, simple = most(room, piece), rows(room, piece)
    if count(simple) == bound or bound > _MANY:
        return Loading(simple, bound)
    lengths = _lengths(max(room), piece)
    tight = (_down(lengths, room[0]), _down(lengths, room[1]))
    bound = min(bound, most(tight, piece))
    found = _Search(piece, lengths, effort).layout(tight)
    best = found if count(found) > count(simple) else simple
    return _searched_through(Loading(best, bound), tight, piece, lengths)


def _searched_through(loading: Loading, room: Size, piece: Size, lengths: list[int]) -> Loading:
    """*loading*, or better, after looking at every layout of few pieces."""
    while not loading.is_exact:
        wanted = loading.pieces + 1
        answer = search(room, piece, lengths, wanted)
        if answer is None:
            return loading
        loading = Loading(answer, loading.bound) if answer else Loading(loading.blocks, wanted - 1)
    return loading


def _lengths(longest: int, piece: Size) -> list[int]:
    """Every length up to *longest* that pieces side by side can have, 0 included."""
    one, other = piece
    return sorted(
        {
            a * one + b
            for a in range(longest // one + 1)
            for b in range(0, longest - a * one + 1, other)
        }
    )


def _down(lengths: list[int], length: int) -> int:
    return lengths[bisect_right(lengths, length) - 1]


class _Search:
    """Best counts of parts, by their size; a part of the same size is looked at once."""

    def __init__(self, piece: Size, lengths: list[int], effort: int) -> None:
        self.piece = piece
        self.lengths = lengths
        self.left = effort
        self.area = piece[0] * piece[1]
        self.known: dict[Size, int] = {}
        self.parted: dict[Size, tuple[Part, ...]] = {}

    def layout(self, room: Size) -> tuple[Block, ...]:
        """The blocks of the best layout of *room*."""
        self.best(*room)
        return tuple(self._blocks(0, 0, *room))

    def _blocks(self, x: int, y: int, width: int, height: int) -> Iterator[Block]:
        size = (_down(self.lengths, width), _down(self.lengths, height))
        parts = self.parted.get(size)
        if parts is None:
            yield from (block.moved(x, y) for block in rows(size, self.piece))
            return
        for part_x, part_y, *part in parts:
            yield from self._blocks(x + part_x, y + part_y, *part)

    def best(self, width: int, height: int) -> int:
        """How many pieces a part holds by what was looked at."""
        size = (_down(self.lengths, width), _down(self.lengths, height))
        found = self.known.get(size)
        return self._look(size) if found is None else found

    def _look(self, size: Size) -> int:
        found = rows_count(size, self.piece)
        self.known[size] = found
        self.left -= 10
        if found >= most_by_area(size, self.piece) or self.left < 0:
            return found
        bound = most(size, self.piece)
        for parts in self._partings(size):
            if found >= bound:
                break
            if sum(w * h // self.area for _, _, w, h in parts) <= found:
                continue
            total = sum(self.best(w, h) for _, _, w, h in parts)
            if total > found:
                found, self.known[size], self.parted[size] = total, total, parts
        return found

    def _partings(self, size: Size) -> Iterator[tuple[Part, ...]]:
        """Ways to part *size*, until the effort is spent."""
        for parts in _in_two(size, self.lengths):
            self.left -= 1
            yield parts
        across = [x for x in self.lengths if 0 < x < size[0]]
        up = [y for y in self.lengths if 0 < y < size[1]]
        for x1, x2 in combinations(across, 2):
            for y1, y2 in combinations(up, 2):
                self.left -= 1
                if self.left < 0:
                    return
                yield _in_five(size, x1, x2, y1, y2)


def _in_two(size: Size, lengths: list[int]) -> Iterator[tuple[Part, ...]]:
    width, height = size
    for x in lengths:
        if 0 < x < width:
            yield (0, 0, x, height), (x, 0, width - x, height)
    for y in lengths:
        if 0 < y < height:
            yield (0, 0, width, y), (0, y, width, height - y)


def _in_five(size: Size, x1: int, x2: int, y1: int, y2: int) -> tuple[Part, ...]:
    """Four parts turning around a middle one."""
    width, height = size
    return (
        (0, 0, x1, y2),
        (x1, 0, width - x1, y1),
        (x1, y1, x2 - x1, y2 - y1),
        (0, y2, x2, height - y2),
        (x2, y1, width - x2, height - y1),
    )
