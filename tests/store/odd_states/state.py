"""What one odd state is: how it is made, and what the program answers in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from tests.store.odd_states.scene import Scene

Make: TypeAlias = Callable[[Scene], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """An exit code and what is said on stderr; ``{root}`` and ``{folder}`` stand for places."""

    code: int = 0
    says: str = ""


@dataclass(frozen=True, slots=True)
class OddState:
    """One state of repository, environment or files.

    *alone* says that the state has no room for hand edits and staged files beside it; *passing*
    that it concerns one write alone, so that the doctor cannot see it; *process* that it can only
    be seen from a process of its own; *tidied* is what the next command puts in place.
    """

    name: str
    make: Make
    reading: Answer = Answer()
    writing: Answer = Answer()
    alone: bool = False
    passing: bool = False
    process: bool = False
    tidied: frozenset[str] = frozenset()

    @property
    def how(self) -> str:
        """How it looks, in a line."""
        return (self.make.__doc__ or "").strip().partition("\n")[0]


def both(code: int, says: str) -> tuple[Answer, Answer]:
    """The same answer to reading and to writing."""
    return Answer(code, says), Answer(code, says)


def untrusted(where: str) -> Answer:
    """The answer where something could run: *where* is what is named, and why."""
    return Answer(4, f"error: this ledger is not trusted: {where}")
