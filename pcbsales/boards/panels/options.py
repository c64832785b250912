"""Options of commands about working panels: a board and an array that are tried, how many."""

from typing import Annotated

import typer

from pcbsales.boards.panels.records import Layout

Text = str | None
MaybePart = Annotated[Text, typer.Argument(metavar="PN", help="Part number, or CUSTOMER/PN.")]
EntityName = Annotated[Text, typer.Option("--entity", help="Whose working panels.")]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", "-f", metavar="CODE", help="Only this format; may be repeated."),
]
Board = Annotated[Text, typer.Option(metavar="WxH", help="Try a board of this size, mm.")]
Array = Annotated[Text, typer.Option(metavar="RxC", help="Try an array of rows x columns.")]
Rails = Annotated[Text, typer.Option(help="Rails: none, top_bottom, left_right, all.")]
Rail = Annotated[Text, typer.Option(metavar="MM", help="Width of a rail.")]
Separation = Annotated[Text, typer.Option(help="How boards come apart: v_cut, tab_route, both.")]
Gap = Annotated[Text, typer.Option(metavar="MM", help="Gap between pieces on the panel.")]
Layers = Annotated[Text, typer.Option(help="Layers, for the border.")]
Pieces = Annotated[int | None, typer.Option("--pieces", "-q", min=1, help="Boards ordered.")]
Overage = Annotated[
    Text, typer.Option(metavar="PERCENT", help="Boards built above that; else usual.")
]
OneLayout = Annotated[Layout | None, typer.Option(help="Count on this layout; else the policy's.")]
