"""Reading packages that customers send, and taking them in; reading needs no ledger."""

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcbsales.boards.fabrication.package import DefectError
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.workspace import DryRun, Output, OutputFile, Workspace, workspace

if TYPE_CHECKING:
    from pcbsales.boards.changes.layer_report import LayerReport
    from pcbsales.boards.fabrication.reading import FabricationReading
    from pcbsales.boards.received_data import ReceivedPackage

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
    rev: Annotated[str | None, typer.Option(help="Revision; else the current one, or A.")] = None,
    revise: Annotated[
        bool, typer.Option("--revise", help="Changed data opens the next revision.")
    ] = False,
    reason: Annotated[str | None, typer.Option(help="Why the data changed.")] = None,
    reference: Annotated[
        str | None, typer.Option(help="Where the customer says so: 'mail of 30 Oct'.")
    ] = None,
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
    from pcbsales.boards.records import part_id  # noqa: PLC0415 -- start-up
    from pcbsales.customers.records import Customer  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    data = _content(package)
    owner, number = ws.find(Customer, customer).id, part or part_no_from(package.name)
    received = ReceivedPackage(package.name, data, ws.now, _reading(package, data, output))
    changed = _changed(ws, part_id(owner, number), rev, received)
    if changed is not None and output != "json":
        ws.show(changed, output=output)
    decide = partial(
        add_intake,
        customer=owner,
        part_no=number,
        rev=rev,
        revise=revise or (changed is not None and rev is None and _wanted(ws, changed)),
        package=received,
        settings=settings or (),
        reason=reason,
        reference=reference,
        actor=ws.actor,
        as_of=ws.today,
    )
    saved = ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales part diff {id}" if changed else "pcbsales part show {id}",
    )
    if saved and output != "json":
        for question in open_questions(saved.changes):
            ws.tell(TO_ASK, code=question.code, text=ws.restated(question.text))


def _changed(
    ws: Workspace, part: str, rev: str | None, received: "ReceivedPackage"
) -> "LayerReport | None":
    """What became of each layer since the data that the part holds; None where it holds none."""
    from pcbsales.boards.changes.compared import sorted_out  # noqa: PLC0415 -- start-up
    from pcbsales.boards.changes.layer_report import layer_report  # noqa: PLC0415 -- start-up
    from pcbsales.boards.intake import superseded_by  # noqa: PLC0415 -- start-up
    from pcbsales.boards.records import Part  # noqa: PLC0415 -- start-up

    found = ws.snapshot().get(Part, part)
    revision = superseded_by(found, rev, received)
    if found is None or revision is None or revision.fabrication is None:
        return None
    return layer_report(
        found,
        revision,
        received,
        sorted_out(ws.kept(revision.fabrication.sha256)),
        sorted_out(received.data),
        lang=ws.language.value,
    )


def can_ask() -> bool:
    """Whether a person sits at a terminal: only then is anything asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _wanted(ws: Workspace, changed: "LayerReport") -> bool:
    """Whether somebody at the terminal wants a revision opened; nobody there: no."""
    from pcbsales.boards.changes.revising import next_name  # noqa: PLC0415 -- start-up

    following = next_name(changed.revision.rev)
    if following is None or not can_ask():
        return False
    asked = ws.translate("open revision {rev} of {part}?", rev=following, part=changed.part.id)
    return typer.confirm(asked, default=not changed.nothing_moved, err=True)


def _content(package: Path) -> bytes:
    """The bytes of the package; UsageError if it is no plain file, or too large to be one."""
    try:
        if not package.is_file():
            raise UsageError("{package} is not a file", package=package)
        if package.stat().st_size > LARGEST:
            raise UsageError(
                "{file} is larger than {limit} MiB", file=package, limit=LARGEST // 2**20
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
