"""What is charged once apart from the price per unit, as dated policy of an entity or customer."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.kernel.effective import Lasting
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import Day, Flag, Line, PositiveCount, Prose, RecordId, wrong
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.charges.agreed import agreed
from pcbsales.quoting.quotations.one_time import OnceKind, ToolOwner


class Billed(StrEnum):
    """Where a charge stands: in the price per unit, or apart from it."""

    INCLUDED = "included"
    APART = "apart"


class ChargeTerm(Value):
    """How one kind of charge is billed.

    ``rules`` name the steps that it is made of, by their beginning: ``engineering``,
    ``test.fixture``. Where it is ``spared`` a live tool of the kind is not charged again.
    """

    kind: OnceKind
    rules: tuple[Line, ...]
    billed: Billed
    owner: ToolOwner
    kept_years: PositiveCount | None = None
    spared: Flag = False

    def covers(self, rule: str) -> bool:
        """Whether the step *rule* is of this charge: a rule's name ends at a dot or low line."""
        return any(
            rule == start or rule.startswith((f"{start}.", f"{start}_")) for start in self.rules
        )


class ChargePolicy(Lasting, Record):
    """An entity's way to bill what is made once; with ``customer`` it is agreed with that one."""

    noun: ClassVar[str] = "charge-policy"

    title: LocalText | None = None
    source: Prose | None = None
    entity: Annotated[RecordId, Points("entity")]
    customer: Annotated[RecordId, Points("customer")] | None = None
    valid_from: Day
    valid_until: Day | None = None
    charges: tuple[ChargeTerm, ...]

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        kinds = [term.kind for term in self.charges]
        if len(set(kinds)) < len(kinds):
            raise wrong("charge_policy.kinds", "a kind of charge stands there twice")
        return self


def charge_policy(
    snapshot: Snapshot, entity: str, customer: str, *, as_of: date
) -> ChargePolicy | None:
    """What holds for *customer* on *as_of*: what was agreed with them, else the entity's way.

    None where there is none: then everything is in the price per unit.
    """
    own = snapshot.where(ChargePolicy, entity=entity)
    return agreed(own, customer, as_of=as_of, what=ChargePolicy.noun)
