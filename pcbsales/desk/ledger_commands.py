"""Commands on the whole ledger: init, whoami, doctor."""

import shlex
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from pcbsales.desk.record_card import RecordCard
from pcbsales.kernel.errors import LedgerConflictError, UsageError
from pcbsales.workspace import Output, Workspace, workspace

app = typer.Typer(rich_markup_mode=None)

#: Who keeps the sample ledger: its fictional sales manager.
_SAMPLE_ROLE = "sales_manager"
#: Where the days of a new ledger are, unless it is said.
_ZONE = "Asia/Shanghai"


@app.command()
def init(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A new or empty folder.")
    ] = Path(),
    sample: Annotated[
        bool, typer.Option("--sample", help="Fill it with the sample company's ledger.")
    ] = False,
    zone: Annotated[
        str, typer.Option("--zone", metavar="ZONE", help="Where its days are: Europe/Berlin.")
    ] = "",
) -> None:
    """Make a new ledger in a folder of its own: a git repository with its first commit.

    Example: pcbsales init demo --sample
    """
    ws = workspace(ctx)
    if sample and zone:
        raise UsageError("the sample ledger has its own zone; leave out --sample or --zone")
    step = _found_sample(ws, folder) if sample else _found_own(ws, folder, zone)
    ws.tell("next: {step}", step=f"cd {shlex.quote(str(folder))} && {step}")


def _found_sample(ws: Workspace, folder: Path) -> str:
    """Make the sample company's ledger in *folder*; what to do next there."""
    from pcbsales.documents.places import data_folder  # noqa: PLC0415 -- start-up
    from pcbsales.store.git.program import Identity  # noqa: PLC0415 -- start-up
    from pcbsales.store.keeping.founding import found  # noqa: PLC0415 -- start-up

    source = data_folder("ledger")
    manager = _sample_manager(ws, source)
    author = Identity(str(manager.name), manager.emails[0])
    commit = found(folder.absolute(), author=author, actor=manager.id, sample=source)
    typer.echo(f"{commit[:12]} {folder}")
    return "pcbsales ar overdue"


def _found_own(ws: Workspace, folder: Path, zone: str) -> str:
    """Make a ledger in *folder* that holds whoever makes it; what to do next there."""
    from pcbsales.desk.first_steps import beginning, beginnings  # noqa: PLC0415 -- start-up
    from pcbsales.desk.founder import first_records  # noqa: PLC0415 -- start-up
    from pcbsales.store.git.program import Git  # noqa: PLC0415 -- start-up
    from pcbsales.store.keeping.founding import found  # noqa: PLC0415 -- start-up

    author = Git(Path.cwd()).identity()
    if author is None:
        raise LedgerConflictError(
            "git does not know who you are; tell it with: git config --global user.name "
            "'YOUR NAME' and: git config --global user.email YOUR-ADDRESS"
        )
    known = _zone(zone or _ZONE)
    first = first_records(ws, author, as_of=ws.now_in(known).date())
    commit = found(
        folder.absolute(), author=author, actor=first.staff, records=first.texts, zone=known.key
    )
    typer.echo(f"{commit[:12]} {folder}")
    ws.tell(
        "you are {staff}, sales manager; change it with: pcbsales edit {staff}", staff=first.staff
    )
    return beginning(beginnings(ws)[0])


@app.command()
def whoami(ctx: typer.Context, output: Output = None) -> None:
    """Show who you are to the ledger: the staff record that git's identity belongs to.

    Example: pcbsales whoami
    """
    ws = workspace(ctx)
    ws.show(RecordCard(ws.member), output=output)


@app.command()
def doctor(ctx: typer.Context, output: Output = None) -> None:
    """Look over this machine and this ledger for what could go wrong.

    Example: pcbsales doctor
    """
    from pcbsales.desk.diagnosis import diagnose  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    diagnosis = diagnose(ws)
    ws.show(diagnosis, output=output)
    if not diagnosis.healthy:
        raise typer.Exit(1)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(
            "--zone: expected a time zone such as Asia/Taipei, got {got}", got=name
        ) from None


def _sample_manager(ws: Workspace, sample: Path) -> Any:
    from pcbsales.store.text.reading import read_record  # noqa: PLC0415 -- start-up

    kind = ws.catalogue.kinds["staff"]
    for file in sorted((sample / kind.folder).glob("*.yaml")):
        path = f"ledger/{kind.folder}/{file.name}"
        found: Any = read_record(kind, path, file.read_bytes()).record
        if found and _SAMPLE_ROLE in {role.value for role in found.roles}:
            return found
    raise UsageError("the sample ledger has no sales manager: the installation is broken")
