"""What one revision of a quotation offers: prices, tax and terms, as they were said."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import Currency, Money
from pcbsales.kernel.record import Points, Value
from pcbsales.kernel.scalars import Day, Line, PositiveCount, RecordId, wrong
from pcbsales.kernel.tax import PriceBasis
from pcbsales.quoting.quotations.clauses import FreightCharge, PriceTerms
from pcbsales.quoting.quotations.quote_line import QuoteLine, require_equal
from pcbsales.quoting.quotations.tax_line import TaxLine


class Offered(Value):
    """What a quotation says in one of its revisions, the current one or one before.

    Prices below the book name the ``price_floor`` they were held against, and the decision that
    granted them (``approval``) where the maker could not give them alone.

    ``charges`` are asked beside the lines; of alternatives each line has its own freight.

    Lines that offer one part revision at several quantities or lead times are alternatives: they
    are not bought together, and the offer has no ``net``, ``tax`` and ``total``.
    """

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

    @property
    def alternatives(self) -> bool:
        """Whether some lines offer the same part revision: then there is no total."""
        return are_alternatives(self.lines)

    def line(self, line_id: str) -> QuoteLine | None:
        """The line of that id, if there is one."""
        return next((line for line in self.lines if line.id == line_id), None)

    def with_tax(self, line: QuoteLine) -> Money | None:
        """What *line* alone comes to with tax; None where the lines bear several rates."""
        if self.price_basis is PriceBasis.TAX_INCLUDED:
            return line.amount
        if len(self.taxes) != 1:
            return None
        return gross_of(line.net, self.taxes[0].percent)

    @model_validator(mode="after")
    def _has_lines(self) -> Self:
        if not self.lines:
            raise wrong("quote.empty", "a quotation has at least one line")
        ids = [line.id for line in self.lines]
        if len(set(ids)) < len(ids):
            raise wrong("quote.line_ids", "two lines have the same id")
        if self.valid_until < self.date:
            raise wrong("quote.validity", "valid_until lies before the date")
        return self

    @model_validator(mode="after")
    def _one_currency(self) -> Self:
        found = sorted({money.currency for money in self._amounts()} - {self.currency})
        if found:
            raise wrong(
                "quote.currency",
                "all amounts must be in {currency}, found {found}",
                currency=self.currency,
                found=", ".join(found),
            )
        return self

    @model_validator(mode="after")
    def _sums(self) -> Self:
        net, tax, total = self.net, self.tax, self.total
        if self.alternatives:
            if any(money is not None for money in self._totals()):
                raise wrong(
                    "quote.alternatives",
                    "the lines are alternatives: leave out net, tax and total, also of the taxes",
                )
            return self
        if net is None or tax is None or total is None or None in self._totals():
            raise wrong(
                "quote.totals", "net, tax and total must be given, also net and tax of the taxes"
            )
        sums = {
            "net": (self._nets(), net),
            "taxes.net": ((line.net for line in self.taxes if line.net is not None), net),
            "tax": ((line.tax for line in self.taxes if line.tax is not None), tax),
            "total": ((net, tax), total),
            "lines.amount": (
                self._asked(),
                net if self.price_basis is PriceBasis.NET else total,
            ),
        }
        for at, (parts, stated) in sums.items():
            require_equal(
                "quote.sums",
                "{at} should sum to {stated}, it sums to {found}",
                at,
                Money.sum(parts, self.currency),
                stated,
            )
        return self

    def _nets(self) -> Iterable[Money]:
        """Everything asked, without tax: lines, what is asked once, freight."""
        yield from (line.net for line in self.lines)
        yield from (once.net for line in self.lines for once in line.one_time)
        yield from (charge.net for charge in self.charges)

    def _asked(self) -> Iterable[Money]:
        """The same in the price basis."""
        yield from (line.amount for line in self.lines)
        yield from (once.amount for line in self.lines for once in line.one_time)
        yield from (charge.amount for charge in self.charges)

    def _amounts(self) -> Iterable[Money]:
        yield from self._nets()
        yield from (money for money in self._totals() if money is not None)

    def _totals(self) -> Iterable[Money | None]:
        """All that is there exactly when the lines add up to an order."""
        yield from (self.net, self.tax, self.total)
        for tax in self.taxes:
            yield from (tax.net, tax.tax)


class EarlierRevision(Offered):
    """What the quotation said in this revision, word for word: a later one superseded it."""

    stands_first: ClassVar[tuple[str, ...]] = ("revision",)

    revision: PositiveCount


def are_alternatives(lines: Iterable[QuoteLine]) -> bool:
    """Whether some of *lines* offer the same part revision."""
    parts = [(line.part, line.revision) for line in lines]
    return len(set(parts)) < len(parts)


def gross_of(net: Money, percent: Decimal) -> Money:
    """*net* with tax of *percent*, half-up: the gross from which the same net follows again."""
    return Money.rounded(net.amount * (1 + percent / 100), net.currency)
