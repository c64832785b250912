"""Temporary assignments: who looks after whose customers, or a task, from when to when (A1)."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.company.deputies import Stretch
from pcbsales.kernel.record import Points
from pcbsales.kernel.scalars import Line, RecordId, wrong


class Assignment(Stretch):
    """``person`` is moved for a time: to ``customers``, to all of ``instead_of``, or to a ``task``.

    Who is moved to customers answers for them while it holds: responsibility follows.
    """

    noun: ClassVar[str] = "assignment"

    person: Annotated[RecordId, Points("staff")]
    customers: tuple[Annotated[RecordId, Points("customer")], ...] = ()
    instead_of: Annotated[RecordId, Points("staff")] | None = None
    task: Line | None = None

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if not (self.customers or self.instead_of or self.task):
            raise wrong(
                "assignment.empty",
                "an assignment names customers, whose work is taken over, or a task",
            )
        if self.instead_of == self.person:
            raise wrong("assignment.self", "nobody takes over their own work")
        if len(set(self.customers)) < len(self.customers):
            raise wrong("assignment.customers", "a customer stands there twice")
        return self

    def takes_over(self, customer: str, rep: str) -> bool:
        """Whether it is about *customer*, whose regular rep is *rep*."""
        if self.customers:
            return customer in self.customers and self.instead_of in {None, rep}
        return self.instead_of == rep


def responsible(assignments: Iterable[Assignment], *, customer: str, rep: str, as_of: date) -> str:
    """Who answers for *customer* on *as_of*: the regular *rep*, or who was moved there.

    The assignment that names the customer goes before one that takes over all of the rep's; of
    two alike the one made last. Assignments are not chained: each says whose work it takes over.
    """
    found = [a for a in assignments if a.holds(as_of=as_of) and a.takes_over(customer, rep)]
    last = max(found, key=lambda a: (bool(a.customers), a.at, a.id), default=None)
    return last.person if last else rep
