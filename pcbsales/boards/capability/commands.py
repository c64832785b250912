"""``pcbsales part dfm``: a board held against what the factory can build; and what that is."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcbsales.boards.capability.records import Capability
from pcbsales.boards.options import PartName, Rev, measured_of
from pcbsales.boards.part import require_revision
from pcbsales.boards.records import Part, Revision
from pcbsales.company.records import Entity
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import MessageId, RefusedError, UsageError
from pcbsales.workspace import AsOf, Lang, Output, OutputFile, Workspace, shows, workspace

if TYPE_CHECKING:
    from pcbsales.boards.capability.limit_report import LimitReport
    from pcbsales.boards.capability.report import DfmReport

part = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
capability = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Asked = Annotated[
    str | None,
    typer.Option("--quantity", "-q", metavar="N", help="Asked for: 200pcs, 40sets."),
]
Whole = Annotated[bool, typer.Option("--all", help="Show what is within standard too.")]
ForCustomer = Annotated[
    bool, typer.Option("--customer-sheet", help="The .pdf is the customer's paper.")
]
ForEngineering = Annotated[
    bool, typer.Option("--engineering-sheet", help="The .pdf is engineering's paper.")
]
Picture = Annotated[bool, typer.Option("--picture", help="Draw the board on engineering's paper.")]
_NOT_KEPT: MessageId = "nothing was measured: {package} is not in the ledger"


@part.command("dfm")
def dfm(
    ctx: typer.Context,
    name: PartName,
    *,
    rev: Rev = None,
    quantity: Asked = None,
    whole: Whole = False,
    for_customer: ForCustomer = False,
    for_engineering: ForEngineering = False,
    picture: Picture = False,
    entity: Annotated[str | None, typer.Option(help="Whose factory; else the customer's.")] = None,
    plant: Annotated[str | None, typer.Option(help="Which of its factories.")] = None,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
    lang: Lang = None,
) -> None:
    """Hold a board against what we can build, before it is quoted: limits, conflicts, figures.

    Example: pcbsales part dfm HY-4400
    """
    ws, paper = workspace(ctx), file is not None and file.suffix == ".pdf"
    if (for_customer or for_engineering or picture) and not paper:
        raise UsageError("a sheet is a file: name it, such as -O dfm.pdf")
    if for_customer and (for_engineering or picture):
        raise UsageError("one sheet at a time: --customer-sheet or --engineering-sheet")
    found = ws.find(Part, name)
    revision = require_revision(found, rev)
    customer = ws.find(Customer, found.customer)
    owner = ws.find(Entity, entity).id if entity else customer.entity
    report = _review(ws, found, revision, (owner, plant), quantity=quantity, as_of=as_of)
    if not paper:
        ws.show(replace(report, whole=whole), output=output, file=file)
    elif for_customer:
        _show_customer_paper(ws, report, file, lang)
    else:
        _show_engineering_paper(ws, report, file, lang, picture=picture)


@shows(capability, "show")
def show(
    ws: Workspace,
    name: Annotated[str, typer.Argument(metavar="ID", help="Such as SZ-CAPABILITY-2025.")],
) -> "LimitReport":
    """Show what a factory can build: every limit with its source, and what each rule comes to.

    Example: pcbsales capability show SZ-CAPABILITY-2025
    """
    from pcbsales.boards.capability.limit_report import LimitReport  # noqa: PLC0415 -- start-up

    return LimitReport(ws.find(Capability, name), ws.language.value)


def _review(
    ws: Workspace,
    found: Part,
    revision: Revision,
    factory: tuple[str, str | None],
    *,
    quantity: str | None,
    as_of: str | None,
) -> "DfmReport":
    """The review by what *factory* (entity, plant) can build, its data measured where it is."""
    from pcbsales.boards.capability.case import read_quantity  # noqa: PLC0415 -- start-up
    from pcbsales.boards.capability.dfm import capability_of, review  # noqa: PLC0415 -- start-up

    asked, day = read_quantity(quantity) if quantity else None, ws.day(as_of)
    policy = capability_of(ws.snapshot(), factory[0], plant=factory[1], as_of=day)
    found_there = measured_of(ws, revision)
    figures, remarks = found_there or (None, ())
    if found_there is None and revision.fabrication is not None:
        remarks = ((_NOT_KEPT, (("package", revision.fabrication.package),)),)
    report = review(
        found, revision, policy, as_of=day, figures=figures, quantity=asked, remarks=remarks
    )
    return replace(report, lang=ws.language.value, say=ws.translate)


def _show_customer_paper(
    ws: Workspace, report: "DfmReport", file: Path | None, lang: str | None
) -> None:
    from pcbsales.boards.capability.papers import customer_paper  # noqa: PLC0415 -- start-up

    commit = ws.commit_of(report.part)
    document, view, language = customer_paper(ws.snapshot(), report, commit=commit, lang=lang)
    ws.show(report, file=file, lang=language, paper=(document, view))


def _show_engineering_paper(
    ws: Workspace, report: "DfmReport", file: Path | None, lang: str | None, *, picture: bool
) -> None:
    from pcbsales.boards.capability.papers import engineering_paper  # noqa: PLC0415 -- start-up

    drawn, commit = _drawn(ws, report) if picture else None, ws.commit_of(report.part)
    document, view, language = engineering_paper(
        ws.snapshot(), report, commit=commit, lang=lang, picture=drawn
    )
    ws.show(report, file=file, lang=language, paper=(document, view))


def _drawn(ws: Workspace, report: "DfmReport") -> str:
    """The board of *report* as SVG; RefusedError without data."""
    from pcbsales.boards.fabrication.reading import open_set  # noqa: PLC0415 -- start-up
    from pcbsales.boards.pictures.board import board_of  # noqa: PLC0415 -- start-up
    from pcbsales.boards.pictures.colour import Dress  # noqa: PLC0415 -- start-up
    from pcbsales.boards.pictures.picture import picture  # noqa: PLC0415 -- start-up

    data = _kept(ws, report.revision)
    if data is None:
        raise RefusedError(
            "{part} revision {rev} has no package in the ledger to draw from; "
            "take it in with: pcbsales intake add",
            part=report.part.id,
            rev=report.revision.rev,
        )
    dress = Dress.of(report.revision.specification)
    svg: bytes = picture(board_of(open_set(data)), dress, say=ws.translate).svg
    return svg.decode("utf-8")


def _kept(ws: Workspace, revision: Revision) -> bytes | None:
    """The package of a revision as the ledger keeps it."""
    held = revision.fabrication
    return ws.kept(held.sha256) if held else None
