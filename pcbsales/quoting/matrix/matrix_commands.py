"""``pcbsales quote matrix``: prices side by side, nothing written."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.boards.options import Rev, part_of
from pcbsales.boards.part import require_revision
from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.books.sheets import sheets_in_force
from pcbsales.quoting.matrix.as_quoted import as_quoted
from pcbsales.quoting.matrix.matrix import Per, price_matrix
from pcbsales.quoting.matrix.matrix_report import MatrixList, MatrixReport
from pcbsales.quoting.matrix.option import read_options, require_differing
from pcbsales.quoting.options import Buyer, Leads, Options, Quantities
from pcbsales.quoting.pricing.offer import Wanted
from pcbsales.quoting.quotations.asking import read_leads, read_quantities
from pcbsales.workspace import AsOf, Output, OutputFile, Workspace, workspace
from pcbsales.workspace.output import form_of, form_of_file

quote = typer.Typer(no_args_is_help=True)
PartNumber = Annotated[str, typer.Argument(metavar="PART", help="The part number.")]
PricesPer = Annotated[Per, typer.Option("--per", help="Prices for one of piece, array, m2, dm2.")]
_SCREEN = (100, 24)


@quote.command("matrix")
def matrix(
    ctx: typer.Context,
    customer: Buyer,
    part: PartNumber,
    *,
    quantity: Quantities,
    lead: Leads = "std",
    option: Options = None,
    per: PricesPer = Per.PIECE,
    rev: Rev = None,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Price a part at several quantities, lead times and options; nothing is written.

    Example: pcbsales quote matrix HUAYI HY-4410 -q 100,500,1k --lead std,8 --option finish=osp
    """
    ws = workspace(ctx)
    buyer, snapshot = ws.find(Customer, customer), ws.snapshot()
    found = _part_of(ws, buyer, part)
    revision, options = require_revision(found, rev), read_options(option or [])
    require_differing(revision, options)
    day = ws.day(as_of)
    sheets = sheets_in_force(snapshot, buyer.entity, buyer.currency, as_of=day)
    priced = price_matrix(
        Wanted(found, revision, 1),
        sheets,
        quantities=read_quantities(quantity),
        leads=read_leads(lead),
        options=options,
        settle=as_quoted(snapshot, buyer, sheets, as_of=day),
    )
    _show(ws, MatrixReport(priced, per), output, file)


def _part_of(ws: Workspace, buyer: Customer, name: str) -> Part:
    """The part of *buyer* that *name* means; RefusedError where it is another's."""
    found = part_of(ws, buyer.id, name)
    if found.customer != buyer.id:
        raise RefusedError(
            "{part} is a part of {owner}, not of {customer}",
            part=found.id,
            owner=found.customer,
            customer=buyer.id,
        )
    return found


def _show(ws: Workspace, report: MatrixReport, output: str | None, file: Path | None) -> None:
    """A row for each price to programs, one whole to files, portions as wide as the screen else."""
    form = form_of(output) if file is None or file.suffix == ".pdf" else form_of_file(file)
    if form in {"csv", "tsv"}:
        ws.show(MatrixList(report.matrix), output=output, file=file)
    elif file is not None or form == "json":
        ws.show(report, output=output, file=file)
    else:
        for portion in report.portions(shutil.get_terminal_size(_SCREEN).columns):
            ws.show(portion, output=output)
