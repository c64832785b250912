"""Commands on the whole ledger: init, whoami, doctor."""

import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from pcbsales.desk.record_card import RecordCard
from pcbsales.kernel.errors import LedgerConflictError, UsageError
from pcbsales.workspace import Output, Workspace, workspace

app = typer.Typer(rich_markup_mode=None)

#: Who keeps the sample ledger: its fictional sales manager.
_SAMPLE_ROLE = "sales_manager"
#: The sample's policies that a new ledger begins with: the table of authority.
_FIRST_POLICIES = ("authorities",)


@app.command()
def init(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A new or empty folder.")
    ] = Path(),
    sample: Annotated[
        bool, typer.Option("--sample", help="Fill it with the sample company's ledger.")
    ] = False,
) -> None:
    """Make a new ledger in a folder of its own: a git repository with its first commit.

    Example: pcbsales init demo --sample
    """
    from pcbsales.documents.places import data_folder  # noqa: PLC0415 -- start-up
    from pcbsales.store.keeping.founding import found  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    source = data_folder("ledger") if sample else None
    author, actor = _founder(ws, source)
    commit = found(
        folder.absolute(),
        author=author,
        actor=actor,
        sample=source,
        policies=[data_folder("ledger") / name for name in _FIRST_POLICIES],
    )
    typer.echo(f"{commit[:12]} {folder}")
    if sample:
        ws.say(
            ws.translate(
                "next: {step}", step=f"cd {shlex.quote(str(folder))} && pcbsales ar overdue"
            )
        )
    else:
        ws.say(ws.translate("next: write your entity and staff records, as the sample has them"))


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


def _founder(ws: Workspace, sample: Path | None) -> tuple[Any, str]:
    """Whose name the first commit bears: the sample's manager, or whoever git knows."""
    from pcbsales.store.git.program import Git, Identity  # noqa: PLC0415 -- start-up

    if sample is None:
        identity = Git(Path.cwd()).identity()
        if identity is None:
            raise LedgerConflictError(
                "git does not know who you are; tell it with: git config --global user.name "
                "'YOUR NAME' and: git config --global user.email YOUR-ADDRESS"
            )
        return identity, identity.email
    manager = _sample_manager(ws, sample)
    return Identity(str(manager.name), manager.emails[0]), manager.id


def _sample_manager(ws: Workspace, sample: Path) -> Any:
    from pcbsales.store.text.reading import read_record  # noqa: PLC0415 -- start-up

    kind = ws.catalogue.kinds["staff"]
    for file in sorted((sample / kind.folder).glob("*.yaml")):
        path = f"ledger/{kind.folder}/{file.name}"
        found: Any = read_record(kind, path, file.read_bytes()).record
        if found and _SAMPLE_ROLE in {role.value for role in found.roles}:
            return found
    raise UsageError("the sample ledger has no sales manager: the installation is broken")
