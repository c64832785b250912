"""The text that a person's first record of a kind begins with: commented, without any figure.

Kinds without a text of their own begin with a record of the sample ledger, all of it commented out.
"""

from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final

from pcbsales.documents.places import data_folder

if TYPE_CHECKING:
    from pcbsales.manifest import RecordKind
    from pcbsales.workspace import Workspace

_FROM_SAMPLE: Final = """\
# How the firm of the sample ledger has it: the firm and its figures are made up. Take the # away
# where a line is to count, and put your own words and figures in. Fields: docs/ledger-format.md
id: {id}
"""


def start_text(ws: "Workspace", kind: "RecordKind", record_id: str) -> bytes:
    """What a new record of *kind* called *record_id* begins with, as far as the ledger knows it."""
    gaps = {**dict(_known(ws)), "id": record_id, "today": ws.today.isoformat()}
    own = _own_text(kind.noun, gaps["country"])
    text = Template(own).substitute(gaps) if own else _sample_text(kind, record_id)
    return "\n".join(line.rstrip() for line in text.splitlines()).encode() + b"\n"


def _own_text(noun: str, country: str) -> str:
    """The text written for *noun*, for sellers in *country* where there is one; empty for none."""
    folder = data_folder("templates") / "starts"
    for name in (f"{noun}.{country}.yaml", f"{noun}.yaml"):
        if (folder / name).is_file():
            return (folder / name).read_text("utf-8")
    return ""


def _sample_text(kind: "RecordKind", record_id: str) -> str:
    head = _FROM_SAMPLE.format(id=record_id)
    found = sorted(_samples(kind))
    lines = found[-1].read_text("utf-8").splitlines() if found else []
    return head + "\n".join(f"# {line}" for line in lines if not line.startswith("id:"))


def _samples(kind: "RecordKind") -> Iterator[Path]:
    return (data_folder("ledger") / kind.folder).glob("*.yaml")


def _known(ws: "Workspace") -> Iterator[tuple[str, str]]:
    """What the firm's own records say already: the first of each kind, where there is one."""
    state, kinds = ws.snapshot(partial=True), ws.catalogue.kinds
    entity: Any = next(iter(state.all(kinds["entity"].type)), None)
    calendar: Any = next(iter(state.all(kinds["calendar"].type)), None)
    yield "entity", entity.id if entity else ""
    yield "currency", entity.currencies[0] if entity else ""
    yield "country", entity.country if entity else calendar.country if calendar else ""
    yield "calendar", calendar.id if calendar else ""
    yield "zone", str(ws.zone)
    yield "name", ""
    yield "email", ""
    yield "role", ""
