"""``pcbsales part similar``, ``quote similar`` and ``quote repeat``: what was quoted before."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

import typer

from pcbsales.boards.records import Part
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.shown import Word
from pcbsales.quoting.floor.below_floor import quote_or_request
from pcbsales.quoting.quotations.asking import read_leads, read_quantities
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.similar.repeating import changes_since, repeat_of
from pcbsales.quoting.similar.similar import SimilarReport, similar_parts
from pcbsales.workspace import AsOf, DryRun, Output, OutputFile, Workspace, workspace

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


@quote.command("repeat")
def repeat(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="PART", help="The part's number.")],
    *,
    quantity: Annotated[
        str | None,
        typer.Option("--quantity", "-q", metavar="N,N…", help="Quantities; else the last one."),
    ] = None,
    lead: Annotated[
        str | None, typer.Option("--lead", metavar="DAYS,…", help="Else as last time: std,7.")
    ] = None,
    rfq: Annotated[str | None, typer.Option("--rfq", help="The customer's RFQ number.")] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Quote a part again as last time, and say what has changed since.

    Example: pcbsales quote repeat QM-PUMP -q 300 --dry-run
    """
    ws = workspace(ctx)
    found = ws.find(Part, name)
    again = repeat_of(
        ws.snapshot(),
        found.id,
        read_quantities(quantity) if quantity else (),
        leads=read_leads(lead) if lead else None,
        as_of=ws.today,
        customer_rfq=rfq,
    )
    changes = [
        ws.translate(
            said.msgid, **{name: _told(ws, name, value) for name, value in said.values.items()}
        )
        for said in changes_since(ws.snapshot(), again, as_of=ws.today)
    ]
    decide = partial(quote_or_request, enquiry=again.enquiry, actor=ws.actor, at=ws.now)
    ws.save(
        decide,
        dry_run=dry_run,
        output=output,
        next_step="pcbsales quote send {id}",
        tell=partial(_tell, ws, changes),
    )


def _told(ws: Workspace, name: str, value: object) -> object:
    """Words of ours in the reader's language; what a record says as it stands."""
    return ws.translate(Word(value).plain) if name in {"state", "kind"} else value


def _tell(ws: Workspace, changes: list[str], made: ChangeSet) -> Iterator[str]:
    from pcbsales.i18n.catalogue import translator  # noqa: PLC0415 -- start-up
    from pcbsales.quoting.quotations.quoted import quoted_lines  # noqa: PLC0415 -- start-up

    for record in made.adds:
        if isinstance(record, Quote):
            yield from quoted_lines(record, translator(ws.language), ws.language)
    yield from changes


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
