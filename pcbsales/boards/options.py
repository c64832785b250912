"""Options that commands about boards share, as types of their parameters."""

from typing import Annotated

import typer

from pcbsales.boards.records import Part
from pcbsales.workspace import Workspace

PartName = Annotated[str, typer.Argument(metavar="PN", help="Part number, or CUSTOMER/PN.")]
Rev = Annotated[str | None, typer.Option("--rev", help="Revision; else the current one.")]


def part_of(ws: Workspace, customer: str, name: str) -> Part:
    """The part that *name* means: *customer*'s own of that number first, as another may use it."""
    return ws.snapshot().get(Part, f"{customer}/{name}") or ws.find(Part, name)
