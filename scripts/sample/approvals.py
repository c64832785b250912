"""Requests below the price floor: granted by command and by mail, and two that wait still."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from zoneinfo import ZoneInfo

from pcbsales.approvals.by_mail import Code, ask_by_mail, decide_by_mail
from pcbsales.approvals.decision import Word, grant
from pcbsales.approvals.reply import read_reply
from pcbsales.kernel.record import Attachment, ChangeSet, Record
from pcbsales.manifest import Catalogue
from pcbsales.quoting.floor.below_floor import BELOW_FLOOR, quote_or_request
from pcbsales.quoting.pricing.asked_price import AskedPrice
from pcbsales.quoting.quotations.draft import Enquiry, Request
from pcbsales.quoting.quotations.records import Quote, QuoteEvent, QuoteEventKind
from scripts.sample.memory import Memory, Numbers

_ZONE = ZoneInfo("Asia/Shanghai")
#: The codes that went out by mail; in a real ledger nobody could know them.
ANSWERED = Code("3KQ7-91XM-TB5R-W0VD", sha256(b"sample 1").hexdigest())
WAITING = Code("8RZ2-4NCA-60HJ-YEP5", sha256(b"sample 2").hexdigest())


def _at(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-10-{day}T{clock}:00").replace(tzinfo=_ZONE)


@dataclass(slots=True)
class _Desk:
    """The ledger as it grows, decision by decision."""

    catalogue: Catalogue
    numbers: Numbers
    records: list[Record]
    made: list[Record]
    attachments: list[Attachment]

    @property
    def snapshot(self) -> Memory:
        return Memory(self.records)

    def keep(self, changes: ChangeSet) -> str:
        """The first id of *changes*, which are recorded."""
        self.records += changes.records
        self.made += changes.records
        self.attachments += changes.attachments
        return changes.records[0].id

    def ask(self, actor: str, at: datetime, wanted: Request, reason: str) -> str:
        return self.keep(
            quote_or_request(
                self.snapshot,
                self.numbers,
                enquiry=Enquiry(wanted.part.partition("/")[0], (wanted,)),
                actor=actor,
                at=at,
                reason=reason,
            )
        )

    def mail(self, request: str, code: Code, actor: str, at: datetime) -> None:
        kind = self.catalogue.decisions[BELOW_FLOOR]
        self.keep(
            ask_by_mail(
                self.snapshot,
                self.numbers,
                request=request,
                kind=kind,
                code=code,
                actor=actor,
                at=at,
            )
        )


def _off(part: str, quantity: int, percent: str) -> Request:
    return Request(part, quantity, price=AskedPrice(discount=Decimal(percent)))


def approvals(
    records: Iterable[Record], quoted: Sequence[Quote], catalogue: Catalogue
) -> tuple[tuple[Record, ...], tuple[Attachment, ...]]:
    """The requests, decisions and mails of the last days, and the quotations that were granted."""
    numbers = Numbers(catalogue)
    for quote in quoted:
        numbers.next(Quote, year=quote.date.year)
    desk = _Desk(catalogue, numbers, list(records), [], [])
    by_mail = desk.ask(
        "CHEN",
        _at(28, "11:02"),
        _off("TANNHOF/TH-PLC-32", 500, "15"),
        "First series order of a new line; the other offer is 14 % lower 新产品线首单",
    )
    desk.mail(by_mail, ANSWERED, "CHEN", _at(28, "11:10"))
    desk.ask(
        "WANG",
        _at(29, "15:31"),
        _off("XINGHE/XH-1210", 1000, "5"),
        "They take 1000 instead of 200 数量从200提高到1000",
    )
    by_command = desk.ask(
        "WANG", _at(30, "09:12"), _off("HUAYI/HY-4402", 500, "6"), "Target price 目标价"
    )
    second = desk.ask(
        "HSU", _at(30, "10:04"), _off("CHENGHONG/CH-HMI-02", 200, "10"), "Yearly volume 年度用量"
    )
    desk.mail(second, WAITING, "HSU", _at(30, "10:09"))
    kind = catalogue.decisions[BELOW_FLOOR]
    word = Word("LIN", _at(30, "17:20"), "For this order only 仅限本单")
    desk.keep(grant(desk.snapshot, desk.numbers, request=by_command, kind=kind, word=word))
    reply = reply_mail("guohua.shen@penglan.example", ANSWERED, "同意\n\n请注明仅限首单。", by_mail)
    desk.keep(
        decide_by_mail(
            desk.snapshot,
            desk.numbers,
            reply=read_reply(reply),
            data=reply,
            kinds=catalogue.decisions,
            recorder="LIU",
            at=_at(30, "17:45"),
        )
    )
    made = (_sent(record) if isinstance(record, Quote) else record for record in desk.made)
    return tuple(made), tuple(desk.attachments)


def _sent(quote: Quote) -> Quote:
    """*quote* as it went out in the evening."""
    sent = QuoteEvent(at=_at(30, "18:10"), by=quote.rep, kind=QuoteEventKind.SENT)
    return quote.model_copy(update={"events": (*quote.events, sent)})


def reply_mail(sender: str, code: Code, answer: str, request: str) -> bytes:
    """A reply as a mail program sends it: the answer on top, what it answers quoted below."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "sales@penglan.example"
    mail["Subject"] = f"Re: [{request}] 请审批"
    mail["Date"] = "Fri, 30 Oct 2026 17:41:00 +0800"
    mail["Message-ID"] = f"<{request}.reply@penglan.example>"
    mail.set_content(f"{answer}\n\n> {request}\n>   {code.text}\n", cte="base64")
    return mail.as_bytes(policy=SMTP)
