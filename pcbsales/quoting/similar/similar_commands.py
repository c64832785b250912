"""``pcbsales part similar`` and ``quote similar``: boards that were quoted before."""

from typing import Annotated

import typer

from pcbsales.boards.records import Part
from pcbsales.kernel.errors import UsageError
from pcbsales.quoting.quotations.asking import read_quantities
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.similar.similar import SimilarReport, similar_parts
from pcbsales.workspace import AsOf, Output, OutputFile, Workspace, workspace

part = typer.Typer(no_args_is_help=True)
quote = typer.Typer(no_args_is_help=True)

Most = Annotated[int, typer.Option("--most", min=1, max=100, help="How many at most.")]
Quantity = Annotated[
    str | None, typer.Option("--quantity", "-q", metavar="N", help="Nearest to this quantity.")
]


@part.command("similar")
def similar_part(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="PART", help="The part's number.")],
    *,
    rev: Annotated[
        str | None, typer.Option("--rev", help="Revision; else the current one.")
    ] = None,
    quantity: Quantity = None,
    most: Most = 10,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """List the boards nearest to a part, what they were quoted at, and how that ended.

    Example: pcbsales part similar HY-4410 --most 5
    """
    ws = workspace(ctx)
    report = _similar(ws, ws.find(Part, name), rev, quantity, most=most, as_of=as_of)
    ws.show(report, output=output, file=file)


@quote.command("similar")
def similar_quote(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="QUOTE", help="Its number, or the tail of it.")],
    *,
    line: Annotated[str, typer.Option("--line", metavar="LINE", help="Which of its lines.")] = "L1",
    most: Most = 10,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """List the boards nearest to a quotation's line, what they were quoted at, how that ended.

    Example: pcbsales quote similar 42 --most 5
    """
    ws = workspace(ctx)
    found = ws.find(Quote, name)
    wanted = found.line(line.upper())
    if wanted is None:
        raise UsageError(
            "{quote} has no line {line}; it has {lines}",
            quote=found.id,
            line=line,
            lines=", ".join(one.id for one in found.lines),
        )
    report = _similar(
        ws,
        ws.find(Part, wanted.part),
        wanted.revision,
        str(wanted.quantity),
        most=most,
        as_of=as_of,
    )
    ws.show(report, output=output, file=file)


def _similar(
    ws: Workspace,
    found: Part,
    rev: str | None,
    quantity: str | None,
    *,
    most: int,
    as_of: str | None,
) -> SimilarReport:
    wanted = read_quantities(quantity)[0][0] if quantity else None
    return similar_parts(ws.snapshot(), found, rev, as_of=ws.day(as_of), most=most, quantity=wanted)
