"""``pcbsales undo``: one's own last decision taken back, where the trade allows it."""

from typing import Annotated

import typer

from pcbsales.workspace import DryRun, Output, workspace
from pcbsales.workspace.output import form_of

app = typer.Typer(rich_markup_mode=None)


@app.command()
def undo(
    ctx: typer.Context,
    commit: Annotated[
        str, typer.Argument(metavar="COMMIT", help="Else your last decision that still stands.")
    ] = "",
    *,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Take back your last decision by one that reverses it; facts stay, numbers are not reused.

    Example: pcbsales undo --dry-run
    """
    from pcbsales.desk.undo_preview import show_undo  # noqa: PLC0415 -- start-up
    from pcbsales.store.writing.last_decision import undo as decision  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    decide = decision(ws.ledger, commit, actor=ws.actor, email=ws.author.email, at=ws.now)
    if dry_run and form_of(output) != "json":
        show_undo(ws, decide)
    else:
        ws.save(decide, dry_run=dry_run, output=output)
