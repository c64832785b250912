"""The files in which a repository configures git, read by a small strict reader of our own.

Git itself is not asked: asking would already heed them. The reader knows less than git does and
refuses what it does not know, so that it never takes a line for something that git does not.
Grammar: git-config(1), "Syntax"; gitattributes(5), "Description".
"""

import re
from pathlib import Path
from typing import Final, NamedTuple

from pcbsales.store.naming import naming

#: Hand-written settings are a few lines; what is larger is something else.
_LARGEST: Final = 1 << 20
_SECTION: Final = re.compile(r'\[([A-Za-z0-9-]+)(?:[ \t]+"((?:[^"\\]|\\["\\])*)")?\]')
_KEY: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[ \t]*(=?)")
_ESCAPED: Final = {"n": "\n", "t": "\t", "b": "\b", '"': '"', "\\": "\\"}
_YES: Final = frozenset({"true", "yes", "on", "1"})


class Setting(NamedTuple):
    """One line of a configuration: ``section.subsection.name`` as git names it, and its value."""

    section: str
    subsection: str | None
    name: str
    value: str
    line: int

    @property
    def is_true(self) -> bool:
        """Whether it says yes, in one of git's words for it."""
        return self.value.lower() in _YES

    @property
    def key(self) -> str:
        """The whole name, as ``git config`` takes it."""
        return ".".join(filter(None, (self.section, self.subsection, self.name)))


class Attribute(NamedTuple):
    """One attribute of a ``.gitattributes`` line: its name and value (empty: set, as it stands)."""

    name: str
    value: str
    line: int


class StrangeLineError(Exception):
    """A line that is not plain settings; ``line`` counts from 1 (0: the file as a whole)."""

    def __init__(self, file: Path, line: int) -> None:
        self.file = file
        self.line = line
        super().__init__(file, line)


def read_settings(file: Path) -> tuple[Setting, ...]:
    """The settings in *file*, none where there is no such file.

    Raises:
        StrangeLineError: It holds what this reader does not know.
        OSError: It is there and cannot be read.
    """
    found: list[Setting] = []
    section, subsection = "", None
    for number, raw in enumerate(_text(file).split("\n"), 1):
        line = raw.removesuffix("\r").strip(" \t")
        try:
            if header := _SECTION.match(_printable(line)):
                section, subsection = header[1].lower(), _unescaped(header[2])
                line = line[header.end() :].lstrip(" \t")
            if line and line[0] not in "#;":
                name, value = _pair(line)
                found.append(Setting(_known(section), subsection, name, value, number))
        except ValueError:
            raise StrangeLineError(file, number) from None
    return tuple(found)


def read_attributes(file: Path) -> tuple[Attribute, ...]:
    """The attributes that *file* gives to any path, none where there is no such file.

    Raises:
        StrangeLineError: It is not text.
        OSError: It is there and cannot be read.
    """
    return tuple(
        Attribute(name, value, number)
        for number, line in enumerate(_text(file).splitlines(), 1)
        if not line.lstrip().startswith("#")
        for word in _after_pattern(line.strip())
        for name, _, value in [word.partition("=")]
    )


def _text(file: Path) -> str:
    try:
        with naming(file), file.open("rb") as source:
            raw = source.read(_LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except IsADirectoryError:
        raise StrangeLineError(file, 0) from None
    if len(raw) > _LARGEST:
        raise StrangeLineError(file, 0)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StrangeLineError(file, raw.count(b"\n", 0, error.start) + 1) from None


def _printable(line: str) -> str:
    if not line.replace("\t", " ").isprintable():
        raise ValueError(line)
    return line


def _known(section: str) -> str:
    if not section:
        raise ValueError("a setting outside every section")
    return section


def _unescaped(subsection: str | None) -> str | None:
    return subsection and re.sub(r"\\(.)", r"\1", subsection)


def _pair(line: str) -> tuple[str, str]:
    found = _KEY.match(line)
    if not found:
        raise ValueError(line)
    rest = line[found.end() :]
    if not found[2]:
        if rest:
            raise ValueError(line)
        return found[1].lower(), "true"
    return found[1].lower(), _value(rest.strip(" \t"))


def _value(text: str) -> str:
    """The value as git takes it: quotes dropped, escapes resolved, a comment cut off."""
    kept: list[str] = []
    spaces = 0
    quoted = False
    characters = iter(text)
    for character in characters:
        if not quoted and character in "#;":
            break
        if not quoted and character == " ":
            spaces += 1
            continue
        if character == "\t" and not quoted:
            raise ValueError(text)
        kept.append(" " * spaces if kept else "")
        spaces = 0
        if character == '"':
            quoted = not quoted
        else:
            kept.append(_escaped(next(characters, "")) if character == "\\" else character)
    if quoted:
        raise ValueError(text)
    return "".join(kept)


def _escaped(character: str) -> str:
    if character not in _ESCAPED:
        raise ValueError(character)
    return _ESCAPED[character]


def _after_pattern(line: str) -> list[str]:
    """What stands after the pattern of a line, the unset attributes left out."""
    if line.startswith('"'):
        pattern = re.match(r'"(?:[^"\\]|\\.)*"', line)
        words = line[pattern.end() :].split() if pattern else line.split()
    else:
        words = line.split()[1:]
    return [word for word in words if not word.startswith(("-", "!"))]
