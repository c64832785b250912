"""Checks: rules over several records, and which records of which groups each of them reads."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pcbsales.manifest.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pcbsales.kernel.errors import Finding


@dataclass(frozen=True, slots=True)
class Reads:
    """Records of *noun* that a check reads, and which of its groups one belongs to.

    The group is what the index key *key* of the record holds (``"id"``: its id; ``""``: there is
    one group, all of them). With *through* it belongs instead to the groups of all records of
    that noun that point at it (*key* ``"id"``) or have the same *key*; then *fields* are all that
    the check asks of it (none: anything). What is read *everywhere* is read in every group, and
    makes none by itself.
    """

    noun: str
    key: str = "id"
    through: str = ""
    fields: tuple[str, ...] = ()
    everywhere: bool = False


def by(key: str, *nouns: str) -> tuple[Reads, ...]:
    """Records of *nouns*, each in the group that its *key* says."""
    return tuple(Reads(noun, key) for noun in nouns)


def together(*nouns: str) -> tuple[Reads, ...]:
    """All records of *nouns* in one group: for small kinds alone."""
    return by("", *nouns)


def everywhere(*nouns: str) -> tuple[Reads, ...]:
    """All records of *nouns*, in every group: for what is few and seldom changes alone."""
    return tuple(Reads(noun, "", everywhere=True) for noun in nouns)


def pointed_at(source: str, *nouns: str, fields: tuple[str, ...] = ()) -> tuple[Reads, ...]:
    """Records of *nouns* that those of the noun *source* point at, in the groups of these."""
    return tuple(Reads(noun, through=source, fields=fields) for noun in nouns)


def beside(source: str, key: str, *nouns: str) -> tuple[Reads, ...]:
    """Records of *nouns* with the same *key* as one of the noun *source*, in its groups."""
    return tuple(Reads(noun, key, source) for noun in nouns)


@dataclass(frozen=True, slots=True)
class Check:
    """Rules over several records: a pure function of one group of them.

    The function at *path*, ``(snapshot, group) -> Iterable[Finding]``, asks for nothing but what
    *reads* declares, so that whoever changes a record knows which groups to look at again. Nothing
    is wrong in a group with fewer than *least* records, nor with those of a noun of which one has
    the group as its key *unless*.
    """

    name: str
    path: str
    reads: tuple[Reads, ...]
    least: int = 1
    unless: str = ""

    @property
    def function(self) -> "Callable[..., Iterable[Finding]]":
        """The function, imported on first use."""
        found: Callable[..., Iterable[Finding]] = load(self.path)
        return found

    def keys(self, noun: str) -> tuple[str, ...]:
        """The keys that say which groups a record of *noun* belongs to by itself."""
        own = (read for read in self.reads if not read.through and not read.everywhere)
        return tuple(read.key for read in own if read.noun == noun)

    @property
    def everywhere(self) -> frozenset[str]:
        """The nouns that are read in every group."""
        return frozenset(read.noun for read in self.reads if read.everywhere)
