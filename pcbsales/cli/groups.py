"""The commands by name: whose they are, loaded when they run, their help in the reader's words."""

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from pcbsales.cli.parameters import convert_directly, name_arguments_plainly
from pcbsales.cli.unknown_command import unknown_noun, unknown_verb
from pcbsales.desk.whole_ledger import WHOLE
from pcbsales.i18n.catalogue import translator
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import MessageId
from pcbsales.manifest import Catalogue, load
from pcbsales.registry import catalogue

_WHOLE_LEDGER: MessageId = "The whole ledger"
_TYPERS_FORMATTER = typer.Context.formatter_class
_RUNS = "pcbsales.runs"


class Verbs(TyperGroup):
    """The commands of one noun."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """What *args* ask for; UsageError names the near commands, or all of them."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise unknown_verb(ctx.command_path, args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


class Program(TyperGroup):
    """The commands on the whole ledger and the nouns of all rooms."""

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
        """All names: those on the whole ledger first."""
        del ctx
        return [*WHOLE, *self._nouns()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, loaded if it is the one that runs; else its heading."""
        if not _runs(ctx, cmd_name):
            return self._heading(cmd_name)
        if cmd_name in WHOLE:
            return self._whole(cmd_name)
        return self._noun(cmd_name) if cmd_name in self._nouns() else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """What *args* ask for; UsageError names what is near of all that there are."""
        names = self.list_commands(ctx)
        if args[0] not in names and not args[0].startswith("-"):
            raise unknown_noun(args[0], names, self._verbs())
        ctx.meta[_RUNS] = args[0]
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

    def _verbs(self) -> Iterator[tuple[str, str]]:
        """Every noun with each verb of its rooms' own: what is typed without its noun."""
        for noun in self._nouns():
            for served in self.offers.commands.get(noun, ()):
                yield from ((noun, verb) for verb in get_group(load(served.app_path)).commands)

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

    def _whole(self, name: str) -> Any:
        """The command *name* on the whole ledger."""
        command = get_group(load(WHOLE[name][0])).commands[name]
        for each in (command, *getattr(command, "commands", {}).values()):
            _say_in(each, self.language, name)
        return command

    def _noun(self, noun: str) -> Any:
        """The verbs of *noun* from every room that serves it, over the generic ones."""
        commands: dict[str, Any] = {}
        if kind := self.offers.kinds.get(noun):
            from pcbsales.desk.noun_commands import verbs  # noqa: PLC0415 -- start-up

            commands |= verbs(kind)
        for served in self.offers.commands.get(noun, ()):
            commands |= get_group(load(served.app_path)).commands
        for command in commands.values():
            _say_in(command, self.language, noun)
        group = Verbs(
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
    from pcbsales.cli.help_page import help_page  # noqa: PLC0415 -- start-up

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
    return bool(ctx.meta.get(_RUNS) == name or ctx.resilient_parsing)
