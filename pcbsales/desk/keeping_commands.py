"""Commands that keep a ledger: backup and upgrade."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from pcbsales.kernel.errors import LedgerConflictError, MessageId, RefusedError, UsageError
from pcbsales.kernel.tables import Column, Table
from pcbsales.workspace import DryRun, Output, Workspace, workspace
from pcbsales.workspace.output import form_of, text_of

if TYPE_CHECKING:
    from pcbsales.desk.backup_report import RestoreReport
    from pcbsales.kernel.record import Record
    from pcbsales.store.git.program import Identity
    from pcbsales.store.keeping.restoring import Proof
    from pcbsales.store.keeping.upgrading import Upgrade
    from pcbsales.store.ledger import Ledger

app = typer.Typer(rich_markup_mode=None)

_SHOWN = 5
_UNREADABLE: MessageId = "saved as they are, but nobody can read these records: {paths}"
_NOT_SAVED: MessageId = "not saved, since they are no plain files or were deleted: {paths}"


@app.command()
def backup(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[verify|restore] FILE [FOLDER]",
            help="A new file; or one to verify, or to restore into a new folder.",
        ),
    ],
    *,
    same_station: Annotated[
        bool,
        typer.Option(
            "--same-station",
            help="Restore in place of a clone that is gone for good: number on under its letter.",
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing when all is well, for cron.")
    ] = False,
    output: Output = None,
) -> None:
    """Save the ledger into one file, which is restored and looked over before it counts.

    Example: pcbsales backup ../ledger-backup.tar
    """
    ws = workspace(ctx)
    verb, *rest = words if words[0] in {"verify", "restore"} and len(words) > 1 else ("", *words)
    if same_station and verb != "restore":
        raise UsageError("--same-station is for: pcbsales backup restore FILE FOLDER")
    if len(rest) != (2 if verb == "restore" else 1):
        raise UsageError("expected: backup FILE, backup verify FILE, or backup restore FILE FOLDER")
    if verb == "restore":
        report = _restored(ws, Path(rest[0]), Path(rest[1]), same_station=same_station)
        if not quiet:
            _tell_restored(ws, report, output)
    elif verb == "verify":
        from pcbsales.store.keeping.restoring import prove  # noqa: PLC0415 -- start-up

        _told(ws, Path(rest[0]), prove(Path(rest[0]), ws.catalogue), quiet=quiet, output=output)
    else:
        _save(ws, Path(rest[0]), quiet=quiet, output=output)


def _save(ws: Workspace, file: Path, *, quiet: bool, output: str | None) -> None:
    from pcbsales.store.keeping.backup import write_backup  # noqa: PLC0415 -- start-up
    from pcbsales.store.keeping.restoring import prove  # noqa: PLC0415 -- start-up

    ledger = ws.ledger
    ledger.own_folder()
    ledger.state(partial=True)
    if ledger.root in (file.absolute().parent.resolve() / file.name).parents:
        raise UsageError("keep a backup outside of {folder}", folder=ledger.root)
    draft = write_backup(ledger.git, ws.catalogue, file, made=ws.now, version=ledger.format.version)
    try:
        proof = prove(draft.file, ws.catalogue)
        draft.keep()
    finally:
        draft.drop()
    _told(ws, file, proof, quiet=quiet, output=output)


def _told(ws: Workspace, file: Path, proof: "Proof", *, quiet: bool, output: str | None) -> None:
    from pcbsales.desk.backup_report import BackupReport  # noqa: PLC0415 -- start-up

    if not quiet:
        ws.show(BackupReport(file, proof), output=output)
    for what, paths in (
        (_UNREADABLE, proof.unreadable),
        (_NOT_SAVED, proof.contents.missing),
    ):
        if paths:
            shown = ", ".join(paths[:_SHOWN]) + (" …" if len(paths) > _SHOWN else "")
            ws.say(ws.translate(what, paths=shown))


def _restored(ws: Workspace, file: Path, folder: Path, *, same_station: bool) -> "RestoreReport":
    from pcbsales.desk.backup_report import RestoreReport  # noqa: PLC0415 -- start-up
    from pcbsales.store.keeping.restoring import restore  # noqa: PLC0415 -- start-up

    contents, apart = restore(file, folder, ws.catalogue, same_station=same_station)
    return RestoreReport(file, folder, contents, apart, same_station)


def _tell_restored(ws: Workspace, report: "RestoreReport", output: str | None) -> None:
    if form_of(output) == "json":
        typer.echo(text_of(report, "json", ws.language), nl=False)
        return
    typer.echo(f"{report.contents.head[:12]} {report.folder}")
    if report.apart:
        ws.say(ws.translate("what was not committed lies apart in {folder}", folder=report.apart))
    if report.contents.remote:
        ws.say(ws.translate("its remote was {url}", url=repr(report.contents.remote)))
    if report.next_step:
        ws.say(ws.translate("next: {step}", step=report.next_step))


class UpgradePlan:
    """What an upgrade does, step by step."""

    def __init__(self, upgrade: "Upgrade", commit: str = "") -> None:
        self._upgrade = upgrade
        self._commit = commit

    def as_json(self) -> dict[str, object]:
        """``schema, from, to, steps [{from, to, what}], files, commit``."""
        return {
            "schema": 1,
            "from": self._upgrade.of,
            "to": self._upgrade.to,
            "steps": [
                {"from": step.of, "to": step.of + 1, "what": step.what}
                for step in self._upgrade.steps
            ],
            "files": sorted(self._upgrade.files),
            "commit": self._commit or None,
        }

    def as_table(self) -> Table:
        """A row for each step."""
        return Table(
            columns=(Column("from", "from"), Column("to", "to"), Column("what", "what")),
            rows=tuple((step.of, step.of + 1, step.what) for step in self._upgrade.steps),
            remarks=(("{count} files change", (("count", len(self._upgrade.files)),)),),
        )


@app.command()
def upgrade(ctx: typer.Context, *, dry_run: DryRun = False, output: Output = None) -> None:
    """Move a ledger of an older format forward to this program's, in one commit.

    Example: pcbsales upgrade
    """
    from pcbsales.store.git.program import Git  # noqa: PLC0415 -- start-up
    from pcbsales.store.git.signing import key_to_sign_with  # noqa: PLC0415 -- start-up
    from pcbsales.store.keeping.upgrading import (  # noqa: PLC0415 -- start-up
        carry_out,
        plan_upgrade,
        upgraded_copy,
    )
    from pcbsales.store.ledger import find_root  # noqa: PLC0415 -- start-up

    ws = workspace(ctx)
    root = (ws.root or find_root(Path.cwd())).resolve()
    planned = plan_upgrade(root, ws.catalogue)
    form = form_of(output)
    if not planned.steps:
        if form == "json":
            typer.echo(text_of(UpgradePlan(planned), form, ws.language), nl=False)
        ws.say(ws.translate("format {found}: there is nothing to upgrade", found=planned.of))
        return
    with upgraded_copy(root, ws.catalogue, planned) as copy:
        findings = copy.findings()
        author, member = _who(ws, root, copy)
    if not dry_run:
        key = key_to_sign_with(Git(root), member.signing_key)
        written = carry_out(root, planned, author=author, actor=member.id, key=key)
        if form == "json":
            typer.echo(text_of(UpgradePlan(planned, written.commit), form, ws.language), nl=False)
        else:
            typer.echo(f"{written.commit[:12]} format {planned.to}")
    else:
        typer.echo(text_of(UpgradePlan(planned), form, ws.language), nl=False)
        ws.say(ws.translate("dry run: nothing was written"))
    if findings:
        ws.say(ws.translate("{count} findings; see: pcbsales check", count=len(findings)))


def _who(ws: Workspace, root: Path, copy: "Ledger") -> "tuple[Identity, Any]":
    """Whom git knows here, and the member of staff that this is in the ledger as it will be."""
    from pcbsales.store.git.program import Git  # noqa: PLC0415 -- start-up

    identity = Git(root).identity()
    if identity is None:
        raise LedgerConflictError(
            "git does not know who you are; tell it with: git config user.name 'YOUR NAME' "
            "and: git config user.email YOUR-ADDRESS"
        )
    kind = ws.catalogue.kinds["staff"]
    staff: tuple[Record, ...] = copy.state(partial=True).all(kind.type)
    day = datetime.now(ZoneInfo(copy.format.zone)).date()
    member = ws.catalogue.actor_for(staff, identity.email, as_of=day)
    if member is None:
        raise RefusedError("{email} is nobody's in the staff records", email=identity.email)
    return identity, member
