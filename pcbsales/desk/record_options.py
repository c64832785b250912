"""The arguments and options of the verbs that every noun has."""

from pathlib import Path
from typing import Annotated

import typer

RecordId = Annotated[str, typer.Argument(metavar="ID", help="The record's id.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="Set this tag.")]
Untags = Annotated[
    list[str] | None, typer.Option("--untag", metavar="TAG", help="Take this tag away.")
]
Field = Annotated[
    str, typer.Option("--field", metavar="FIELD", help="Only this field: terms, lines[L1].amount.")
]
OldestFirst = Annotated[bool, typer.Option("--oldest-first", help="From the beginning on.")]
Files = Annotated[list[Path] | None, typer.Argument(metavar="FILE…", help="Files to attach.")]
Large = Annotated[bool, typer.Option("--large", help="Keep files above 25 MiB too.")]
Listed = Annotated[bool, typer.Option("--list", help="Show the record's files.")]
Got = Annotated[
    str | None,
    typer.Option("--get", metavar="NAME", help="Write this file out, to -O or here."),
]
NewId = Annotated[
    str | None, typer.Argument(metavar="NEW-ID", help="Of what is not numbered automatically.")
]
Attached = Annotated[
    str | None, typer.Option("--attachment", metavar="NAME", help="Open this file of its.")
]
NoteText = Annotated[
    str | None, typer.Argument(metavar="TEXT", help="The note; - reads it from standard input.")
]
Resumed = Annotated[bool, typer.Option("--resume", help="Go on with a text that was kept.")]
