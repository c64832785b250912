"""Revisions of parts: opening the next one, and what is different between two boards."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcbsales.boards.options import PartName
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.snapshot import without_ids
from pcbsales.workspace import DryRun, Output, OutputFile, Workspace, workspace
from pcbsales.workspace.output import write_file

if TYPE_CHECKING:
    from pcbsales.boards.changes.compared import Board
    from pcbsales.boards.changes.difference import BoardDifference

part = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Changed = Annotated[
    list[str] | None, typer.Argument(metavar="KEY=VALUE", help="What the customer changes.")
]
SaidIn = Annotated[
    str | None,
    typer.Option("--reference", help="Where the customer says so: 'mail of 30 Oct'."),
]
SameData = Annotated[bool, typer.Option("--same-data", help="The fabrication data stays as it is.")]
Boards = Annotated[
    list[str],
    typer.Argument(metavar="PN[@REV] [PN@REV|REV]", help="Two boards, or revisions of one."),
]
Layer = Annotated[
    str | None, typer.Option("--layer", help="Draw this layer; else every one that changed.")
]
_SHOW = "pcbsales part show {id}"
_DRAWINGS = (".svg", ".png")


@part.command("revise")
def revise(
    ctx: typer.Context,
    name: PartName,
    settings: Changed = None,
    *,
    rev: Annotated[str | None, typer.Option(help="Its name; else the next one.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    reference: SaidIn = None,
    same_data: SameData = False,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Open the next revision of a part; what was ordered is carried over, changed as you say.

    Example: pcbsales part revise HY-4410 finish=osp --reference 'customer mail of 30 Oct'
    """
    from pcbsales.boards.changes.compared import with_predecessor  # noqa: PLC0415 -- start-up
    from pcbsales.boards.changes.difference import difference  # noqa: PLC0415 -- start-up
    from pcbsales.boards.changes.revising import revise as decide_revision  # noqa: PLC0415
    from pcbsales.boards.records import Part  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    decide = partial(
        decide_revision,
        part=ws.find(Part, name).id,
        rev=rev,
        settings=settings or (),
        reason=reason,
        reference=reference,
        same_data=same_data,
        actor=ws.actor,
        as_of=ws.today,
    )
    saved = ws.save(without_ids(decide), dry_run=dry_run, output=output, next_step=_SHOW)
    if saved and output != "json":
        (after,) = (record for record in saved.changes.records if isinstance(record, Part))
        ws.show(difference(*with_predecessor(after), lang=ws.language.value), output=output)


@part.command("diff")
def diff(
    ctx: typer.Context,
    names: Boards,
    *,
    layer: Layer = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Compare two boards: specification, figures, layers by what they draw, holes, questions.

    Example: pcbsales part diff HY-4402 A C
    """
    ws = workspace(ctx)
    found = _difference(ws, *_named(ws, names))
    if file is not None and file.suffix.lower() in _DRAWINGS:
        _draw(ws, found, file, layer)
        return
    ws.show(found, output=output, file=file)


def _named(ws: Workspace, names: list[str]) -> "tuple[Board, Board]":
    """``PN``, ``PN A B`` or ``PN@A PN@B`` as two boards."""
    from pcbsales.boards.changes.compared import (  # noqa: PLC0415 -- start-up
        named,
        split_name,
        with_predecessor,
    )
    from pcbsales.boards.records import Part  # noqa: PLC0415 -- start-up

    if len(names) > 3:
        raise UsageError("name one or two boards: PN A B, or PN@A PN@B")
    if len(names) == 3:
        one = ws.find(Part, names[0])
        return named(one, names[1]), named(one, names[2])
    name, rev = split_name(names[0])
    first = ws.find(Part, name)
    if len(names) == 1:
        return with_predecessor(first, rev)
    if rev is None and first.revision(names[1]) is not None:
        return named(first, names[1]), named(first, None)
    other, other_rev = split_name(names[1])
    return named(first, rev), named(ws.find(Part, other), other_rev)


def _difference(ws: Workspace, before: "Board", after: "Board") -> "BoardDifference":
    from dataclasses import replace  # noqa: PLC0415 -- start-up

    from pcbsales.boards.changes.compared import sorted_out  # noqa: PLC0415 -- start-up
    from pcbsales.boards.changes.difference import difference  # noqa: PLC0415 -- start-up

    boards = []
    for board in (before, after):
        held = board.revision.fabrication
        package = sorted_out(ws.kept(held.sha256)) if held else None
        boards.append(replace(board, package=package))
    return difference(*boards, lang=ws.language.value)


def _draw(ws: Workspace, found: "BoardDifference", file: Path, layer: str | None) -> None:
    """A picture of each layer that changed; several go beside *file*, with the layer's name."""
    from pcbsales.boards.changes.layers import pictured  # noqa: PLC0415 -- start-up
    from pcbsales.boards.pictures.moved import moved_picture  # noqa: PLC0415 -- start-up

    old, new = found.before.package, found.after.package
    if old is None or new is None:
        raise UsageError(
            "{before} and {after}: both need their data in the ledger to be drawn",
            before=found.before.name,
            after=found.after.name,
        )
    wanted = (layer,) if layer else pictured(found.layers or ())
    if not wanted:
        ws.tell("no layer changed that can be drawn")
    for name in wanted:
        drawn = moved_picture(old, new, name, ws.translate)
        target = file if len(wanted) == 1 else file.with_name(f"{file.stem}-{name}{file.suffix}")
        data = drawn.svg
        if file.suffix.lower() == ".png":
            from pcbsales.documents.picture import png_of  # noqa: PLC0415 -- start-up

            data = png_of(drawn.svg, drawn.width_mm, drawn.height_mm)
        write_file(target, data)
        ws.tell("wrote {file}", file=target)
