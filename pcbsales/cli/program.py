"""The program's own options, and the workspace that they make."""

from pathlib import Path
from typing import Annotated

import typer

from pcbsales import __version__
from pcbsales.cli.groups import Program
from pcbsales.i18n.language import Language
from pcbsales.registry import catalogue
from pcbsales.workspace import Workspace

#: The program's own options that are followed by a value.
WITH_VALUE = frozenset({"--root", "--actor", "--lang", "--request-id"})

app = typer.Typer(
    cls=Program,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pcbsales {__version__}")
        raise typer.Exit


@app.callback()
def program(
    ctx: typer.Context,
    *,
    root: Annotated[
        str | None,
        typer.Option(
            envvar="PCBSALES_ROOT",
            metavar="PATH",
            help="The ledger's folder; else found from here up.",
        ),
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
        root=Path(root) if root else None,
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
