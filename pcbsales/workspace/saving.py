"""What a command decides: shown beforehand, or recorded; then what is said of it."""

import os
import shlex
import sys
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import typer

from pcbsales.kernel.shown import Several
from pcbsales.workspace.member import key_of
from pcbsales.workspace.output import form_of, json_of

if TYPE_CHECKING:
    from pcbsales.kernel.errors import MessageId
    from pcbsales.kernel.record import ChangeSet
    from pcbsales.kernel.snapshot import Decision
    from pcbsales.store.writing.requests import Request
    from pcbsales.store.writing.saving import Saved
    from pcbsales.workspace.front_door import Workspace

_PATHS_SHOWN: Final = 3
#: Options that change what is shown, not what is done.
_SHOWN_ONLY: Final = frozenset({"output", "file", "lang", "dry_run"})
#: The exit code of a command that wrote a request which waits for approval, or would write one.
_WAITING: Final = 6
_WAITS: "Final[MessageId]" = (
    "recorded as request {request}: waits for approval of {action}; decides: {names}"
)
_WOULD_WAIT: "Final[MessageId]" = (
    "it would be request {request} and wait for approval of {action}; decides: {names}"
)


def preview(
    ws: "Workspace",
    decide: "Decision",
    output: str | None,
    tell: "Callable[[ChangeSet], Iterable[str]]",
) -> None:
    """Show what *decide* decides, what *tell* tells of it first; nothing is written.

    Raises:
        typer.Exit: With 6, where it would be written as a request that waits for approval.
    """
    form = form_of(output)
    changes = ws.ledger.preview(decide)
    if form == "json":
        facts = {"id": changes.touched[0].id, "action": changes.action, "dry_run": True}
        typer.echo(json_of({**facts, **_described(changes)}), nl=False)
        _end_where_it_waits(ws, changes)
        return
    from pcbsales.store.text.round_trip import dump  # noqa: PLC0415 -- start-up

    for line in tell(changes):
        ws.say(line)
    for record in changes.records:
        typer.echo(f"# {ws.ledger.place(record)}")
        typer.echo(dump(record.tree()).decode("utf-8"))
    for record in changes.removes:
        ws.tell("{path} would go", path=ws.ledger.place(record))
    ws.tell("dry run: nothing was written")
    _end_where_it_waits(ws, changes, _WOULD_WAIT)


def record(
    ws: "Workspace", decide: "Decision", output: str | None, by_hand: Collection[str]
) -> "Saved":
    """Write what *decide* decides as one commit, and print it.

    Raises:
        typer.Exit: With 6, where what was written is a request that waits for approval.
    """
    form = form_of(output)
    saved = ws.ledger.save(
        decide,
        actor=ws.actor,
        author=ws.author,
        warn=lambda paths: _warn_of_edits(ws, set(paths) - set(by_hand)),
        key=key_of(ws),
        command=ws.command,
        request=_request(ws),
    )
    ws.forget_what_was_read()
    if saved.warning:
        ws.tell("recorded; the next command tidies up: {problem}", problem=saved.warning)
    _answer(ws, saved, form)
    return saved


def say_what_follows(
    ws: "Workspace",
    saved: "Saved",
    output: str | None,
    *,
    tell: "Callable[[ChangeSet], Iterable[str]]",
    next_step: str,
) -> None:
    """Say to people what *tell* tells of what was written, and what they may do next."""
    if form_of(output) == "json":
        return
    for line in tell(saved.changes):
        ws.say(line)
    if next_step:
        ws.tell("next: {step}", step=next_step.format(id=shlex.quote(saved.id)))


def answer_again(ws: "Workspace") -> None:
    """Where this very command was done before under its request id: say so again, and end."""
    from pcbsales.store.writing.requests import earlier  # noqa: PLC0415 -- start-up
    from pcbsales.store.writing.saving import Saved  # noqa: PLC0415 -- start-up
    from pcbsales.store.writing.steps import changes_of  # noqa: PLC0415 -- start-up

    request, ledger = _request(ws), ws.ledger
    if request is None:
        return
    known = earlier(ledger.git, ledger.git.head(), request, strict=False)
    if known:
        changes = changes_of(ledger.git, ws.catalogue, known)
        form = form_of(ws.arguments.get("output"))
        _answer(ws, Saved(changes, known, repeated=True), form)
        raise typer.Exit


def close_output() -> None:
    """Let what could not be printed go, so that the end of the program does not try again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _answer(ws: "Workspace", saved: "Saved", form: str) -> None:
    """Print what was recorded; it is, whether it can be printed or not."""
    changes, is_json = saved.changes, form == "json"
    text = f"{saved.commit[:12]} {changes.subject}\n"
    if is_json:
        facts = {"id": saved.id, "commit": saved.commit, "action": changes.action}
        text = json_of({**facts, **_described(changes)})
    try:
        typer.echo(text, nl=False)
    except (OSError, UnicodeError) as problem:
        close_output()
        ws.tell(
            "{id} is recorded, by commit {commit}; it could not be printed: {problem}",
            id=saved.id,
            commit=saved.commit[:12],
            problem=problem,
        )
    if saved.repeated and not is_json:
        ws.tell("this request was done before; nothing was done again")
    _end_where_it_waits(ws, changes, "" if is_json else _WAITS)


def _request(ws: "Workspace") -> "Request | None":
    """What this command is to the trail, where it was given a request id."""
    if not ws.request_id or ws.arguments.get("dry_run"):
        return None
    from pcbsales.store.writing.requests import Request  # noqa: PLC0415 -- start-up

    asked = {name: said for name, said in ws.arguments.items() if name not in _SHOWN_ONLY}
    return Request.of(ws.request_id, ws.command, asked)


def _end_where_it_waits(ws: "Workspace", changes: "ChangeSet", said: "MessageId" = "") -> None:
    """Where *changes* are a request that waits, or would: say so by *said*, and end with 6."""
    if (waiting := changes.waiting) is None:
        return
    if said:
        names = Several(decider.name for decider in waiting.deciders)
        action = ws.catalogue.action(waiting.action)
        ws.tell(said, request=waiting.request, action=action, names=names)
    raise typer.Exit(_WAITING)


def _warn_of_edits(ws: "Workspace", paths: Collection[str]) -> None:
    if not paths:
        return
    shown = [*sorted(paths)[:_PATHS_SHOWN], *(["…"] if len(paths) > _PATHS_SHOWN else [])]
    ws.tell("not committed yet, so it does not count here: {paths}", paths=", ".join(shown))


def _described(changes: "ChangeSet") -> dict[str, Any]:
    described: dict[str, Any] = getattr(changes.touched[0], "as_json", dict)()
    if changes.waiting is None:
        return described
    return {
        **described,
        "waiting": True,
        "deciders": [d.as_json() for d in changes.waiting.deciders],
    }
