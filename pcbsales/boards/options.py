"""Options that commands about boards share, as types of their parameters."""

from typing import TYPE_CHECKING, Annotated

import typer

from pcbsales.boards.records import Part, Revision
from pcbsales.workspace import Workspace

if TYPE_CHECKING:
    from pcbsales.boards.capability.kept_figures import Measured

PartName = Annotated[str, typer.Argument(metavar="PN", help="Part number, or CUSTOMER/PN.")]
Rev = Annotated[str | None, typer.Option("--rev", help="Revision; else the current one.")]


def part_of(ws: Workspace, customer: str, name: str) -> Part:
    """The part that *name* means: *customer*'s own of that number first, as another may use it."""
    return ws.snapshot().get(Part, f"{customer}/{name}") or ws.find(Part, name)


def measured_of(ws: Workspace, revision: Revision) -> "Measured | None":
    """What is measured on *revision*'s package, once; None where the ledger does not keep it."""
    from pcbsales.boards.capability.kept_figures import kept_or_measured  # noqa: PLC0415 -- start-up

    held = revision.fabrication
    data = ws.kept(held.sha256) if held else None
    if held is None or data is None:
        return None
    return kept_or_measured(data, held.sha256, ws.ledger.derived)
