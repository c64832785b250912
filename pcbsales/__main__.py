"""``python -m pcbsales``, and the ``pcbsales`` program."""

import sys

from pcbsales.store.ahead import begin


def main() -> None:
    """Run the program; its exit code says how it went."""
    begin(sys.argv[1:])
    from pcbsales.cli import run  # noqa: PLC0415 -- what was begun goes on meanwhile

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
