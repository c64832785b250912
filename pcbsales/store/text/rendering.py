"""YAML of the house's own hand: block style, short lists in brackets, quotes only where needed.

Every plain scalar is written as the text it is; a text that another reader could take for a
number, a date or a flag is quoted.
"""

import re
from functools import cache
from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    LiteralScalarString,
    ScalarString,
    SingleQuotedScalarString,
)
from ruamel.yaml.tag import Tag

from pcbsales.kernel.record import Plain

_STR = Tag(suffix="tag:yaml.org,2002:str")
_ENDLESS: Final = 1 << 30
_KEY: Final = "k"

#: Texts that other YAML readers (1.1 or 1.2) would take for something else than text.
_LOOKS_TYPED = re.compile(
    r"~|null|true|false|yes|no|on|off|y|n|=|<<"
    r"|[-+]?[0-9._]*[0-9][0-9._]*(e[-+]?[0-9]+)?|0[xob][0-9a-f_]+|[-+]?\.(inf|nan)"
    r"|[-+]?[0-9]+(:[0-9]+)+(\.[0-9]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*",
    re.IGNORECASE,
)


class _PlainText(VersionedResolver):
    """Resolves every scalar to text."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is ScalarNode:
            return _STR
        return super().resolve(kind, value, implicit)


def whole(tree: dict[str, Any]) -> str:
    """*tree* as a file."""
    return _dumped(_build(tree))


def after_key(value: Any, column: int) -> str:
    """What stands after ``key:`` for *value*, where the key stands in *column*; no last break."""
    lines = _dumped(_build({_KEY: value})).removeprefix(f"{_KEY}:").removesuffix("\n")
    return _moved(lines, column)


def after_dash(value: Any, column: int) -> str:
    """What stands after ``-`` for *value*, where the dash stands in *column*; no last break."""
    written = CommentedSeq([_build(value)])
    lines = _dumped(CommentedMap({_KEY: written})).removeprefix(f"{_KEY}:\n").removesuffix("\n")
    return _moved(lines.removeprefix("  -"), column - 2)


def in_flow(value: Any) -> str:
    """*value* as it stands in brackets or braces."""
    holder = CommentedSeq([_marked(_build(value))])
    holder.fa.set_flow_style()
    return _dumped(holder).strip()[1:-1]


def pair_in_flow(key: str, value: Any) -> str:
    """*key* with *value* as they stand in braces."""
    holder = _marked(_build({key: value}))
    holder.fa.set_flow_style()
    return _dumped(holder).strip()[1:-1]


def _marked(built: Any) -> Any:
    """*built* with quotes about texts that begin as a key, value or item does."""
    if isinstance(built, CommentedMap):
        for key in built:
            built[key] = _marked(built[key])
    elif isinstance(built, CommentedSeq):
        built[:] = [_marked(item) for item in built]
    elif type(built) is str and re.match(r"[?:-](\s|$)", built):
        return DoubleQuotedScalarString(built)
    return built


def styled(value: Any, style: str) -> Any:
    """The scalar *value* in the *style* a person chose (their quote), where that can hold it."""
    written = _scalar(value)
    if style == "'" and "\n" not in written and "\t" not in written:
        return SingleQuotedScalarString(written)
    if style == '"' and not isinstance(written, LiteralScalarString):
        return DoubleQuotedScalarString(written)
    return written if isinstance(value, str) and not isinstance(value, Plain) else Plain(written)


def quoted(text: str) -> Any:
    """*text* in double quotes, on one line."""
    return DoubleQuotedScalarString(text)


def literal_lines(written: Any, indent: int) -> str:
    """The lines of a literal text, each *indent* deep; empty where *written* is none."""
    if not isinstance(written, LiteralScalarString):
        return ""
    lines = str(written).removesuffix("\n").split("\n")
    return "\n".join(" " * indent + line if line else "" for line in lines)


def texts(value: Any) -> Any:
    """*value* with every scalar as the text that a file holds."""
    if isinstance(value, dict):
        return {str(key): texts(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [texts(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _moved(lines: str, by: int) -> str:
    """*lines* with all but the first moved *by* columns (never left of the margin)."""
    first, *rest = lines.split("\n")
    pad = " " * by
    moved = [line and (pad + line if by >= 0 else line[-by:]) for line in rest]
    return "\n".join([first, *moved])


@cache
def _yaml() -> YAML:
    yaml = YAML()
    yaml.Resolver = _PlainText
    yaml.preserve_quotes = True
    yaml.width = _ENDLESS
    yaml.allow_unicode = True
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(document: Any) -> str:
    out = StringIO()
    _yaml().dump(document, out)
    return out.getvalue()


def _build(value: Any) -> Any:
    if isinstance(value, dict):
        built = CommentedMap()
        for key, item in value.items():
            built[_key(key)] = _build(item)
        return built
    if isinstance(value, list | tuple):
        sequence = CommentedSeq([_build(item) for item in value])
        if _fits_one_line(value):
            sequence.fa.set_flow_style()
        return sequence
    return _scalar(value)


def _key(key: Any) -> Any:
    return DoubleQuotedScalarString(key) if _LOOKS_TYPED.fullmatch(str(key)) else str(key)


def _fits_one_line(items: list[Any] | tuple[Any, ...]) -> bool:
    """Short lists of numbers and codes read better as ``[1, 2]``."""
    words = [_scalar(item) for item in items if not isinstance(item, dict | list | tuple)]
    plain = all(type(word) is str and re.fullmatch(r"[A-Za-z0-9_.:+-]+", word) for word in words)
    return bool(words) and len(words) == len(items) and plain and sum(map(len, words)) < 70


def _scalar(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, ScalarString):
        return value
    if isinstance(value, int):
        return str(value)
    return str(value) if isinstance(value, Plain) else _text(str(value))


def _text(text: str) -> Any:
    if "\n" in text and re.fullmatch(r"[^\s].*[^\s]\n?", text, re.DOTALL) and "\t" not in text:
        lines = text.split("\n")
        if all(line == line.rstrip() for line in lines):
            return LiteralScalarString(text)
    if "\n" in text or "\t" in text:
        return DoubleQuotedScalarString(text)
    if not text or _LOOKS_TYPED.fullmatch(text):
        return DoubleQuotedScalarString(text)
    return text
