"""Jinja environments: one per kind of document, all confined, all refusing what is undefined.

In a Typst template (``.typ.j2``) data never becomes markup: what ``{{ }}`` shows is a quoted
string, whatever it holds. Only what the template itself and its macros write is markup.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from string import Formatter
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, Undefined
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import CallBlock, Concat, Filter, ScopedEvalContextModifier
from jinja2.sandbox import SandboxedEnvironment

from pcbsales.i18n.catalogue import restated, translator
from pcbsales.i18n.formats import number_text, value_text
from pcbsales.i18n.language import Language
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.tables import Recorded

_FORBIDDEN_FILTERS = frozenset({"safe", "urlize", "format", "escape", "e", "forceescape"})
_REMOTE = "@preview"
#: A run that may be longer than its column; it may break after every so many characters.
_LONG_WORD = re.compile(r"[!-~]{32}(?=[!-~])")
_BREAK = "\\g<0>\u200b"


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
        source = self.text(template)
        if _REMOTE in source:
            raise TemplateRefusedError(f"{template}: packages from the network are not used")
        return source, template, lambda: True

    def text(self, name: str) -> str:
        """What the file *name* holds; TemplateNotFound if no folder has it."""
        for folder in self.folders:
            path = (folder / name).resolve()
            if path.is_relative_to(folder) and path.is_file():
                return path.read_text(encoding="utf-8")
        raise TemplateNotFound(name)


class _TypstCode(CodeGenerator):
    """Compiles ``.typ.j2``: macros return Markup, and ways around the quoting do not compile."""

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """Wrap what a macro or a ``call`` block wrote, escaped or not."""
        del force_unescaped
        self.writeline(f"return environment.markup(concat({frame.buffer}))")

    def visit_CallBlock(self, node: CallBlock, frame: Frame) -> None:  # noqa: N802 -- Jinja's name
        """Show what a called block gives like any other value; Jinja itself writes it as it is."""
        call_frame, macro = self.macro_body(node, frame)
        self.writeline("caller = ")
        self.macro_def(macro, call_frame)
        self.start_write(frame, node)
        self.write("environment.finalize(")
        self.visit_Call(node.call, frame, forward_caller=True)
        self.write(")")
        self.end_write(frame)

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

    In each, ``t(msgid, **values)`` says a message in *language* (unknown ones are errors), a bare
    value is formatted for it, a ``Phrase`` is said, and ``drawing(name)`` is an SVG
    beside the templates. Filters: ``iso`` a date in figures, ``figure`` an amount whose currency
    the template shows; on paper ``arg`` a text and ``digits`` a whole number as code arguments.
    """
    made = _typst(language) if name.endswith(".typ.j2") else _other(name, language)
    loader = ConfinedLoader(folders)
    made.loader = loader
    made.globals.update(t=partial(_say, language), language=language, drawing=loader.text)
    made.filters["iso"] = date.isoformat
    made.filters["figure"] = lambda money: number_text(money.amount, language)
    return made


def _text(language: Language, value: object) -> str:
    """*value* as a reader of *language* sees it: a phrase is said, what is recorded restated."""
    if isinstance(value, Phrase):
        values = {gap: _text(language, inner) for gap, inner in value.values}
        return translator(language, strict=True)(value.msgid, **values)
    if isinstance(value, Recorded):
        return restated(value, language)
    if isinstance(value, Undefined):
        return str(value)  # raises, naming what is undefined
    return value_text(value, language)


def _say(language: Language, msgid: str, /, **values: object) -> str | Markup:
    """The message as text; as markup if a value is markup, all else in it quoted."""
    if not any(isinstance(value, Markup) for value in values.values()):
        return _text(language, phrase(msgid, **values))
    say = translator(language, strict=True)
    parts: list[object] = []
    for literal, gap, _, _ in Formatter().parse(say(msgid)):
        parts.append(_shown(language, literal))
        if gap is not None:
            parts.append(_shown(language, values[gap]))
    return Markup("".join(map(str, parts)))


def _options() -> dict[str, Any]:
    return {
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "keep_trailing_newline": True,
    }


def _typst(language: Language) -> Environment:
    made = _TypstEnvironment(autoescape=False, finalize=partial(_shown, language), **_options())
    made.filters["arg"] = lambda value: Markup(quoted(_text(language, value)))
    made.filters["digits"] = _digits
    return made


def _shown(language: Language, value: object) -> str:
    """*value* as content that Typst prints literally; the semicolon ends the expression."""
    if isinstance(value, Markup):
        return value.text
    return f"#{quoted(_LONG_WORD.sub(_BREAK, _text(language, value)))};"


def _digits(value: object) -> Markup:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{value!r} is no number")
    return Markup(format(value, "d" if isinstance(value, int) else "f"))


def _other(name: str, language: Language) -> Environment:
    def shown(value: object) -> object:
        return value if hasattr(value, "__html__") else _text(language, value)

    return SandboxedEnvironment(autoescape=".html." in name, finalize=shown, **_options())
