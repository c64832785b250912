"""Ways in which a record's file gets damaged, by name.

A way takes the file, its text and a source of chance; it leaves the damaged thing in the file's
place and says whether it did (False: this record has nothing to damage so).
"""

import os
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from pcbsales.store.text.source_tree import Mapping, Node, Scalar, Sequence, parse

Way: TypeAlias = Callable[[Path, str, random.Random], bool]
Change: TypeAlias = Callable[[str, random.Random], str | bytes | None]

WAYS: dict[str, Way] = {}
#: Ways after which a file may well be another valid record: what a person might have typed.
LIKE_AN_EDIT = {
    *("truncated at 1/4", "truncated at 1/2", "truncated at 3/4", "truncated at the end"),
    *("a bit flipped", "bytes of a page zeroed", "a line lost", "two lines swapped"),
    *("wrong currency", "optional key lost", "folder in its place"),
}


def text_way(name: str) -> Callable[[Change], Change]:
    """Registers a change of the text as a way."""

    def register(change: Change) -> Change:
        def way(file: Path, text: str, chance: random.Random) -> bool:
            damaged = change(text, chance)
            if damaged is None or damaged == text:
                return False
            file.write_bytes(damaged if isinstance(damaged, bytes) else damaged.encode("utf-8"))
            return True

        WAYS[name] = way
        return change

    return register


def file_way(name: str) -> Callable[[Way], Way]:
    """Registers a way that puts something else in the file's place."""

    def register(way: Way) -> Way:
        WAYS[name] = way
        return way

    return register


def scalars(node: Node) -> list[Scalar]:
    """All texts of *node* that stand on one line."""
    if isinstance(node, Scalar):
        return [node] if node.style not in {"|", ">"} else []
    values = (
        [entry.value for entry in node.entries.values()]
        if isinstance(node, Mapping)
        else [item.value for item in node.items]
    )
    return [found for value in values for found in scalars(value)]


def _one(text: str, chance: random.Random, pattern: str = r".+") -> Scalar | None:
    fitting = [node for node in scalars(parse(text)) if re.fullmatch(pattern, node.text)]
    return chance.choice(fitting) if fitting else None


def _put(text: str, node: Scalar | None, new: str) -> str | None:
    return text[: node.start] + new + text[node.end :] if node else None


def scalar_way(name: str, pattern: str, new: Callable[[str], str]) -> None:
    """Registers the replacing of a value that looks like *pattern*."""

    @text_way(name)
    def change(text: str, chance: random.Random) -> str | None:
        node = _one(text, chance, pattern)
        return _put(text, node, new(node.text)) if node else None


MONEY = r"-?[0-9]+\.[0-9]{2} [A-Z]{3}"
NUMBER = r"-?[0-9]+(\.[0-9]+)?( [A-Z]{3})?"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?"


def _number(value: str, new: str) -> str:
    return new + value[len(value.partition(" ")[0]) :]


scalar_way("null", ".+", lambda _: "~")
scalar_way("anchor", ".+", lambda value: f"&a {value}")
scalar_way("alias", ".+", lambda _: "*a")
scalar_way("tag", ".+", lambda value: f"!!str {value}")
scalar_way("underscore in a number", NUMBER, lambda v: _number(v, "1_000"))
scalar_way("full-width digits", NUMBER, lambda v: _number(v, "１２"))
scalar_way("1e400", NUMBER, lambda v: _number(v, "1e400"))
scalar_way("NaN", NUMBER, lambda v: _number(v, ".nan"))
scalar_way("octal", NUMBER, lambda v: _number(v, "0o17"))
scalar_way("thousands comma", NUMBER, lambda v: _number(v, "1,000"))
scalar_way("no such day", DATE, lambda v: "2026-02-30" + v[10:])
scalar_way("day of another order", DATE, lambda v: "30/01/2026" + v[10:])
scalar_way("instant without offset", DATE, lambda _: "2026-01-01T10:00:00")
scalar_way("unknown currency", MONEY, lambda v: v[:-3] + "XQQ")
scalar_way("wrong currency", MONEY, lambda v: v[:-3] + ("USD" if v.endswith("CNY") else "CNY"))


@text_way("three decimals")
def _three_decimals(text: str, chance: random.Random) -> str | None:
    """Of an amount; a price of one piece may have them, and then says something else."""
    fitting = [
        node
        for node in scalars(parse(text))
        if re.fullmatch(MONEY, node.text) and not text[: node.start].endswith("price: ")
    ]
    node = chance.choice(fitting) if fitting else None
    return _put(text, node, node.text.replace(" ", "5 ")) if node else None


scalar_way("direction mark", ".+", lambda _: "x\u202ey")
scalar_way("escaped control", ".+", lambda _: '"x\\x07y"')
scalar_way("escaped direction mark", ".+", lambda _: '"x\\u202ey"')
scalar_way("zero width mark", ".+", lambda _: "x\ufeffy")
scalar_way("list where a value was", ".+", lambda _: "[a, b]")
scalar_way("mapping where a value was", ".+", lambda _: "{zz_a: b}")
scalar_way("very deep flow", ".+", lambda _: "{a: " * 5000 + "x" + "}" * 5000)
scalar_way("depth bomb", ".+", lambda _: "[" * 200_000)
scalar_way("quote never closed", ".+", lambda _: '"x')


@text_way("empty value")
def _emptied(text: str, chance: random.Random) -> str | None:
    lines = [node for node in scalars(parse(text)) if text[node.end] == "\n"]
    return _put(text, chance.choice(lines), "")


@text_way("value where a list or mapping was")
def _flattened(text: str, chance: random.Random) -> str | None:
    def inner(node: Node) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        if isinstance(node, Mapping):
            for entry in node.entries.values():
                if not isinstance(entry.value, Scalar):
                    found.append((entry.lead, entry.end))
                found += inner(entry.value)
        elif isinstance(node, Sequence):
            for item in node.items:
                found += inner(item.value)
        return found

    places = inner(parse(text))
    if not places:
        return None
    start, end = chance.choice(places)
    return f"{text[:start]} x{text[end:]}"


for _name, _share in (("1/4", 0.25), ("1/2", 0.5), ("3/4", 0.75), ("the end", 1.0)):

    @text_way(f"truncated at {_name}")
    def _cut(text: str, chance: random.Random, share: float = _share) -> bytes:
        raw = text.encode("utf-8")
        return raw[: max(int(len(raw) * share) - chance.randrange(1, 4), 0)]


@text_way("a bit flipped")
def _flipped(text: str, chance: random.Random) -> bytes:
    raw = bytearray(text.encode("utf-8"))
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(raw)


@text_way("bytes of a page zeroed")
def _zeroed(text: str, chance: random.Random) -> bytes:
    raw = text.encode("utf-8")
    start = chance.randrange(len(raw))
    return raw[:start] + b"\0" * len(raw[start : start + 512]) + raw[start + 512 :]


@text_way("a line lost")
def _line_lost(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return "".join(lines)


@text_way("two lines swapped")
def _lines_swapped(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines) - 1)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    return "".join(lines)


def _inserted(text: str, chance: random.Random, what: bytes) -> bytes:
    raw = text.encode("utf-8")
    at = chance.randrange(len(raw))
    return raw[:at] + what + raw[at:]


@text_way("a byte that is no UTF-8")
def _no_utf8(text: str, chance: random.Random) -> bytes:
    return _inserted(text, chance, b"\xff")


@text_way("a NUL")
def _nul(text: str, chance: random.Random) -> bytes:
    return _inserted(text, chance, b"\0")


@text_way("saved in GB 18030")
def _gb18030(text: str, _: random.Random) -> bytes | None:
    return f"# 备注\n{text}".encode("gb18030")


@text_way("saved in UTF-16")
def _utf16(text: str, _: random.Random) -> bytes:
    return text.encode("utf-16")


@text_way("a byte order mark")
def _marked(text: str, _: random.Random) -> str:
    return "\ufeff" + text


@text_way("duplicate key")
def _twice(text: str, chance: random.Random) -> str:
    key = chance.choice(list(parse(text).entries))
    return f"{text}{key}: x\n"


@text_way("tab for indentation")
def _tabbed(text: str, _: random.Random) -> str | None:
    return (
        re.sub(r"^  ", "\t", text, count=1, flags=re.MULTILINE) if "\n  " in text else "\t" + text
    )


@text_way("merge key")
def _merged(text: str, _: random.Random) -> str:
    return f"{text}<<: {{name: x}}\n"


@text_way("unknown key")
def _unknown(text: str, _: random.Random) -> str:
    return f"{text}zz_unknown: x\n"


@text_way("unknown key in the middle")
def _unknown_inside(text: str, chance: random.Random) -> str:
    lines = [m.start() for m in re.finditer(r"^[a-z]", text, re.MULTILINE)]
    at = chance.choice(lines)
    return f"{text[:at]}zz_unknown: x\n{text[at:]}"


def _without(text: str, key: str) -> str:
    entry = parse(text).entries[key]
    return text[: entry.start] + text[text.index("\n", entry.end) + 1 :]


@text_way("id lost")
def _id_lost(text: str, _: random.Random) -> str:
    return _without(text, "id")


@text_way("optional key lost")
def _key_lost(text: str, chance: random.Random) -> str:
    return _without(text, chance.choice(list(parse(text).entries)))


@text_way("id of another")
def _wrong_id(text: str, _: random.Random) -> str:
    return text.replace("id: ", "id: Z", 1)


@text_way("two documents")
def _two(text: str, _: random.Random) -> str:
    return f"{text}---\nid: X\n"


@text_way("dots at the end")
def _dots(text: str, _: random.Random) -> str:
    return f"{text}...\n"


@text_way("directive")
def _directive(text: str, _: random.Random) -> str:
    return f"%YAML 1.1\n---\n{text}"


@text_way("alias bomb")
def _laughs(text: str, _: random.Random) -> str:
    lines = ["zz0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"zz{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return text + "\n".join(lines) + "\n"


@text_way("comment of 2 MiB")
def _big(text: str, _: random.Random) -> str:
    return text + "# " + "x" * (2 << 20) + "\n"


@text_way("comment of half a MiB on one line")
def _long_comment(text: str, _: random.Random) -> str:
    return text + "# " + "x" * (1 << 19) + "\n"


@text_way("key of half a MiB")
def _long_key(text: str, _: random.Random) -> str:
    return text + "z" * (1 << 19) + ": x\n"


@text_way("CRLF")
def _crlf(text: str, _: random.Random) -> str:
    return text.replace("\n", "\r\n")


@text_way("CR alone")
def _cr(text: str, _: random.Random) -> str:
    return text.replace("\n", "\r")


@text_way("half merged by git")
def _conflict(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    theirs = ["<<<<<<< HEAD\n", lines[at], "=======\n", lines[at], ">>>>>>> theirs\n"]
    return "".join([*lines[:at], *theirs, *lines[at + 1 :]])


@text_way("empty")
def _empty(_: str, __: random.Random) -> str:
    return ""


@text_way("only a comment")
def _only_comment(_: str, __: random.Random) -> str:
    return "# nothing\n"


@text_way("binary")
def _binary(_: str, chance: random.Random) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chance.randbytes(2000)


@text_way("JSON")
def _json_list(text: str, _: random.Random) -> str:
    return '[{"id": "X"}]\n'


@file_way("symbolic link")
def _link(file: Path, text: str, _: random.Random) -> bool:
    file.unlink()
    file.symlink_to("/etc/hostname")
    return bool(text)


@file_way("link to itself")
def _loop(file: Path, text: str, _: random.Random) -> bool:
    file.unlink()
    file.symlink_to(file.name)
    return bool(text)


@file_way("folder in its place")
def _folder(file: Path, text: str, _: random.Random) -> bool:
    file.unlink()
    file.mkdir()
    return bool(text)


@file_way("pipe in its place")
def _pipe(file: Path, text: str, _: random.Random) -> bool:
    file.unlink()
    os.mkfifo(file)
    return bool(text)


@file_way("not readable")
def _unreadable(file: Path, text: str, _: random.Random) -> bool:
    if os.geteuid() == 0:
        return False
    file.chmod(0)
    return bool(text)


@file_way("name in another case")
def _cased(file: Path, text: str, _: random.Random) -> bool:
    file.rename(file.with_name(file.name.swapcase()))
    return bool(text)


@file_way("name with a space")
def _spaced(file: Path, text: str, _: random.Random) -> bool:
    file.rename(file.with_name(f"{file.stem} (1).yaml"))
    return bool(text)


@file_way("content of another")
def _swapped(file: Path, text: str, chance: random.Random) -> bool:
    others = [other for other in file.parent.glob("*.yaml") if other != file]
    if not others:
        return False
    file.write_bytes(chance.choice(sorted(others)).read_bytes())
    return bool(text)
