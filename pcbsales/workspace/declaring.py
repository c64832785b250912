"""How a room declares a command: by the report that it shows, or the decision that it saves.

What all such commands have is said here once: a report's ``-o`` and ``-O``, ``--as-of`` where a day
is asked for, a decision's ``--dry-run`` and ``-o``. A command that does more calls ``ws.show`` and
``ws.save`` itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import update_wrapper
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Any, Final, TypeVar

import typer

from pcbsales.workspace.front_door import Workspace, workspace
from pcbsales.workspace.options import AsOf, DryRun, Output, OutputFile

if TYPE_CHECKING:
    from pathlib import Path

    from pcbsales.kernel.record import ChangeSet
    from pcbsales.kernel.snapshot import Decision
    from pcbsales.kernel.tables import Report

_AS_OF: Final = "as_of"
_OF_REPORTS: Final[dict[str, tuple[Any, Any]]] = {
    "output": (Output, None),
    "file": (OutputFile, None),
}
_OF_DECISIONS: Final[dict[str, tuple[Any, Any]]] = {
    "dry_run": (DryRun, False),
    "output": (Output, None),
}


@dataclass(frozen=True, slots=True)
class WithPaper:
    """A report that has a paper, which is made where a .pdf is asked for.

    *paper* gives the document's name, the view it is made from, and its language.
    """

    report: "Report"
    paper: "Callable[[], tuple[str, Any, str]]"


@dataclass(frozen=True, slots=True)
class Saving:
    """A decision, the command that people may want next, and what is told of what was written.

    ``{id}`` in *next_step* is what was written.
    """

    decide: "Decision"
    next_step: str = ""
    tell: "Callable[[ChangeSet], Iterable[str]]" = lambda _: ()


Showing = TypeVar("Showing", bound="Callable[..., Report | WithPaper]")
Deciding = TypeVar("Deciding", bound="Callable[..., Decision | Saving]")


def shows(app: typer.Typer, name: str) -> Callable[[Showing], Showing]:
    """The command *name* of *app*: a function from the workspace and its options to a report.

    An option ``as_of: date`` is the day that ``--as-of`` names, today where nothing is said.
    """

    def declared(answer: Showing) -> Showing:
        asks_for_day = any(map(_is_day, signature(answer).parameters.values()))

        def run(ctx: typer.Context, **given: Any) -> None:
            ws, output, file = workspace(ctx), given.pop("output"), given.pop("file")
            if asks_for_day:
                given[_AS_OF] = ws.day(given[_AS_OF])
            _show(ws, answer(ws, **given), output, file)

        _declare(app, name, answer, run, _OF_REPORTS)
        return answer

    return declared


def saves(app: typer.Typer, name: str, *, next_step: str = "") -> Callable[[Deciding], Deciding]:
    """The command *name* of *app*: a function from the workspace and its options to a decision.

    *next_step* is that of a `Saving`, where there is nothing else to be said.
    """

    def declared(answer: Deciding) -> Deciding:
        def run(ctx: typer.Context, **given: Any) -> None:
            ws, dry_run, output = workspace(ctx), given.pop("dry_run"), given.pop("output")
            found = answer(ws, **given)
            saving = found if isinstance(found, Saving) else Saving(found, next_step)
            ws.save(
                saving.decide,
                dry_run=dry_run,
                output=output,
                next_step=saving.next_step,
                tell=saving.tell,
            )

        _declare(app, name, answer, run, _OF_DECISIONS)
        return answer

    return declared


def _show(
    ws: Workspace, found: "Report | WithPaper", output: str | None, file: "Path | None"
) -> None:
    if not isinstance(found, WithPaper):
        ws.show(found, output=output, file=file)
    elif file is None or file.suffix != ".pdf":
        ws.show(found.report, output=output, file=file)
    else:
        document, view, language = found.paper()
        ws.show(found.report, file=file, lang=language, paper=(document, view))


def _declare(
    app: typer.Typer,
    name: str,
    answer: Callable[..., Any],
    run: Callable[..., None],
    common: dict[str, tuple[Any, Any]],
) -> None:
    """Register *run* with the parameters of *answer*, and the *common* ones after them."""
    parameters = list(_parameters(answer, common))
    update_wrapper(run, answer, assigned=("__module__", "__name__", "__qualname__", "__doc__"))
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    vars(run)["__signature__"] = Signature(parameters)
    app.command(name)(run)


def _parameters(
    answer: Callable[..., Any], common: dict[str, tuple[Any, Any]]
) -> Iterator[Parameter]:
    _, *own = signature(answer).parameters.values()
    yield Parameter("ctx", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    for each in own:
        yield each.replace(annotation=AsOf, default=None) if _is_day(each) else each
    for key, (annotation, default) in common.items():
        yield Parameter(key, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _is_day(each: Parameter) -> bool:
    return each.name == _AS_OF and each.annotation is date
