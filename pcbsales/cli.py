"""The ``pcbsales`` program: global options, groups loaded on demand, refusals to exit codes."""

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from pcbsales import __version__
from pcbsales.i18n.catalogue import translator
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import (
    InterruptedWriteError,
    InvalidLedgerError,
    LedgerConflictError,
    MessageId,
    PcbsalesError,
    UnsoundChangeError,
    UsageError,
)
from pcbsales.manifest import Catalogue, load
from pcbsales.parameters import convert_directly, name_arguments_plainly
from pcbsales.registry import catalogue
from pcbsales.workspace import Workspace
from pcbsales.workspace.saving import close_output

#: What goes wrong with an answer's way out, and with nothing else that has no name.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
_LEDGER = "pcbsales.desk.ledger_commands:app"
_CHECK = "pcbsales.desk.check_commands:app"
_UNDO = "pcbsales.desk.undo_commands:app"
_EDITING = "pcbsales.desk.editing_commands:app"
_RECORD = "pcbsales.desk.record_commands:app"
_KEEPING = "pcbsales.desk.keeping_commands:app"
_INDEX = "pcbsales.desk.index_commands:app"

#: Commands on the whole ledger, by name: the Typer group they are in, and their line of help.
WHOLE: dict[str, tuple[str, MessageId]] = {
    "init": (_LEDGER, "Make a new ledger in a folder of its own."),
    "check": (_CHECK, "List everything that is wrong in the ledger."),
    "find": (_RECORD, "Search all records: ids, names, numbers, amounts, notes."),
    "log": (_RECORD, "Show a record's life field by field, or the last decisions."),
    "show": (_LEDGER, "Show a record of any kind by its id."),
    "edit": (_EDITING, "Change a record's text in your editor, checked before it is recorded."),
    "undo": (_UNDO, "Take back your last decision by one that reverses it."),
    "note": (_RECORD, "Add a note to a record, or set its tags."),
    "attach": (_RECORD, "Attach files to a record; list them, or write one out again."),
    "copy": (_RECORD, "Make a new record from an old one."),
    "open": (_RECORD, "Show a record's paper, or a file of its."),
    "backup": (_KEEPING, "Save the ledger into one file, proven by restoring it."),
    "upgrade": (_KEEPING, "Move a ledger of an older format forward to this program's."),
    "whoami": (_LEDGER, "Show who you are to the ledger."),
    "index": (_INDEX, "Compare the index with the files, or build it anew."),
    "doctor": (_LEDGER, "Look over this machine and this ledger for what could go wrong."),
}

_WHOLE_LEDGER: MessageId = "The whole ledger"
#: The program's own options that are followed by a value.
_WITH_VALUE = {"--root", "--actor", "--lang", "--request-id"}
_TYPERS_FORMATTER = typer.Context.formatter_class


class _Program(TyperGroup):
    """The nouns of all rooms, each loaded when it is used."""

    _catalogue: Catalogue | None = None
    language = Language.ENGLISH

    def speak(self, language: Language) -> None:
        """Say all help in *language*."""
        self.language = language
        _say_in(self, language, "")
        self.context_class.formatter_class = _formatter(language)

    @property
    def offers(self) -> Catalogue:
        """What the rooms offer."""
        if self._catalogue is None:
            self._catalogue = catalogue()
        return self._catalogue

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return [*WHOLE, *self._nouns()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if not _runs(ctx, cmd_name):
            return self._heading(cmd_name)
        if cmd_name in WHOLE:
            command = get_group(load(WHOLE[cmd_name][0])).commands[cmd_name]
            for each in (command, *getattr(command, "commands", {}).values()):
                _say_in(each, self.language, cmd_name)
            return command
        return self._noun(ctx, cmd_name) if cmd_name in self._nouns() else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        names: Any = dict.fromkeys(self.list_commands(ctx))
        self.commands = names
        ctx.meta["pcbsales.runs"] = args[0]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list of commands, those of each room below its heading."""
        offers, listed = self.offers.nouns, self.list_commands(ctx)
        groups: dict[MessageId, tuple[str, ...]] = {_WHOLE_LEDGER: tuple(WHOLE), **offers}
        width = max(map(len, listed))
        for heading, names in groups.items():
            rows = [(name.ljust(width), self._line(name)) for name in names if name in listed]
            if rows:
                with formatter.section(translator(self.language)(heading)):
                    formatter.write_dl(rows)

    def _nouns(self) -> list[str]:
        return sorted({*self.offers.kinds, *self.offers.commands})

    def _heading(self, name: str) -> Any:
        """A command that only has a name and a line of help: all that a list needs."""
        said = self._line(name)
        return TyperGroup(name=name, help=said, short_help=said)

    def _line(self, name: str) -> str:
        """The line of help of the command *name*."""
        if name in WHOLE:
            text = WHOLE[name][1]
        elif groups := self.offers.commands.get(name):
            text = groups[0].help
        else:
            text = self.offers.kinds[name].help
        return translator(self.language)(text)

    def _noun(self, ctx: Any, noun: str) -> Any:
        """The verbs of *noun* from every room that serves it, over the generic ones."""
        commands: dict[str, Any] = {}
        if kind := self.offers.kinds.get(noun):
            from pcbsales.desk.noun_commands import verbs  # noqa: PLC0415 -- start-up

            commands |= verbs(kind)
        for served in self.offers.commands.get(noun, ()):
            commands |= get_group(load(served.app_path)).commands
        del ctx
        for command in commands.values():
            _say_in(command, self.language, noun)
        group = TyperGroup(
            name=noun,
            commands=commands,
            help=self._line(noun),
            no_args_is_help=True,
            rich_markup_mode=None,
        )
        convert_directly(group)
        return group


def _formatter(language: Language) -> Any:
    if language is Language.ENGLISH:
        return _TYPERS_FORMATTER
    from pcbsales.help_page import help_page  # noqa: PLC0415 -- start-up

    return help_page(language)


def _say_in(command: Any, language: Language, noun: str) -> None:
    """The help of *command*, one of *noun*'s, in *language*: its summary line and its options."""
    t = translator(language)
    convert_directly(command)
    name_arguments_plainly(command)
    command.rich_markup_mode = None
    summary, line, rest = (command.help or "").partition("\n")
    command.short_help = t(summary, noun=noun)
    command.help = command.short_help + line + rest.replace("Example: ", t("Example: "))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = t(parameter.help)


def _runs(ctx: Any, name: str) -> bool:
    return bool(ctx.meta.get("pcbsales.runs") == name or ctx.resilient_parsing)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pcbsales {__version__}")
        raise typer.Exit


app = typer.Typer(
    cls=_Program,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def program(
    ctx: typer.Context,
    *,
    root: Annotated[
        Path | None,
        typer.Option(envvar="PCBSALES_ROOT", help="The ledger's folder; else found from here up."),
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option(envvar="PCBSALES_ACTOR", help="Play this member of staff (demo ledgers)."),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(envvar="PCBSALES_LANG", help="Language here: en, zh-Hant, zh-Hans."),
    ] = None,
    request_id: Annotated[
        str | None,
        typer.Option(
            "--request-id",
            envvar="PCBSALES_REQUEST_ID",
            help="A name for this write: repeated with it, nothing is done twice.",
        ),
    ] = None,
    no_index: Annotated[
        bool,
        typer.Option(
            "--no-index", envvar="PCBSALES_NO_INDEX", help="Read every record; keep no index."
        ),
    ] = False,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """The sales desk of a bare-board (PCB) maker, over a plain-text ledger kept in git."""
    ctx.obj = Workspace(
        catalogue=catalogue(),
        root=root,
        actor_wish=actor,
        language=_asked(lang),
        request_id=request_id,
        keep_index=not no_index,
    )


def _asked(lang: str | None) -> Language:
    """The language that *lang* asks for; what is neither English nor Chinese is refused."""
    if lang and not lang.lower().startswith(("en", "zh", "c.", "posix")):
        return Language.named(lang)
    return Language.of(lang or "en")


def run(arguments: Sequence[str]) -> int:
    """Run the program on *arguments*; the exit code.

    0 done, 1 refused by a rule or findings, 2 usage, 3 unreadable records, 4 busy or in conflict,
    5 writing failed and was undone, 6 recorded as a request that waits for approval,
    130 interrupted.
    """
    language = _language_of(arguments)
    program_: Any = get_command(app)
    program_.speak(language)
    try:
        return _answered(program_, arguments)
    except PcbsalesError as error:
        for line in _said(error, language):
            typer.echo(line, err=True)
        return error.exit_code
    except ValueError as error:
        refusal = _refused_value(error)
        for line in _said(refusal, language):
            typer.echo(line, err=True)
        return refusal.exit_code
    except (InterruptedWriteError, KeyboardInterrupt) as signal:
        return _interrupted(signal, language)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        # A disk that fails: nothing was written, or it was said that it was.
        for line in _said(_disk_fault(error), language):
            typer.echo(line, err=True)
        return LedgerConflictError.exit_code


def _not_text(error: UnicodeEncodeError) -> UsageError:
    """What was typed, its bytes that are no text written out."""
    typed = error.object[max(error.start - 20, 0) : error.end + 20]
    return UsageError("{text} is no text in UTF-8", text=ascii(typed))


def _disk_fault(error: OSError) -> LedgerConflictError:
    """What the machine said no to, as a refusal; it names a file, or is known to name none."""
    problem = error.strerror or str(error) or type(error).__name__
    if isinstance(error.filename, str | bytes | Path) and error.filename:
        return LedgerConflictError(
            "{file} cannot be read or written: {problem}",
            file=os.fsdecode(error.filename),
            problem=problem,
        )
    return LedgerConflictError("the machine cannot read or write: {problem}", problem=problem)


def _interrupted(signal: BaseException, language: Language) -> int:
    """The exit code of a command that was interrupted; of a write it is known what became of it."""
    if not isinstance(signal, InterruptedWriteError):
        return 130
    typer.echo(translator(language)("interrupted; nothing was written"), err=True)
    return signal.exit_code


def _answered(program_: Any, arguments: Sequence[str]) -> int:
    """The exit code of the command, its answer printed to the end."""
    try:
        try:
            program_(args=list(arguments), prog_name="pcbsales", standalone_mode=True)
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else 0
        finally:
            if sys.stdout:
                sys.stdout.flush()
    except OSError as error:
        if error.errno not in _NO_ROOM or error.filename:
            raise
        close_output()
        raise UsageError(
            "the answer cannot be written: {problem}", problem=error.strerror
        ) from None
    return 0


def _refused_value(error: ValueError) -> UsageError:
    """What pydantic, or UTF-8, finds wrong with a value that was typed, as a refusal."""
    if isinstance(error, UnicodeEncodeError):
        return _not_text(error)
    if not hasattr(error, "errors"):
        raise error
    from pydantic import BaseModel  # noqa: PLC0415 -- start-up

    from pcbsales.kernel.field_errors import refused  # noqa: PLC0415 -- start-up

    typed: Any = error
    found = refused(BaseModel, typed)
    return UsageError(found.msgid, **found.values)


def _said(error: PcbsalesError, language: Language) -> list[str]:
    """What *error* says in *language*, the findings behind it included."""
    t = translator(language)
    lines = [t("error: {problem}", problem=t(error.msgid, **error.values))]
    if isinstance(error, UnsoundChangeError):
        from pcbsales.store.checks.rules import rule_of  # noqa: PLC0415 -- start-up

        found = error.findings
        lines += [f"{f.place}: {f.rule}: {t(f.message, **f.values)}" for f in found[1:]]
        names = dict.fromkeys(finding.rule for finding in found)
        lines += [f"{name}: {t(rule_of(catalogue(), name).remedy)}" for name in names]
    if isinstance(error, InvalidLedgerError):
        lines += [
            f"{f.path}:{f.line}: {f.rule}: {t(f.message, **f.values)}" for f in error.findings
        ]
    return lines


def _language_of(arguments: Sequence[str]) -> Language:
    """The language asked for on the command line, before anything is parsed, or by the variable."""
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name == "--lang":
            return Language.of(value if equals else next(words, ""))
        if not word.startswith("-"):
            break
        if name in _WITH_VALUE and not equals:
            next(words, "")
    return Language.of(os.environ.get("PCBSALES_LANG", "en"))
