"""The board's fabrication data as one zip, the same bytes each time.

Its files are stored, not packed: what a packer makes of them differs from one machine to the next.
"""

import json
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from scripts.sample.board.design import GND, POWER, Board, design
from scripts.sample.board.gerber import GerberFile
from scripts.sample.board.layers import (
    COPPER,
    OTHERS,
    drill_program,
    job_file,
    legend,
    mask,
    outer_copper,
    paste,
    plane,
    profile,
)


def draw_package(part_no: str = "HY-4410", revision: str = "A") -> bytes:
    """The zip a customer would send: Gerber X2, drill programs and a job file."""
    board = design()
    files: dict[str, str] = {}
    functions: dict[str, str] = {}
    for layer, function in {**COPPER, **OTHERS}.items():
        name = f"{part_no}-{layer}.gbr"
        functions[name] = function
        files[name] = _layer(board, layer, function, part_no, revision)
    drills = {
        f"{part_no}-PTH.drl": ("Plated,1,4,PTH", [hole for hole in board.holes if hole.pad]),
        f"{part_no}-NPTH.drl": ("NonPlated,1,4,NPTH", [h for h in board.holes if not h.pad]),
    }
    for name, (function, holes) in drills.items():
        functions[name] = function
        files[name] = drill_program(holes, function)
    job = job_file(part_no, revision, functions)
    files[f"{part_no}-job.gbrjob"] = json.dumps(job, indent=2) + "\n"
    return _zip(files)


def _layer(board: Board, layer: str, function: str, part_no: str, revision: str) -> str:
    side = "top" if layer.startswith("F_") else "bottom"
    file = GerberFile(function, part_no, revision, negative=layer.endswith("Mask"))
    match layer.partition("_")[2], layer:
        case "Cu", ("F_Cu" | "B_Cu"):
            outer_copper(board, file, side)
        case "Cu", _:
            plane(board, file, GND if layer == "In1_Cu" else POWER)
        case "Mask", _:
            mask(board, file, side)
        case "Paste", _:
            paste(board, file, side)
        case "Silkscreen", _:
            legend(board, file, side, f"{part_no} {revision}")
        case _:
            profile(file)
    return file.text()


def _zip(files: dict[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            entry = ZipInfo(name, (2026, 5, 18, 10, 24, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name].encode("ascii"))
    return out.getvalue()
