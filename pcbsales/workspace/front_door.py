"""One run of the program: the ledger, the clock, the actor; the way to show and to save."""

import os
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import UsageError
from pcbsales.manifest import Catalogue

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from pcbsales.kernel.calendar import WorkingCalendar
    from pcbsales.kernel.record import ChangeSet, Record
    from pcbsales.kernel.snapshot import Decision
    from pcbsales.kernel.tables import Report
    from pcbsales.store.git.program import Identity
    from pcbsales.store.index.state import State
    from pcbsales.store.ledger import Ledger
    from pcbsales.store.writing.saving import Saved

    R = TypeVar("R", bound=Record)


def _say(text: str) -> None:
    """Talk goes to stderr; where nobody listens, it is lost, and nothing fails."""
    with suppress(OSError):
        typer.echo(text, err=True)


@dataclass
class Workspace:
    """One run of the program: settings from flags and ``PCBSALES_*``, the rest on demand.

    What a run does not need is not imported: each method names the module that does its work.
    """

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
        from pcbsales.workspace.progress import Progress  # noqa: PLC0415 -- start-up

        progress = Progress(self.translate)
        return Ledger(self.folder, self.catalogue, keep_index=self.keep_index, tell=progress)

    @property
    def zone(self) -> "ZoneInfo":
        """The firm's time zone."""
        from zoneinfo import ZoneInfo  # noqa: PLC0415 -- start-up

        return ZoneInfo(self.ledger.format.zone)

    @cached_property
    def now(self) -> "datetime":
        """The present instant in the firm's zone; ``PCBSALES_TODAY`` sets the day for tests."""
        return self.now_in(self.zone)

    @staticmethod
    def now_in(zone: "ZoneInfo") -> "datetime":
        """The same in *zone*, whether there is a ledger or not."""
        from datetime import datetime  # noqa: PLC0415 -- start-up

        present = datetime.now(zone).replace(microsecond=0)
        if wish := os.environ.get("PCBSALES_TODAY"):
            from pcbsales.kernel.day_words import parse_day  # noqa: PLC0415 -- start-up

            day = parse_day(wish, today=present.date())
            return datetime.combine(day, present.timetz())
        return present

    @property
    def today(self) -> "date":
        """The firm's day."""
        return self.now.date()

    def day(self, text: str | None) -> "date":
        """The day that *text* names; today when nothing is said."""
        if not text:
            return self.today
        from pcbsales.kernel.day_words import parse_day  # noqa: PLC0415 -- start-up

        return parse_day(text, today=self.today, calendar=self._working_calendar)

    def _working_calendar(self) -> "WorkingCalendar":
        """The calendar of whoever runs the program: only ``+5bd`` asks for it."""
        found = self.catalogue.calendar_of(self.snapshot(), self.member, as_of=self.today)
        working: WorkingCalendar = found.working
        return working

    @cached_property
    def member(self) -> Any:
        """The staff record of whoever runs the program; LedgerConflictError tells how to be one."""
        from pcbsales.workspace.member import member_of  # noqa: PLC0415 -- start-up

        return member_of(self)

    @property
    def actor(self) -> str:
        """The staff id of whoever runs the program."""
        return str(self.member.id)

    @property
    def author(self) -> "Identity":
        """Whom the commit names: the person's git identity, or in a demo the member played."""
        from pcbsales.workspace.member import author_of  # noqa: PLC0415 -- start-up

        return author_of(self)

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
        from pcbsales.workspace.naming import find_record  # noqa: PLC0415 -- start-up

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
        from pcbsales.workspace.output import print_report, write_report  # noqa: PLC0415

        if file is None:
            print_report(self, report, output)
        else:
            write_report(self, report, file, lang=lang, paper=paper)

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
        from pcbsales.workspace.saving import preview, record, say_what_follows  # noqa: PLC0415

        if dry_run:
            preview(self, decide, output, tell)
            return None
        saved = record(self, decide, output, by_hand)
        say_what_follows(self, saved, output, tell=tell, next_step=next_step)
        return saved

    def kept(self, sha256: str) -> bytes | None:
        """The file that the ledger keeps by that hash; None where it is not there."""
        from pcbsales.store import layout  # noqa: PLC0415 -- start-up

        return self.ledger.git.blob("HEAD", layout.attachment_path(sha256))

    def forget_what_was_read(self) -> None:
        """Let the next look at the ledger be a new one: it was written."""
        self._states.clear()

    def translate(self, msgid: str, /, **values: object) -> str:
        """*msgid* in the reader's language."""
        from pcbsales.i18n.catalogue import translator  # noqa: PLC0415 -- start-up

        return translator(self.language)(msgid, **values)

    def tell(self, msgid: str, /, **values: object) -> None:
        """Say *msgid* in the reader's language, beside the answer."""
        self.say(self.translate(msgid, **values))

    def restated(self, text: str) -> str:
        """*text*, which the program filled and recorded in English, in the reader's language."""
        from pcbsales.i18n.catalogue import restated  # noqa: PLC0415 -- start-up

        return restated(text, self.language)

    def say_left_out(self, state: "State") -> None:
        """Name what a partial answer leaves out, and count it, whatever form the answer has."""
        self.name_left_out(state)
        if count := len(state.left_out):
            self.tell("{count} unreadable records are left out", count=count)

    def name_left_out(self, state: "State") -> None:
        """Name what a partial answer leaves out, for an answer that counts it itself."""
        for finding in (finding for found in state.left_out.values() for finding in found):
            said = self.translate(finding.message, **finding.values)
            self.say(f"{finding.path}:{finding.line}: {finding.rule}: {said}")


def workspace(ctx: typer.Context) -> Workspace:
    """The workspace of this run; a request that was done before is answered, and the run ends."""
    found: Workspace = ctx.obj
    found.command, found.arguments = ctx.command_path, dict(ctx.params)
    if found.request_id and ctx.info_name != "init":
        from pcbsales.workspace.saving import answer_again  # noqa: PLC0415 -- rarely needed

        answer_again(found)
    return found
