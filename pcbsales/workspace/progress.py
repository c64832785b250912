"""One line on a terminal that says how far a long reading is; nothing where nobody looks."""

import sys
from collections.abc import Callable
from typing import TextIO

_CLEAR = "\r\x1b[K"


class Progress:
    """Hears how many of how many files are read, and keeps one line of *say* up to date."""

    def __init__(self, say: Callable[..., str], stream: TextIO | None = None) -> None:
        self._say = say
        self._stream = sys.stderr if stream is None else stream
        self._shown = -1

    def __call__(self, done: int, total: int) -> None:
        """Show it, at every hundredth; after the last the line is gone."""
        if not self._stream.isatty():
            return
        part = done * 100 // max(total, 1)
        if done >= total:
            self._stream.write(_CLEAR)
        elif part != self._shown:
            text = self._say(
                "reading {done} of {total} files", done=f"{done:,}", total=f"{total:,}"
            )
            self._stream.write(f"{_CLEAR}{text}")
        self._shown = part
        self._stream.flush()
