"""What boards weigh, and what sending them costs where delivery is ours to pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from pcbsales.boards.choices import Sides
from pcbsales.boards.specification import Specification
from pcbsales.customers.records import Customer, Incoterm, SiteKind
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money, round_half_up
from pcbsales.quoting.charges.freight_table import BoardWeights, FreightTable
from pcbsales.quoting.pricing.area import Piece, piece_delivered, shortest
from pcbsales.quoting.pricing.area_model import step
from pcbsales.quoting.quotations.clauses import FreightCharge
from pcbsales.quoting.quotations.price_step import BasisUnit
from pcbsales.quoting.quotations.quote_line import QuoteLine

#: Terms under which the seller pays the main carriage (Incoterms 2020).
SELLER_PAYS = frozenset(
    {
        Incoterm.CPT,
        Incoterm.CIP,
        Incoterm.CFR,
        Incoterm.CIF,
        Incoterm.DAP,
        Incoterm.DPU,
        Incoterm.DDP,
    }
)
_CM2_PER_M2 = Decimal(10_000)
_CM_PER_UM = Decimal("0.0001")
#: Weights are told to the gram: nothing that is sent weighs less.
_LEAST_KG = Decimal("0.001")
_SIDES = {Sides.BOTH: 2, Sides.TOP: 1, Sides.BOTTOM: 1, Sides.NONE: 0}


@dataclass(frozen=True, slots=True)
class Consignment:
    """Weights in kg of what is sent together; ``cartons`` are whole."""

    net_kg: Decimal
    gross_kg: Decimal
    cartons: int
    chargeable_kg: Decimal


def grams_per_cm2(specification: Specification, weights: BoardWeights) -> Decimal:
    """What a board weighs per cm²: laminate without its copper, copper as far as it stays, mask.

    RefusedError names what must be known first.
    """
    thickness, layers = specification.thickness_mm, specification.layers
    outer, inner = specification.cu_outer_oz, specification.cu_inner_oz
    needed = {"thickness_mm": thickness, "layers": layers, "cu_outer_oz": outer}
    if layers is not None and layers > 2:
        needed["cu_inner_oz"] = inner
    missing = [key for key, value in needed.items() if value is None]
    if thickness is None or layers is None or outer is None or missing:
        raise RefusedError(
            "the weight of a board takes {keys}; set what was ordered, or quote without --freight",
            keys=", ".join(missing),
        )
    um = weights.um_per_oz * _CM_PER_UM
    outside = um * outer * min(layers, 2)
    inside = um * (inner or Decimal(0)) * max(layers - 2, 0)
    laminate = (thickness / 10 - outside - inside) * weights.laminate
    kept = (outside * weights.outer_percent + inside * weights.inner_percent) / 100
    sides = _SIDES.get(specification.mask_sides or Sides.BOTH, 2)
    return laminate + kept * weights.copper + sides * weights.mask_g_per_cm2


def line_kg(line: QuoteLine, weights: BoardWeights) -> Decimal:
    """What all pieces of *line* weigh, in kg to the gram; arrays are weighed whole."""
    board = line.board
    piece = piece_delivered(board, line.quantity, line.unit) if board else None
    if board is None or not isinstance(piece, Piece):
        raise RefusedError("{line} does not say what board it is: no weight", line=line.id)
    grams = grams_per_cm2(board, weights) * piece.total_m2 * _CM2_PER_M2
    return round_half_up(grams / 1000, 3)


def consignment(net_kg: Decimal, table: FreightTable) -> Consignment:
    """*net_kg* packed and weighed by *table*; what weighs next to nothing takes a carton too."""
    carton = table.carton
    net_kg = max(net_kg, _LEAST_KG)
    cartons = int((net_kg / carton.holds_kg).to_integral_value(ROUND_CEILING))
    packed = net_kg * (1 + table.packing_percent / 100)
    gross = round_half_up(packed + cartons * carton.tare_kg, 3)
    litres = carton.length_cm * carton.width_cm * carton.height_cm
    volume = litres * cartons / table.cm3_per_kg
    # The last carton is seldom full: its volume counts in proportion, as boxes are cut to height.
    part = net_kg / (cartons * carton.holds_kg)
    most = max(gross, volume * part)
    steps = (most / table.rounds_up_kg).to_integral_value(ROUND_CEILING)
    return Consignment(net_kg, gross, cartons, shortest(steps * table.rounds_up_kg))


def freight_charges(
    lines: Sequence[QuoteLine], buyer: Customer, table: FreightTable, *, together: bool
) -> tuple[FreightCharge, ...]:
    """Freight of *lines* to *buyer*: of all together, or of each where they are alternatives.

    Amounts are without tax. RefusedError where the buyer pays the carriage, or has no zone.
    """
    if buyer.incoterm not in SELLER_PAYS:
        raise RefusedError(
            "{customer} pays the freight: delivery is {incoterm}; quote without --freight",
            customer=buyer.id,
            incoterm=buyer.incoterm.value if buyer.incoterm else "-",
        )
    place = table.zone_of(_destination(buyer))
    groups = [tuple(lines)] if together else [(line,) for line in lines]
    return tuple(_charge(group, table, place) for group in groups)


def _destination(buyer: Customer) -> str:
    """The country boards go to: that of the one place they are shipped to, else the customer's."""
    countries = {site.country for site in buyer.sites_for(SiteKind.SHIPPING)}
    return countries.pop() if len(countries) == 1 else buyer.country


def _charge(lines: Sequence[QuoteLine], table: FreightTable, place: int) -> FreightCharge:
    net_kg = sum((line_kg(line, table.weights) for line in lines), Decimal(0))
    sent = consignment(net_kg, table)
    zone, currency = table.zones[place].code, table.currency
    row = next(r for r in table.rows if r.upto_kg is None or sent.chargeable_kg <= r.upto_kg)
    per_kg = row.upto_kg is None
    basis = sent.chargeable_kg if per_kg else Decimal(1)
    unit = BasisUnit.KG if per_kg else BasisUnit.LOT
    name = "per_kg" if per_kg else f"upto_{row.upto_kg}kg"
    rule = f"freight.{zone.lower()}.{name}"
    found = step(rule, basis, unit, row.prices[place], currency)
    return FreightCharge(
        table=table.id,
        carrier=table.carrier,
        zone=zone,
        lines=tuple(line.id for line in lines),
        net_kg=shortest(sent.net_kg),
        gross_kg=shortest(sent.gross_kg),
        chargeable_kg=sent.chargeable_kg,
        steps=(found,),
        amount=Money.sum([found.amount], currency),
        net=found.amount,
    )
