"""What the ledger holds about customers and the people who speak for them."""

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import PlainValidator, model_validator

from pcbsales.company.records import EmailAddress
from pcbsales.customers.terms import NO_TERMS, PaymentTerms
from pcbsales.i18n.language import Language
from pcbsales.kernel.countries import Country
from pcbsales.kernel.local_text import LocalProse, LocalText
from pcbsales.kernel.money import Currency, Money
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Code, Day, Line, RecordId, refuse, wrong
from pcbsales.kernel.tax import PriceBasis


def _day_of_month(value: object) -> int:
    day = int(value) if isinstance(value, str | int) and str(value).isascii() else 0
    if isinstance(value, bool) or not 1 <= day <= 31 or str(day) != str(value):
        raise refuse("day_of_month", "a day of the month, 1 to 31 (31: its end)", value)
    return day


#: A day of every month; a month that lacks it ends on its last.
DayOfMonth = Annotated[int, PlainValidator(_day_of_month)]


class Sector(StrEnum):
    """What the customer builds with our boards."""

    AUTOMOTIVE = "automotive"
    INDUSTRIAL = "industrial"
    MEDICAL = "medical"
    TELECOM = "telecom"
    COMPUTING = "computing"
    CONSUMER = "consumer"
    POWER = "power"
    LIGHTING = "lighting"
    AEROSPACE = "aerospace"
    ASSEMBLY = "assembly"
    TRADE = "trade"
    OTHER = "other"


class Incoterm(StrEnum):
    """A rule of Incoterms 2020."""

    EXW = "EXW"
    FCA = "FCA"
    CPT = "CPT"
    CIP = "CIP"
    DAP = "DAP"
    DPU = "DPU"
    DDP = "DDP"
    FAS = "FAS"
    FOB = "FOB"
    CFR = "CFR"
    CIF = "CIF"


class SiteKind(StrEnum):
    """What a place of the customer's is for."""

    BILLING = "billing"
    SHIPPING = "shipping"
    PLANT = "plant"


class Site(Value):
    """A place of the customer's; ``name`` is the firm's there, if it is another one."""

    id: Code
    kinds: tuple[SiteKind, ...]
    name: LocalText | None = None
    address: LocalProse
    country: Country
    phone: Line | None = None


class CustomerStatus(StrEnum):
    """How far the customer is with us."""

    PROSPECT = "prospect"
    ACTIVE = "active"
    DORMANT = "dormant"
    CLOSED = "closed"


class Customer(Record):
    """A firm that buys boards, and what was agreed with it for every order.

    ``vendor_code`` is the customer's number for us, ``cut_off`` the day its monthly statement
    closes. No credit limit means prepayment.
    """

    noun: ClassVar[str] = "customer"

    id: Code
    name: LocalText
    short_name: Line
    aliases: tuple[Line, ...] = ()
    status: CustomerStatus = CustomerStatus.ACTIVE
    country: Country
    tax_id: Line | None = None
    vendor_code: Line | None = None
    sector: Sector = Sector.OTHER
    language: Language = Language.ENGLISH
    entity: Annotated[RecordId, Points("entity")]
    currency: Currency
    price_basis: PriceBasis = PriceBasis.NET
    terms: PaymentTerms = NO_TERMS
    cut_off: DayOfMonth | None = None
    incoterm: Incoterm | None = None
    incoterm_place: Line | None = None
    credit_limit: Money | None = None
    rep: Annotated[RecordId, Points("staff")]
    sites: tuple[Site, ...] = ()

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if (self.incoterm is None) != (self.incoterm_place is None):
            raise wrong("customer.incoterm", "an Incoterm needs its named place, and a place one")
        if self.credit_limit is not None and self.credit_limit.amount < 0:
            raise wrong(
                "customer.credit_limit", "a credit limit is 0 or more; leave it out for prepayment"
            )
        ids = [site.id for site in self.sites]
        if len(ids) != len(set(ids)):
            raise wrong("customer.sites", "two sites have the same id")
        return self

    def sites_for(self, kind: SiteKind) -> tuple[Site, ...]:
        """The places that serve as *kind*, in their order."""
        return tuple(site for site in self.sites if kind in site.kinds)


class Department(StrEnum):
    """Where in the customer's firm a person works."""

    PURCHASING = "purchasing"
    QUALITY = "quality"
    FINANCE = "finance"
    ENGINEERING = "engineering"
    LOGISTICS = "logistics"
    PRODUCTION = "production"
    MANAGEMENT = "management"
    OTHER = "other"


class Person(Record):
    """Somebody at a customer's; personal data stands here and nowhere else."""

    noun: ClassVar[str] = "person"

    customer: Annotated[RecordId, Points("customer")]
    name: LocalText
    department: Department
    title: LocalText | None = None
    email: EmailAddress | None = None
    phone: Line | None = None
    wechat: Line | None = None
    language: Language | None = None
    site: Code | None = None
    left: Day | None = None
