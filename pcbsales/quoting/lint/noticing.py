"""The quantities of a board at which a customer would notice that more cost less."""

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from pcbsales.quoting.lint.amounts import Amounts, Edge
from pcbsales.quoting.lint.finding import Noticed


def notice(
    total: Callable[[Decimal], Decimal | None],
    amounts: Amounts,
    edge: Edge,
    piece_m2: Decimal | None,
) -> Noticed | None:
    """Which quantities before *edge* cost more than the first one behind it; None where none does.

    Without *piece_m2* nothing is told. Between two areas that the book names *total* never falls,
    so that the first quantity is found by halving.
    """
    if piece_m2 is None:
        return None
    last = edge.last_before(piece_m2)
    more = last + 1
    costs, more_costs = total(last * piece_m2), total(more * piece_m2)
    if last < 1 or costs is None or more_costs is None or costs <= more_costs:
        return None
    earlier = [area for area in amounts.named_areas() if area < edge.at_m2]
    low = _first_behind(max(earlier), piece_m2) if earlier else 1
    high = last
    while low < high:
        middle = (low + high) // 2
        found = total(middle * piece_m2)
        if found is not None and found > more_costs:
            high = middle
        else:
            low = middle + 1
    return Noticed(high, last, more, costs, more_costs)


def _first_behind(area_m2: Decimal, piece_m2: Decimal) -> int:
    return int((area_m2 / piece_m2).to_integral_value(ROUND_FLOOR)) + 1
