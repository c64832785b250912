"""Working panels, and how many boards or arrays go on them."""

import shutil
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.panels.asking import only, policies_of, report_fit, tried
from pcbsales.boards.panels.characters import sketch
from pcbsales.boards.panels.format_report import FormatReport
from pcbsales.boards.panels.records import Layout, WorkingPanels
from pcbsales.boards.panels.report import FitReport
from pcbsales.boards.panels.sheet import caption, sheet, worth_drawing
from pcbsales.boards.part import require_revision
from pcbsales.boards.records import Part
from pcbsales.boards.specification import Specification
from pcbsales.customers.records import Customer
from pcbsales.documents.cells import screen_cell
from pcbsales.documents.screen_text import wrap
from pcbsales.kernel.effective import effective, in_force
from pcbsales.kernel.errors import UsageError
from pcbsales.workspace import AsOf, Output, OutputFile, Workspace, workspace
from pcbsales.workspace.output import form_of, write_file

panel = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
_SCREEN = (100, 24)
EntityName = Annotated[str | None, typer.Option("--entity", help="Whose working panels.")]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", "-f", metavar="CODE", help="Only this format; may be repeated."),
]


@panel.command("list")
def list_formats(
    ctx: typer.Context,
    *,
    entity: EntityName = None,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """List the working panels in force, and what their borders leave free.

    Example: pcbsales panel list
    """
    ws = workspace(ctx)
    ws.show(FormatReport(_in_force(ws, entity, ws.day(as_of))), output=output, file=file)


@panel.command("show")
def show(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A format, such as 18X24.")],
    *,
    entity: EntityName = None,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show one format of working panel.

    Example: pcbsales panel show 18X24 --entity SZ
    """
    ws, day = workspace(ctx), workspace(ctx).day(as_of)
    named = [
        panels
        for panels in _in_force(ws, entity, day)
        if code.upper() in {found.code for found in panels.formats}
    ]
    if not named:
        raise UsageError(
            "no working panel in force is called {code}; see: pcbsales panel list", code=code
        )
    ws.show(FormatReport(tuple(only(panels, [code]) for panels in named)), output=output, file=file)


@panel.command("fit")
def fit(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="PN", help="Part number, or CUSTOMER/PN.")
    ] = None,
    *,
    rev: Annotated[str | None, typer.Option(help="Revision; else the current one.")] = None,
    board: Annotated[
        str | None, typer.Option(metavar="WxH", help="Try a board of this size, mm.")
    ] = None,
    array: Annotated[
        str | None, typer.Option(metavar="RxC", help="Try an array of rows x columns.")
    ] = None,
    rails: Annotated[
        str | None, typer.Option(help="Rails: none, top_bottom, left_right, all.")
    ] = None,
    rail: Annotated[str | None, typer.Option(metavar="MM", help="Width of a rail.")] = None,
    separation: Annotated[
        str | None, typer.Option(help="How boards come apart: v_cut, tab_route, both.")
    ] = None,
    gap: Annotated[
        str | None, typer.Option(metavar="MM", help="Gap between pieces on the panel.")
    ] = None,
    layers: Annotated[str | None, typer.Option(help="Layers, for the border.")] = None,
    pieces: Annotated[
        int | None, typer.Option("--pieces", "-q", min=1, help="Boards ordered.")
    ] = None,
    overage: Annotated[
        str | None, typer.Option(metavar="PERCENT", help="Boards built above that; else usual.")
    ] = None,
    layout: Annotated[
        Layout | None, typer.Option(help="Count on this layout; else the policy's.")
    ] = None,
    formats: Formats = None,
    entity: EntityName = None,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show how many boards or arrays go on each working panel, and how near the next step is.

    Example: pcbsales panel fit HY-4410 --array 2x2 --rails all --pieces 200
    """
    ws, found = workspace(ctx), None
    settings = {
        "board_size": board,
        "array": array,
        "rails": rails,
        "rail_width_mm": rail,
        "separation": separation,
        "layers": layers,
    }
    if name is not None:
        found = ws.find(Part, name)
    elif board is None:
        raise UsageError("name a part, or give a size: --board 100x68")
    revision = require_revision(found, rev) if found else None
    specification = tried(
        revision.specification if revision else Specification(),
        [f"{key}={value}" for key, value in settings.items() if value],
    )
    day = ws.day(as_of)
    report = report_fit(
        policies_of(ws.snapshot(), entity or _entity_of(ws, found), as_of=day),
        specification,
        as_of=day,
        part=found,
        revision=revision,
        pieces=pieces,
        overage_percent=_number(overage),
        layout=layout,
        formats=formats or (),
        gap_mm=_number(gap),
    )
    _show(ws, report, output, file)


def _show(ws: Workspace, report: FitReport, output: str | None, file: Path | None) -> None:
    """The table, on a terminal with a sketch below it; the sheet where the file is a drawing."""
    if file is not None and file.suffix == ".svg":
        drawn = sheet(
            report, ws.translate, lambda cell: screen_cell(cell, ws.translate, ws.language)
        )
        write_file(file, drawn.encode("utf-8"))
        ws.say(ws.translate("wrote {file}", file=file))
        return
    ws.show(report, output=output, file=file)
    if file is None and form_of(output) == "table":
        width = shutil.get_terminal_size(_SCREEN).columns
        for arrangement in worth_drawing(report):
            typer.echo("")
            typer.echo("\n".join(wrap(caption(report, arrangement, ws.translate), width)))
            typer.echo(sketch(report.best, arrangement, width=width), nl=False)


def _in_force(ws: Workspace, entity: str | None, day: date) -> tuple[WorkingPanels, ...]:
    """The policy in force of *entity*, or of every entity that has one."""
    every = ws.snapshot().all(WorkingPanels)
    owners = {panels.entity for panels in in_force(every, as_of=day)}
    wanted = sorted(owners) if entity is None else [entity]
    return tuple(
        effective(
            [panels for panels in every if panels.entity == owner],
            as_of=day,
            what=WorkingPanels.noun,
        )
        for owner in wanted
    )


def _entity_of(ws: Workspace, part: Part | None) -> str | None:
    customer = ws.snapshot().get(Customer, part.customer) if part else None
    return customer.entity if customer else None


def _number(text: str | None) -> Decimal | None:
    """A number of 0 to 100 from an option; UsageError otherwise."""
    if text is None:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(-1)
    if not 0 <= number <= 100:
        raise UsageError("{text} is no number from 0 to 100", text=repr(text))
    return number
