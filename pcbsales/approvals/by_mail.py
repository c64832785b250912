"""Asking somebody by mail, with a code that works once, and deciding by the reply.

Whoever can read the ledger finds no code in it, only its salted hash. A reply is weaker evidence
than a command of the person's own: a sender's address can be forged, and a mailbox be shared.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pcbsales.approvals.decision import Deciding, Word, bench_for, grant, refuse
from pcbsales.approvals.mandate import Mandate
from pcbsales.approvals.records import ApprovalRequest, MailAsk, ReplyMail
from pcbsales.approvals.reply import Reply
from pcbsales.approvals.request import require_open
from pcbsales.approvals.weighing import Figure
from pcbsales.company.people import actor_for, line_of_report
from pcbsales.company.records import Staff
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.shown import Several
from pcbsales.kernel.snapshot import Ids, Snapshot


@dataclass(frozen=True, slots=True)
class Code:
    """A code that works once, and the salt of its hash."""

    text: str
    salt: str

    @property
    def digest(self) -> str:
        """What the ledger keeps of it."""
        return digest_of(self.text, self.salt)


def digest_of(code: str, salt: str) -> str:
    """SHA-256 of salt and code, in hexadecimal digits."""
    return hashlib.sha256(f"{salt}:{code}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AskView:
    """What the mail says: who asks whom for what, with which figures, until when."""

    request: str
    action: str
    about: str
    to: str
    asked_by: str
    asked_on: date
    expires: date
    reason: str | None
    figures: tuple[Figure, ...]
    code: str


def ask_by_mail(
    snapshot: Snapshot,
    ids: Ids,
    *,
    request: str,
    kind: Deciding | None,
    code: Code,
    actor: str,
    at: datetime,
    to: str | None = None,
    language: Language | None = None,
) -> ChangeSet:
    """A note that *request* was put to somebody by mail, with the hash of *code*.

    *to* is who may decide on it, the nearest in the asker's line of report where it is None;
    RefusedError where they may not.
    """
    asked = require_open(snapshot, request, as_of=at.date())
    deciders = bench_for(snapshot, asked, kind, as_of=at.date()).deciders(asked)
    person = _addressee(snapshot, asked, deciders, to)
    mail = MailAsk(
        id=ids.next(MailAsk, year=at.year),
        request=asked.id,
        to=person.id,
        address=person.emails[0],
        language=language or person.language,
        by=actor,
        at=at,
        salt=code.salt,
        code_sha256=code.digest,
    )
    return ChangeSet("approval.ask", f"Ask {person.id} about {asked.id}", adds=(mail,))


def _addressee(
    snapshot: Snapshot, asked: ApprovalRequest, deciders: tuple[Mandate, ...], to: str | None
) -> Staff:
    by_id = {found.person.id: found.person for found in deciders}
    if to is not None and to not in by_id:
        raise RefusedError(
            "{person} may not decide on {request}; who may: {names}",
            person=to,
            request=asked.id,
            names=Several(found.name for found in deciders),
        )
    if not by_id:
        raise RefusedError("nobody may decide on {request} today", request=asked.id)
    maker = snapshot.get(Staff, asked.by)
    line = line_of_report(snapshot.all(Staff), maker).chiefs if maker else ()
    nearest = next((chief.id for chief in line if chief.id in by_id), next(iter(by_id)))
    return by_id[to or nearest]


def ask_view(snapshot: Snapshot, mail: MailAsk, code: Code) -> AskView:
    """What the mail of *mail* says."""
    asked = snapshot.get(ApprovalRequest, mail.request)
    if asked is None:
        raise RefusedError("there is no request {request}", request=mail.request)
    return AskView(
        asked.id,
        asked.action,
        asked.about,
        _name(snapshot, mail.to, mail.language),
        _name(snapshot, asked.by, mail.language),
        asked.at.date(),
        asked.expires,
        asked.reason,
        asked.figures,
        code.text,
    )


def _name(snapshot: Snapshot, staff: str, language: Language) -> str:
    person = snapshot.get(Staff, staff)
    return person.name.in_language(language.value) if person else staff


def decide_by_mail(
    snapshot: Snapshot,
    ids: Ids,
    *,
    reply: Reply,
    data: bytes,
    kinds: Mapping[str, Deciding],
    recorder: str,
    at: datetime,
) -> ChangeSet:
    """What the sender of *reply* decides, recorded by *recorder*; the mail *data* is kept.

    RefusedError where there is no code or not one of ours, where another than the person asked
    sent it, where the request is decided or expired, and where *recorder* asked for it.
    """
    mail = _ask_of(snapshot, reply)
    asked = require_open(snapshot, mail.request, as_of=at.date())
    sender = _require_sender(snapshot, reply, mail, as_of=at.date())
    if recorder in asked.makers:
        raise RefusedError(
            "{person} asked for {request}; a reply to it is recorded by somebody else",
            person=recorder,
            request=asked.id,
        )
    digest = hashlib.sha256(data).hexdigest()
    word = Word(
        by=sender.id,
        at=at,
        note=reply.note,
        mail=ReplyMail(
            ask=mail.id,
            sha256=digest,
            sender=reply.sender,
            message_id=reply.message_id,
            sent=reply.sent,
            recorded_by=recorder,
        ),
        kept=(Attachment(digest, f"{asked.id}.eml", data),),
    )
    decide = grant if reply.granted else refuse
    return decide(snapshot, ids, request=asked.id, kind=kinds.get(asked.action), word=word)


def _ask_of(snapshot: Snapshot, reply: Reply) -> MailAsk:
    if not reply.codes:
        raise RefusedError("the reply carries no code; it must quote the mail that it answers")
    asks = snapshot.all(MailAsk)
    found = [
        ask for ask in asks for code in reply.codes if digest_of(code, ask.salt) == ask.code_sha256
    ]
    if not found:
        raise RefusedError("the code of the reply is none that was given out")
    if len(found) > 1:
        raise RefusedError(
            "the reply carries the codes of {requests}; answer each by itself",
            requests=", ".join(sorted(ask.request for ask in found)),
        )
    return found[0]


def _require_sender(snapshot: Snapshot, reply: Reply, mail: MailAsk, *, as_of: date) -> Staff:
    sender = actor_for(snapshot.all(Staff), reply.sender, as_of=as_of)
    if sender is None:
        raise RefusedError(
            "{address} is no registered address of anybody with the firm", address=reply.sender
        )
    if sender.id != mail.to:
        raise RefusedError(
            "the code was given to {person}; a reply of {sender} does not count",
            person=mail.to,
            sender=sender.id,
        )
    return sender
