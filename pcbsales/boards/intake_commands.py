"""Reading packages that customers send, and taking them in; reading needs no ledger."""

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcbsales.boards.fabrication.package import DefectError
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.workspace import DryRun, Output, OutputFile, workspace

if TYPE_CHECKING:
    from pcbsales.boards.fabrication.reading import FabricationReading

LARGEST = 256 * 2**20
intake = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Package = Annotated[Path, typer.Argument(metavar="ZIP", help="The customer's package.")]


@intake.command("read")
def read(
    ctx: typer.Context, package: Package, output: Output = None, file: OutputFile = None
) -> None:
    """Read a package of fabrication data: figures, files, and what must be asked.

    Example: pcbsales intake read HY-4410.zip -o json
    """
    from pcbsales.boards.reading_report import ReadingReport  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    reading = _reading(package, _content(package), output)
    ws.show(ReadingReport(reading, ws.language, ws.translate), output=output, file=file)


@intake.command("add")
def add(
    ctx: typer.Context,
    package: Package,
    *,
    customer: Annotated[str, typer.Option("--customer", "-c", help="Whose board it is.")],
    part: Annotated[str, typer.Option(help="Part number; else the package's name.")] = "",
    rev: Annotated[str | None, typer.Option(help="Revision; else A.")] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="What the customer states beside it."),
    ] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Take a package into a part's revision, with what the customer states beside it.

    Example: pcbsales intake add HY-4410.zip -c HUAYI --part HY-4420 --set thickness_mm=1.6
    """
    from pcbsales.boards.intake import add_intake, open_questions  # noqa: PLC0415 -- start-up
    from pcbsales.boards.part_report import TO_ASK  # noqa: PLC0415 -- start-up
    from pcbsales.boards.received_data import (  # noqa: PLC0415 -- start-up
        ReceivedPackage,
        part_no_from,
    )
    from pcbsales.customers.records import Customer  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    data = _content(package)
    decide = partial(
        add_intake,
        customer=ws.find(Customer, customer).id,
        part_no=part or part_no_from(package.name),
        rev=rev,
        package=ReceivedPackage(package.name, data, ws.now, _reading(package, data, output)),
        settings=settings or (),
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
        for question in open_questions(saved.changes):
            ws.tell(TO_ASK, code=question.code, text=ws.restated(question.text))


def _content(package: Path) -> bytes:
    """The bytes of the package; UsageError if it is no plain file, or too large to be one."""
    try:
        if not package.is_file():
            raise UsageError("{package} is not a file", package=package)
        if package.stat().st_size > LARGEST:
            raise UsageError(
                "{package} is larger than {limit} MiB", package=package, limit=LARGEST // 2**20
            )
        return package.read_bytes()
    except OSError as error:
        raise UsageError(
            "{package} cannot be read: {problem}", package=package, problem=error.strerror
        ) from None


def _reading(package: Path, data: bytes, output: str | None) -> "FabricationReading":
    """What the package says; a defect names the file, and is also told to scripts."""
    from pcbsales.boards.fabrication.reading import read_package  # noqa: PLC0415 -- start-up

    try:
        return read_package(data)
    except DefectError as defect:
        if output == "json":
            typer.echo(json.dumps({"defect": defect.code}))
        named = {"package": package, "fault": defect.msgid, **defect.values}
        raise RefusedError("{package}: {fault}", **named) from None
