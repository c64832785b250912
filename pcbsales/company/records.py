"""What the ledger holds about the firm: its selling entities and its people."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import PlainValidator, model_validator

from pcbsales.i18n.language import Language
from pcbsales.kernel.countries import Country
from pcbsales.kernel.effective import Lasting
from pcbsales.kernel.local_text import LocalProse, LocalText
from pcbsales.kernel.money import Currency
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Code, Day, Line, PositiveCount, RecordId, refuse, wrong
from pcbsales.kernel.shown import NamedId


def _text_like(kind: str, pattern: str, accepted: str) -> PlainValidator:
    compiled = re.compile(pattern)

    def read(value: object) -> str:
        if isinstance(value, str) and compiled.fullmatch(value):
            return value
        raise refuse(kind, accepted, value)

    return PlainValidator(read)


_ATOM = r"[A-Za-z0-9_%+'-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
#: A mail address in ASCII, without a display name.
EmailAddress = Annotated[
    str,
    _text_like(
        "email",
        rf"(?=.{{3,254}}$){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+",
        "a mail address such as mei.lin@example.com",
    ),
]
#: A bank's code of ISO 9362, 8 or 11 characters.
SwiftCode = Annotated[
    str,
    _text_like("swift", r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", "a code such as BKCHCNBJ"),
]
#: An account number of ISO 13616, without spaces.
Iban = Annotated[
    str, _text_like("iban", r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", "an IBAN without spaces")
]
#: The name of a drawing in the ledger's templates: ``logo.svg``.
SvgName = Annotated[
    str, _text_like("svg", r"[a-z0-9][a-z0-9_-]{0,59}\.svg", "a name like logo.svg")
]
#: A colour for print and screen: ``#0B5C4A``.
Colour = Annotated[str, _text_like("colour", r"#[0-9A-Fa-f]{6}", "a colour such as #0B5C4A")]
#: An SSH public key as git takes it for signing.
SigningKey = Annotated[
    str,
    _text_like(
        "signing_key",
        r"(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,800}={0,2}",
        "an SSH public key such as ssh-ed25519 AAAA...",
    ),
]


class Role(StrEnum):
    """What somebody does in the firm; authority is given to roles."""

    SALES_VP = "sales_vp"
    HEAD_OF_SALES = "head_of_sales"
    SALES_MANAGER = "sales_manager"
    SALES_REP = "sales_rep"
    ACCOUNT_CLERK = "account_clerk"
    QUALITY = "quality"
    PRODUCTION_ENGINEERING = "production_engineering"
    PRODUCTION_PLANNING = "production_planning"
    FINANCE = "finance"
    SHIPPING = "shipping"
    LEGAL = "legal"


class Numbering(StrEnum):
    """Who gives an invoice its official number."""

    #: We do, without gaps.
    OWN = "own"
    #: We do, from ranges the tax office allots (字軌).
    RANGE = "range"
    #: The tax platform does (數電票); the number is recorded afterwards.
    EXTERNAL = "external"


class InvoiceSeries(Value):
    """How the invoices of an entity are numbered; ``prefix`` starts our own numbers.

    ``first`` are the first numbers given here of series that an older system began.
    """

    numbering: Numbering
    prefix: Code | None = None
    first: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _own_numbers_have_a_prefix(self) -> Self:
        if (self.numbering is Numbering.OWN) != (self.prefix is not None):
            raise wrong(
                "entity.invoice_prefix",
                "numbering {numbering}: own numbers need a prefix, others have none",
                numbering=self.numbering.value,
            )
        return self


class BankAccount(Value):
    """An account that customers pay into; ``id`` is stable, papers name the account by it."""

    id: Code
    currency: Currency
    bank: LocalText
    bank_address: LocalProse | None = None
    holder: LocalText | None = None
    account: Line
    swift: SwiftCode | None = None
    iban: Iban | None = None


class Letterhead(Value):
    """What stands at the head of an entity's papers beside its name and address."""

    phone: Line
    email: EmailAddress
    web: Line | None = None
    tagline: LocalText | None = None
    logo: SvgName | None = None
    colour: Colour | None = None


class Entity(Record):
    """A firm of the group that sells: what its papers say and how it invoices."""

    noun: ClassVar[str] = "entity"

    id: Code
    name: LocalText
    address: LocalProse
    country: Country
    tax_id: Line | None = None
    currencies: tuple[Currency, ...]
    accounts: tuple[BankAccount, ...] = ()
    letterhead: Letterhead
    invoices: InvoiceSeries
    quote_validity_days: PositiveCount = 30
    calendar: Annotated[RecordId, Points("calendar")]
    signatory: Annotated[RecordId, Points("staff")] | None = None

    @model_validator(mode="after")
    def _lists_are_sound(self) -> Self:
        if not self.currencies:
            raise wrong("entity.currencies", "an entity sells in one currency at least")
        _require_distinct("entity.currencies", self.currencies)
        _require_distinct("entity.accounts", tuple(account.id for account in self.accounts))
        return self

    def accounts_in(self, currency: str) -> tuple[BankAccount, ...]:
        """The accounts for *currency*, the first being the one that papers name."""
        return tuple(account for account in self.accounts if account.currency == currency)


class FormerPost(Value):
    """What somebody's roles and chief were until a day, included."""

    roles: tuple[Role, ...]
    reports_to: Annotated[RecordId, Points("staff")] | None = None
    valid_until: Day

    @model_validator(mode="after")
    def _has_roles(self) -> Self:
        if not self.roles:
            raise wrong("staff.empty", "a former post has one role at least")
        return self


class Staff(Lasting, Record):
    """Somebody who works for the firm; ``emails`` are how git's identity finds them.

    ``roles`` and ``reports_to`` are those of today, ``former`` those before, the earliest first:
    authority is judged by what somebody was on the day.
    """

    noun: ClassVar[str] = "staff"

    id: Code
    name: LocalText
    emails: tuple[EmailAddress, ...]
    signing_key: SigningKey | None = None
    roles: tuple[Role, ...]
    reports_to: Annotated[RecordId, Points("staff")] | None = None
    entity: Annotated[RecordId, Points("entity")] | None = None
    phone: Line | None = None
    language: Language = Language.ENGLISH
    valid_from: Day
    valid_until: Day | None = None
    former: tuple[FormerPost, ...] = ()

    @property
    def listed(self) -> NamedId:
        """The person as lists name them, in the reader's language: ``Lin Mei (LIN)``."""
        return NamedId(self.id, self.name)

    def on(self, day: date) -> Self:
        """The same person with the roles and the chief of *day*."""
        for post in self.former:
            if day <= post.valid_until:
                return self.model_copy(
                    update={"roles": post.roles, "reports_to": post.reports_to, "former": ()}
                )
        return self

    @model_validator(mode="after")
    def _former_posts_follow_each_other(self) -> Self:
        ends = [post.valid_until for post in self.former]
        if ends != sorted(set(ends)):
            raise wrong("staff.former", "former posts stand in the order of their last days")
        return self

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if not self.emails or not self.roles:
            raise wrong("staff.empty", "a member of staff has one e-mail and one role at least")
        _require_distinct("staff.emails", tuple(email.lower() for email in self.emails))
        _require_distinct("staff.roles", self.roles)
        if self.reports_to == self.id:
            raise wrong("staff.reports_to", "nobody reports to themselves")
        return self


def _require_distinct(rule: str, values: tuple[str, ...]) -> None:
    for position, value in enumerate(values):
        if value in values[:position]:
            raise wrong(rule, "{value} stands there twice", value=str(value))
