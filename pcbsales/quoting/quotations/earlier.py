"""A revision of a quotation that a later one superseded: kept as it was offered, beside it."""

from typing import Annotated

from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import Currency, Money
from pcbsales.kernel.record import Points, Value
from pcbsales.kernel.scalars import Day, Line, PositiveCount, RecordId
from pcbsales.kernel.tax import PriceBasis
from pcbsales.quoting.quotations.clauses import FreightCharge, PriceTerms
from pcbsales.quoting.quotations.quote_line import QuoteLine
from pcbsales.quoting.quotations.tax_line import TaxLine


class EarlierRevision(Value):
    """What the quotation said in this revision, word for word; fields as in the quotation."""

    revision: PositiveCount
    date: Day
    valid_until: Day
    person: Annotated[RecordId, Points("person")] | None = None
    currency: Currency
    price_basis: PriceBasis
    price_book: Annotated[RecordId, Points("price-book")]
    price_floor: Annotated[RecordId, Points("price-floor")] | None = None
    approval: Annotated[RecordId, Points("approval-decision")] | None = None
    lines: tuple[QuoteLine, ...]
    taxes: tuple[TaxLine, ...]
    net: Money | None = None
    tax: Money | None = None
    total: Money | None = None
    terms: LocalText | None = None
    incoterm: Line | None = None
    delivery_place: Line | None = None
    price_terms: PriceTerms | None = None
    charges: tuple[FreightCharge, ...] = ()
