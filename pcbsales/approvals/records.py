"""Requests and decisions: append-only facts. What becomes of a request is another record."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from pydantic import PlainValidator, model_validator

from pcbsales.approvals.weighing import Figure, Weighed
from pcbsales.company.deputies import ActionName
from pcbsales.company.records import EmailAddress, Role
from pcbsales.i18n.language import Language
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Plain, Points, Record, Value
from pcbsales.kernel.scalars import (
    Code,
    Day,
    Instant,
    Line,
    Number,
    Prose,
    RecordId,
    forbidden_character,
    plain,
    refuse,
    wrong,
)

_DEEPEST = 6
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_HEX = re.compile(r"[0-9a-f]{64}")


def as_arguments(value: object) -> dict[str, Any]:
    """*value* as a request keeps it: texts, tuples of them, and names with such values."""
    if not isinstance(value, Mapping):
        raise refuse("arguments", "names with values below this", value)
    found = _argument(value, 0)
    return dict(found)


def _argument(value: object, depth: int) -> Any:
    if depth > _DEEPEST:
        raise wrong("request.depth", "arguments lie too deep")
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str) or not _KEY.fullmatch(key):
                raise refuse("argument", "a name such as quantity", key)
        return {key: _argument(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_argument(item, depth + 1) for item in value)
    text = _argument_text(value)
    if text is None or forbidden_character(text):
        raise refuse("argument", "text, a list, or names with values", value)
    return text


def _argument_text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return Plain(value)
    return value if isinstance(value, str) and value else None


def texts_of(value: Any) -> Any:
    """*value* with texts as a file has them, without the mark of what needs no quotes."""
    if isinstance(value, dict):
        return {key: texts_of(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(map(texts_of, value))
    return str(value)


#: What a decision is made from: texts, lists of them, and names with such values, as typed.
Arguments = Annotated[dict[str, Any], PlainValidator(as_arguments)]


def _digest(value: object) -> str:
    if isinstance(value, str) and _HEX.fullmatch(value):
        return value
    raise refuse("sha256", "64 hexadecimal digits", value)


#: A SHA-256 in hexadecimal digits.
Digest = Annotated[str, PlainValidator(_digest)]
StaffId = Annotated[RecordId, Points("staff")]


class ApprovalRequest(Record):
    """Somebody asks that ``action`` be decided with ``arguments``; granting makes the decision.

    ``figures``, ``percent`` and ``amount`` are what it came to when it was asked; they must be so
    still when it is granted. ``acting_for`` is whom the asker stood in for, ``owner`` whose record
    it concerns. ``expires`` is the last day on which it can be decided.
    """

    noun: ClassVar[str] = "approval-request"

    action: ActionName
    about: Line
    by: StaffId
    acting_for: StaffId | None = None
    at: Instant
    expires: Day
    reason: Prose | None = None
    owner: StaffId | None = None
    scope: Line | None = None
    percent: Number | None = None
    amount: Money | None = None
    figures: tuple[Figure, ...] = ()
    authority: Annotated[RecordId, Points("authority")]
    rule: Code
    may_grant: tuple[Role, ...] = ()
    arguments: Arguments

    @model_validator(mode="after")
    def _can_be_decided(self) -> Self:
        if self.expires < self.at.date():
            raise wrong("request.expires", "a request expires on its day at the earliest")
        return self

    @property
    def asked_for(self) -> dict[str, Any]:
        """The arguments as the decision takes them: texts, tuples of them, names with values."""
        found: dict[str, Any] = texts_of(self.arguments)
        return found

    @property
    def makers(self) -> tuple[str, ...]:
        """Who asked, and whom they stood in for."""
        return (self.by,) if self.acting_for is None else (self.by, self.acting_for)

    @property
    def weighed(self) -> Weighed:
        """What it came to when it was asked."""
        return Weighed(self.about, self.owner, self.scope, self.percent, self.amount, self.figures)

    def expired(self, *, as_of: date) -> bool:
        """Whether it can no longer be decided on *as_of*."""
        return as_of > self.expires

    def as_json(self) -> dict[str, object]:
        """The request as scripts read it."""
        return {
            "schema": 1,
            "id": self.id,
            "action_asked": self.action,
            "about": self.about,
            "by": self.by,
            "acting_for": self.acting_for,
            "at": self.at.isoformat(),
            "expires": self.expires.isoformat(),
            "reason": self.reason,
            "percent": None if self.percent is None else plain(self.percent),
            "amount": None if self.amount is None else self.amount.text,
            "currency": None if self.amount is None else self.amount.currency,
            "figures": [figure.as_json() for figure in self.figures],
            "may_grant": [role.value for role in self.may_grant],
        }


class MailAsk(Record):
    """A request was put to somebody by mail, with a code that works once.

    Only the code's salted hash is kept: sha256 of salt and code.
    """

    noun: ClassVar[str] = "approval-mail"

    request: Annotated[RecordId, Points("approval-request")]
    to: StaffId
    address: EmailAddress
    language: Language = Language.ENGLISH
    by: StaffId
    at: Instant
    salt: Digest
    code_sha256: Digest

    def as_json(self) -> dict[str, object]:
        """Which request was put to whom."""
        return {"schema": 1, "request": self.request, "to": self.to, "address": self.address}


class Verdict(StrEnum):
    """What became of a request."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ReplyMail(Value):
    """The reply that a decision was read from; the mail itself is kept by its hash.

    ``sent`` is the mail's own word for when, which nobody has checked.
    """

    ask: Annotated[RecordId, Points("approval-mail")]
    sha256: Annotated[Digest, Points("attachment")]
    sender: EmailAddress
    message_id: Line | None = None
    sent: Instant | None = None
    recorded_by: StaffId


class ApprovalDecision(Record):
    """What somebody decided on a request, by which rule of authority, and what it made.

    A withdrawal is the asker's own and needs no authority.
    """

    noun: ClassVar[str] = "approval-decision"

    request: Annotated[RecordId, Points("approval-request")]
    verdict: Verdict
    by: StaffId
    acting_for: StaffId | None = None
    at: Instant
    authority: Annotated[RecordId, Points("authority")] | None = None
    rule: Code | None = None
    note: Prose | None = None
    mail: ReplyMail | None = None
    made: tuple[RecordId, ...] = ()

    @model_validator(mode="after")
    def _says_by_what(self) -> Self:
        withdrawn = self.verdict is Verdict.WITHDRAWN
        if (self.authority is None or self.rule is None) != withdrawn:
            raise wrong(
                "decision.authority", "a decision names authority and rule, a withdrawal neither"
            )
        if self.verdict is Verdict.REFUSED and self.note is None and self.mail is None:
            raise wrong("decision.reason", "a refusal says why in note")
        if self.made and self.verdict is not Verdict.GRANTED:
            raise wrong("decision.made", "only what is granted makes something")
        return self

    @property
    def via(self) -> str:
        """How it came: ``command`` or ``mail``."""
        return "mail" if self.mail else "command"

    def as_json(self) -> dict[str, object]:
        """The decision as scripts read it."""
        return {
            "schema": 1,
            "request": self.request,
            "verdict": self.verdict.value,
            "by": self.by,
            "acting_for": self.acting_for,
            "via": self.via,
            "made": list(self.made),
        }
