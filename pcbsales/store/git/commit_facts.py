"""A commit: when, whose, and what the program said of it in the last lines of its message."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_TRAILER: Final = re.compile(r"([A-Z][A-Za-z-]*): (.*)")
_PERSON: Final = re.compile(rb"(?:author|committer) (.*?) ?<(.*?)> (-?[0-9]+) ([+-][0-9]{4})")


@dataclass(frozen=True, slots=True)
class CommitFacts:
    """A commit: when, whose, and what the program said of it; by hand where it said nothing."""

    commit: str
    at: datetime
    author: str
    email: str
    action: str = ""
    actor: str = ""
    records: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()

    @property
    def by_hand(self) -> bool:
        """Whether the program did not make it."""
        return not self.action


def facts_of(name: str, raw: bytes) -> CommitFacts:
    """What the commit called *name* says of itself."""
    head, _, message = raw.partition(b"\n\n")
    lines = head.split(b"\n")
    author = _person(lines, b"author")
    committer = _person(lines, b"committer")
    trailers = list(_trailers(message.decode("utf-8", "replace")))
    return CommitFacts(
        commit=name,
        at=committer[2],
        author=author[0],
        email=author[1],
        action=next((value for key, value in trailers if key == "Action"), ""),
        actor=next((value for key, value in trailers if key == "Actor"), ""),
        records=tuple(value for key, value in trailers if key == "Record"),
        parents=tuple(line[7:].decode() for line in lines if line.startswith(b"parent ")),
    )


def _person(lines: list[bytes], role: bytes) -> tuple[str, str, datetime]:
    line = next((line for line in lines if line.startswith(role + b" ")), b"")
    match = _PERSON.fullmatch(line)
    if match is None:
        return "", "", datetime.fromtimestamp(0, UTC)
    sign = -1 if match[4].startswith(b"-") else 1
    offset = timedelta(hours=int(match[4][1:3]), minutes=int(match[4][3:5]))
    try:
        zone = timezone(sign * offset)
        at = datetime.fromtimestamp(int(match[3]), zone)
    except (ValueError, OverflowError, OSError):
        at = datetime.fromtimestamp(0, UTC)
    return match[1].decode("utf-8", "replace"), match[2].decode("utf-8", "replace"), at


def _trailers(message: str) -> Iterator[tuple[str, str]]:
    """The lines ``Key: value`` of the last paragraph, if that is all there is in it."""
    paragraphs = message.strip("\n").split("\n\n")
    if len(paragraphs) < 2:
        return
    matches = [_TRAILER.fullmatch(line) for line in paragraphs[-1].split("\n")]
    if all(matches):
        yield from ((match[1], match[2]) for match in matches if match)
