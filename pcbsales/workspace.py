"""The front door of a command: the ledger, the clock, the actor, and what is shown or saved."""

import os
import shlex
import sys
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import typer

from pcbsales.i18n.language import Language
from pcbsales.kernel.calendar import WorkingCalendar
from pcbsales.kernel.day_words import parse_day
from pcbsales.kernel.errors import LedgerConflictError, RefusedError, UsageError
from pcbsales.manifest import Catalogue
from pcbsales.output import form_of, form_of_file, json_of, paper_of, text_of, write_file
from pcbsales.progress import Progress

if TYPE_CHECKING:
    from pcbsales.kernel.record import ChangeSet, Record, Waiting
    from pcbsales.kernel.snapshot import Decision
    from pcbsales.kernel.tables import Report
    from pcbsales.store.git.program import Identity
    from pcbsales.store.index.state import State
    from pcbsales.store.ledger import Ledger
    from pcbsales.store.writing.requests import Request
    from pcbsales.store.writing.saving import Saved

    R = TypeVar("R", bound=Record)

_DATE_HELP = "Show what was true at the end of that day: 2026-09-30, today, eom, +3d, 下周五."
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=_DATE_HELP)]
Output = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FORM", help="One of table, tsv, csv, json."),
]
OutputFile = Annotated[
    Path | None,
    typer.Option(
        "--file",
        "-O",
        metavar="FILE",
        help="Write to a file; its ending says how: .pdf is the paper; .csv, .tsv, .json, .txt.",
    ),
]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="LANGUAGE", help="Language of the paper: en, zh-Hant, zh-Hans."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Show it; write nothing.")]
Partial = Annotated[
    bool, typer.Option("--partial", help="Leave unreadable records out, and say how many.")
]
_PATHS_SHOWN = 3
#: Options that change what is shown, not what is done.
_SHOWN_ONLY = frozenset({"output", "file", "lang", "dry_run"})
#: The exit code of a command that wrote a request which waits for approval.
_WAITS = 6


def _say(text: str) -> None:
    """Talk goes to stderr; where nobody listens, it is lost, and nothing fails."""
    with suppress(OSError):
        typer.echo(text, err=True)


@dataclass
class Workspace:
    """One run of the program: settings from flags and ``PCBSALES_*``, the rest on demand."""

    catalogue: Catalogue
    root: Path | None = None
    actor_wish: str | None = None
    language: Language = Language.ENGLISH
    request_id: str | None = None
    #: Whether the index may be a file; else every command reads all records.
    keep_index: bool = True
    #: The command that runs, and what it was told, as the trail tells commands apart.
    command: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    say: Callable[[str], None] = field(default=_say)
    _states: "dict[bool, State]" = field(default_factory=dict)

    @cached_property
    def folder(self) -> Path:
        """The ledger's folder: at or above the current one, or as ``--root`` says."""
        from pcbsales.store.ledger import find_root  # noqa: PLC0415 -- start-up

        if self.root:
            return self.root
        try:
            return find_root(Path.cwd())
        except FileNotFoundError:
            raise UsageError(
                "the current folder is not there any more; go to another one"
            ) from None

    @cached_property
    def ledger(self) -> "Ledger":
        """The ledger in that folder."""
        from pcbsales.store.ledger import Ledger  # noqa: PLC0415 -- start-up

        progress = Progress(self.translate)
        return Ledger(self.folder, self.catalogue, keep_index=self.keep_index, tell=progress)

    @property
    def zone(self) -> ZoneInfo:
        """The firm's time zone."""
        return ZoneInfo(self.ledger.format.zone)

    @cached_property
    def now(self) -> datetime:
        """The present instant in the firm's zone; ``PCBSALES_TODAY`` sets the day for tests."""
        present = datetime.now(self.zone).replace(microsecond=0)
        if wish := os.environ.get("PCBSALES_TODAY"):
            day = parse_day(wish, today=present.date())
            return datetime.combine(day, present.timetz())
        return present

    @property
    def today(self) -> date:
        """The firm's day."""
        return self.now.date()

    def day(self, text: str | None) -> date:
        """The day that *text* names; today when nothing is said."""
        if not text:
            return self.today
        return parse_day(text, today=self.today, calendar=self._working_calendar)

    def _working_calendar(self) -> WorkingCalendar:
        """The calendar of whoever runs the program: only ``+5bd`` asks for it."""
        found = self.catalogue.calendar_of(self.snapshot(), self.member, as_of=self.today)
        working: WorkingCalendar = found.working
        return working

    @cached_property
    def member(self) -> Any:
        """The staff record of whoever runs the program; LedgerConflictError tells how to be one."""
        state, kind = self.snapshot(), self.catalogue.kinds["staff"]
        if self.actor_wish:
            if not self.ledger.format.demo:
                raise RefusedError("--actor is only for ledgers marked demo: true in ledger/FORMAT")
            found = state.get(kind.type, self.actor_wish)
            if found is None:
                raise UsageError("there is no staff record {id}", id=self.actor_wish)
            return found
        identity = self._identity()
        found = self.catalogue.actor_for(state.all(kind.type), identity.email, as_of=self.today)
        if found is None and not state.all(kind.type):
            raise LedgerConflictError(
                "this ledger has no staff record yet; write yours, with the e-mail {email}, "
                "to ledger/staff/YOUR-ID.yaml and commit it",
                email=identity.email,
            )
        if found is None:
            raise LedgerConflictError(
                "no staff record has the e-mail {email} that git knows you by; "
                "add it to yours, or set: git config user.email YOUR-ADDRESS",
                email=identity.email,
            )
        return found

    @property
    def actor(self) -> str:
        """The staff id of whoever runs the program."""
        return str(self.member.id)

    @property
    def commit(self) -> str:
        """The short name of the commit that answers are made from."""
        return self.ledger.git.text("rev-parse", "--short=12", "HEAD")

    def commit_of(self, record: "Record") -> str:
        """The short name of the commit that changed *record* last; HEAD's if none has yet."""
        place = f":(literal){self.ledger.place(record)}"
        found = self.ledger.git.text("log", "-1", "--format=%h", "--abbrev=12", "--", place)
        return found or self.commit

    def snapshot(self, *, partial: bool = False) -> "State":
        """The ledger as it stands; *partial* leaves unreadable records out, by name.

        One command sees one moment: it is read once, and again only after a write.
        """
        if partial not in self._states:
            look = self.ledger.same_moment if self._states else self.ledger.state
            self._states[partial] = look(partial=partial)
        return self._states[partial]

    def find(self, record: "type[R]", text: str) -> "R":
        """The one record that *text* names: an id, the tail of its number, a part of a name."""
        from pcbsales.naming import find_record  # noqa: PLC0415 -- start-up

        state = self.snapshot(partial=True)
        return find_record(state, self.catalogue.kind_of(record), record, text)

    def show(
        self,
        report: "Report",
        *,
        output: str | None = None,
        file: Path | None = None,
        lang: str | None = None,
        paper: tuple[str, Any] | None = None,
    ) -> None:
        """Show *report*: a table on a terminal, TSV when piped, or as *output* or *file* say.

        *paper* is the document's name and the view it is made from, for files ending in .pdf.
        """
        self._say_what_is_odd()
        if file is None:
            typer.echo(text_of(report, form_of(output), self.language), nl=False)
            return
        if file.suffix == ".pdf":
            data = self._paper(paper, Language.named(lang) if lang else self.language)
        else:
            data = text_of(report, form_of_file(file), self.language).encode("utf-8")
        write_file(file, data)
        self.say(self.translate("wrote {file}", file=file))

    def _say_what_is_odd(self) -> None:
        """Where files may not be what was decided last, say why, beside the answer."""
        if "ledger" in self.__dict__:
            from pcbsales.store.git.repository import fault_of  # noqa: PLC0415 -- start-up

            if fault := fault_of(self.ledger.root):
                self.say(
                    self.translate("this is what the files say at the moment: {fault}", fault=fault)
                )

    def translate(self, msgid: str, /, **values: object) -> str:
        """*msgid* in the reader's language."""
        from pcbsales.i18n.catalogue import translator  # noqa: PLC0415 -- start-up

        return translator(self.language)(msgid, **values)

    def say_left_out(self, state: "State") -> None:
        """Name what a partial answer leaves out, and count it, whatever form the answer has."""
        for finding in (finding for found in state.left_out.values() for finding in found):
            said = self.translate(finding.message, **finding.values)
            self.say(f"{finding.path}:{finding.line}: {finding.rule}: {said}")
        if count := len(state.left_out):
            self.say(self.translate("{count} unreadable records are left out", count=count))

    def restated(self, text: str) -> str:
        """*text*, which the program filled and recorded in English, in the reader's language."""
        from pcbsales.i18n.catalogue import restated  # noqa: PLC0415 -- start-up

        return restated(text, self.language)

    def save(
        self,
        decide: "Decision",
        *,
        dry_run: bool = False,
        output: str | None = None,
        next_step: str = "",
        tell: "Callable[[ChangeSet], Iterable[str]]" = lambda _: (),
        by_hand: Collection[str] = (),
    ) -> "Saved | None":
        """Write what *decide* decides as one commit and say what was done; the commit, or None.

        *tell* gives more lines for people about what was written, in their language; *by_hand* are
        paths whose hand edits are what is decided on.
        """
        form = form_of(output)
        if dry_run:
            self._preview(self.ledger.preview(decide), form)
            return None
        saved = self.ledger.save(
            decide,
            actor=self.actor,
            author=self.author,
            warn=lambda paths: self._warn_of_edits(set(paths) - set(by_hand)),
            key=self._key(),
            command=self.command,
            request=self._request(),
        )
        self._states.clear()
        if saved.warning:
            self.say(
                self.translate(
                    "recorded; the next command tidies up: {problem}", problem=saved.warning
                )
            )
        self._answer(saved, form)
        if form == "json":
            return saved
        for line in tell(saved.changes):
            self.say(line)
        if next_step:
            step = next_step.format(id=shlex.quote(saved.id))
            self.say(self.translate("next: {step}", step=step))
        return saved

    def answer_again(self) -> None:
        """Where this very command was done before under its request id: say so again, and end."""
        from pcbsales.store.writing.requests import earlier  # noqa: PLC0415 -- start-up
        from pcbsales.store.writing.saving import Saved  # noqa: PLC0415 -- start-up
        from pcbsales.store.writing.steps import changes_of  # noqa: PLC0415 -- start-up

        request, ledger = self._request(), self.ledger
        if request is None:
            return
        known = earlier(ledger.git, ledger.git.head(), request, strict=False)
        if known:
            changes = changes_of(ledger.git, self.catalogue, known)
            form = form_of(self.arguments.get("output"))
            self._answer(Saved(changes, known, repeated=True), form)
            raise typer.Exit

    def _answer(self, saved: "Saved", form: str) -> None:
        """Print what was recorded; it is, whether it can be printed or not."""
        changes = saved.changes
        text = f"{saved.commit[:12]} {changes.subject}\n"
        if form == "json":
            facts = {"id": saved.id, "commit": saved.commit, "action": changes.action}
            text = json_of({**facts, **_described(changes)})
        try:
            typer.echo(text, nl=False)
        except (OSError, UnicodeError) as problem:
            close_output()
            told = {"id": saved.id, "commit": saved.commit[:12], "problem": problem}
            self.say(
                self.translate(
                    "{id} is recorded, by commit {commit}; it could not be printed: {problem}",
                    **told,
                )
            )
        if saved.repeated and form != "json":
            self.say(self.translate("this request was done before; nothing was done again"))
        self._wait(changes, silent=form == "json")

    def _request(self) -> "Request | None":
        """What this command is to the trail, where it was given a request id."""
        if not self.request_id or self.arguments.get("dry_run"):
            return None
        from pcbsales.store.writing.requests import Request  # noqa: PLC0415 -- start-up

        asked = {name: said for name, said in self.arguments.items() if name not in _SHOWN_ONLY}
        return Request.of(self.request_id, self.command, asked)

    def _key(self) -> str:
        """The SSH key that signs, if the staff record has one; whoever is played signs nothing."""
        if self.actor_wish:
            return ""
        from pcbsales.store.git.signing import key_to_sign_with  # noqa: PLC0415 -- start-up

        return key_to_sign_with(self.ledger.git, self.member.signing_key)

    def _wait(self, changes: "ChangeSet", *, silent: bool = False) -> None:
        """End with exit 6 where what was written is a request that waits for approval."""
        if changes.waiting is None:
            return
        if not silent:
            self.say(self._waiting(changes.waiting))
        raise typer.Exit(_WAITS)

    def _waiting(self, waiting: "Waiting") -> str:
        return self.translate(
            "recorded as request {request}: waits for approval of {action}; decides: {names}",
            request=waiting.request,
            action=waiting.action,
            names=", ".join(waiting.deciders),
        )

    def _warn_of_edits(self, paths: Collection[str]) -> None:
        if not paths:
            return
        shown = [*sorted(paths)[:_PATHS_SHOWN], *(["…"] if len(paths) > _PATHS_SHOWN else [])]
        self.say(
            self.translate(
                "not committed yet, so it does not count here: {paths}", paths=", ".join(shown)
            )
        )

    def _preview(self, changes: "ChangeSet", form: str) -> None:
        if form == "json":
            facts = {"id": changes.touched[0].id, "action": changes.action, "dry_run": True}
            typer.echo(json_of({**facts, **_described(changes)}), nl=False)
            return
        from pcbsales.store.text.round_trip import dump  # noqa: PLC0415 -- start-up

        for record in changes.records:
            typer.echo(f"# {self.ledger.place(record)}")
            typer.echo(dump(record.tree()).decode("utf-8"))
        for record in changes.removes:
            self.say(self.translate("{path} would go", path=self.ledger.place(record)))
        if changes.waiting:
            self.say(self._waiting(changes.waiting))
        self.say(self.translate("dry run: nothing was written"))

    def _paper(self, paper: tuple[str, Any] | None, language: Language) -> bytes:
        if paper is None:
            raise UsageError("there is no paper of this; name a .csv, .tsv, .json or .txt file")
        name, view = paper
        stamp = datetime.combine(getattr(view, "date", self.today), time(), tzinfo=self.zone)
        return paper_of(
            name, view, language=language, own=self.ledger.root / "templates", timestamp=stamp
        )

    def _identity(self) -> "Identity":
        found = self.ledger.git.identity()
        if found is None:
            raise LedgerConflictError(
                "git does not know who you are; tell it with: git config user.name 'YOUR NAME' "
                "and: git config user.email YOUR-ADDRESS"
            )
        return found

    @property
    def author(self) -> "Identity":
        """Whom the commit names: the person's git identity, or in a demo the member played."""
        from pcbsales.store.git.program import Identity  # noqa: PLC0415 -- start-up

        if self.actor_wish:
            return Identity(self.member.id, self.member.emails[0])
        return self._identity()


def close_output() -> None:
    """Let what could not be printed go, so that the end of the program does not try again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _described(changes: "ChangeSet") -> dict[str, Any]:
    described: dict[str, Any] = getattr(changes.touched[0], "as_json", dict)()
    if changes.waiting is None:
        return described
    return {**described, "waiting": True, "deciders": list(changes.waiting.deciders)}


def workspace(ctx: typer.Context) -> Workspace:
    """The workspace of this run."""
    found: Workspace = ctx.obj
    found.command, found.arguments = ctx.command_path, dict(ctx.params)
    if found.request_id and ctx.info_name != "init":
        found.answer_again()
    return found
