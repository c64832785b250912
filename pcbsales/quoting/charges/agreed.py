"""Policy that an entity has for everybody, and otherwise for a customer it was agreed with."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from pcbsales.kernel.effective import effective_or_none


class Agreed(Protocol):
    """Dated policy; of everybody where it names no customer."""

    @property
    def valid_from(self) -> date:
        """The first day on which it is in force."""
        ...

    @property
    def customer(self) -> str | None:
        """Whom it was agreed with."""
        ...


A = TypeVar("A", bound=Agreed)


def agreed(policies: Iterable[A], customer: str, *, as_of: date, what: str) -> A | None:
    """The one of *customer* in force on *as_of*, else that of everybody; None without either."""
    known = tuple(policies)
    for whose in (customer, None):
        own = [policy for policy in known if policy.customer == whose]
        if found := effective_or_none(own, as_of=as_of, what=what):
            return found
    return None
