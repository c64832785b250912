"""Reading packages that customers send, and taking them in; reading needs no ledger."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcbsales.boards.fabrication.package import DefectError
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import without_ids
from pcbsales.workspace import DryRun, Output, OutputFile, Workspace, workspace
from pcbsales.workspace.given_file import content_of

if TYPE_CHECKING:
    from pcbsales.boards.changes.layer_report import LayerReport
    from pcbsales.boards.fabrication.reading import FabricationReading
    from pcbsales.boards.intake import Intake
    from pcbsales.boards.received_data import ReceivedPackage

LARGEST = 256 * 2**20
intake = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Text = str | None
Package = Annotated[Path, typer.Argument(metavar="ZIP", help="The customer's package.")]
Owner = Annotated[str, typer.Option("--customer", "-c", help="Whose board it is.")]
Number = Annotated[str, typer.Option("--part", help="Part number; else the package's name.")]
Rev = Annotated[Text, typer.Option(help="Revision; else the current one, or A.")]
Revise = Annotated[bool, typer.Option("--revise", help="Changed data opens the next revision.")]
Reason = Annotated[Text, typer.Option(help="Why the data changed.")]
Reference = Annotated[Text, typer.Option(help="Where the customer says so: 'mail of 30 Oct'.")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="What the customer states beside it."),
]


@intake.command("read")
def read(
    ctx: typer.Context, package: Package, output: Output = None, file: OutputFile = None
) -> None:
    """Read a package of fabrication data: figures, files, and what must be asked.

    Example: pcbsales intake read HY-4410.zip -o json
    """
    from pcbsales.boards.reading_report import ReadingReport  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    reading = _reading(package, content_of(package, largest=LARGEST), output)
    ws.show(ReadingReport(reading, ws.language, ws.translate), output=output, file=file)


@intake.command("add")
def add(
    ctx: typer.Context,
    package: Package,
    *,
    customer: Owner,
    number: Number = "",
    rev: Rev = None,
    revise: Revise = False,
    reason: Reason = None,
    reference: Reference = None,
    settings: Settings = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Take a package into a part's revision, with what the customer states beside it.

    Example: pcbsales intake add HY-4410.zip -c HUAYI --part HY-4420 --set thickness_mm=1.6
    """
    from pcbsales.boards.intake import Intake, add_intake  # noqa: PLC0415 -- start-up
    from pcbsales.boards.received_data import part_no_from  # noqa: PLC0415 -- start-up
    from pcbsales.customers.records import Customer  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    received = _received(ws, package, output)
    owner, part_no = ws.find(Customer, customer).id, number or part_no_from(package.name)
    given = settings or ()
    taken = Intake(owner, part_no, received, rev, revise, given, reason, reference)
    changed = _changed(ws, taken)
    if changed is not None and output != "json":
        ws.show(changed, output=output)
    if changed is not None and rev is None and not revise:
        taken = replace(taken, revise=_wanted(ws, changed))
    decide = without_ids(partial(add_intake, intake=taken, actor=ws.actor, as_of=ws.today))
    step = "pcbsales part diff {id}" if changed else "pcbsales part show {id}"
    tell = partial(_questions, ws)
    ws.save(decide, dry_run=dry_run, output=output, next_step=step, tell=tell)


def _received(ws: Workspace, package: Path, output: str | None) -> "ReceivedPackage":
    from pcbsales.boards.received_data import ReceivedPackage  # noqa: PLC0415 -- start-up

    data = content_of(package, largest=LARGEST)
    return ReceivedPackage(package.name, data, ws.now, _reading(package, data, output))


def _questions(ws: Workspace, changes: ChangeSet) -> Iterator[str]:
    """What is to be asked of the customer."""
    from pcbsales.boards.intake import open_questions  # noqa: PLC0415 -- start-up
    from pcbsales.boards.part_report import TO_ASK  # noqa: PLC0415 -- start-up

    for question in open_questions(changes):
        yield ws.translate(TO_ASK, code=question.code, text=ws.restated(question.text))


def _changed(ws: Workspace, taken: "Intake") -> "LayerReport | None":
    """What became of each layer since the data that the part holds; None where it holds none."""
    from pcbsales.boards.changes.compared import sorted_out  # noqa: PLC0415 -- start-up
    from pcbsales.boards.changes.layer_report import layer_report  # noqa: PLC0415 -- start-up
    from pcbsales.boards.intake import superseded_by  # noqa: PLC0415 -- start-up
    from pcbsales.boards.records import Part  # noqa: PLC0415 -- start-up

    found = ws.snapshot().get(Part, taken.part)
    revision = superseded_by(found, taken.rev, taken.package)
    if found is None or revision is None or revision.fabrication is None:
        return None
    return layer_report(
        found,
        revision,
        taken.package,
        sorted_out(ws.kept(revision.fabrication.sha256)),
        sorted_out(taken.package.data),
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
