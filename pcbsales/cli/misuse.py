"""What typer says of a command line that it cannot read, in the reader's language."""

from typing import Any

import typer
from typer._click.exceptions import NoArgsIsHelpError  # typer names it nowhere else

from pcbsales.i18n.catalogue import restated, translator
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import MessageId

#: typer's own sentences.
SENTENCES: tuple[MessageId, ...] = (
    "Missing argument {name}.",
    "Missing option {name}.",
    "No such option: {name}",
    "No such option: {name} (Possible options: {near})",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Got unexpected extra argument(s) ({typed})",
    "Invalid value for {name}: {problem}",
)


def say_misuse(error: Any, language: Language) -> None:
    """Say what is wrong with the command line: how the command is used, its help, the fault."""
    ctx = getattr(error, "ctx", None)
    # pydantic, which typer reads values with, begins its sentence so.
    error.message = str(error.message).replace("Value error, ", "")
    if language is Language.ENGLISH or isinstance(error, NoArgsIsHelpError):
        error.show()
        return
    t = translator(language)
    if ctx is not None:
        command = f"{ctx.command_path} {ctx.help_option_names[0]}"
        typer.echo(ctx.get_usage(), err=True)
        typer.echo(t("Try '{command}' for help.", command=command) + "\n", err=True)
    problem = restated(error.format_message(), language)
    typer.echo(t("error: {problem}", problem=problem), err=True)
