"""``pcbsales index``: the file that spares commands reading every record."""

from dataclasses import dataclass
from typing import Any

import typer

from pcbsales.kernel.tables import Align, Column, Table, Word
from pcbsales.store.index.checking import Deviation, deviations
from pcbsales.workspace import Output, OutputFile, workspace

app = typer.Typer(rich_markup_mode=None)
index = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Compare the index with the files, or build it anew.",
)
app.add_typer(index, name="index")


@app.callback()
def whole() -> None:
    """Commands on the whole ledger."""


@index.command("verify")
def verify(ctx: typer.Context, output: Output = None, file: OutputFile = None) -> None:
    """Read all records anew, and name every row of the index that is not as they make it.

    Example: pcbsales index verify
    """
    ws = workspace(ctx)
    found = deviations(ws.ledger.index, ws.ledger.root, ws.catalogue)
    if found or output or file:
        ws.show(DeviationList(found), output=output, file=file)
    if found:
        ws.say(ws.translate("build it anew with: pcbsales index rebuild"))
        raise typer.Exit(1)
    ws.say(ws.translate("the index is as the files make it"))


@index.command("rebuild")
def rebuild(ctx: typer.Context, output: Output = None) -> None:
    """Read all records anew into a new index.

    Example: pcbsales index rebuild
    """
    ws = workspace(ctx)
    ws.show(Rebuilt(ws.ledger.index.rebuild()), output=output)


@dataclass(frozen=True, slots=True)
class DeviationList:
    """Rows of the index that are not as the files make them."""

    found: tuple[Deviation, ...]

    def as_json(self) -> list[dict[str, Any]]:
        """Objects with ``table``, ``row``, ``fault``."""
        return [{"table": d.table, "row": d.row, "fault": d.fault.value} for d in self.found]

    def as_table(self) -> Table:
        """One row each."""
        return Table(
            columns=(
                Column("table", "table"),
                Column("row", "row"),
                Column("fault", "what is wrong"),
            ),
            rows=tuple((d.table, d.row, Word(d.fault.value)) for d in self.found),
        )


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many files were read."""

    files: int

    def as_json(self) -> dict[str, int]:
        """``{files}``."""
        return {"files": self.files}

    def as_table(self) -> Table:
        """One row."""
        return Table(columns=(Column("files", "files", Align.RIGHT),), rows=((self.files,),))
