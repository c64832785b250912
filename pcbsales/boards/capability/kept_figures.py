"""Measured figures as bytes and back: what was measured once of a package need not be again."""

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from pydantic import TypeAdapter, ValidationError

from pcbsales.boards.capability.figures import Figures, measured
from pcbsales.boards.pictures.board import Remark

#: What ``measured`` gives: the figures, or why there are none.
Measured: TypeAlias = tuple[Figures | None, tuple[Remark, ...]]


@cache
def _form() -> TypeAdapter[Measured]:
    return TypeAdapter(Measured)


def written(found: Measured) -> bytes:
    """*found* as JSON."""
    return _form().dump_json(found)


def read(text: bytes) -> Measured | None:
    """What ``written`` gave *text*; None where it is something else."""
    try:
        return _form().validate_json(text)
    except ValidationError:
        return None


def kept_or_measured(
    data: bytes, sha256: str, derived: Callable[[str, Callable[[], bytes]], bytes]
) -> Measured:
    """The figures of the package *data*, by what *derived* keeps under a name, else measured."""
    kept = derived(f"figures-{sha256}", lambda: written(measured(data)))
    return read(kept) or measured(data)
