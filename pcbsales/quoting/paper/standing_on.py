"""What a quotation's paper says beside it: policies of its day, agreements, documents."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pcbsales.customers.documents.open_clauses import current_specs
from pcbsales.customers.documents.records import CustomerSpec
from pcbsales.kernel.money import Money
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.agreements.records import PriceAgreement
from pcbsales.quoting.books.price_books import PriceBook
from pcbsales.quoting.charges.charge_policy import ChargePolicy, charge_policy
from pcbsales.quoting.paper.offer_terms import OfferTerms, offer_terms_or_none
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.tooling.records import Tool


@dataclass(frozen=True, slots=True)
class StandingOn:
    """What a quotation stands on beside itself, as it was on its day."""

    offer_terms: OfferTerms | None = None
    charges: ChargePolicy | None = None
    least_order: Money | None = None
    agreements: tuple[PriceAgreement, ...] = ()
    specs: tuple[CustomerSpec, ...] = ()
    tools: Mapping[str, Tool] = field(default_factory=dict)


def standing_on(snapshot: Snapshot, quote: Quote) -> StandingOn:
    """The records that *quote* was made by, and what held for its customer on its day."""
    whose = (quote.entity, quote.customer)
    named = dict.fromkeys(line.agreed.agreement for line in quote.lines if line.agreed)
    agreements = (snapshot.get(PriceAgreement, record_id) for record_id in named)
    tools = {once.tooling for line in quote.lines for once in line.one_time if once.tooling}
    known = {record_id: snapshot.get(Tool, record_id) for record_id in sorted(tools)}
    return StandingOn(
        offer_terms=offer_terms_or_none(snapshot, *whose, as_of=quote.date),
        charges=charge_policy(snapshot, *whose, as_of=quote.date),
        least_order=_least_order(snapshot.get(PriceBook, quote.price_book)),
        agreements=tuple(agreement for agreement in agreements if agreement),
        specs=current_specs(snapshot, quote.customer, as_of=quote.date),
        tools={record_id: tool for record_id, tool in known.items() if tool},
    )


def _least_order(book: PriceBook | None) -> Money | None:
    if book is None or book.minimum_order is None:
        return None
    return Money.rounded(book.minimum_order, book.currency)
