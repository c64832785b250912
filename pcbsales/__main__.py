"""``python -m pcbsales``, and the ``pcbsales`` program."""

import sys

from pcbsales.cli import run


def main() -> None:
    """Run the program; its exit code says how it went."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
