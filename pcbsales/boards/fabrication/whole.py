"""Whole numbers of machine files, which may say anything: bounded, so that none hurts."""

_DIGITS = 15
_MOST = 10**_DIGITS - 1


def whole(text: str) -> int:
    """The number that *text* writes in digits; of more digits than any file means the greatest.

    Python itself reads a few thousand digits at most, and makes no float of 400.

    >>> whole("-007"), whole("9" * 5000)
    (-7, 999999999999999)
    """
    if len(text) <= _DIGITS:
        return int(text)
    digits = text.lstrip("+-").lstrip("0") or "0"
    number = int(digits) if len(digits) <= _DIGITS else _MOST
    return -number if text.startswith("-") else number
