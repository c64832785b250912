"""Jinja environments: one per kind of document, all confined, all refusing what is undefined.

In a Typst template (``.typ.j2``) data never becomes markup: what ``{{ }}`` shows is a quoted
string, whatever it holds. Only what the template itself and its macros write is markup.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from string import Formatter
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Concat, Filter, ScopedEvalContextModifier
from jinja2.sandbox import SandboxedEnvironment

from pcbsales.i18n.catalogue import translator
from pcbsales.i18n.formats import value_text
from pcbsales.i18n.language import Language

_FORBIDDEN_FILTERS = frozenset({"safe", "urlize", "format", "escape", "e", "forceescape"})
_REMOTE = "@preview"


class TemplateRefusedError(ValueError):
    """A template uses what documents forbid."""


@dataclass(frozen=True, slots=True)
class Markup:
    """Typst markup that a template wrote itself; no text, so nothing can be glued to it."""

    text: str

    def __str__(self) -> str:
        return self.text


class ConfinedLoader(BaseLoader):
    """Finds templates in *folders*, the first that has one wins; links out of them are refused."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = [folder.resolve() for folder in folders]

    def get_source(
        self, _environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of *template*, a relative path with forward slashes."""
        for folder in self.folders:
            path = (folder / template).resolve()
            if path.is_relative_to(folder) and path.is_file():
                return _checked(path.read_text(encoding="utf-8"), template), str(path), lambda: True
        raise TemplateNotFound(template)


def _checked(source: str, name: str) -> str:
    if _REMOTE in source:
        raise TemplateRefusedError(f"{name}: packages from the network are not used on paper")
    return source


class _TypstCode(CodeGenerator):
    """Compiles ``.typ.j2``: macros return Markup, and ways around the quoting do not compile."""

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """Wrap what a macro or a ``call`` block wrote, escaped or not."""
        del force_unescaped
        self.writeline(f"return environment.markup(concat({frame.buffer}))")

    def visit_Concat(self, node: Concat, _frame: Frame) -> None:  # noqa: N802 -- Jinja's name
        self.fail("~ is forbidden in a Typst template: show each value by itself", node.lineno)

    def visit_Filter(self, node: Filter, frame: Frame) -> None:  # noqa: N802 -- Jinja's name
        if node.name in _FORBIDDEN_FILTERS:
            self.fail(f"|{node.name} is forbidden in a Typst template", node.lineno)
        super().visit_Filter(node, frame)

    def visit_ScopedEvalContextModifier(  # noqa: N802 -- Jinja's name
        self, node: ScopedEvalContextModifier, _frame: Frame
    ) -> None:
        self.fail("autoescape is forbidden in a Typst template", node.lineno)


class _TypstEnvironment(SandboxedEnvironment):
    code_generator_class = _TypstCode
    markup = Markup


def quoted(text: str) -> str:
    r"""*text* as a Typst string literal.

    >>> print(quoted('5" \\ x'))
    "5\" \\ x"
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def environment(name: str, language: Language, folders: Sequence[Path]) -> Environment:
    """The environment for the document *name*, whose ending tells its kind.

    In each, ``t(msgid, **values)`` says a message in *language* (unknown ones are errors) and a
    bare value is formatted for it. Filters: ``iso`` a date in figures, and on paper ``arg`` a text
    as an argument in code, ``digits`` a whole number in code.
    """
    made = _typst(language) if name.endswith(".typ.j2") else _other(name, language)
    made.loader = ConfinedLoader(folders)
    made.globals.update(t=partial(_say, language), language=language)
    made.filters["iso"] = date.isoformat
    return made


def _say(language: Language, msgid: str, /, **values: object) -> str | Markup:
    """The message as text; as markup if a value is markup, all else in it quoted."""
    say = translator(language, strict=True)
    if not any(isinstance(value, Markup) for value in values.values()):
        return say(msgid, **{gap: value_text(value, language) for gap, value in values.items()})
    parts: list[object] = []
    for literal, gap, _, _ in Formatter().parse(say(msgid)):
        parts.append(_shown(language, literal))
        if gap is not None:
            parts.append(_shown(language, values[gap]))
    return Markup("".join(map(str, parts)))


def _options() -> dict[str, Any]:
    return {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}


def _typst(language: Language) -> Environment:
    made = _TypstEnvironment(autoescape=False, finalize=partial(_shown, language), **_options())
    made.filters["arg"] = lambda value: Markup(quoted(value_text(value, language)))
    made.filters["digits"] = _digits
    return made


def _shown(language: Language, value: object) -> str:
    """*value* as content that Typst prints literally; the semicolon ends the expression."""
    if isinstance(value, Markup):
        return value.text
    return f"#{quoted(value_text(value, language))};"


def _digits(value: object) -> Markup:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{value!r} is no number")
    return Markup(format(value, "d" if isinstance(value, int) else "f"))


def _other(name: str, language: Language) -> Environment:
    def shown(value: object) -> object:
        return value if hasattr(value, "__html__") else value_text(value, language)

    return SandboxedEnvironment(autoescape=".html." in name, finalize=shown, **_options())
