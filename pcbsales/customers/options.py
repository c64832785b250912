"""Options that commands about customers share, as types of their parameters."""

from typing import Annotated

import typer

CustomerName = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Id, name part or initials.")]
