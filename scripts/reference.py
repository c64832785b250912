"""Write the generated references: commands.md, ledger-format.md and checks.md of docs/.

``python -m scripts.reference`` writes them; with ``--check`` it says whether they are true today.
"""

import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from typer.main import get_command, get_group

from pcbsales.cli.program import app
from pcbsales.desk.whole_ledger import WHOLE
from pcbsales.kernel import scalars
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.record import Points, Value, fields_in_order
from pcbsales.manifest import Commands, RecordKind, Shelf, load
from pcbsales.registry import catalogue
from scripts.checks_page import checks_page
from scripts.error_reference import error_reference, field_rules
from tests.store.odd_states.page import odd_states_page

DOCS = Path(__file__).parents[1] / "docs"
_SCALARS = {
    id(get_args(alias)[1]): words
    for alias, words in (
        (scalars.RecordId, "id"),
        (scalars.Code, "code in capitals"),
        (scalars.Word, "word"),
        (scalars.Line, "one line of text"),
        (scalars.Prose, "text"),
        (scalars.Day, "date, `2026-11-23`"),
        (scalars.Instant, "instant, `2026-11-23T09:12:00+08:00`"),
        (scalars.Clock, "time, `08:30`"),
        (scalars.Count, "whole number"),
        (scalars.PositiveCount, "whole number from 1"),
        (scalars.Number, "number"),
        (scalars.Positive, "number above 0"),
        (scalars.Percent, "percentage"),
        (scalars.Flag, "`true` or `false`"),
    )
}
_SHAPES: dict[Shelf, str] = {
    Shelf.YEARLY: "{prefix}-2026-00042",
    Shelf.COUNTED: "{prefix}-00042",
    Shelf.FLAT: "a code",
    Shelf.OWNED: "OWNER/NAME",
}


def command_reference() -> str:
    """All commands with their options and examples, as Markdown."""
    lines = [
        "# Commands", "",
        "Made by `make docs` from the program itself; a test holds it true.", "",
        ("Every noun that has records also has `list`, `show ID`, `log ID`, `note ID`, `attach ID` "
        "and `open ID`, some have `copy ID`; they take the options of those below."), "",
        "## For every command", "", "Before the command: `pcbsales --lang zh-Hant check`.", "",
        *map(_option, _own_options()), "",
        "## The whole ledger", "",
    ]  # fmt: skip
    for name, (path, _) in WHOLE.items():
        command = get_group(load(path)).commands[name]
        for inner, verb in getattr(command, "commands", {"": command}).items():
            lines += _command(f"pcbsales {name} {inner}".rstrip(), verb)
    offers = catalogue()
    for noun in sorted({*offers.kinds, *offers.commands}):
        served = offers.commands.get(noun, ())
        lines += [f"## {noun}", "", _purpose(offers.kinds.get(noun), served), ""]
        for group in served:
            for name, command in get_group(load(group.app_path)).commands.items():
                lines += _command(f"pcbsales {noun} {name}", command)
    return "\n".join(lines).rstrip() + "\n"


def _own_options() -> list[Any]:
    """The program's own options that change what a command does."""
    program: Any = get_command(app)
    shells = {"install_completion", "show_completion", "help"}
    return [each for each in program.params if each.name not in shells]


def _purpose(kind: RecordKind | None, served: tuple[Commands, ...]) -> str:
    if served:
        return served[0].help
    assert kind
    return kind.help


def _command(name: str, command: Any) -> list[str]:
    said = (command.help or "").strip()
    summary, _, rest = said.partition("\n")
    lines = [f"### {name}", "", summary, ""]
    for line in rest.splitlines():
        text = line.strip()
        if text.startswith("Example: "):
            lines += ["```sh", text.removeprefix("Example: "), "```", ""]
        elif text:
            lines += [text, ""]
    options = [_option(parameter) for parameter in command.params if parameter.name != "help"]
    return [*lines, *options, ""] if options else lines


def _option(parameter: Any) -> str:
    named = parameter.metavar or parameter.name.upper()
    names = parameter.opts if parameter.param_type_name == "option" else [named]
    shown = ", ".join(f"`{name}`" for name in names)
    return f"- {shown}: {getattr(parameter, 'help', None) or ''}".rstrip(": ")


def format_reference() -> str:
    """All record kinds with their fields, as Markdown."""
    lines = [
        "# The ledger's format", "",
        (
            "Made by `make docs` from the record types; a test holds it true. One YAML file holds "
            "one record; its path follows from its id. What is absent has no key; unknown keys are "
            "errors."
        ),
        "",
    ]  # fmt: skip
    for kind in catalogue().kinds.values():
        lines += [
            f"## {kind.noun}", "", (kind.type.__doc__ or "").strip().partition("\n\n")[0], "",
            f"Folder `ledger/{kind.folder}/`; id: "
            + _SHAPES[kind.shelf].format(prefix=kind.prefix) + ".", "",
            *_fields(kind.type),
        ]  # fmt: skip
        for value in _values(kind.type):
            summary = (value.__doc__ or "").strip().partition("\n\n")[0].replace("\n", " ")
            lines += [f"### {kind.noun}: {value.__name__}", "", summary, "", *_fields(value)]
    return "\n".join(lines).rstrip() + "\n"


def _fields(model: type[Value]) -> list[str]:
    rows = ["| field | | what |", "|---|---|---|"]
    for name, field in fields_in_order(model).items():
        needed = "required" if field.is_required() else ""
        rows.append(f"| {name} | {needed} | {_what(field)} |")
    return [*rows, ""]


def _what(field: FieldInfo) -> str:
    points = next((m for m in field.metadata if isinstance(m, Points)), None)
    said = next((_SCALARS[id(m)] for m in field.metadata if id(m) in _SCALARS), None)
    words = said or _words(field.annotation)
    return f"{words} of a {points.noun}" if points else words


def _words(annotation: Any) -> str:
    origin = get_origin(annotation)
    arguments = tuple(a for a in get_args(annotation) if a not in {NoneType, ...})
    if origin is Annotated:
        return _annotated(get_args(annotation))
    if origin in {Union, UnionType}:
        return " or ".join(map(_words, arguments))
    if origin is tuple or origin is dict:
        return f"{'list of' if origin is tuple else 'mapping to'}: {_words(arguments[-1])}"
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "one of " + ", ".join(f"`{member.value}`" for member in annotation)
    amounts = {UnitPrice: "price per unit, `8.789 CNY`", Money: "amount, `1757.80 CNY`"}
    return amounts.get(annotation) or str(getattr(annotation, "__name__", annotation))


def _annotated(arguments: tuple[Any, ...]) -> str:
    points = next((m for m in arguments[1:] if isinstance(m, Points)), None)
    said = next((_SCALARS[id(m)] for m in arguments[1:] if id(m) in _SCALARS), None)
    words = said or _words(arguments[0])
    return f"{words} of a {points.noun}" if points else words


def _values(model: type[Value], seen: set[Any] | None = None) -> Iterator[type[Value]]:
    """The value types inside *model*, each once, notes left out."""
    seen = {scalars} if seen is None else seen
    for field in model.model_fields.values():
        for value in _models(field.annotation):
            if value not in seen and value.__name__ != "Note":
                seen.add(value)
                yield value
                yield from _values(value, seen)


def _models(annotation: Any) -> Iterator[type[Value]]:
    if isinstance(annotation, type) and issubclass(annotation, Value):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


PAGES = {
    "commands.md": command_reference,
    "ledger-format.md": format_reference,
    "errors.md": error_reference,
    "../pcbsales/store/checks/field_rules.py": field_rules,
    "checks.md": checks_page,
    "odd-states.md": odd_states_page,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or check them; 1 if one is not true."""
    stale = []
    for name, make in PAGES.items():
        page, text = DOCS / name, make()
        if "--check" in arguments:
            stale += [name] if not page.exists() or page.read_text("utf-8") != text else []
        else:
            page.write_text(text, "utf-8")
    sys.stderr.writelines(f"docs/{name} is not true today: run make docs\n" for name in stale)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
