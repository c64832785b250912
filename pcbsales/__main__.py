"""``python -m pcbsales``, and the ``pcbsales`` program."""

import atexit
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from pcbsales.store.index.ahead import begin

#: A run is short and makes few cycles: looking for them often costs more than it frees.
_SELDOM = 100_000
_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def _open_closed_streams() -> None:
    """Put an open end where the caller closed a stream, lest a file of ours takes its number."""
    for number, (name, mode) in enumerate(_STREAMS):
        if getattr(sys, name) is None:
            try:
                os.fstat(number)
            except OSError:
                os.open(os.devnull, os.O_RDWR)
            # A number is opened, and kept to the end.
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def main() -> NoReturn:
    """Run the program and end the process; the exit code says how it went."""
    _leave(status())


def status() -> int:
    """Run the program; its exit code."""
    _open_closed_streams()
    gc.set_threshold(_SELDOM)
    if sys.getfilesystemencoding() == "ascii":
        # Python was told to heed a locale that has no letters but these: names need more.
        again = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execv(sys.executable, again)  # noqa: S606 -- the same program, with the same arguments
    try:
        begin(sys.argv[1:])
        from pcbsales.cli import run  # noqa: PLC0415 -- what was begun goes on meanwhile

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


def _leave(code: int) -> NoReturn:
    """End with *code* at once: taking all modules down takes longer than many an answer."""
    atexit._run_exitfuncs()  # noqa: SLF001 -- as an ordinary end would
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # none, its reader gone, or closed
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
