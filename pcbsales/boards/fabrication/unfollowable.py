"""Why a Gerber file cannot be followed."""

from enum import StrEnum


class Reason(StrEnum):
    """What is wrong where the machine stops."""

    NUMBER = "number"
    COMMAND = "command"
    ARC = "arc"
    SIZE = "size"
    APERTURE = "aperture"
    UNDEFINED = "undefined"


class UnfollowableError(ValueError):
    """The machine cannot go on; ``text`` is what it stumbled over."""

    def __init__(self, reason: Reason, text: str = "") -> None:
        super().__init__(reason, text)
        self.reason = reason
        self.text = text
