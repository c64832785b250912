"""``pcbsales doctor``: is this machine, and this ledger, in order?"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pcbsales import __version__
from pcbsales.kernel.errors import MessageId, PcbsalesError
from pcbsales.kernel.tables import Column, Table, Word
from pcbsales.store.git import Git, GitError
from pcbsales.workspace import Workspace

_OLDEST_GIT = (2, 36)


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked at: whether it is in order, and what was seen or should be done."""

    what: str
    good: bool
    seen: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that was looked at."""

    examined: tuple[Examined, ...]

    @property
    def healthy(self) -> bool:
        """Whether all of it is in order."""
        return all(item.good for item in self.examined)

    def as_json(self) -> list[dict[str, Any]]:
        """Objects with ``what``, ``good``, ``seen``."""
        return [{"what": i.what, "good": i.good, "seen": i.seen} for i in self.examined]

    def as_table(self) -> Table:
        """The same as rows."""
        return Table(
            columns=(Column("what", "what"), Column("good", "in order"), Column("seen", "seen")),
            rows=tuple((Word(i.what), i.good, i.seen) for i in self.examined),
        )


def diagnose(ws: Workspace) -> Diagnosis:
    """Look over the machine, and the ledger where there is one."""
    checks: dict[MessageId, Callable[[], Iterator[tuple[bool, str]]]] = {
        "pcbsales": lambda: iter([(True, __version__)]),
        "git": _git,
        "fast YAML reading": _libyaml,
        "fonts": _fonts,
        "ledger": lambda: _ledger(ws),
        "identity": lambda: _identity(ws),
        "station": lambda: _station(ws),
    }
    return Diagnosis(tuple(_examine(ws, what, look) for what, look in checks.items()))


def _examine(ws: Workspace, what: str, look: Callable[[], Iterator[tuple[bool, str]]]) -> Examined:
    try:
        good, seen = next(look())
    except PcbsalesError as error:
        return Examined(what, good=False, seen=ws.translate(error.msgid, **error.values))
    except (GitError, OSError) as error:
        return Examined(what, good=False, seen=str(error))
    return Examined(what, good, seen)


def _git() -> Iterator[tuple[bool, str]]:
    said = Git(Path.cwd()).text("--version")
    numbers = re.findall(r"[0-9]+", said)[:2]
    yield tuple(map(int, numbers)) >= _OLDEST_GIT, said


def _libyaml() -> Iterator[tuple[bool, str]]:
    import yaml  # noqa: PLC0415 -- start-up

    yield bool(yaml.__with_libyaml__), f"PyYAML {yaml.__version__}"


def _fonts() -> Iterator[tuple[bool, str]]:
    yield find_spec("manimgx_fonts_cjk") is not None, "manimgx-fonts-cjk"


def _ledger(ws: Workspace) -> Iterator[tuple[bool, str]]:
    findings = ws.ledger.findings()
    yield (
        not findings,
        ws.translate("{folder}: {count} findings", folder=ws.ledger.root, count=len(findings)),
    )


def _identity(ws: Workspace) -> Iterator[tuple[bool, str]]:
    yield True, ws.actor


def _station(ws: Workspace) -> Iterator[tuple[bool, str]]:
    from pcbsales.store.numbering import read_station  # noqa: PLC0415 -- start-up

    letter = read_station(ws.ledger.git.folder() / "pcbsales" / "station")
    yield True, letter or "-"
