"""Writing a record's YAML, keeping a person's comments, order and style where there was a file.

Every plain scalar is kept as the text it is: numbers and dates are never interpreted, so nothing a
person wrote changes unless its value does.
"""

import re
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString
from ruamel.yaml.tag import Tag

from pcbsales.kernel.record import Plain

_STR = Tag(suffix="tag:yaml.org,2002:str")

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


def dump(tree: dict[str, Any], existing: bytes | None = None) -> bytes:
    """The YAML text of *tree*; with *existing*, that file's text with only the changes made."""
    yaml = _yaml()
    if existing is None:
        document: Any = _build(tree)
    else:
        document = yaml.load(existing.decode("utf-8"))
        _update_mapping(document, tree)
    out = StringIO()
    yaml.dump(document, out)
    return out.getvalue().encode("utf-8")


def _yaml() -> YAML:
    yaml = YAML()
    yaml.Resolver = _PlainText
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _build(value: Any) -> Any:
    if isinstance(value, dict):
        built = CommentedMap()
        for key, item in value.items():
            built[key] = _build(item)
        return built
    if isinstance(value, list | tuple):
        sequence = CommentedSeq([_build(item) for item in value])
        if _fits_one_line(value):
            sequence.fa.set_flow_style()
        return sequence
    return _scalar(value)


def _fits_one_line(items: list[Any] | tuple[Any, ...]) -> bool:
    """Short lists of numbers and codes read better as ``[1, 2]``."""
    words = [_scalar(item) for item in items if not isinstance(item, dict | list | tuple)]
    plain = all(type(word) is str and re.fullmatch(r"[A-Za-z0-9_.:+-]+", word) for word in words)
    return bool(words) and len(words) == len(items) and plain and sum(map(len, words)) < 70


def _scalar(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
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


def _update_mapping(document: CommentedMap, tree: dict[str, Any]) -> None:
    for key in [key for key in document if key not in tree]:
        del document[key]
    for position, (key, value) in enumerate(tree.items()):
        if key not in document:
            document.insert(position, key, _build(value))
        else:
            _update(document, key, value)


def _update(holder: Any, key: Any, value: Any) -> None:
    current = holder[key]
    if isinstance(value, dict) and isinstance(current, CommentedMap):
        _update_mapping(current, value)
    elif isinstance(value, list) and isinstance(current, CommentedSeq):
        _update_sequence(current, value)
    elif isinstance(value, dict | list) or str(current) != str(_scalar(value)):
        holder[key] = _build(value)


def _update_sequence(current: CommentedSeq, items: list[Any]) -> None:
    for position, item in enumerate(items[: len(current)]):
        _update(current, position, item)
    for item in items[len(current) :]:
        current.append(_build(item))
    while len(current) > len(items):
        del current[-1]
