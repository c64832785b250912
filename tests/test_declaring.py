"""Commands declared by the report that they show or the decision that they save."""

import inspect
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import pytest
import typer
from typer.testing import CliRunner

from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Decision, without_ids
from pcbsales.kernel.tables import Table
from pcbsales.workspace import Saving, WithPaper, Workspace, declaring, saves, shows

Most = Annotated[int, typer.Option("--most", help="How many.")]


@dataclass(frozen=True)
class Answer:
    """A report of one word."""

    word: str

    def as_json(self) -> object:
        return self.word

    def as_table(self) -> Table:
        return Table((), ())


class Desk:
    """Stands for the workspace: days are years, and what is shown or saved is kept."""

    def __init__(self) -> None:
        self.done: list[tuple[Any, dict[str, Any]]] = []

    def day(self, text: str | None) -> date:
        return date(int(text or 2026), 1, 1)

    def show(self, report: Answer, **how: Any) -> None:
        self.done.append((report.word, how))

    def save(self, decide: Decision, **how: Any) -> None:
        self.done.append((decide, how))


def _plain_decision(_snapshot: object) -> ChangeSet:
    return ChangeSet("made.up", "Nothing")


DECIDE = without_ids(_plain_decision)
app = typer.Typer()


@shows(app, "count")
def count(_ws: Workspace, *, most: Most = 3, as_of: date) -> Answer:
    """Count."""
    return Answer(f"{most} {as_of}")


@shows(app, "sheet")
def sheet(_ws: Workspace, name: str) -> WithPaper:
    """Show what has a paper."""
    return WithPaper(Answer(name), lambda: ("room/sheet", name.upper(), "en"))


@saves(app, "note", next_step="look {id}")
def note(_ws: Workspace) -> Decision:
    """Decide."""
    return DECIDE


@saves(app, "told", next_step="look {id}")
def told(_ws: Workspace) -> Saving:
    """Decide, and say more."""
    return Saving(DECIDE, "look elsewhere")


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    found = Desk()
    monkeypatch.setattr(declaring, "workspace", lambda _ctx: found)
    return found


def run(*words: str) -> None:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output


def test_a_report_is_shown_in_the_form_and_for_the_day_that_were_asked(desk: Desk) -> None:
    run("count", "--most", "2", "--as-of", "2025", "-o", "json")
    assert desk.done == [("2 2025-01-01", {"output": "json", "file": None})]


def test_without_a_day_it_is_today(desk: Desk) -> None:
    run("count")
    assert desk.done[0][0] == "3 2026-01-01"


def test_the_paper_is_made_for_a_pdf_alone(desk: Desk) -> None:
    run("sheet", "x", "-O", "x.csv")
    run("sheet", "x", "-O", "x.pdf")
    (_, plain), (_, paper) = desk.done
    assert "paper" not in plain
    assert paper["paper"] == ("room/sheet", "X")
    assert paper["lang"] == "en"


def test_a_decision_is_saved_with_its_next_step(desk: Desk) -> None:
    run("note", "--dry-run")
    ((decide, how),) = desk.done
    assert decide is DECIDE
    assert (how["dry_run"], how["output"], how["next_step"]) == (True, None, "look {id}")


def test_what_a_decision_says_of_itself_goes_first(desk: Desk) -> None:
    run("told")
    assert desk.done[0][1]["next_step"] == "look elsewhere"


def test_the_function_itself_stays_what_it_was() -> None:
    assert list(inspect.signature(count).parameters) == ["_ws", "most", "as_of"]
    assert count.__doc__ == "Count."
