"""What is recorded has happened: its day is not ahead of the day on which it is recorded."""

from datetime import date

from pcbsales.kernel.errors import RefusedError


def require_happened(day: date, *, today: date) -> None:
    """RefusedError where *day* lies ahead of *today*."""
    if day > today:
        raise RefusedError("{day} lies ahead; give the day on which it happened", day=day)
