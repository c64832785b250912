"""What a new firm writes before its first quotation: the next record that is lacking."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pcbsales.manifest import RecordKind
    from pcbsales.workspace import Workspace


def beginnings(ws: "Workspace") -> "list[RecordKind]":
    """The kinds that no quotation can do without, in the order in which they are written."""
    return [kind for kind in ws.catalogue.kinds.values() if kind.first]


def beginning(kind: "RecordKind") -> str:
    """The command that writes the first record of *kind*."""
    return f"pcbsales {kind.noun} new {kind.first}"


def first_step(ws: "Workspace", *, besides: str = "") -> str:
    """The command that makes what no quotation can do without; empty where all of it is there.

    The noun *besides* is taken as if it were there.
    """
    state = ws.snapshot(partial=True)
    for kind in beginnings(ws):
        if kind.noun != besides and not state.all(kind.type):
            return beginning(kind)
    if state.all(ws.catalogue.kinds["customer"].type):
        return ""
    return "pcbsales customer new ID NAME --country COUNTRY"
