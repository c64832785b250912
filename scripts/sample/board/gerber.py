"""Writing Gerber X2: one layer's file from apertures, flashes, strokes and regions."""

from collections.abc import Iterable, Sequence

from scripts.sample.board.design import Point

SOFTWARE = "Penglan,SampleBoard,1.0"
CREATED = "2026-05-18T10:24:00+08:00"


class GerberFile:
    """A layer being written; coordinates are mm with six decimals."""

    def __init__(
        self, function: str, project: str, revision: str, *, negative: bool = False
    ) -> None:
        self._codes: dict[tuple[str, str], int] = {}
        self._definitions: list[str] = []
        self._body: list[str] = []
        self._current = 0
        self._head = [
            f"%TF.GenerationSoftware,{SOFTWARE}*%",
            f"%TF.CreationDate,{CREATED}*%",
            f"%TF.ProjectId,{project},70656e67-6c61-4e73-a16d-706c65000001,{revision}*%",
            "%TF.SameCoordinates,Original*%",
            f"%TF.FileFunction,{function}*%",
            f"%TF.FilePolarity,{'Negative' if negative else 'Positive'}*%",
            "%FSLAX46Y46*%",
            "%MOMM*%",
            "G04 A fictional board, drawn for the sample*",
        ]

    def flash(self, shape: str, function: str, at: Point) -> None:
        """A pad: *shape* as Gerber defines it, such as ``C,0.5`` or ``R,0.3X1.5``."""
        self._select(shape, function)
        self._body.append(f"{_xy(at)}D03*")

    def stroke(self, width: float, function: str, points: Sequence[Point]) -> None:
        """A line through *points* with a round pen."""
        self._select(f"C,{width:g}", function)
        self._body.append(f"{_xy(points[0])}D02*")
        self._body += [f"{_xy(point)}D01*" for point in points[1:]]

    def arc(self, width: float, function: str, start: Point, end: Point, centre: Point) -> None:
        """A quarter turn counter-clockwise."""
        self._select(f"C,{width:g}", function)
        self._body += [f"{_xy(start)}D02*", "G75*", "G03*"]
        offset = f"I{_number(centre[0] - start[0])}J{_number(centre[1] - start[1])}"
        self._body += [f"{_xy(end)}{offset}D01*", "G01*"]

    def region(self, points: Sequence[Point]) -> None:
        """A filled area."""
        self._body += ["G36*", f"{_xy(points[0])}D02*"]
        self._body += [f"{_xy(point)}D01*" for point in (*points[1:], points[0])]
        self._body.append("G37*")

    def clear(self, flashes: Iterable[tuple[str, Point]]) -> None:
        """Take round openings out of what is drawn."""
        self._body.append("%LPC*%")
        for shape, at in flashes:
            self.flash(shape, "AntiPad", at)
        self._body.append("%LPD*%")

    def text(self) -> str:
        """The whole file."""
        parts = (*self._head, *self._definitions, "%LPD*%", "G01*", *self._body, "M02*", "")
        return "\n".join(parts)

    def _select(self, shape: str, function: str) -> None:
        code = self._codes.get((shape, function))
        if code is None:
            code = self._codes[shape, function] = 10 + len(self._codes)
            mark = [f"%TA.AperFunction,{function}*%"] if function else []
            self._definitions += [*mark, f"%ADD{code}{shape}*%", *(["%TD*%"] if mark else [])]
        if code != self._current:
            self._body.append(f"D{code}*")
            self._current = code


def _xy(point: Point) -> str:
    return f"X{_number(point[0])}Y{_number(point[1])}"


def _number(length: float) -> int:
    return round(length * 1_000_000)
