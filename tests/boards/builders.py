"""Parts, readings and a ledger of parts, built in memory."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, TypeVar

from pcbsales.boards.fabrication.questions import Question, ask
from pcbsales.boards.fabrication.reading import FabricationFile, FabricationReading
from pcbsales.boards.intake import Intake, add_intake
from pcbsales.boards.received_data import ReceivedPackage
from pcbsales.boards.records import Part, Revision
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.kernel.snapshot import Snapshot

R = TypeVar("R", bound=Record)
TODAY = date(2026, 11, 23)
RECEIVED = datetime(2026, 11, 23, 9, 12, tzinfo=timezone(timedelta(hours=8)))
PACKAGE = b"the first package"

NOT_GIVEN = (
    ask("thickness.not-given", "Which thickness do you need?"),
    ask("finish.not-given", "Which finish do you need?"),
    ask("colour.not-given", "Which colour do you need?"),
)
A_READING = FabricationReading(
    size_mm=(Decimal("100.000"), Decimal("68.0")),
    copper_layers=4,
    holes=304,
    slots=2,
    min_drill_mm=Decimal("0.25"),
    min_conductor_mm=Decimal("0.15"),
    outline_file="board.gm1",
    mask_sides=("top", "bottom"),
    legend_sides=("top",),
    files=(
        FabricationFile("board.gtl", "copper-top", "1" * 64),
        FabricationFile("board.gm1", "outline", "2" * 64),
    ),
    questions=NOT_GIVEN,
)
#: The good reading of other files.
MOVED = replace(
    A_READING,
    files=(
        FabricationFile("board.gtl", "copper-top", "3" * 64),
        FabricationFile("board.gm1", "outline", "2" * 64),
    ),
)


class Parts:
    """A ledger that holds these parts alone."""

    def __init__(self, *parts: Part) -> None:
        self._parts = {part.id: part for part in parts}

    @property
    def records(self) -> tuple[Part, ...]:
        return tuple(self._parts.values())

    def all(self, kind: type[R]) -> tuple[R, ...]:
        return tuple(part for part in self._parts.values() if isinstance(part, kind))

    def get(self, kind: type[R], record_id: str) -> R | None:
        return next((record for record in self.all(kind) if record.id == record_id), None)

    def where(self, kind: type[R], **keys: str) -> tuple[R, ...]:
        return tuple(
            record
            for record in self.all(kind)
            if all(getattr(record, key) == value for key, value in keys.items())
        )


def a_reading(*questions: Question, **changes: Any) -> FabricationReading:
    """The good reading, changed, with further questions."""
    return replace(A_READING, **{"questions": (*NOT_GIVEN, *questions), **changes})


def intake(snapshot: Snapshot | None = None, *settings: str, **changes: Any) -> ChangeSet:
    """A package of HUAYI taken in as HY-4410."""
    package = ReceivedPackage(
        changes.pop("package", "HY-4410.zip"),
        changes.pop("data", PACKAGE),
        changes.pop("received", RECEIVED),
        changes.pop("reading", A_READING),
    )
    actor, as_of = changes.pop("actor", "mei"), changes.pop("as_of", TODAY)
    said: dict[str, Any] = {"customer": "HUAYI", "part_no": "HY-4410", **changes}
    taken = Intake(package=package, settings=settings, **said)
    return add_intake(snapshot or Parts(), intake=taken, actor=actor, as_of=as_of)


def the_part(changes: ChangeSet) -> Part:
    """The one part that a change set writes."""
    (record,) = changes.records
    assert isinstance(record, Part)
    return record


def taken_in(*settings: str, **changes: Any) -> Part:
    """A part whose first package was taken in."""
    return the_part(intake(None, *settings, **changes))


def codes(revision: Revision) -> list[str]:
    """The codes of what is still open."""
    return [question.code for question in revision.open_questions]


def as_yaml(record: Record) -> dict[str, Any]:
    """The record's tree as a reader of YAML gets it: every scalar as text."""
    tree: dict[str, Any] = _texts(record.tree())
    return tree


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return "".join(str(value))


def closed(part: Part) -> Iterable[str]:
    """The codes of what was answered in the current revision."""
    return (question.code for question in part.current.questions if not question.is_open)
