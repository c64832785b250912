"""How much a test does: little every day, all of it by ``make properties``."""

import os

#: Whether the full sizes are run.
FULL = os.environ.get("PCBSALES_PROPERTIES") == "full"


def sized(everyday: int, full: int) -> int:
    """*everyday*, or *full* where the full sizes are run."""
    return full if FULL else everyday
