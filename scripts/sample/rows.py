"""Tables kept as text: one row a line, cells between bars."""

from collections.abc import Iterator


def rows(text: str, columns: int) -> Iterator[tuple[str, ...]]:
    r"""The cells of each line of *text*; ValueError where a line has other than *columns*.

    >>> list(rows("LIN | Lin Mei\nQIN | Qin Wei", 2))
    [('LIN', 'Lin Mei'), ('QIN', 'Qin Wei')]
    """
    for line in filter(None, map(str.strip, text.splitlines())):
        cells = tuple(cell.strip() for cell in line.split("|"))
        if len(cells) != columns:
            raise ValueError(f"{line!r} has {len(cells)} cells, not {columns}")
        yield cells
