"""The area model's first question: what a quantity counts, and how much board that is."""

from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.choices import DeliveryFormat
from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.specification import Specification
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import round_half_up
from pcbsales.kernel.scalars import plain
from pcbsales.quoting.quotations.records import Assumption, QuantityUnit


@dataclass(frozen=True, slots=True)
class Piece:
    """What is delivered: the m² of one, how many, what the customer counts, what was assumed.

    The area of one is half-up at 12 decimals, a millionth of a mm².
    """

    unit: QuantityUnit
    area_m2: Decimal
    count: int
    assumptions: tuple[Assumption, ...] = ()

    @property
    def total_m2(self) -> Decimal:
        """The area of the whole line."""
        return shortest(self.area_m2 * self.count)


def _area(size: BoardSize) -> Decimal:
    return shortest(round_half_up(size.area_m2, 12))


def shortest(number: Decimal) -> Decimal:
    """*number* without trailing zeros, as the ledger writes it.

    >>> shortest(Decimal("1.3600"))
    Decimal('1.36')
    """
    return Decimal(plain(number.normalize())) if number else Decimal(0)


def piece_delivered(
    specification: Specification, quantity: int, unit: QuantityUnit | None
) -> Piece | tuple[str, ...]:
    """What *quantity* is delivered as, or the keys that must be known first.

    Boards delivered singly count as PCS. Boards in arrays count as SET, or as PCS that fill whole
    arrays: there the unit must be said, since it is the trade's commonest slip. RefusedError where
    unit and delivery do not go together.
    """
    if specification.delivery_format is DeliveryFormat.SINGLE or not _has_array(specification):
        return _single(specification, quantity, unit)
    layout, size = specification.array, specification.array_size
    if layout is None or size is None:
        needed = {"array": layout, "array_size": size}
        return tuple(key for key, value in needed.items() if value is None)
    if unit is QuantityUnit.SET:
        return Piece(unit, _area(size), quantity)
    _require_whole_arrays(quantity, unit, layout.boards)
    return Piece(QuantityUnit.PCS, _area(size), quantity // layout.boards)


def _has_array(specification: Specification) -> bool:
    given = (specification.delivery_format, specification.array, specification.array_size)
    return any(value is not None for value in given)


def _single(
    specification: Specification, quantity: int, unit: QuantityUnit | None
) -> Piece | tuple[str, ...]:
    if unit not in {None, QuantityUnit.PCS}:
        raise RefusedError(
            "the boards are delivered singly: give the quantity in PCS, not in {unit}", unit=unit
        )
    if specification.board_size is None:
        return ("board_size",)
    told = specification.delivery_format is not None
    assumed = () if told else (Assumption(key="delivery_format", value="single"),)
    return Piece(QuantityUnit.PCS, _area(specification.board_size), quantity, assumed)


def _require_whole_arrays(quantity: int, unit: QuantityUnit | None, boards: int) -> None:
    if unit is not QuantityUnit.PCS:
        raise RefusedError(
            "the boards come {boards} in an array: say what {quantity} counts, PCS or SET",
            boards=boards,
            quantity=quantity,
        )
    if quantity % boards:
        below = quantity // boards * boards
        raise RefusedError(
            "{quantity} PCS are no whole arrays of {boards}; the next are {below} and {above}",
            quantity=quantity,
            boards=boards,
            below=below,
            above=below + boards,
        )
