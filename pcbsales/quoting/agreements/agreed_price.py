"""Whether a price was agreed for what is to be quoted; a book is asked only after that."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pcbsales.boards.specification import Specification
from pcbsales.kernel.conditions import Facts, fact_of
from pcbsales.kernel.effective import effective_or_none, in_force
from pcbsales.kernel.money import UnitPrice
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tax import PriceBasis
from pcbsales.quoting.agreements.moving import quoted_moves
from pcbsales.quoting.agreements.records import Band, PriceAgreement
from pcbsales.quoting.quotations.agreed import AgreedBand, AgreedMove
from pcbsales.quoting.quotations.quote_line import QuantityUnit


@dataclass(frozen=True, slots=True)
class Buying:
    """Who buys what: the customer with its entity, currency and basis, part, quantity, unit."""

    customer: str
    entity: str
    currency: str
    basis: PriceBasis
    part: str
    board: Specification
    quantity: int
    unit: QuantityUnit


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement with the band that a quantity falls in, its price on a day, what moved it."""

    agreement: PriceAgreement
    band: Band
    price: UnitPrice
    moves: tuple[AgreedMove, ...] = ()

    @property
    def reference(self) -> AgreedBand:
        """How a quotation's line names it."""
        return AgreedBand(
            agreement=self.agreement.id, from_quantity=self.band.from_quantity, moves=self.moves
        )


def agreed_price(snapshot: Snapshot, buying: Buying, *, as_of: date) -> Agreed | None:
    """The signed agreement in force on *as_of* for *buying*, the latest; None where there is none.

    One for the part itself goes before one for a family of boards. RefusedError where two began on
    one day, and where a clause stands in the way (``quoted_moves``).
    """
    facts = board_facts(buying.board)
    fitting = [
        found
        for found in snapshot.where(PriceAgreement, customer=buying.customer)
        if _fits(found, buying) and found.covers(buying.part, facts)
    ]
    named = [found for found in fitting if found.part is not None]
    own = in_force(named, as_of=as_of)
    agreement = effective_or_none(own or fitting, as_of=as_of, what="price-agreement")
    band = agreement.band(buying.quantity) if agreement else None
    if agreement is None or band is None:
        return None
    moves = quoted_moves(snapshot, agreement, as_of=as_of)
    moved = sum((move.percent for move in moves), Decimal(0))
    return Agreed(agreement, band, agreement.price(band, as_of=as_of, moved=moved), moves)


def board_facts(board: Specification) -> Facts:
    """What the conditions of an agreement may ask of a board: the keys of its specification."""
    given = board.given().items()
    return {key: fact for key, value in given if (fact := fact_of(value)) is not None}


def _fits(found: PriceAgreement, buying: Buying) -> bool:
    return found.signed is not None and (
        (found.entity, found.currency, found.price_basis, found.unit)
        == (buying.entity, buying.currency, buying.basis, buying.unit)
    )
