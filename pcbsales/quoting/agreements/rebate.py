"""What is given back for a year: the rebate that its sales reach, and how far the next one is."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.kernel.money import Money
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.agreements.records import PriceAgreement, Rebate
from pcbsales.quoting.quotations.quote_event import QuoteEventKind
from pcbsales.quoting.quotations.records import Quote


@dataclass(frozen=True, slots=True)
class YearsRebate:
    """Sales of a calendar year without tax, the rebate they have reached, and what it comes to.

    The one reached holds for all sales of the year, from the first; ``lacking`` is what the
    ``coming`` one still takes.
    """

    year: int
    sales: Money
    reached: Rebate | None
    amount: Money
    coming: Rebate | None
    lacking: Money | None

    def as_json(self) -> dict[str, object]:
        """The year; amounts as plain decimal strings, in the agreement's currency."""
        return {
            "year": self.year,
            "sales": self.sales.text,
            "percent": plain(self.reached.percent) if self.reached else None,
            "rebate": self.amount.text,
            "next_at": self.coming.yearly.text if self.coming else None,
            "next_percent": plain(self.coming.percent) if self.coming else None,
            "lacking": None if self.lacking is None else self.lacking.text,
        }


def rebate_for(agreement: PriceAgreement, sales: Money, year: int) -> YearsRebate:
    """What *agreement* gives back for *sales* of *year*, half-up; an amount reached counts."""
    reached = [rebate for rebate in agreement.rebates if rebate.yearly <= sales]
    coming = [rebate for rebate in agreement.rebates if sales < rebate.yearly]
    percent = reached[-1].percent if reached else Decimal(0)
    return YearsRebate(
        year,
        sales,
        reached[-1] if reached else None,
        Money.rounded(sales.amount * percent / 100, sales.currency),
        coming[0] if coming else None,
        coming[0].yearly - sales if coming else None,
    )


def ordered_by(snapshot: Snapshot, agreement: PriceAgreement, year: int) -> Money:
    """What was ordered in *year* by lines that *agreement* priced, without tax."""
    nets = _ordered(snapshot, agreement, year)
    return Money.sum(nets, agreement.currency)


def _ordered(snapshot: Snapshot, agreement: PriceAgreement, year: int) -> Iterator[Money]:
    for quote in snapshot.where(Quote, customer=agreement.customer):
        for event in quote.events:
            taken = event.acceptance if event.kind is QuoteEventKind.ACCEPTED else None
            if taken is None or taken.day.year != year:
                continue
            for line in quote.lines:
                by_it = line.agreed is not None and line.agreed.agreement == agreement.id
                if by_it and line.id in taken.lines:
                    yield line.net
