"""Options that many commands have, as types of their parameters."""

from pathlib import Path
from typing import Annotated

import typer

_DATE_HELP = "Show what was true at the end of that day: 2026-09-30, today, eom, +3d, 下周五."
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=_DATE_HELP)]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FORM", help="One of table, tsv, csv, json."),
]
OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--file",
        "-O",
        metavar="FILE",
        help="Write to a file; its ending says how: .pdf is the paper; .csv, .tsv, .json, .txt.",
    ),
]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="LANGUAGE", help="Language of the paper: en, zh-Hant, zh-Hans."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Show it; write nothing.")]
Partial = Annotated[
    bool, typer.Option("--partial", help="Leave unreadable records out, and say how many.")
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; else today.")]
Evidence = Annotated[
    list[Path] | None,
    typer.Option("--evidence", "-e", metavar="FILE", help="The file that proves it; may repeat."),
]
OfCustomer = Annotated[
    str | None, typer.Option("--customer", "-c", metavar="CUSTOMER", help="Only theirs.")
]
