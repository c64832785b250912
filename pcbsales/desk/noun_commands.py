"""The verbs that every noun has: list, show, log, note, attach, open, copy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any

import typer
from typer.main import get_group

from pcbsales.desk.record_options import (
    Attached,
    Field,
    Files,
    Got,
    Large,
    Listed,
    NewId,
    NoteText,
    OldestFirst,
    RecordId,
    Tags,
    Untags,
)
from pcbsales.kernel.errors import Finding, MessageId, UsageError
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Record, Value
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word
from pcbsales.manifest import RecordKind
from pcbsales.workspace import DryRun, Lang, Output, OutputFile, workspace


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

    _trail_verbs(app, kind)
    _file_verbs(app, kind)
    return dict(get_group(app).commands)


def _trail_verbs(app: typer.Typer, kind: RecordKind) -> None:
    """What tells of a record and adds to what is told: log, note."""

    @app.command("log", help="Show a {noun}'s life field by field: who, when and why.")
    def log_record(
        ctx: typer.Context,
        record_id: RecordId,
        *,
        field: Field = "",
        oldest_first: OldestFirst = False,
        output: Output = None,
        file: OutputFile = None,
    ) -> None:
        from pcbsales.desk.record_trail import trail_of  # noqa: PLC0415 -- start-up

        ws = workspace(ctx)
        found = _id_of(ws, kind, record_id)
        trail = trail_of(ws, kind, found, field=field, oldest_first=oldest_first)
        ws.show(trail, output=output, file=file)

    @app.command("note", help="Add a note to a {noun}, or set its tags.")
    def note_record(
        ctx: typer.Context,
        record_id: RecordId,
        text: NoteText = None,
        *,
        tag: Tags = None,
        untag: Untags = None,
        dry_run: DryRun = False,
        output: Output = None,
    ) -> None:
        from pcbsales.desk.record_work import note_on  # noqa: PLC0415 -- start-up

        ws = workspace(ctx)
        record, tags, untags = ws.find(kind.type, record_id), tag or [], untag or []
        note_on(ws, record, text, tags=tags, untags=untags, dry_run=dry_run, output=output)


def _file_verbs(app: typer.Typer, kind: RecordKind) -> None:
    """What has to do with files and papers; copy and open only where the kind has a rule for it."""

    @app.command("attach", help="Attach files to a {noun}; list them, or write one out again.")
    def attach_record(
        ctx: typer.Context,
        record_id: RecordId,
        files: Files = None,
        *,
        large: Large = False,
        listed: Listed = False,
        get: Got = None,
        dry_run: DryRun = False,
        output: Output = None,
        file: OutputFile = None,
    ) -> None:
        from pcbsales.desk.record_work import attach_or_list  # noqa: PLC0415 -- start-up

        ws = workspace(ctx)
        attach_or_list(
            ws, ws.find(kind.type, record_id), files or [], large=large, listed=listed, get=get,
            dry_run=dry_run, output=output, file=file,
        )  # fmt: skip

    @app.command("open", help="Show the paper of a {noun}, or a file of its.")
    def open_record(
        ctx: typer.Context,
        record_id: RecordId,
        *,
        attachment: Attached = None,
        lang: Lang = None,
        output: Output = None,
        file: OutputFile = None,
    ) -> None:
        from pcbsales.desk.record_work import open_paper  # noqa: PLC0415 -- start-up

        ws = workspace(ctx)
        record = ws.find(kind.type, record_id)
        open_paper(ws, record, attachment=attachment, file=file, lang=lang, output=output)

    if not kind.copy_path:
        return

    @app.command("copy", help="Make a new {noun} from an old one.")
    def copy_record(
        ctx: typer.Context,
        record_id: RecordId,
        new_id: NewId = None,
        *,
        dry_run: DryRun = False,
        output: Output = None,
    ) -> None:
        from pcbsales.desk.record_work import copy_of  # noqa: PLC0415 -- start-up

        ws = workspace(ctx)
        copy_of(ws, ws.find(kind.type, record_id), new_id, dry_run=dry_run, output=output)


def _id_of(ws: Any, kind: RecordKind, text: str) -> str:
    """The id that *text* names, also of a record whose file cannot be read, or that was deleted."""
    ws.snapshot(partial=True)
    if ws.ledger.index.entry(kind.noun, text) is not None:
        return text
    try:
        return str(ws.find(kind.type, text).id)
    except UsageError:
        from pcbsales.desk.lookup import former_place  # noqa: PLC0415 -- rarely needed

        if former_place(ws, kind, text) is None:
            raise
        return text


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
