"""Small fabrication sets, drawn here: a good one that each test spoils in one way."""

import io
import zipfile
from collections.abc import Iterable, Mapping

from pcbsales.boards.fabrication.reading import FabricationReading, read_package

HEAD = "%FSLAX46Y46*%\n%MOMM*%\n"
ROUND = "%ADD10C,0.100000*%\n"


def um(length: float) -> str:
    """A coordinate in 4.6 format, mm."""
    return str(round(length * 1_000_000))


def lines(*points: tuple[float, float], closed: bool = True) -> str:
    """A polyline drawn with D10."""
    ring = [*points, points[0]] if closed else list(points)
    moves = [f"X{um(x)}Y{um(y)}D0{2 if i == 0 else 1}*" for i, (x, y) in enumerate(ring)]
    return "\n".join(moves) + "\n"


def rectangle(x: float, y: float, width: float, height: float) -> str:
    return lines((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def gerber(body: str, function: str = "", head: str = HEAD, apertures: str = ROUND) -> str:
    """A Gerber file around a drawing."""
    attribute = f"%TF.FileFunction,{function}*%\n" if function else ""
    return f"{attribute}{head}{apertures}G01*\nG75*\nD10*\n{body}M02*\n"


def copper(function: str, width: float = 0.2, at: tuple[float, float] = (5, 5)) -> str:
    """A copper layer with one marked conductor and pads where the drill file has holes."""
    apertures = (
        f"%TA.AperFunction,Conductor*%\n%ADD11C,{width:.6f}*%\n%TD*%\n"
        "%TA.AperFunction,ComponentPad*%\n%ADD12C,1.600000*%\n%TD*%\n"
    )
    x, y = at
    body = f"D11*\nX{um(x)}Y{um(y)}D02*\nX{um(x + 3)}Y{um(y)}D01*\nD12*\n" + "".join(
        f"X{um(hole_x)}Y{um(hole_y)}D03*\n" for hole_x, hole_y in HOLES
    )
    return gerber(body, function, apertures=apertures)


HOLES = tuple((4.0 + 2.5 * column, 6.0 + 2.5 * row) for column in range(8) for row in range(4))


def drill(
    tools: str = "T1C0.300\nT2C1.000",
    holes: Iterable[tuple[float, float]] = HOLES,
    unit: str = "METRIC",
    scale: float = 1.0,
    tail: str = "",
) -> str:
    """A decimal drill program: the first hole with T2, all others with T1."""
    spots = [f"X{x / scale:.4f}Y{y / scale:.4f}" for x, y in holes]
    start = f"M48\n{unit}\n{tools}\n%\nG90\nG05\n"
    return start + "\n".join(["T2", *spots[:1], "T1", *spots[1:]]) + f"\n{tail}T0\nM30\n"


def board() -> dict[str, str]:
    """A two-layer board of 40 by 25 mm with 32 holes."""
    return {
        "b-Edge_Cuts.gbr": gerber(rectangle(0, 0, 40, 25), "Profile,NP"),
        "b-F_Cu.gbr": copper("Copper,L1,Top"),
        "b-B_Cu.gbr": copper("Copper,L2,Bot"),
        "b-F_Mask.gbr": gerber("X1000000Y1000000D03*\n", "Soldermask,Top"),
        "b-B_Mask.gbr": gerber("X1000000Y1000000D03*\n", "Soldermask,Bot"),
        "b-F_Silkscreen.gbr": gerber(rectangle(1, 1, 3, 3), "Legend,Top"),
        "b-B_Silkscreen.gbr": gerber("", "Legend,Bot"),
        "b.drl": drill(),
    }


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of files."""
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return store.getvalue()


def read(files: Mapping[str, str | bytes]) -> FabricationReading:
    return read_package(packed(files))


def read_with(**changes: str | bytes | None) -> FabricationReading:
    """The good board with files replaced; keys are ``edge``, ``top`` and so on, None leaves out."""
    names = {
        "edge": "b-Edge_Cuts.gbr",
        "top": "b-F_Cu.gbr",
        "bottom": "b-B_Cu.gbr",
        "mask": "b-F_Mask.gbr",
        "drl": "b.drl",
    }
    files: dict[str, str | bytes] = dict(board())
    for key, content in changes.items():
        name = names.get(key, key)
        if content is None:
            del files[name]
        else:
            files[name] = content
    return read(files)


def codes(reading: FabricationReading) -> set[str]:
    """The question codes, without those about what Gerber data never states."""
    return {q.code for q in reading.questions if not q.code.endswith("not-given")}
