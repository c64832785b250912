"""Running the program: its arguments in, its exit code out; every refusal is said, none escapes."""

import errno
import os
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer._click.exceptions import ClickException  # typer names it nowhere else
from typer.main import get_command

from pcbsales.cli.misuse import say_misuse
from pcbsales.cli.program import WITH_VALUE, app
from pcbsales.cli.refusals import lines_of, refusal_of
from pcbsales.i18n.catalogue import translator
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import InterruptedWriteError, PcbsalesError, UsageError

#: What goes wrong with an answer's way out, and with nothing else that has no name.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def run(arguments: Sequence[str]) -> int:
    """Run the program on *arguments*; the exit code.

    0 done, 1 refused by a rule or findings, 2 usage, 3 unreadable records, 4 busy or in conflict,
    5 writing failed and was undone, 6 recorded as a request that waits for approval,
    130 interrupted.
    """
    language = _language_of(arguments)
    program: Any = get_command(app)
    program.speak(language)
    try:
        return _answered(program, arguments)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except (PcbsalesError, ValueError, OSError) as error:
        refusal = refusal_of(error)
        for line in lines_of(refusal, language):
            typer.echo(line, err=True)
        return refusal.exit_code
    except (InterruptedWriteError, KeyboardInterrupt) as signal:
        return _interrupted(signal, language)


def _answered(program: Any, arguments: Sequence[str]) -> int:
    """The exit code of the command, its answer printed to the end."""
    try:
        try:
            return _code(program(args=list(arguments), prog_name="pcbsales", standalone_mode=False))
        except ClickException as misuse:
            say_misuse(misuse, program.language)
            return misuse.exit_code
        except typer.Abort:
            return 1
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else 0
        finally:
            if sys.stdout:
                sys.stdout.flush()
    except OSError as error:
        if error.errno not in _NO_ROOM or error.filename:
            raise
        from pcbsales.workspace.saving import close_output  # noqa: PLC0415 -- rarely needed

        close_output()
        raise UsageError(
            "the answer cannot be written: {problem}", problem=error.strerror
        ) from None
    return 0


def _code(returned: object) -> int:
    """The exit code that a command ended with; what it returned otherwise is none."""
    return returned if isinstance(returned, int) else 0


def _interrupted(signal: BaseException, language: Language) -> int:
    """The exit code of a command that was interrupted; of a write it is known what became of it."""
    if not isinstance(signal, InterruptedWriteError):
        return 130
    typer.echo(translator(language)("interrupted; nothing was written"), err=True)
    return signal.exit_code


def _language_of(arguments: Sequence[str]) -> Language:
    """The language asked for on the command line, before anything is parsed, or by the variable."""
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name == "--lang":
            return Language.of(value if equals else next(words, ""))
        if not word.startswith("-"):
            break
        if name in WITH_VALUE and not equals:
            next(words, "")
    return Language.of(os.environ.get("PCBSALES_LANG", "en"))
