"""Options that commands about boards share, as types of their parameters."""

from typing import Annotated

import typer

PartName = Annotated[str, typer.Argument(metavar="PN", help="Part number, or CUSTOMER/PN.")]
Rev = Annotated[str | None, typer.Option("--rev", help="Revision; else the current one.")]
