"""What typer says of a command line that it cannot read, in the reader's language."""

import re
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
    "Input should be greater than or equal to {least}",
    "Input should be less than or equal to {most}",
    "Input should be a valid integer, unable to parse string as an integer",
)
_INVALID = re.compile(r"Invalid value for (.+?): (.+)", re.DOTALL)
_NONE_OF = re.compile(r"(.+) is not one of (.+?)\.?", re.DOTALL)


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
    problem = _restated(error.format_message(), language)
    typer.echo(t("error: {problem}", problem=problem), err=True)


def _restated(text: str, language: Language) -> str:
    """Typer's sentence in *language*, and within it what is wrong with a value."""
    invalid = _INVALID.fullmatch(text)
    if invalid is None:
        return restated(text, language)
    t, fault = translator(language), _NONE_OF.fullmatch(invalid[2])
    problem = (
        t("{value} is none of {choices}", value=fault[1], choices=fault[2])
        if fault
        else restated(invalid[2], language)
    )
    return t("Invalid value for {name}: {problem}", name=invalid[1], problem=problem)
