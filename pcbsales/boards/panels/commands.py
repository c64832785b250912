"""Working panels, and how many boards or arrays go on them."""

import shutil
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.options import Rev
from pcbsales.boards.panels.asking import FitWish, only, policies_of, report_fit, tried
from pcbsales.boards.panels.characters import sketch
from pcbsales.boards.panels.format_report import FormatReport
from pcbsales.boards.panels.options import (
    Array,
    Board,
    EntityName,
    Formats,
    Gap,
    Layers,
    MaybePart,
    OneLayout,
    Overage,
    Pieces,
    Rail,
    Rails,
    Separation,
)
from pcbsales.boards.panels.records import WorkingPanels
from pcbsales.boards.panels.report import FitReport
from pcbsales.boards.panels.sheet import caption, sheet, worth_drawing
from pcbsales.boards.part import require_revision
from pcbsales.boards.records import Part, Revision
from pcbsales.boards.specification import Specification
from pcbsales.company.records import Entity
from pcbsales.customers.records import Customer
from pcbsales.documents.cells import screen_cell
from pcbsales.documents.screen_text import wrap
from pcbsales.kernel.effective import effective, in_force
from pcbsales.kernel.errors import UsageError
from pcbsales.workspace import AsOf, Output, OutputFile, Workspace, shows, workspace
from pcbsales.workspace.output import form_of, write_file

panel = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
_SCREEN = (100, 24)
#: The keys of a specification that may be tried.
_TRIED = ("board_size", "array", "rails", "rail_width_mm", "separation", "layers")


@shows(panel, "list")
def list_formats(ws: Workspace, *, entity: EntityName = None, as_of: date) -> FormatReport:
    """List the working panels in force, and what their borders leave free.

    Example: pcbsales panel list
    """
    return FormatReport(_in_force(ws, entity, as_of))


@shows(panel, "show")
def show(
    ws: Workspace,
    code: Annotated[str, typer.Argument(metavar="CODE", help="A format, such as 18X24.")],
    *,
    entity: EntityName = None,
    as_of: date,
) -> FormatReport:
    """Show one format of working panel.

    Example: pcbsales panel show 18X24 --entity SZ
    """
    named = [
        panels
        for panels in _in_force(ws, entity, as_of)
        if code.upper() in {found.code for found in panels.formats}
    ]
    if not named:
        raise UsageError(
            "no working panel in force is called {code}; see: pcbsales panel list", code=code
        )
    return FormatReport(tuple(only(panels, [code]) for panels in named))


@panel.command("fit")
def fit(
    ctx: typer.Context,
    name: MaybePart = None,
    *,
    rev: Rev = None,
    board: Board = None,
    array: Array = None,
    rails: Rails = None,
    rail: Rail = None,
    separation: Separation = None,
    gap: Gap = None,
    layers: Layers = None,
    pieces: Pieces = None,
    overage: Overage = None,
    layout: OneLayout = None,
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
    if name is not None:
        found = ws.find(Part, name)
    elif board is None:
        raise UsageError("name a part, or give a size: --board 100x68")
    of = (found, require_revision(found, rev)) if found else None
    day, typed = ws.day(as_of), (board, array, rails, rail, separation, layers)
    report = report_fit(
        policies_of(ws.snapshot(), _named(ws, entity) or _entity_of(ws, of), as_of=day),
        _tried(of[1].specification if of else Specification(), typed),
        as_of=day,
        of=of,
        wish=FitWish(pieces, _number(overage), layout, formats or (), _number(gap)),
    )
    _show(ws, report, output, file)


def _tried(specification: Specification, typed: tuple[str | None, ...]) -> Specification:
    """*specification*, with what was *typed* for the keys of _TRIED in its place."""
    settings = zip(_TRIED, typed, strict=True)
    return tried(specification, [f"{key}={value}" for key, value in settings if value])


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
    every, named = ws.snapshot().all(WorkingPanels), _named(ws, entity)
    owners = {panels.entity for panels in in_force(every, as_of=day)}
    wanted = sorted(owners) if named is None else [named]
    return tuple(
        effective(
            [panels for panels in every if panels.entity == owner],
            as_of=day,
            what=WorkingPanels.noun,
        )
        for owner in wanted
    )


def _named(ws: Workspace, entity: str | None) -> str | None:
    """The id of the entity that is named; UsageError where there is none."""
    return ws.find(Entity, entity).id if entity else None


def _entity_of(ws: Workspace, of: tuple[Part, Revision] | None) -> str | None:
    customer = ws.snapshot().get(Customer, of[0].customer) if of else None
    return customer.entity if customer else None


def _number(text: str | None) -> Decimal | None:
    """A number of 0 to 100 from an option; UsageError otherwise."""
    if text is None:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= 100:
        raise UsageError("{text} is no number from 0 to 100", text=repr(text))
    return number
