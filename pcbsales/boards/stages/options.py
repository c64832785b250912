"""Options that commands about approvals and change notices share, and what is entered by them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.stages.entry import Entry
from pcbsales.workspace import Workspace
from pcbsales.workspace.given_file import given_file

Number = Annotated[str, typer.Argument(metavar="PCN", help="Its number, or the tail of it.")]
Whose = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Whose boards are touched.")]


def entered(ws: Workspace, on: str | None, files: Iterable[Path] | None = None) -> Entry:
    """What whoever runs the command enters for the day *on*, with the *files* that prove it."""
    kept = tuple(filter(None, map(given_file, files or ())))
    return Entry(ws.actor, ws.now, ws.day(on), kept)
