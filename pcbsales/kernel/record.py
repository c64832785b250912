"""Base types: what is on disk, what is computed, what is to be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.fields import FieldInfo

from pcbsales.kernel.errors import Finding
from pcbsales.kernel.money import Money
from pcbsales.kernel.scalars import Count, Instant, Line, Prose, RecordId, Sha256, plain, wrong
from pcbsales.kernel.shown import NamedId


class Plain(str):
    """A number, date or amount as the YAML holds it: it needs no quotes."""

    __slots__ = ()


class Value(BaseModel):
    """An immutable value; unknown keys are errors, so typos never pass silently."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    #: Its own fields that stand first in the file, where those of a base would stand before them.
    stands_first: ClassVar[tuple[str, ...]] = ()


@cache
def fields_in_order(model: type[Value]) -> dict[str, FieldInfo]:
    """The fields of *model* by name, as they stand in the file."""
    fields = model.model_fields
    return {name: fields[name] for name in (*model.stands_first, *fields)}


@dataclass(frozen=True, slots=True)
class Points:
    """Marks a field that holds the id of a record of *noun*; checked over the whole ledger."""

    noun: str


class Note(Value):
    """A remark on a record, by whom and when."""

    at: Instant
    by: Annotated[RecordId, Points("staff")]
    text: Prose


class AttachedFile(Value):
    """A file that belongs to a record: its name, its size in bytes, who added it and when.

    ``sha256`` is the hash by which the ledger keeps it. A file too large to be kept has
    ``outside`` instead: the hash by which it is known again wherever it lies.
    """

    name: Line
    size: Count
    at: Instant
    by: Annotated[RecordId, Points("staff")]
    sha256: Annotated[Sha256, Points("attachment")] | None = None
    outside: Sha256 | None = None

    @property
    def digest(self) -> str:
        """The hash of its content, wherever it is."""
        return self.sha256 or self.outside or ""

    @model_validator(mode="after")
    def _has_one_hash(self) -> Self:
        if (self.sha256 is None) == (self.outside is None):
            raise wrong(
                "attachment.hash", "a file has either sha256 (kept here) or outside (its hash)"
            )
        return self


_LAST = ("tags", "attachments", "notes")


def _fields(value: Value) -> dict[str, Any]:
    return {
        name: _written(item)
        for name, field in fields_in_order(type(value)).items()
        if (item := getattr(value, name)) != field.get_default(call_default_factory=True)
    }


def tree_of(value: Value) -> dict[str, Any]:
    """*value* as the YAML would hold it; what has its default is absent."""
    return _fields(value)


def _written(value: Any) -> Any:
    if isinstance(value, Value):
        return _fields(value)
    if isinstance(value, dict):
        return {_written(key): _written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_written(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool | int | str):
        return value
    return _number_or_text(value)


def _number_or_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return Plain(plain(value))
    if isinstance(value, date | datetime):
        return Plain(value.isoformat())
    if isinstance(value, time):
        return Plain(value.strftime("%H:%M"))
    return Plain(value) if isinstance(value, Money) else str(value)


class Record(Value):
    """Something the ledger holds under an id, as one YAML file.

    ``noun`` is the word users type for its kind; the catalogue maps it to a folder.
    """

    noun: ClassVar[str]

    id: RecordId
    tags: tuple[Line, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    notes: tuple[Note, ...] = ()

    def tree(self) -> dict[str, Any]:
        """The record as the YAML holds it: texts, numbers, flags, lists and mappings; no nulls.

        Keys stand in the order of the fields, tags, attachments and notes last; what has its
        default is absent.
        """
        data = _fields(self)
        ordered: dict[str, Any] = {"id": self.id}
        for key in (*(key for key in data if key not in _LAST), *_LAST):
            if key in data:
                ordered[key] = data[key]
        return ordered


def finding_about(
    record: Record,
    rule: str,
    msgid: str,
    location: tuple[str | int, ...] = (),
    /,
    **values: object,
) -> Finding:
    """What a rule finds wrong with *record* at *location*; the store says which file and line."""
    return Finding("", 0, rule, msgid, values, (record.noun, record.id, location))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to be kept by the hash of its content: sha256 in hex, the customer's name for it."""

    sha256: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who may decide on a request: staff id, name as lists have it, whose deputy."""

    staff: str
    name: NamedId | str
    acting_for: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """``{staff, name, acting_for}``."""
        return {"staff": self.staff, "name": str(self.name), "acting_for": self.acting_for}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What was asked for waits as *request* (its id) for *action*, until one of *deciders* decides.

    The trail keeps who they were: who was told to whom it goes is told so again.
    """

    request: str
    action: str
    deciders: tuple[Decider, ...]


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What a decision wants written: one change set becomes one git commit.

    ``action`` is the decision's stable name (``quote.new``); ``subject`` the fixed first line of
    the commit, made of ids only: free text never enters a commit message. ``waiting`` says that
    what is written is only the request for what was asked.
    """

    action: str
    subject: str
    adds: tuple[Record, ...] = ()
    updates: tuple[Record, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    waiting: Waiting | None = None
    #: Records that are taken away again: the undoing of a draft, never of a fact.
    removes: tuple[Record, ...] = ()
    #: Attachments whose files are taken away again, by their SHA-256 in hex: nothing names them.
    drops: tuple[str, ...] = ()
    #: By noun and id: a record's file to the byte, where it must not be written in our own hand.
    texts: Mapping[tuple[str, str], bytes] = field(default_factory=dict)
    #: More lines of the commit's message, such as ``("Undoes", "<commit>")``: ids only.
    trailers: tuple[tuple[str, str], ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """All records that the change set writes."""
        return (*self.adds, *self.updates)

    @property
    def touched(self) -> tuple[Record, ...]:
        """All records of the change set, those that go included."""
        return (*self.records, *self.removes)
