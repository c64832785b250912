"""A record as the index hands it out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pcbsales.kernel.errors import Finding


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as the index holds it: its id, its path, its content or what is wrong with it."""

    id: str
    path: str
    body: dict[str, Any] | None
    findings: tuple[Finding, ...]


def entry_of(row: tuple[str, str, str | None, str]) -> Entry:
    """An entry of a row: id, path, content and findings as JSON."""
    record_id, path, body, findings = row
    found = tuple(findings_of(findings, path)) if findings else ()
    return Entry(record_id, path, json.loads(body) if body else None, found)


def findings_of(stored: str, path: str) -> Iterator[Finding]:
    """What *stored*, as JSON, says is wrong with the file at *path*."""
    for line, rule, message, values in json.loads(stored):
        yield Finding(path, line, rule, message, values)
