"""The verbs that every noun has: list, show, log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from typer.main import get_group

from pcbsales.kernel.errors import Finding, MessageId
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Record, Value
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word
from pcbsales.manifest import RecordKind
from pcbsales.workspace import Output, OutputFile, workspace


@dataclass(frozen=True, slots=True)
class RecordList:
    """The records of a kind, a row each, with the fields that its manifest names."""

    kind: RecordKind
    records: tuple[Record, ...]
    left_out: int = 0

    def as_json(self) -> list[dict[str, Any]]:
        """Objects with ``id`` and the record's fields as in the YAML."""
        return [record.tree() for record in self.records]

    def as_table(self) -> Table:
        """The id and the kind's columns."""
        columns = self.kind.columns or self.kind.keys
        rows = tuple(
            (record.id, *(_cell(_field(record, name)) for name in columns))
            for record in self.records
        )
        left_out = ("{count} unreadable records are left out", (("count", self.left_out),))
        return Table(
            columns=(
                Column("id", "id"),
                *(
                    Column(name, heading(name), _side(rows, at + 1))
                    for at, name in enumerate(columns)
                ),
            ),
            rows=rows,
            remarks=(left_out,) if self.left_out else (),
        )


@dataclass(frozen=True, slots=True)
class RecordCard:
    """One record, a row for each field."""

    record: Record

    def as_json(self) -> dict[str, Any]:
        """The record's fields as in the YAML."""
        return self.record.tree()

    def as_table(self) -> Table:
        """Field paths and what they hold."""
        return Table(
            columns=(Column("field", "field"), Column("value", "value")),
            rows=tuple(_flat("", self.record.tree())),
        )


@dataclass(frozen=True, slots=True)
class Trail:
    """Who changed a record, newest first."""

    steps: tuple[tuple[str, ...], ...]

    def as_json(self) -> list[dict[str, str]]:
        """Objects with ``at``, ``actor``, ``action``, ``commit``."""
        return [
            dict(zip(("at", "actor", "action", "commit"), step, strict=True)) for step in self.steps
        ]

    def as_table(self) -> Table:
        """The same as rows."""
        return Table(
            columns=(
                Column("at", "when"),
                Column("actor", "who"),
                Column("action", "what"),
                Column("commit", "commit"),
            ),
            rows=self.steps,
        )


def verbs(kind: RecordKind) -> dict[str, Any]:
    """The generic commands of *kind* by name; the noun is a gap in their lines of help."""
    app = typer.Typer(rich_markup_mode=None)

    @app.command("list", help="List the records under {noun}.")
    def list_records(
        ctx: typer.Context,
        output: Output = None,
        file: OutputFile = None,
    ) -> None:
        ws = workspace(ctx)
        state = ws.snapshot(partial=True)
        records = state.all(kind.type)
        _warn(ws, state.left_out.values())
        report = RecordList(kind, records, len(state.left_out))
        ws.show(report, output=output, file=file)

    @app.command("show", help="Show one {noun} by id, tail of its number or part of a name.")
    def show_record(
        ctx: typer.Context,
        record_id: Annotated[str, typer.Argument(metavar="ID")],
        output: Output = None,
        file: OutputFile = None,
    ) -> None:
        ws = workspace(ctx)
        ws.show(RecordCard(ws.find(kind.type, record_id)), output=output, file=file)

    @app.command("log", help="Show who changed a {noun}, when and by which command.")
    def log_record(
        ctx: typer.Context,
        record_id: Annotated[str, typer.Argument(metavar="ID")],
        output: Output = None,
        file: OutputFile = None,
    ) -> None:
        ws = workspace(ctx)
        path = ws.ledger.place(ws.find(kind.type, record_id))
        ws.show(trail(ws, path), output=output, file=file)

    return dict(get_group(app).commands)


def trail(ws: Any, path: str) -> Trail:
    """The commits that changed *path*, newest first, from their trailers; in the firm's zone."""
    form = (
        "%cI%x1f%(trailers:key=Actor,valueonly,separator=%x2C)%x1f"
        "%(trailers:key=Action,valueonly,separator=%x2C)%x1f%h%x1e"
    )
    raw = ws.ledger.git.text("log", f"--format={form}", "--", path)
    steps = (entry.strip("\n").split("\x1f") for entry in raw.split("\x1e") if entry.strip())
    return Trail(tuple((_in_zone(at, ws.zone), *rest) for at, *rest in steps))


def _in_zone(instant: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(instant).astimezone(zone).isoformat()


def _warn(ws: Any, broken: Iterable[tuple[Finding, ...]]) -> None:
    for findings in broken:
        for finding in findings:
            ws.say(
                f"{finding.path}:{finding.line}: {finding.rule}: "
                f"{ws.translate(finding.message, **finding.values)}"
            )


def heading(name: str) -> MessageId:
    """What a list calls the field *name* (dotted inside values).

    >>> heading("terms.credit_limit")
    'credit limit'
    """
    return name.rpartition(".")[2].replace("_", " ")


def _side(rows: tuple[tuple[Cell, ...], ...], place: int) -> Align:
    numbers = all(isinstance(row[place], Money | Decimal | int | None) for row in rows)
    return Align.RIGHT if rows and numbers else Align.LEFT


def _field(value: Any, name: str) -> Any:
    for step in name.split("."):
        value = getattr(value, step, None)
    return value


def _cell(value: Any) -> Cell:
    if isinstance(value, Enum):
        return Word(value.value)
    if value is None or isinstance(value, Money | date | datetime | Decimal | int | bool | str):
        return value
    if isinstance(value, tuple):
        plain = all(isinstance(item, str) for item in value)
        return ", ".join(map(str, value)) if plain else len(value)
    return str(value) if not isinstance(value, Value) else _brief(value)


def _brief(value: Value) -> str:
    """The first text of a small value, such as a name in several scripts."""
    texts = (getattr(value, name) for name in type(value).model_fields)
    return next((text for text in texts if isinstance(text, str)), "")


def _flat(path: str, value: Any) -> Iterable[tuple[Cell, Cell]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(f"{path}.{key}" if path else key, item)
    elif isinstance(value, list):
        for position, item in enumerate(value, start=1):
            yield from _flat(f"{path}[{position}]", item)
    else:
        yield path, value
