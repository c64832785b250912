"""The price floor: how far below the book's price each role may quote, as dated policy."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.approvals.weighing import RoleLimit
from pcbsales.company.records import Role, Staff
from pcbsales.kernel.effective import Lasting, effective, effective_or_none
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Day, Percent, RecordId, wrong
from pcbsales.kernel.snapshot import Snapshot


class Allowance(Value):
    """Up to so many percent (included) below the book's price."""

    role: Role
    percent: Percent


class PriceFloor(Lasting, Record):
    """How far below the book an entity's people may quote; who is not named goes by the book."""

    noun: ClassVar[str] = "price-floor"

    title: LocalText | None = None
    entity: Annotated[RecordId, Points("entity")]
    valid_from: Day
    valid_until: Day | None = None
    allowances: tuple[Allowance, ...]

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        roles = [allowance.role for allowance in self.allowances]
        if len(set(roles)) < len(roles):
            raise wrong("price_floor.roles", "a role stands there twice")
        return self

    def allowed(self, person: Staff) -> Decimal:
        """How many percent below the book *person* may quote, by the best of their roles."""
        return max(
            (a.percent for a in self.allowances if a.role in person.roles), default=Decimal(0)
        )


def floor_in_force(snapshot: Snapshot, entity: str, *, as_of: date) -> PriceFloor:
    """The floor of *entity* on *as_of*; RefusedError where there is none: nobody may go below.

    A policy that nobody wrote allows nothing.
    """
    own = snapshot.where(PriceFloor, entity=entity)
    return effective(own, as_of=as_of, what="price-floor")


def floor_or_none(snapshot: Snapshot, entity: str, *, as_of: date) -> PriceFloor | None:
    """The floor of *entity* on *as_of*; None where there is none, or more than one."""
    try:
        return floor_in_force(snapshot, entity, as_of=as_of)
    except RefusedError:
        return None


def floor_limits(snapshot: Snapshot, *, as_of: date) -> tuple[RoleLimit, ...]:
    """How far each role goes in each entity on *as_of*."""
    floors = snapshot.all(PriceFloor)
    found: list[RoleLimit] = []
    for entity in sorted({floor.entity for floor in floors}):
        own = [floor for floor in floors if floor.entity == entity]
        floor = effective_or_none(own, as_of=as_of, what="price-floor")
        if floor is not None:
            found += (RoleLimit(entity, a.role, a.percent, floor.id) for a in floor.allowances)
    return tuple(found)
