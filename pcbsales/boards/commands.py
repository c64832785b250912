"""Parts: opening them, answering their specification, showing a revision."""

from functools import partial
from typing import Annotated

import typer

from pcbsales.boards.options import PartName, Rev
from pcbsales.boards.part import open_part, require_revision, set_specification
from pcbsales.boards.part_report import TO_ASK, KeyList, PartReport, SpecificationChange
from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer
from pcbsales.kernel.snapshot import Decision, without_ids
from pcbsales.workspace import DryRun, Output, Workspace, saves, shows, workspace

part = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
_SETTINGS_HELP = "Keys as `pcbsales part keys` lists them."


@saves(part, "new", next_step="pcbsales part spec {id} KEY=VALUE")
def new(
    ws: Workspace,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Whose board it is.")],
    part_no: Annotated[str, typer.Argument(metavar="PN", help="Part number.")],
    settings: Annotated[
        list[str] | None, typer.Argument(metavar="KEY=VALUE", help=_SETTINGS_HELP)
    ] = None,
    *,
    rev: Annotated[str | None, typer.Option(help="First revision; else A.")] = None,
    customer_pn: Annotated[str | None, typer.Option(help="The customer's own number.")] = None,
    description: Annotated[str | None, typer.Option(help="What the board is.")] = None,
) -> Decision:
    """Open a part before its data has come.

    Example: pcbsales part new HUAYI HY-9000 layers=2 thickness_mm=1.6
    """
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
    return without_ids(decide)


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
    setting = partial(set_specification, part=found.id, rev=rev, settings=settings)
    decide = without_ids(partial(setting, actor=ws.actor, as_of=ws.today))
    step = "pcbsales part show {id}"
    saved = ws.save(decide, dry_run=dry_run, output=output, next_step=step)
    if saved and output != "json":
        (after,) = (record for record in saved.changes.records if isinstance(record, Part))
        change = SpecificationChange(
            require_revision(found, rev), require_revision(after, rev), ws.language
        )
        ws.show(change, output=output)
        for question in change.asked:
            ws.tell(TO_ASK, code=question.code, text=ws.restated(question.text))


@shows(part, "show")
def show(ws: Workspace, name: PartName, *, rev: Rev = None) -> PartReport:
    """Show a revision of a part: specification in the trade's words, data, open questions.

    Example: pcbsales part show HY-4410
    """
    found = ws.find(Part, name)
    return PartReport(found, require_revision(found, rev), ws.language)


@shows(part, "keys")
def keys(_: Workspace) -> KeyList:
    """List the keys of a specification, their terms and what they take.

    Example: pcbsales part keys
    """
    return KeyList()
