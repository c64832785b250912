"""The board's layers: what each file of the export shows."""

from collections.abc import Sequence

from scripts.sample.board.design import (
    CORNER,
    HEIGHT,
    TRACK,
    WIDTH,
    Board,
    Hole,
    Point,
    lettering,
)
from scripts.sample.board.gerber import CREATED, SOFTWARE, GerberFile

COPPER = {
    "F_Cu": "Copper,L1,Top",
    "In1_Cu": "Copper,L2,Inr",
    "In2_Cu": "Copper,L3,Inr",
    "B_Cu": "Copper,L4,Bot",
}
OTHERS = {
    "F_Mask": "Soldermask,Top",
    "B_Mask": "Soldermask,Bot",
    "F_Silkscreen": "Legend,Top",
    "B_Silkscreen": "Legend,Bot",
    "F_Paste": "Paste,Top",
    "B_Paste": "Paste,Bot",
    "Edge_Cuts": "Profile,NP",
}
PEN, MASK_GAP = 0.1, 0.05


def outer_copper(board: Board, file: GerberFile, side: str) -> None:
    """Pads of all plated holes, the component pads and the tracks of *side*."""
    for hole in board.holes:
        if hole.pad:
            file.flash(f"C,{hole.pad:g}", hole.function, hole.at)
    for pad in board.pads:
        if pad.side == side:
            file.flash(f"R,{pad.width:g}X{pad.height:g}", "SMDPad,CuDef", pad.at)
    for track in board.tracks:
        if track.side == side:
            file.stroke(track.width, "Conductor", track.points)


def plane(board: Board, file: GerberFile, net: str) -> None:
    """A plane of *net*, opened around every hole of another net."""
    file.region(_rounded(0.5))
    foreign = [hole for hole in board.holes if hole.net != net]
    file.clear((f"C,{_opening(hole):g}", hole.at) for hole in foreign)
    for hole in board.holes:
        if hole.pad:
            file.flash(f"C,{hole.pad:g}", hole.function, hole.at)


def _opening(hole: Hole) -> float:
    return (hole.pad or hole.drill) + 0.4


def mask(board: Board, file: GerberFile, side: str) -> None:
    """Openings over the pads; vias stay covered."""
    for hole in board.holes:
        if hole.function == "ComponentPad":
            file.flash(f"C,{hole.pad + 2 * MASK_GAP:g}", "Material", hole.at)
        elif not hole.pad:
            file.flash(f"C,{hole.drill + 2 * MASK_GAP:g}", "Material", hole.at)
    for pad in board.pads:
        if pad.side == side:
            shape = f"R,{pad.width + 2 * MASK_GAP:g}X{pad.height + 2 * MASK_GAP:g}"
            file.flash(shape, "Material", pad.at)


def paste(board: Board, file: GerberFile, side: str) -> None:
    """Stencil openings, as large as the pads."""
    for pad in board.pads:
        if pad.side == side:
            file.flash(f"R,{pad.width:g}X{pad.height:g}", "Material", pad.at)


def legend(board: Board, file: GerberFile, side: str, name: str) -> None:
    """Outlines of components on the top; the board's name on both sides, each read from its own."""
    if side == "top":
        for points in board.legend:
            file.stroke(0.15, "Material", points)
        for stroke in lettering(name, (27.0, 52.0), 1.8):
            file.stroke(0.15, "Material", stroke)
        return
    for stroke in lettering(name, (27.0, 14.0), 1.8):
        file.stroke(0.15, "Material", tuple((WIDTH - x, y) for x, y in stroke))


def profile(file: GerberFile) -> None:
    """The outline with its rounded corners, on the pen's centre line."""
    right, top, r = WIDTH, HEIGHT, CORNER
    sides: Sequence[tuple[Point, Point, Point]] = (
        ((r, 0), (right - r, 0), (right - r, r)),
        ((right, r), (right, top - r), (right - r, top - r)),
        ((right - r, top), (r, top), (r, top - r)),
        ((0, top - r), (0, r), (r, r)),
    )
    for number, (start, end, centre) in enumerate(sides):
        file.stroke(PEN, "Profile", (start, end))
        file.arc(PEN, "Profile", end, sides[(number + 1) % 4][0], centre)


def _rounded(inset: float) -> tuple[Point, ...]:
    """The board's shape, *inset* from the edge, corners cut at 45°."""
    left, right, low, high = inset, WIDTH - inset, inset, HEIGHT - inset
    c = CORNER * 0.6
    return (
        (left + c, low),
        (right - c, low),
        (right, low + c),
        (right, high - c),
        (right - c, high),
        (left + c, high),
        (left, high - c),
        (left, low + c),
    )


def drill_program(holes: Sequence[Hole], function: str) -> str:
    """An Excellon program in mm with decimal points."""
    sizes = sorted({hole.drill for hole in holes})
    head = [
        "M48",
        f"; DRILL file {{{SOFTWARE}}} date {CREATED}",
        "; FORMAT={-:-/ absolute / metric / decimal}",
        f"; #@! TF.CreationDate,{CREATED}",
        f"; #@! TF.GenerationSoftware,{SOFTWARE}",
        f"; #@! TF.FileFunction,{function}",
        "FMAT,2",
        "METRIC",
    ]
    head += [f"T{number}C{size:.3f}" for number, size in enumerate(sizes, start=1)]
    body: list[str] = []
    for number, size in enumerate(sizes, start=1):
        body.append(f"T{number}")
        body += [f"X{h.at[0]:.3f}Y{h.at[1]:.3f}" for h in holes if h.drill == size]
    return "\n".join([*head, "%", "G90", "G05", *body, "M30", ""])


def job_file(project: str, revision: str, functions: dict[str, str]) -> dict[str, object]:
    """The job file; it leaves open what a designer's program rarely knows: finish and colours."""
    vendor, application, version = SOFTWARE.split(",")
    return {
        "Header": {
            "GenerationSoftware": {
                "Vendor": vendor,
                "Application": application,
                "Version": version,
            },
            "CreationDate": CREATED,
        },
        "GeneralSpecs": {
            "ProjectId": {"Name": project, "Revision": revision},
            "Size": {"X": WIDTH + PEN, "Y": HEIGHT + PEN},
            "LayerNumber": len(COPPER),
        },
        "DesignRules": [{"Layers": "Outer", "MinLineWidth": TRACK, "TrackToTrack": TRACK}],
        "FilesAttributes": [
            {"Path": name, "FileFunction": function, "FilePolarity": "Positive"}
            for name, function in functions.items()
        ],
    }
