"""Dated policy: which of several versions is in force on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, Self, TypeVar

from pydantic import model_validator

from pcbsales.kernel.errors import LackingError, RefusedError
from pcbsales.kernel.record import Value
from pcbsales.kernel.scalars import wrong


class Dated(Protocol):
    """Something in force from a day on; with ``valid_until`` (included) if it has that field."""

    @property
    def valid_from(self) -> date:
        """The first day on which it is in force."""
        ...


class Lasting(Value):
    """Something in force from ``valid_from`` to ``valid_until``, included; without one, on and on.

    The two are fields of each kind, so that they stand where its files have them.
    """

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        said = vars(self)
        last: date | None = said["valid_until"]
        if last is not None and last < said["valid_from"]:
            raise wrong("validity.order", "valid_until lies before valid_from")
        return self


D = TypeVar("D", bound=Dated)


def is_in_force(item: Dated, *, as_of: date) -> bool:
    """Whether *item* is in force on *as_of*, whatever supersedes it."""
    until: date | None = getattr(item, "valid_until", None)
    return item.valid_from <= as_of and (until is None or as_of <= until)


def in_force(items: Iterable[D], *, as_of: date) -> tuple[D, ...]:
    """Those of *items* that are in force on *as_of*, in their order."""
    return tuple(item for item in items if is_in_force(item, as_of=as_of))


def effective_or_none(items: Iterable[D], *, as_of: date, what: str) -> D | None:
    """The item in force on *as_of* that began last; None if there is none.

    RefusedError if two of them began on the same day; *what* names the kind (a noun).
    """
    valid = in_force(items, as_of=as_of)
    if not valid:
        return None
    latest = max(item.valid_from for item in valid)
    found, *others = [item for item in valid if item.valid_from == latest]
    if others:
        raise RefusedError(
            "more than one {what} is in force on {day}: {names}; end all but one",
            what=what,
            day=as_of,
            names=", ".join(_name(item) for item in (found, *others)),
        )
    return found


def effective(items: Iterable[D], *, as_of: date, what: str) -> D:
    """The item in force on *as_of* that began last; RefusedError if more than one began so.

    LackingError if there is none; *what* is the noun of the kind.
    """
    found = effective_or_none(items, as_of=as_of, what=what)
    if found is None:
        raise LackingError(
            "no {what} is in force on {day}; add one that is valid from then",
            lacking=what,
            what=what,
            day=as_of,
        )
    return found


def _name(item: Dated) -> str:
    return str(getattr(item, "id", item.valid_from))
