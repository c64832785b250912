"""What a line asks once, beside its price per unit: engineering, films, fixtures, moulds."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import model_validator

from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Points, Value
from pcbsales.kernel.scalars import Flag, PositiveCount, RecordId, wrong
from pcbsales.quoting.quotations.price_step import PriceStep, require_equal


class OnceKind(StrEnum):
    """What is made or done once for a board."""

    NRE = "nre"
    FILM = "film"
    TEST_FIXTURE = "test_fixture"
    MOULD = "mould"
    OTHER = "other"


class ToolOwner(StrEnum):
    """Whose a tool is."""

    CUSTOMER = "customer"
    FACTORY = "factory"


class Because(StrEnum):
    """Why something is charged once, or is not."""

    #: There is none yet.
    NEW = "new"
    #: A tool lives that serves this revision: it is not charged again.
    HELD = "held"
    SCRAPPED = "scrapped"
    EXPIRED = "expired"
    #: The tool there is serves other revisions.
    OTHER_REVISION = "other_revision"


class OneTime(Value):
    """A charge that is asked once, in its own amount, or that a live tool spares.

    ``amount`` is in the quotation's price basis, ``net`` without tax and the sum of the steps; both
    are 0 where a tool is held, and where the charge is ``included`` in the price per unit.
    """

    kind: OnceKind
    amount: Money
    net: Money
    steps: tuple[PriceStep, ...] = ()
    included: Flag = False
    owner: ToolOwner
    kept_years: PositiveCount | None = None
    because: Because
    tooling: Annotated[RecordId, Points("tooling")] | None = None

    def as_json(self) -> dict[str, object]:
        """The charge; amounts without their currency, which is the quotation's."""
        return {
            "kind": self.kind.value,
            "amount": self.amount.text,
            "net": self.net.text,
            "steps": [step.as_json() for step in self.steps],
            "included": self.included,
            "owner": self.owner.value,
            "kept_years": self.kept_years,
            "because": self.because.value,
            "tooling": self.tooling,
        }

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        found = Money.sum((step.amount for step in self.steps), self.net.currency)
        require_equal(
            "quote.once",
            "the steps of {at} sum to {found}, its net is {stated}",
            self.kind.value,
            found,
            self.net,
        )
        kind = self.kind.value
        if (self.because is Because.HELD or self.included) and self.amount:
            raise wrong("quote.once", "{at} is included or held: it costs 0", at=kind)
        if self.because is not Because.NEW and self.tooling is None:
            raise wrong("quote.once", "{at} must name the tool it speaks of", at=kind)
        return self
