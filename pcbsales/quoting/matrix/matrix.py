"""Quantities × lead times × options of one part: a price for each, or why there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from pcbsales.boards.records import Part, Revision
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money, round_half_up
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.lint.buy_more import Advice, cheaper_more
from pcbsales.quoting.matrix.option import Option, as_option
from pcbsales.quoting.pricing.offer import Offer, Wanted, make_offer
from pcbsales.quoting.quotations.draft import unit_price
from pcbsales.quoting.quotations.records import QuantityUnit


class Per(StrEnum):
    """What a price is said for."""

    PIECE = "piece"
    ARRAY = "array"
    M2 = "m2"
    DM2 = "dm2"


@dataclass(frozen=True, slots=True)
class CellPrice:
    """What a quotation would ask for the boards, and once beside them, both without tax."""

    net: Money
    once: Money


#: What an offer for an option comes to.
Settle: TypeAlias = Callable[[Offer, Option | None], CellPrice]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One quantity, lead time (None: standard) and option: its offer, or why there is none."""

    quantity: int
    unit: QuantityUnit | None
    lead: int | None
    option: Option | None
    offer: Offer | None
    refusal: RefusedError | None = None
    more: Advice | None = None
    asked: CellPrice | None = None

    def price(self, per: Per) -> Decimal | None:
        """The price without tax for one of *per*; None without an offer, or an array.

        Per piece and array exact to 8 decimals; per m² and dm² half-up at 4.
        """
        if self.offer is None or self.asked is None:
            return None
        offer, net = self.offer, self.asked.net
        if per in {Per.M2, Per.DM2}:
            area = offer.area_m2 * (100 if per is Per.DM2 else 1)
            return round_half_up(net.amount / area, 4)
        array = offer.wanted.revision.specification.array
        boards, delivered = offer.wanted.quantity, array is not None
        if per is Per.ARRAY and not delivered:
            return None
        if array is not None and (offer.unit is QuantityUnit.SET) != (per is Per.ARRAY):
            arrays = offer.unit is QuantityUnit.SET
            boards = boards * array.boards if arrays else boards // array.boards
        return unit_price(net, boards).amount


@dataclass(frozen=True, slots=True)
class Matrix:
    """All cells of a part, options outermost, then lead times, then quantities."""

    part: Part
    revision: Revision
    price_book: str
    currency: str
    cells: tuple[MatrixCell, ...]

    @property
    def cheapest(self) -> MatrixCell | None:
        """The cell whose piece costs least; the first of several."""
        priced = [(price, cell) for cell in self.cells if (price := cell.price(Per.PIECE))]
        return min(priced, key=lambda pair: pair[0])[1] if priced else None


def by_the_book(offer: Offer, _option: Option | None) -> CellPrice:
    """What the book asks, all in the price."""
    return CellPrice(offer.price.net, Money.zero(offer.price.net.currency))


def price_matrix(
    wanted: Wanted,
    sheets: Sheets,
    *,
    quantities: Sequence[tuple[int, QuantityUnit | None]],
    leads: Sequence[int | None],
    options: Sequence[Option | None] = (None,),
    settle: Settle = by_the_book,
) -> Matrix:
    """The board of *wanted* at each of *quantities*, *leads* and *options*; nothing is refused.

    *settle* says what each offer comes to for the customer.

    What has no price says so in its cell. Where the book advises more boards for less, so do cells.
    """
    cells = tuple(
        _cell(replace(wanted, quantity=quantity, unit=unit, lead_days=lead), sheets, option, settle)
        for option in options
        for lead in leads
        for quantity, unit in quantities
    )
    return Matrix(wanted.part, wanted.revision, sheets.book.id, sheets.book.currency, cells)


def _cell(wanted: Wanted, sheets: Sheets, option: Option | None, settle: Settle) -> MatrixCell:
    asked = (wanted.quantity, wanted.unit, wanted.lead_days, option)
    board = as_option(wanted.revision, option)
    try:
        offer = make_offer(replace(wanted, revision=board), sheets)
        found = settle(offer, option)
        unit_price(found.net, wanted.quantity)
    except RefusedError as refusal:
        return MatrixCell(*asked, None, refusal)
    return MatrixCell(*asked, offer, more=advised(offer, sheets), asked=found)


def advised(offer: Offer, sheets: Sheets) -> Advice | None:
    """A larger quantity for no more, as far as the book of *sheets* advises one."""
    within = sheets.book.advise_within_percent
    return cheaper_more(offer, sheets, within_percent=within) if within else None
