"""Pictures of boards: of a part's revision, or of a package outside any ledger."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcbsales.boards.choices import Sides
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.workspace import Workspace, workspace
from pcbsales.workspace.output import write_file

if TYPE_CHECKING:
    from pcbsales.boards.fabrication.reading import FabricationSet
    from pcbsales.boards.pictures.board import Remark
    from pcbsales.boards.pictures.colour import Dress
    from pcbsales.boards.pictures.picture import Picture
    from pcbsales.boards.records import Part, Revision

part = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
intake = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

LARGEST = 256 * 2**20
_ENDINGS = (".svg", ".png")
_SIDES = {side.value: side for side in (Sides.TOP, Sides.BOTTOM, Sides.BOTH)}
_INNER = "inner"
File = Annotated[
    Path, typer.Option("--file", "-O", metavar="FILE", help="The picture: .svg or .png.")
]
OneSide = Annotated[str, typer.Option("--side", help="One of top, bottom, both, inner.")]


@part.command("picture")
def part_picture(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="PN", help="Part number, or CUSTOMER/PN.")],
    *,
    file: File,
    rev: Annotated[str | None, typer.Option(help="Revision; else the current one.")] = None,
    side: OneSide = "both",
) -> None:
    """Draw both sides of a board, or its inner layers, from its data, in the colours ordered.

    Example: pcbsales part picture HY-4400 -O board.svg
    """
    from pcbsales.boards.part import require_revision  # noqa: PLC0415 -- start-up
    from pcbsales.boards.pictures.colour import Dress  # noqa: PLC0415 -- start-up
    from pcbsales.boards.records import Part  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    found = ws.find(Part, name)
    revision = require_revision(found, rev)
    package = _opened(_kept(ws, found, revision), f"{found.id} {revision.rev}")
    _draw(ws, package, Dress.of(revision.specification), file=file, side=side)


@intake.command("picture")
def intake_picture(
    ctx: typer.Context,
    package: Annotated[Path, typer.Argument(metavar="ZIP", help="The customer's package.")],
    *,
    file: File,
    side: OneSide = "both",
) -> None:
    """Draw both sides of the board in a package of fabrication data, or its inner layers.

    Example: pcbsales intake picture HY-4410.zip -O board.png
    """
    from pcbsales.boards.pictures.colour import dress_of_reading  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    opened = _opened(_content(package), str(package))
    _draw(ws, opened, dress_of_reading(opened), file=file, side=side)


def _draw(
    ws: Workspace, package: "FabricationSet", dress: "Dress", *, file: Path, side: str
) -> None:
    """Write the picture, and say what is not sure of it."""
    if file.suffix.lower() not in _ENDINGS:
        raise UsageError(
            "{file}: expected an ending of {endings}", file=file, endings=", ".join(_ENDINGS)
        )
    if side != _INNER and side not in _SIDES:
        raise UsageError("--side {side}: expected one of top, bottom, both, inner", side=side)
    drawn, remarks = (
        _inner(ws, package) if side == _INNER else _sides(ws, package, dress, _SIDES[side])
    )
    data = drawn.svg
    if file.suffix.lower() == ".png":
        from pcbsales.documents.picture import png_of  # noqa: PLC0415 -- start-up

        data = png_of(drawn.svg, drawn.width_mm, drawn.height_mm)
    write_file(file, data)
    for msgid, values in remarks:
        ws.say(ws.translate(msgid, **dict(values)))
    ws.say(ws.translate("wrote {file}", file=file))


def _sides(
    ws: Workspace, package: "FabricationSet", dress: "Dress", side: Sides
) -> "tuple[Picture, Sequence[Remark]]":
    """The outer sides, and what is not sure of them."""
    from pcbsales.boards.pictures.board import board_of  # noqa: PLC0415 -- start-up
    from pcbsales.boards.pictures.picture import picture, remarks_on  # noqa: PLC0415 -- start-up

    board = board_of(package)
    return picture(board, dress, side, ws.translate), remarks_on(board, dress)


def _inner(ws: Workspace, package: "FabricationSet") -> "tuple[Picture, Sequence[Remark]]":
    """The inner layers, and what is not sure of them."""
    from pcbsales.boards.pictures.board import board_of  # noqa: PLC0415 -- start-up
    from pcbsales.boards.pictures.inner import inner_picture, inner_remarks  # noqa: PLC0415

    board = board_of(package)
    drawn = inner_picture(package, board, ws.translate, ws.language.value)
    return drawn, inner_remarks(package, board)


def _opened(data: bytes, name: str) -> "FabricationSet":
    """The package sorted out; a defect names the package."""
    from pcbsales.boards.fabrication.package import DefectError  # noqa: PLC0415 -- start-up
    from pcbsales.boards.fabrication.reading import open_set  # noqa: PLC0415 -- start-up

    try:
        return open_set(data)
    except DefectError as defect:
        named = {"package": name, "fault": defect.msgid, **defect.values}
        raise RefusedError("{package}: {fault}", **named) from None


def _kept(ws: Workspace, found: "Part", revision: "Revision") -> bytes:
    """The package of a revision as the ledger keeps it."""
    from pcbsales.store import layout  # noqa: PLC0415 -- start-up

    held, data = revision.fabrication, None
    if held is not None:
        data = ws.ledger.git.blob("HEAD", layout.attachment_path(held.sha256))
    if data is None:
        raise RefusedError(
            "{part} revision {rev} has no package in the ledger to draw from; "
            "take it in with: pcbsales intake add",
            part=found.id,
            rev=revision.rev,
        )
    return data


def _content(package: Path) -> bytes:
    """The bytes of the package; UsageError if it is no plain file, or too large to be one."""
    try:
        if not package.is_file():
            raise UsageError("{package} is not a file", package=package)
        if package.stat().st_size > LARGEST:
            raise UsageError(
                "{file} is larger than {limit} MiB", file=package, limit=LARGEST // 2**20
            )
        return package.read_bytes()
    except OSError as error:
        raise UsageError(
            "{package} cannot be read: {problem}", package=package, problem=error.strerror
        ) from None
