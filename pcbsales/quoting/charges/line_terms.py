"""All that a customer's lines are settled by: what is asked once, tolerance, metals, exchange."""

from dataclasses import dataclass
from datetime import date

from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.books.facts import order_facts
from pcbsales.quoting.books.price_books import PriceBook
from pcbsales.quoting.charges.charge_policy import ChargePolicy, charge_policy
from pcbsales.quoting.charges.once import settle_once
from pcbsales.quoting.charges.tolerance import DeliveryTolerance, tolerance_in_force
from pcbsales.quoting.pricing.area_model import Price
from pcbsales.quoting.pricing.offer import Offer
from pcbsales.quoting.quotations.clauses import ExchangeClause, MetalClause
from pcbsales.quoting.quotations.line_parts import Tolerance
from pcbsales.quoting.quotations.one_time import OneTime
from pcbsales.quoting.surcharges.following import (
    exchange_clause,
    metal_clause,
    surcharge_clauses,
    with_surcharges,
)
from pcbsales.quoting.surcharges.records import SurchargeClause
from pcbsales.quoting.tooling.records import Tool


@dataclass(frozen=True, slots=True)
class SettledOffer:
    """An offer as a line says it; amounts are without tax."""

    price: Price
    once: tuple[OneTime, ...]
    tolerance: Tolerance | None
    clauses: tuple[MetalClause, ...]


@dataclass(frozen=True, slots=True)
class LineTerms:
    """The policies in force for a customer on a day; absent ones change nothing."""

    book: PriceBook
    as_of: date
    charges: ChargePolicy | None
    tolerance: DeliveryTolerance | None
    clauses: tuple[tuple[SurchargeClause, MetalClause], ...]
    exchange: ExchangeClause | None

    def settle(self, snapshot: Snapshot, offer: Offer) -> SettledOffer:
        """*offer* with what is asked once apart, and what metals add to the rest."""
        part, revision = offer.wanted.part.id, offer.wanted.revision
        tools = snapshot.where(Tool, part=part) if self.charges else ()
        settled = settle_once(
            offer.price,
            self.charges,
            tools,
            revision=revision.rev,
            book=self.book,
            as_of=self.as_of,
        )
        price, clauses = settled.price, tuple[MetalClause, ...]()
        if self.clauses:
            facts = order_facts(revision, None)
            price, clauses = with_surcharges(price, self.clauses, facts)
        quantity = offer.wanted.quantity
        tolerance = self.tolerance.of(quantity) if self.tolerance else None
        return SettledOffer(price, settled.once, tolerance, clauses)


def line_terms(
    snapshot: Snapshot, entity: str, customer: str, book: PriceBook, *, as_of: date
) -> LineTerms:
    """What holds for *customer* of *entity* on *as_of*, priced by *book*.

    RefusedError where a clause has no price of its metal, or no rate, that is young enough.
    """
    clauses = surcharge_clauses(snapshot, entity, customer, as_of=as_of)
    return LineTerms(
        book,
        as_of,
        charge_policy(snapshot, entity, customer, as_of=as_of),
        tolerance_in_force(snapshot, entity, customer, as_of=as_of),
        tuple((clause, metal_clause(snapshot, clause, as_of=as_of)) for clause in clauses),
        exchange_clause(snapshot, entity, customer, book.currency, as_of=as_of),
    )
