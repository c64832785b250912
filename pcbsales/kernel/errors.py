"""The two ways the program says no: findings about the ledger, refusals of a command.

Messages are given as an English sentence with ``{named}`` gaps and the values for them, so that
the program's edge can say the same sentence in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, TypeAlias

#: An English sentence with ``{named}`` gaps, by which a catalogue finds its translation.
MessageId: TypeAlias = str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in the ledger. A value: collected and listed, never raised.

    ``path`` is relative to the ledger's root, ``line`` counts from 1 (0: the file as a whole),
    ``rule`` is a stable dotted name, ``message`` a sentence with gaps filled from ``values``.
    """

    path: str
    line: int
    rule: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    #: The record that a room's rule is about: noun, id, field. The store fills in path and line.
    subject: tuple[str, str, tuple[str | int, ...]] | None = None
    #: How far it is off, where that can be said: who brings it nearer may write.
    measure: Decimal | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        """The message in English, gaps filled."""
        return fill(self.message, self.values)

    @property
    def place(self) -> str:
        """File and line, or where these are not known yet the record: ``customer HUAYI``."""
        return f"{self.path}:{self.line}" if self.path else " ".join((self.subject or ())[:2])

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}: {self.text}"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule over the ledger asks for, and what to do where it is broken: two sentences."""

    asks: MessageId
    remedy: MessageId


def fill(message: str, values: Mapping[str, object]) -> str:
    """*message* with its ``{named}`` gaps filled; without values it is taken as it stands.

    What stands in the gap ``fault`` is a message itself, its gaps filled from the same values
    unless it brings its own.

    >>> fill("{place}: {fault}", {"place": "id", "fault": "{got} is no id", "got": "?"})
    'id: ? is no id'
    """
    if not values:
        return message
    inner = {name: value for name, value in values.items() if name != "fault"}
    if "fault" in values:
        fault = values["fault"]
        inner["fault"] = fault if isinstance(fault, Told) else fill(str(fault), inner)
    return message.format(**inner)


@dataclass(frozen=True, slots=True)
class Told:
    """A message with values of its own, in the gap of another whose values have the same names.

    >>> fill("{about}: {fault}", {"about": "SZ", "fault": Told("{about}!", {"about": "a tax id"})})
    'SZ: a tax id!'
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return fill(self.message, self.values)


class PcbsalesError(Exception):
    """Base of every error shown to the user as a message, without a traceback.

    ``msgid`` is the English sentence with gaps, ``values`` what fills them.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, msgid: str, /, **values: object) -> None:
        self.msgid = msgid
        self.values = values
        super().__init__(fill(msgid, values))


class RefusedError(PcbsalesError):
    """A business rule forbids what was asked (exit 1)."""


class LackingError(RefusedError):
    """A record of the kind *lacking* (its noun) is needed that only a person can write (exit 1)."""

    def __init__(self, msgid: str, /, *, lacking: str, **values: object) -> None:
        self.lacking = lacking
        super().__init__(msgid, **values)


class UnsoundChangeError(RefusedError):
    """What was to be written would make the ledger wrong: these findings would be new (exit 1)."""

    def __init__(self, findings: tuple[Finding, ...], /) -> None:
        self.findings = findings
        first = findings[0]
        fault: str | Told = first.message
        if not first.values.keys().isdisjoint(("about", "broken", "fault")):
            fault = Told(first.message, first.values)
        told = {"about": first.place, "broken": first.rule, "fault": fault}
        super().__init__(
            "nothing was written: {about}: {broken}: {fault}", **{**first.values, **told}
        )


class UsageError(PcbsalesError):
    """What was typed is not a value of its kind; says what would be accepted (exit 2)."""

    exit_code = 2


class InvalidLedgerError(PcbsalesError):
    """The ledger holds records that cannot be read and that the answer needs (exit 3)."""

    exit_code = 3

    def __init__(self, findings: tuple[Finding, ...], /) -> None:
        self.findings = findings
        super().__init__("the ledger holds records that cannot be read")


class LedgerConflictError(PcbsalesError):
    """Busy, in conflict, or in a state that must not be written (exit 4)."""

    exit_code = 4


class LedgerWriteError(PcbsalesError):
    """Writing failed and was undone (exit 5)."""

    exit_code = 5


class InterruptedWriteError(BaseException):
    """A signal ended a write before its commit point: nothing was written (exit 128 + signal).

    Like KeyboardInterrupt it is none of the errors that are caught on the way.
    """

    def __init__(self, number: int) -> None:
        self.exit_code = 128 + number
        super().__init__(number)
