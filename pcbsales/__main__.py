"""``python -m pcbsales``, and the ``pcbsales`` program."""

import os
import sys

from pcbsales.store.index.ahead import begin


def main() -> None:
    """Run the program; its exit code says how it went."""
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
