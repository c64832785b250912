"""``pcbsales approval ask`` and ``mail-in``: a decision by reply mail."""

import secrets
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.approvals.by_mail import Code, ask_by_mail, ask_view, decide_by_mail
from pcbsales.approvals.records import ApprovalDecision, ApprovalRequest, MailAsk
from pcbsales.approvals.reply import MOST_BYTES, read_reply
from pcbsales.company.records import Staff
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import ChangeSet
from pcbsales.workspace import DryRun, Lang, Output, Workspace, workspace

approval = typer.Typer(no_args_is_help=True)

#: Crockford's signs: none is mistaken for another. Sixteen of them are 80 bits.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@approval.command("ask")
def ask(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="REQUEST", help="Its number, or the tail of it.")],
    *,
    file: Annotated[
        Path, typer.Option("--file", "-O", metavar="FILE.eml", help="The mail to send.")
    ],
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="STAFF", help="Who decides; else your nearest superior."),
    ] = None,
    lang: Lang = None,
    output: Output = None,
) -> None:
    """Write the mail that asks somebody to decide by reply; it carries a code that works once.

    Example: pcbsales approval ask AR-2026-00002 -O ask.eml
    """
    ws = workspace(ctx)
    found = ws.find(ApprovalRequest, name)
    _require_place_for(file)
    code = Code(_new_code(), secrets.token_hex(32))
    decide = partial(
        ask_by_mail,
        request=found.id,
        kind=ws.catalogue.decisions.get(found.action),
        code=code,
        actor=ws.actor,
        at=ws.now,
        to=ws.find(Staff, to).id if to else None,
        language=Language.named(lang) if lang else None,
    )
    saved = ws.save(decide, output=output)
    for mail in saved.changes.adds if saved else ():
        if isinstance(mail, MailAsk):
            file.write_bytes(_mail(ws, mail, code))
            ws.say(ws.translate("wrote {file}, to {address}", file=file, address=mail.address))


@approval.command("mail-in")
def mail_in(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.eml", help="The reply, as it came.")],
    *,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record the decision in a reply mail; the mail is kept, and counted apart.

    Example: pcbsales --actor LIU approval mail-in reply.eml
    """
    ws = workspace(ctx)
    data = _read(file)
    decide = partial(
        decide_by_mail,
        reply=read_reply(data),
        data=data,
        kinds=ws.catalogue.decisions,
        recorder=ws.actor,
        at=ws.now,
    )
    ws.save(decide, dry_run=dry_run, output=output, tell=partial(_decided, ws))


def _decided(ws: Workspace, changes: ChangeSet) -> Iterator[str]:
    for made in changes.adds:
        if isinstance(made, ApprovalDecision) and made.mail:
            yield ws.translate(
                "{verdict} by {person} by mail, recorded by {recorder}",
                verdict=ws.translate(made.verdict.value),
                person=made.by,
                recorder=made.mail.recorded_by,
            )
            if made.made:
                yield ws.translate("made: {records}", records=", ".join(made.made))


def _new_code() -> str:
    signs = "".join(secrets.choice(_SIGNS) for _ in range(16))
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


def _require_place_for(file: Path) -> None:
    if file.suffix != ".eml" or not file.absolute().parent.is_dir():
        raise UsageError(
            "{file} is no place for a mail; name a file ending in .eml in a folder that is there",
            file=file,
        )


def _mail(ws: Workspace, mail: MailAsk, code: Code) -> bytes:
    """The mail as a file that mail programs open and send."""
    from pcbsales.documents.render import render_document  # noqa: PLC0415 -- start-up

    text = render_document(
        "approvals/ask",
        ask_view(ws.snapshot(), mail, code),
        language=mail.language,
        format="text",
        template_paths=(ws.ledger.root / "templates",),
        timestamp=ws.now,
    ).decode("utf-8")
    subject, _, body = text.partition("\n")
    made = EmailMessage()
    made["From"] = ws.member.emails[0]
    made["To"] = mail.address
    made["Subject"] = subject
    made["Date"] = format_datetime(ws.now)
    domain = ws.member.emails[0].partition("@")[2]
    made["Message-ID"] = f"<{mail.id}.{mail.salt[:16]}@{domain}>"
    made.set_content(body.lstrip("\n"))
    return made.as_bytes(policy=SMTP)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            return source.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(
            "{file} cannot be read: {problem}", file=file, problem=error.strerror
        ) from None
