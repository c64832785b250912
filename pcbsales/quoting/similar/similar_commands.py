"""``pcbsales part similar`` and ``quote similar``: boards that were quoted before."""

from datetime import date
from typing import Annotated

import typer

from pcbsales.boards.options import Rev
from pcbsales.boards.records import Part
from pcbsales.kernel.errors import UsageError
from pcbsales.quoting.options import QuoteName
from pcbsales.quoting.quotations.asking import read_quantities
from pcbsales.quoting.quotations.quote_line import QuoteLine
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.similar.similar import SimilarReport, similar_parts
from pcbsales.workspace import Workspace, shows

part = typer.Typer(no_args_is_help=True)
quote = typer.Typer(no_args_is_help=True)

Most = Annotated[int, typer.Option("--most", min=1, max=100, help="How many at most.")]
Quantity = Annotated[
    str | None, typer.Option("--quantity", "-q", metavar="N", help="Nearest to this quantity.")
]


@shows(part, "similar")
def similar_part(
    ws: Workspace,
    name: Annotated[str, typer.Argument(metavar="PART", help="The part's number.")],
    *,
    rev: Rev = None,
    quantity: Quantity = None,
    most: Most = 10,
    as_of: date,
) -> SimilarReport:
    """List the boards nearest to a part, what they were quoted at, and how that ended.

    Example: pcbsales part similar HY-4410 --most 5
    """
    return _similar(ws, ws.find(Part, name), rev, quantity, most=most, as_of=as_of)


@shows(quote, "similar")
def similar_quote(
    ws: Workspace,
    name: QuoteName,
    *,
    line: Annotated[str, typer.Option("--line", metavar="LINE", help="Which of its lines.")] = "L1",
    most: Most = 10,
    as_of: date,
) -> SimilarReport:
    """List the boards nearest to a quotation's line, what they were quoted at, how that ended.

    Example: pcbsales quote similar 42 --most 5
    """
    wanted = _line(ws.find(Quote, name), line)
    found, quantity = ws.find(Part, wanted.part), str(wanted.quantity)
    return _similar(ws, found, wanted.revision, quantity, most=most, as_of=as_of)


def _line(found: Quote, line: str) -> QuoteLine:
    wanted = found.line(line.upper())
    if wanted is None:
        raise UsageError(
            "{quote} has no line {line}; it has {lines}",
            quote=found.id,
            line=line,
            lines=", ".join(one.id for one in found.lines),
        )
    return wanted


def _similar(
    ws: Workspace, found: Part, rev: str | None, quantity: str | None, *, most: int, as_of: date
) -> SimilarReport:
    wanted = read_quantities(quantity)[0][0] if quantity else None
    return similar_parts(ws.snapshot(), found, rev, as_of=as_of, most=most, quantity=wanted)
