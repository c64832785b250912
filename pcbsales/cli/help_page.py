"""Help pages in the reader's language, broken by the columns that text takes on a terminal."""

from collections.abc import Sequence
from typing import ClassVar

from typer._click.formatting import HelpFormatter  # typer names its formatter nowhere else

from pcbsales.documents.screen_text import pad, text_width, wrap
from pcbsales.i18n.catalogue import translator
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import MessageId

#: What typer itself says on a help page.
_USAGE: MessageId = "Usage: "
_MARKS: tuple[MessageId, ...] = ("[env var: ", "[default: ", "[required]")
_TYPERS: dict[str, MessageId] = {
    "options": "Options",
    "arguments": "Arguments",
    "commands": "Commands",
    "help": "Show this message and exit.",
    "install": "Install completion for the current shell.",
    "show": "Show completion for the current shell, to copy it or customize the installation.",
}


class _Page(HelpFormatter):
    """typer's words said in the language, and lines that count wide characters as two."""

    language: ClassVar[Language]

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, self._said(prefix or _USAGE))

    def write_heading(self, heading: str) -> None:
        self.write(f"{self._said(heading)}：\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for line in text.splitlines():
            for part in wrap(line, self.width - self.current_indent):
                self.write(f"{indent}{part}".rstrip() + "\n")

    def write_dl(
        self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        indent = " " * self.current_indent
        first = min(max(text_width(name) for name, _ in rows), col_max) + col_spacing
        for name, text in rows:
            lines = wrap(self._said(text), self.width - self.current_indent - first)
            if text_width(name) + col_spacing > first:
                lines.insert(0, "")
            starts = [pad(name, first), *[" " * first] * (len(lines) - 1)]
            for start, line in zip(starts, lines, strict=True):
                self.write(f"{indent}{start}{line}".rstrip() + "\n")

    def _said(self, text: str) -> str:
        t = translator(self.language)
        for mark in _MARKS:
            text = text.replace(mark, t(mark))
        return t(text)


def help_page(language: Language) -> type[HelpFormatter]:
    """The formatter of help pages in *language*, one of the Chinese; English has typer's own."""
    return type("Page", (_Page,), {"language": language})
