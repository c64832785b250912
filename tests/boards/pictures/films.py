"""Layers written by hand, in 4.6 format and millimetres, and the area that they paint."""

import hashlib

from pcbsales.boards.fabrication.gerber import scan
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.roles import Role
from pcbsales.boards.pictures.plotter import plot_layer
from pcbsales.boards.pictures.raster import raster_of
from pcbsales.boards.pictures.scanning import Grid
from tests.boards.fabrication.drawn import HEAD, um

CELL = 0.01


def film(body: str, head: str = HEAD, name: str = "top.gbr") -> Layer:
    """A copper layer around apertures and drawing."""
    data = f"{head}{body}M02*\n".encode()
    digest = hashlib.sha256(data).hexdigest()
    return Layer(name, data, digest, Role("copper", "top"), "gerber", scan(data))


def at(x: float, y: float, operation: int = 3) -> str:
    """Coordinates and an operation: 1 draw, 2 move, 3 flash."""
    return f"X{um(x)}Y{um(y)}D0{operation}*\n"


def area(body: str, size: float = 20.0, head: str = HEAD, cell: float = CELL) -> float:
    """The area (mm²) that is dark in the square from -size/2 to +size/2."""
    half = size / 2
    grid = Grid.over((-half, -half, half, half), cell)
    return raster_of(plot_layer(film(body, head)), grid).area_mm2
