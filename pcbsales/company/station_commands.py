"""``pcbsales station``: the letter by which this clone numbers, and those of the others."""

import platform
from functools import partial
from typing import Annotated

import typer

from pcbsales.company.stations import Station, StationReport, read_letter, register
from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.kernel.snapshot import without_ids
from pcbsales.workspace import DryRun, Output, Workspace, shows, workspace

station = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@station.command("add")
def add(
    ctx: typer.Context,
    letter: Annotated[str, typer.Argument(metavar="LETTER", help="One that no other clone has.")],
    *,
    name: Annotated[str | None, typer.Option(help="Whose clone it is; else the machine.")] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Register this clone's letter, once: its numbers read Q-2026-B00042 from then on.

    Example: pcbsales station add B --name 'Mei, laptop' --dry-run
    """
    from pcbsales.store.writing.stations import claim, settle  # noqa: PLC0415 -- start-up

    ws, wanted = workspace(ctx), read_letter(letter)
    mark = claim(ws.ledger, wanted, keep=not dry_run)
    decide = partial(
        register,
        letter=wanted,
        name=name or platform.node() or wanted,
        clone=mark,
        by=ws.actor,
        since=ws.today,
    )
    saved = ws.save(without_ids(decide), dry_run=dry_run, output=output)
    if saved:
        settle(ws.ledger, wanted)


@station.command("keep")
def keep(ctx: typer.Context) -> None:
    """Number on here under the letter that came along: the folder it was copied from is not used.

    Example: pcbsales station keep
    """
    from pcbsales.store.writing.stations import keep_place, station_here  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    letter = station_here(ws.ledger) or "-"
    keep_place(ws.ledger.own_folder())
    ws.say(ws.translate("this folder numbers under {letter}", letter=letter))


@shows(station, "show")
def show(
    ws: Workspace,
    letter: Annotated[str, typer.Argument(metavar="LETTER", help="Else this clone's.")] = "",
) -> StationReport:
    """Show a station: by which letter a clone numbers, whose it is, since when.

    Example: pcbsales station show
    """
    from pcbsales.store.writing.stations import station_here  # noqa: PLC0415 -- start-up

    try:
        here = station_here(ws.ledger)
    except LedgerConflictError:
        if not letter:
            raise
        here = None
    wanted = read_letter(letter) if letter else here
    return StationReport(ws.find(Station, wanted) if wanted else None, wanted == here)
