"""Parts: opening them, answering their specification, showing a revision."""

from functools import partial
from typing import Annotated

import typer

from pcbsales.boards.part import open_part, require_revision, set_specification
from pcbsales.boards.part_report import TO_ASK, KeyList, PartReport, SpecificationChange
from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer
from pcbsales.workspace import DryRun, Output, OutputFile, workspace

part = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
PartName = Annotated[str, typer.Argument(metavar="PN", help="Part number, or CUSTOMER/PN.")]
Rev = Annotated[str | None, typer.Option(help="Revision; else the current one.")]
_SETTINGS_HELP = "Keys as `pcbsales part keys` lists them."


@part.command("new")
def new(
    ctx: typer.Context,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Whose board it is.")],
    part_no: Annotated[str, typer.Argument(metavar="PN", help="Part number.")],
    settings: Annotated[
        list[str] | None, typer.Argument(metavar="KEY=VALUE", help=_SETTINGS_HELP)
    ] = None,
    *,
    rev: Annotated[str | None, typer.Option(help="First revision; else A.")] = None,
    customer_pn: Annotated[str | None, typer.Option(help="The customer's own number.")] = None,
    description: Annotated[str | None, typer.Option(help="What the board is.")] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Open a part before its data has come.

    Example: pcbsales part new HUAYI HY-9000 layers=2 thickness_mm=1.6
    """
    ws = workspace(ctx)
    decide = partial(
        open_part,
        customer=ws.find(Customer, customer).id,
        part_no=part_no,
        rev=rev,
        customer_pn=customer_pn,
        description=description,
        settings=settings or (),
        as_of=ws.today,
    )
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales part spec {id} KEY=VALUE",
    )


@part.command("spec")
def spec(
    ctx: typer.Context,
    name: PartName,
    settings: Annotated[list[str], typer.Argument(metavar="KEY=VALUE", help=_SETTINGS_HELP)],
    *,
    rev: Rev = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Set a part's specification and answer its questions; KEY= takes an answer back.

    Example: pcbsales part spec HY-4410 tg_c=150 hole_cu_um=25
    """
    ws = workspace(ctx)
    found = ws.find(Part, name)
    decide = partial(
        set_specification,
        part=found.id,
        rev=rev,
        settings=settings,
        actor=ws.actor,
        as_of=ws.today,
    )
    saved = ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales part show {id}",
    )
    if saved and output != "json":
        (after,) = (record for record in saved.changes.records if isinstance(record, Part))
        change = SpecificationChange(
            require_revision(found, rev), require_revision(after, rev), ws.language
        )
        ws.show(change, output=output)
        for question in change.asked:
            ws.say(ws.translate(TO_ASK, code=question.code, text=ws.restated(question.text)))


@part.command("show")
def show(
    ctx: typer.Context,
    name: PartName,
    rev: Rev = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show a revision of a part: specification in the trade's words, data, open questions.

    Example: pcbsales part show HY-4410
    """
    ws = workspace(ctx)
    found = ws.find(Part, name)
    ws.show(PartReport(found, require_revision(found, rev), ws.language), output=output, file=file)


@part.command("keys")
def keys(ctx: typer.Context, output: Output = None, file: OutputFile = None) -> None:
    """List the keys of a specification, their terms and what they take.

    Example: pcbsales part keys
    """
    workspace(ctx).show(KeyList(), output=output, file=file)
