"""How a Gerber image is set up: polarity, turned apertures, mirrored and turned images.

Source: Gerber layer format specification, with the withdrawn commands that old files still hold.
"""

import math
import re
from dataclasses import dataclass

from pcbsales.boards.fabrication.plane import IDENTITY, Linear, Point
from pcbsales.boards.fabrication.unfollowable import Reason, UnfollowableError

_PAIR = re.compile(r"([AB])([+-]?[\d.]+)")


@dataclass(slots=True)
class ImageSetup:
    """The settings for what comes next, and those of the image as a whole.

    ``turn`` holds for what is drawn from now on; ``image`` and ``offset`` (mm) for everything.
    ``negative``: the plane is dark before anything is drawn, and the sense is turned round.
    ``rotated``: the withdrawn rotation of an image was asked for, which few machines obey.
    """

    dark: bool = True
    turn: Linear = IDENTITY
    image: Linear = IDENTITY
    offset: Point = (0.0, 0.0)
    negative: bool = False
    rotated: bool = False
    mirror: str = "N"
    rotation: float = 0.0
    scale: float = 1.0

    def take(self, name: str, value: str, unit: float) -> None:
        """A command's name and value; those without a bearing on the image are passed over.

        Raises:
            UnfollowableError: no number where one has to be, or a scaled image.
        """
        if name == "LP":
            self.dark = value != "C"
        elif name in {"LM", "LR", "LS"}:
            self._load(name, value)
        elif name == "IP":
            self.negative = self.negative or value == "NEG"
        elif name in {"SF", "OF", "MI", "AS", "IR"}:
            self._legacy(name, value, unit)

    def _load(self, name: str, value: str) -> None:
        """Mirroring, rotation and scale of apertures from now on."""
        try:
            if name == "LM":
                self.mirror = value
            elif name == "LR":
                self.rotation = float(value)
            else:
                self.scale = float(value)
        except ValueError as error:
            raise UnfollowableError(Reason.NUMBER, name + value) from error
        if not 0 < self.scale < 1000:
            raise UnfollowableError(Reason.COMMAND, name + value)
        angle, s = math.radians(self.rotation), self.scale
        x = -1.0 if "X" in self.mirror else 1.0
        y = -1.0 if "Y" in self.mirror else 1.0
        cos, sin = math.cos(angle), math.sin(angle)
        self.turn = (cos * x * s, sin * x * s, -sin * y * s, cos * y * s)

    def _legacy(self, name: str, value: str, unit: float) -> None:
        """Image parameters that the standard has since withdrawn."""
        try:
            pairs = {axis: float(number) for axis, number in _PAIR.findall(value)}
            angle = math.radians(float(value or 0)) if name == "IR" else 0.0
        except ValueError as error:
            raise UnfollowableError(Reason.NUMBER, name + value) from error
        a, b, c, d = self.image
        if name == "OF":
            self.offset = pairs.get("A", 0.0) * unit, pairs.get("B", 0.0) * unit
        elif name == "MI":
            x, y = (-1.0 if pairs.get(axis) else 1.0 for axis in "AB")
            self.image = (a * x, b * x, c * y, d * y)
        elif name == "AS" and value.startswith("AY"):
            self.image = (b, a, d, c)
        elif name == "IR" and angle:
            self._rotate(angle)
        elif name == "SF" and {pairs.get("A", 1.0), pairs.get("B", 1.0)} != {1.0}:
            raise UnfollowableError(Reason.COMMAND, name + value)

    def _rotate(self, angle: float) -> None:
        a, b, c, d = self.image
        cos, sin = round(math.cos(angle)), round(math.sin(angle))
        self.image = (cos * a - sin * b, sin * a + cos * b, cos * c - sin * d, sin * c + cos * d)
        self.rotated = True
