"""A record's life for its reader: what changed, from what to what, who, when and why."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final, get_args

from pydantic import BaseModel

from pcbsales.desk.reasons import reasons
from pcbsales.kernel.errors import MessageId, UsageError
from pcbsales.kernel.money import Money
from pcbsales.kernel.tables import Cell, Column, Table, Word
from pcbsales.manifest import RecordKind
from pcbsales.store.git.commit_facts import CommitFacts
from pcbsales.store.history import Step
from pcbsales.store.text.changes import Change
from pcbsales.store.text.leaves import item_names, leaves

BY_HAND: Final[MessageId] = "by hand"
NOT_COMMITTED: Final[MessageId] = "not committed"
_NEW: Final[MessageId] = "new record"
_DELETED: Final[MessageId] = "deleted"
_UNREADABLE: Final[MessageId] = "cannot be read"
_STEP: Final = re.compile(r"([^.\[\]]+)|\[([^\]]*)\]")
_LONGEST: Final = 160
_SHORT: Final = 12


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One step of a record's life, as it is told; ``at`` is None for what is not committed."""

    at: datetime | None
    actor: str
    action: str
    commit: str
    changes: tuple[Change, ...]
    why: str
    whole: MessageId = ""

    def as_json(self) -> dict[str, Any]:
        """``at, actor, action, commit, changes [{field, before, after}], why``."""
        return {
            "at": self.at.isoformat() if self.at else None,
            "actor": self.actor,
            "action": self.action,
            "commit": self.commit,
            "changes": [
                {"field": change.field, "before": change.before, "after": change.after}
                for change in self.changes
            ],
            "why": self.why or None,
        }


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps of a record's life, in the order asked for; *kind* tells words from texts."""

    kind: RecordKind
    steps: tuple[TrailStep, ...]

    def as_json(self) -> list[dict[str, Any]]:
        """One object for each step."""
        return [step.as_json() for step in self.steps]

    def as_table(self) -> Table:
        """A row for each field that changed."""
        return Table(
            columns=(
                Column("at", "when"),
                Column("actor", "who"),
                Column("action", "what"),
                Column("field", "field"),
                Column("before", "before"),
                Column("after", "after"),
                Column("why", "why"),
                Column("commit", "commit"),
            ),
            rows=tuple(row for step in self.steps for row in self._rows(step)),
        )

    def _rows(self, step: TrailStep) -> Iterator[tuple[Cell, ...]]:
        who: tuple[Cell, ...] = (step.at, step.actor, Word(step.action))
        rest: tuple[Cell, ...] = (step.why, step.commit[:8])
        if step.whole:
            gone = step.whole == _DELETED
            yield (*who, "", Word(step.whole) if gone else "", "" if gone else Word(step.whole),
                   *rest)  # fmt: skip
            return
        for change in step.changes:
            before, after = (self._cell(change.field, v) for v in (change.before, change.after))
            said = step.why == _words(change.after)
            yield (*who, change.field, before, after, *((None, rest[1]) if said else rest))

    def _cell(self, field: str, value: Any) -> Cell:
        if value is None:
            return None
        if not field:
            return Word(_UNREADABLE) if not value else brief(value)
        if isinstance(value, str):
            return _money(value) or (Word(value) if is_word(self.kind.type, field) else value)
        return brief(value)


@dataclass(frozen=True, slots=True)
class Decisions:
    """The ledger's last decisions, newest first."""

    steps: tuple[tuple[datetime, str, str, str, tuple[str, ...]], ...]

    def as_json(self) -> list[dict[str, Any]]:
        """Objects with ``at, actor, action, commit, records``."""
        return [
            {"at": at.isoformat(), "actor": actor, "action": action, "commit": commit,
             "records": list(records)}
            for at, actor, action, commit, records in self.steps
        ]  # fmt: skip

    def as_table(self) -> Table:
        """The same as rows."""
        return Table(
            columns=(
                Column("at", "when"),
                Column("actor", "who"),
                Column("action", "what"),
                Column("records", "records"),
                Column("commit", "commit"),
            ),
            rows=tuple(
                (at, actor, Word(action), _some(records), commit[:8])
                for at, actor, action, commit, records in self.steps
            ),
        )


def told(step: Step, zone: Any, because: Iterable[str], field: str = "") -> TrailStep | None:
    """*step* for its reader, narrowed to *field*; None where that did not change."""
    changes = tuple(_narrowed(step.changes, field))
    if not changes:
        return None
    whole = ""
    if not field and changes[0].field:
        whole = _NEW if step.before is None else _DELETED if step.after is None else ""
    why = "; ".join(dict.fromkeys((*reasons(step.before, step.after), *because)))
    if step.facts is None:
        return TrailStep(None, "", NOT_COMMITTED, "", changes, why, whole)
    return TrailStep(
        step.facts.at.astimezone(zone), *who_and_what(step.facts), step.facts.commit[:_SHORT],
        changes, why, whole,
    )  # fmt: skip


def who_and_what(facts: CommitFacts) -> tuple[str, str]:
    """Who made a commit and by which decision; by hand it is whom git names."""
    if facts.by_hand:
        return facts.author or facts.email, BY_HAND
    return facts.actor or facts.author, facts.action


def require_field(kind: RecordKind, field: str) -> str:
    """*field* if records of *kind* have it; UsageError lists those they have."""
    first = _STEP.match(field)
    known = kind.type.model_fields
    if first is None or first[0] not in known:
        raise UsageError(
            "a {noun} has no field {field}; it has {fields}",
            noun=kind.noun,
            field=field,
            fields=", ".join(known),
        )
    return field


def _narrowed(changes: Sequence[Change], field: str) -> Iterator[Change]:
    for change in changes:
        inside = change.field.startswith((f"{field}.", f"{field}["))
        if not field or inside or change.field == field:
            yield change
        elif field.startswith((f"{change.field}.", f"{change.field}[")) and change.field:
            rest = field[len(change.field) :]
            before, after = _inside(change.before, rest), _inside(change.after, rest)
            if before != after:
                yield Change(field, before, after)


def _inside(value: Any, path: str) -> Any:
    for match in _STEP.finditer(path):
        if isinstance(value, dict):
            value = value.get(match[1])
        elif isinstance(value, list):
            names = item_names(value) or tuple(str(n) for n in range(1, len(value) + 1))
            value = dict(zip(names, value, strict=True)).get(match[2])
        else:
            return None
    return value


def brief(value: Any) -> str:
    """A list or mapping in one line; of a note its words, of a file its name and size."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and (said := _words(value) or _file(value)):
        return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        text = ", ".join(value)
    else:
        text = ", ".join(f"{path}: {leaf}" for path, leaf in leaves(value))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _words(value: Any) -> str:
    """The words of a note; who said them when is who made the step, and when."""
    is_note = isinstance(value, dict) and value.keys() == {"at", "by", "text"}
    return " ".join(str(value["text"]).split()) if is_note else ""


def _file(value: dict[str, Any]) -> str:
    """An attached file as people name it; its hash is in the list of files."""
    if not {"name", "size", "at", "by"} <= value.keys():
        return ""
    return f"{value['name']} ({value['size']} B)"


def _money(text: str) -> Money | None:
    try:
        return Money.parse(text)
    except ValueError:
        return None


def is_word(model: type[BaseModel], field: str) -> bool:
    """Whether *field* of *model* takes one of a few words, which people read in their language."""
    found: Any = model
    for name in re.sub(r"\[[^\]]*\]", "", field).split("."):
        inner = next((t for t in _types(found) if issubclass(t, BaseModel)), None)
        known = inner.model_fields.get(name) if inner else None
        if known is None:
            return False
        found = known.annotation
    return any(issubclass(t, Enum) for t in _types(found))


def _types(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type):
        yield annotation
    for argument in get_args(annotation):
        yield from _types(argument)


def _some(records: Sequence[str]) -> str:
    names = list(dict.fromkeys(name.partition("/")[2] or name for name in records))
    return ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
