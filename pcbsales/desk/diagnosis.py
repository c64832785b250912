"""``pcbsales doctor``: is this machine, and this ledger, in order?"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeAlias

from pcbsales import __version__
from pcbsales.kernel.errors import MessageId, PcbsalesError
from pcbsales.kernel.tables import Column, Table, Word
from pcbsales.store.git.program import Git
from pcbsales.store.git.trust import require_trusted
from pcbsales.store.git.writable import (
    require_access,
    require_new_enough,
    require_repository,
    require_writable,
)
from pcbsales.store.layout import LEDGER
from pcbsales.workspace import Workspace

#: Whether it is in order, and what was seen.
Seen: TypeAlias = tuple[bool, str]
Look: TypeAlias = Callable[[Workspace], Seen]


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
    """Look over the machine, and the ledger where there is one, as far as it can be trusted."""
    found = [_examine(ws, what, look) for what, look in _MACHINE.items()]
    for what, look in _LEDGER.items():
        found.append(_examine(ws, what, look))
        if what in _NEEDED and not found[-1].good:
            break
    return Diagnosis(tuple(found))


def _examine(ws: Workspace, what: str, look: Look) -> Examined:
    try:
        good, seen = look(ws)
    except PcbsalesError as error:
        return Examined(what, good=False, seen=ws.translate(error.msgid, **error.values))
    except OSError as error:
        return Examined(what, good=False, seen=str(error))
    return Examined(what, good, seen)


def _program(_: Workspace) -> Seen:
    return True, __version__


def _git(ws: Workspace) -> Seen:
    git = Git(Path("/"))
    require_new_enough(git)
    return True, ws.translate("{said}, at {place}", said=git.text("--version"), place=git.program())


def _libyaml(_: Workspace) -> Seen:
    import yaml  # noqa: PLC0415 -- start-up

    return bool(yaml.__with_libyaml__), f"PyYAML {yaml.__version__}"


def _fonts(_: Workspace) -> Seen:
    return find_spec("manimgx_fonts_cjk") is not None, "manimgx-fonts-cjk"


def _text(ws: Workspace) -> Seen:
    encoding = sys.getfilesystemencoding()
    if encoding == "utf-8":
        return True, encoding
    return False, ws.translate(
        "file names and arguments are taken for {encoding}; set PYTHONUTF8=1", encoding=encoding
    )


def _folder(ws: Workspace) -> Seen:
    return True, str(ws.folder)


def _trust(ws: Workspace) -> Seen:
    require_trusted(ws.folder)
    return True, ws.translate("nothing that it brings along can run")


def _repository(ws: Workspace) -> Seen:
    repository = require_repository(ws.folder)
    require_access(repository.folder, ws.folder)
    require_writable(ws.ledger.git)
    return True, ws.translate("on the branch {branch}", branch=repository.branch)


def _history(ws: Workspace) -> Seen:
    repository = require_repository(ws.folder)
    said = [
        ws.translate(_HISTORY[name]) for name in _HISTORY if (repository.common / name).exists()
    ]
    return True, "; ".join(said) or ws.translate("whole, and all of it here")


def _edits(ws: Workspace) -> Seen:
    edited = ws.ledger.git.status(LEDGER)
    return True, ws.translate("{count} files that are not committed", count=len(edited))


def _records(ws: Workspace) -> Seen:
    findings = ws.ledger.findings()
    return not findings, ws.translate("{count} findings; see: pcbsales check", count=len(findings))


def _identity(ws: Workspace) -> Seen:
    return True, ws.actor


def _station(ws: Workspace) -> Seen:
    from pcbsales.store.writing.stations import copied_from, station_here  # noqa: PLC0415 -- start-up

    letter = station_here(ws.ledger) or "-"
    if place := copied_from(ws.ledger.own_folder()):
        return False, ws.translate(_COPY, letter=letter, place=place)
    return True, letter


_MACHINE: dict[MessageId, Look] = {
    "pcbsales": _program,
    "git": _git,
    "fast YAML reading": _libyaml,
    "fonts": _fonts,
    "text": _text,
}
_LEDGER: dict[MessageId, Look] = {
    "folder": _folder,
    "trust": _trust,
    "repository": _repository,
    "history": _history,
    "hand edits": _edits,
    "ledger": _records,
    "identity": _identity,
    "station": _station,
}
_COPY: Final[MessageId] = (
    "{letter}, which came along from {place}: both would give the same numbers; take a letter of "
    "your own with: pcbsales station add B; or, if that folder is no longer used: pcbsales "
    "station keep"
)
#: Without these nothing that comes after them can be looked at.
_NEEDED: Final = ("folder", "trust")
#: What a repository may lack or show otherwise, by the file that says so.
_HISTORY: dict[str, MessageId] = {
    "shallow": "shallow clone: what is older is not here; fetch it with: git fetch --unshallow",
    "objects/info/alternates": "objects lie in another repository, which must stay where it is",
    "info/grafts": "grafts are not heeded; see: git replace --convert-graft-file",
    "refs/replace": "replace refs are not heeded; see: git replace --list",
}
