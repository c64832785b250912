"""The lines of a text still to be filled in: keys with nothing behind them or below them."""

import re
from collections.abc import Iterator
from itertools import pairwise

_KEY = re.compile(r"(?P<before>\s*(?:- )*)[A-Za-z_][\w.-]*:\s*(?:#.*)?")


def empty_lines(text: str) -> tuple[int, ...]:
    r"""The numbers of the lines, from 1, on which a value is lacking.

    >>> empty_lines("id: SZ\nname:\n  en:\nrows:\n- layers: 2\n")
    (3,)
    """
    numbered = enumerate(text.splitlines(), start=1)
    said = [(n, line) for n, line in numbered if line.strip() and line.lstrip()[0] != "#"]
    return tuple(_lacking([*said, (0, "")]))


def _lacking(lines: list[tuple[int, str]]) -> Iterator[int]:
    for (number, line), (_, following) in pairwise(lines):
        key = _KEY.fullmatch(line)
        if key is None:
            continue
        indent, below = len(key["before"]), len(following) - len(following.lstrip())
        is_list = following.lstrip().startswith("- ") and below == indent
        if not following or (below <= indent and not is_list):
            yield number
