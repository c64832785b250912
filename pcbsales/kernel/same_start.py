"""Dated policies that begin on one day for the same: neither of the two would be in force."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pcbsales.kernel.errors import Finding
from pcbsales.kernel.record import Record, finding_about
from pcbsales.kernel.repeated import repeated

R = TypeVar("R", bound=Record)


def beginning_together(
    policies: Iterable[R], rule: str, *, scope: Callable[[R], object] = lambda _: None
) -> Iterator[Finding]:
    """A finding by *rule* for each of *policies* that begins on the day of one before it.

    *scope* says whom or what a policy is for: only those for the same stand in each other's way.
    """
    for policy, first in repeated(policies, lambda one: (vars(one)["valid_from"], scope(one))):
        yield finding_about(
            policy,
            rule,
            "{id} begins on the same day as {first}; begin it later",
            ("valid_from",),
            id=policy.id,
            first=first,
        )
