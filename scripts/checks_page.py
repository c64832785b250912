"""docs/checks.md: every rule over several records, what it asks, what check says, what to do."""

import re
from collections.abc import Iterator
from pathlib import Path

from pcbsales.kernel.errors import Rule
from pcbsales.registry import ROOMS, catalogue
from pcbsales.store.checks.rules import RULES

_GALLERY = Path(__file__).parents[1] / "tests" / "gallery" / "rooms_said.txt"
_HEAD = """# What check finds

Made by `make docs` from the rules themselves; a test holds it true. The lines shown are what
`pcbsales check` says of ledgers broken on purpose (`tests/gallery/`).

`pcbsales check` prints one line for each finding, `path:line: rule: message`, then what to do about
each rule; it exits with 1 if there is any. `check NOUN`, `check ID` and `check --rule NAME` look at
a part, `check --explain RULE` says what stands here, `-o json` is for scripts. What one record can
get wrong by itself is in the messages of its fields; [the ledger's format](ledger-format.md) lists
these.

A write runs the rules for all that it touches, and is refused (exit 1) if it would make something
newly wrong. What was wrong before hinders no other work, and a write that mends it goes through.
"""


def checks_page() -> str:
    """The page, as Markdown."""
    said = _said()
    parts = [_HEAD, *_part("The ledger's files", RULES, said)]
    for room, manifest in zip(ROOMS, catalogue().manifests, strict=True):
        rules = catalogue().rules_of(manifest)
        parts += _part(room.capitalize(), rules, said)
    return "\n".join(parts).rstrip() + "\n"


def _part(title: str, rules: dict[str, Rule], said: dict[str, str]) -> Iterator[str]:
    if rules:
        yield f"## {title}\n"
    for name, rule in rules.items():
        yield f"### {name}\n\n{rule.asks}\n"
        yield f"```\n{said[name]}\n```\n"
        yield f"What to do: {rule.remedy}\n"


def _said() -> dict[str, str]:
    """By rule, a line that check says of it in the gallery."""
    found: dict[str, str] = {}
    for line in _GALLERY.read_text("utf-8").splitlines():
        if match := re.match(r"\S.*?:[0-9]+: (\S+): ", line):
            found.setdefault(match[1], line)
    return found
