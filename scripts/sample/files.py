"""The records as files: YAML text as the program would write it, and the tree of a ledger."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pcbsales.kernel.record import Attachment, Plain, Record
from pcbsales.manifest import Catalogue
from pcbsales.store import layout
from pcbsales.store.text.round_trip import dump

FORMAT = "format: 1\nzone: Asia/Shanghai\ndemo: true\n"
#: Texts that stand without quotes wherever YAML is read: they begin with a letter, or like a part
#: number, and hold nothing that could mean something.
_START = r"(?:[^\W\d_]|[0-9]{1,3}-|[0-9]{1,3} [a-z])"
_INSIDE = r"[\w./+()%,,。、()×µ'-]"
_HARMLESS = re.compile(rf"{_START}{_INSIDE}*(?: {_INSIDE}+)*|\+[0-9]+[dm]")
_TYPED = re.compile(r"true|false|null|yes|no|on|off|y|n|e[-+]?[0-9_.]+", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")


def ledger_files(
    records: Iterable[Record], catalogue: Catalogue, attachments: Iterable[Attachment] = ()
) -> Iterator[tuple[str, bytes]]:
    """Paths below the root, with their bytes."""
    yield layout.FORMAT, FORMAT.encode()
    for attachment in attachments:
        yield layout.attachment_path(attachment.sha256), attachment.data
    for record in records:
        path = layout.path_of(catalogue.kind_of(type(record)), record.id)
        yield path, text_of(record.tree())


def write_files(root: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write *files* below *root*; how many there were."""
    folders: set[Path] = set()
    count = 0
    for name, data in files:
        path = root / name
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        path.write_bytes(data)
        count += 1
    return count


def text_of(tree: dict[str, Any]) -> bytes:
    """The bytes that the program's own writer gives for *tree*, thirty times as fast.

    What is not plainly harmless is left to that writer.
    """
    lines: list[str] = []
    if _mapping(tree, "", lines):
        return ("\n".join(lines) + "\n").encode("utf-8")
    return dump(tree)


def _mapping(tree: dict[str, Any], indent: str, lines: list[str]) -> bool:
    """Append the lines of *tree*; False if something in it needs the careful writer."""
    for key, value in tree.items():
        if isinstance(value, dict):
            lines.append(f"{indent}{key}:")
            if not value or not _mapping(value, indent + "  ", lines):
                return False
        elif isinstance(value, list):
            if not _sequence(key, value, indent, lines):
                return False
        else:
            text = _scalar(value)
            if text is None:
                return False
            lines.append(f"{indent}{key}: {text}")
    return True


def _sequence(key: str, items: list[Any], indent: str, lines: list[str]) -> bool:
    if not items:
        return False
    if all(isinstance(item, dict) and item for item in items):
        lines.append(f"{indent}{key}:")
        for item in items:
            start = len(lines)
            if not _mapping(item, indent + "    ", lines):
                return False
            lines[start] = f"{indent}  - {lines[start].lstrip()}"
        return True
    words = [_scalar(item) for item in items]
    if not all(word and re.fullmatch(r"[A-Za-z0-9_.:+-]+", word) for word in words):
        return False
    if sum(len(word) for word in words if word) >= 70:
        return False
    lines.append(f"{indent}{key}: [{', '.join(word for word in words if word)}]")
    return True


def _scalar(value: Any) -> str | None:
    """How *value* stands in the file; None where that takes thought."""
    if isinstance(value, Plain):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return f'"{value}"'
    if isinstance(value, str) and _HARMLESS.fullmatch(value) and not _TYPED.fullmatch(value):
        return value
    return None
