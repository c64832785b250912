"""``python -m pcbsales``, and the ``pcbsales`` program."""

import os
import sys

from pcbsales.store.index.ahead import begin

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


def main() -> None:
    """Run the program; its exit code says how it went."""
    _open_closed_streams()
    if sys.getfilesystemencoding() == "ascii":
        # Python was told to heed a locale that has no letters but these: names need more.
        again = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execv(sys.executable, again)  # noqa: S606 -- the same program, with the same arguments
    try:
        begin(sys.argv[1:])
        from pcbsales.cli import run  # noqa: PLC0415 -- what was begun goes on meanwhile

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
