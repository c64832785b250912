"""What a command shows: a report as table, TSV, CSV or JSON, and documents as files."""

import os
import shutil
import sys
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import UsageError

if TYPE_CHECKING:
    from pcbsales.kernel.tables import Report
    from pcbsales.workspace.front_door import Workspace

_FORMS = ("table", "tsv", "csv", "json")
_FILE_FORMS = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".txt": "table"}
#: Where nobody says how wide the paper or the screen is.
_USUAL_SCREEN = (100, 24)


def print_report(ws: "Workspace", report: "Report", output: str | None) -> None:
    """Print *report* in the form *output*."""
    _say_what_is_odd(ws)
    typer.echo(text_of(report, form_of(output), ws.language), nl=False)


def write_report(
    ws: "Workspace",
    report: "Report",
    file: Path,
    *,
    lang: str | None,
    paper: tuple[str, Any] | None,
) -> None:
    """Write *report* to *file* as its ending says; a .pdf is its *paper* in the language *lang*."""
    _say_what_is_odd(ws)
    if file.suffix == ".pdf":
        data = paper_of(ws, paper, Language.named(lang) if lang else ws.language)
    else:
        data = text_of(report, form_of_file(file), ws.language).encode("utf-8")
    write_file(file, data)
    ws.tell("wrote {file}", file=file)


def form_of(output: str | None) -> str:
    """The form of what goes to stdout: as asked, else a table for people and TSV for programs."""
    if output is None:
        return "table" if sys.stdout.isatty() else "tsv"
    if output not in _FORMS:
        raise UsageError(
            "-o {output}: expected one of {forms}", output=output, forms=", ".join(_FORMS)
        )
    return output


def form_of_file(file: Path) -> str:
    """The form that the ending of *file* asks for; UsageError lists the endings."""
    if file.suffix not in _FILE_FORMS:
        raise UsageError(
            "{file}: expected an ending of {endings}",
            file=file,
            endings=", ".join((".pdf", *_FILE_FORMS)),
        )
    return _FILE_FORMS[file.suffix]


def text_of(report: "Report", form: str, language: Language) -> str:
    """*report* in *form*."""
    from pcbsales.documents.delimited import render_delimited  # noqa: PLC0415 -- start-up
    from pcbsales.documents.terminal import render_table, wants_colour  # noqa: PLC0415

    if form == "json":
        return json_of(report.as_json())
    if form in {"csv", "tsv"}:
        return render_delimited(report.as_table(), delimiter="," if form == "csv" else "\t")
    return render_table(
        report.as_table(),
        width=shutil.get_terminal_size(_USUAL_SCREEN).columns,
        language=language,
        colour=wants_colour(os.environ, is_terminal=sys.stdout.isatty()),
    )


def json_of(value: object) -> str:
    """*value* as JSON."""
    from pcbsales.documents.delimited import render_json  # noqa: PLC0415 -- start-up

    return render_json(value)


def write_file(file: Path, data: bytes) -> None:
    """Write *data*; UsageError if *file* cannot be written."""
    try:
        file.write_bytes(data)
    except OSError as error:
        raise UsageError(
            "{file} cannot be written: {problem}", file=file, problem=error.strerror
        ) from None


def paper_of(ws: "Workspace", paper: tuple[str, Any] | None, language: Language) -> bytes:
    """The document *paper* as PDF; templates of the ledger's own go before the packaged ones."""
    if paper is None:
        raise UsageError("there is no paper of this; name a .csv, .tsv, .json or .txt file")
    from pcbsales.documents.render import render_document  # noqa: PLC0415 -- start-up

    name, view = paper
    return render_document(
        name,
        view,
        language=language,
        format="pdf",
        template_paths=(ws.ledger.root / "templates",),
        timestamp=datetime.combine(getattr(view, "date", ws.today), time(), tzinfo=ws.zone),
    )


def _say_what_is_odd(ws: "Workspace") -> None:
    """Where files may not be what was decided last, say why, beside the answer."""
    if "ledger" in vars(ws):
        from pcbsales.store.git.repository import fault_of  # noqa: PLC0415 -- start-up

        if fault := fault_of(ws.ledger.root):
            ws.tell("this is what the files say at the moment: {fault}", fault=fault)
