"""How a room introduces itself: its record kinds, commands and checks, all named by string.

Nothing here imports a room's records or commands, so the program's help costs no start-up time;
what runs is loaded when it runs.
"""

from pcbsales.manifest.catalogue import Catalogue
from pcbsales.manifest.check import Check, Reads, beside, by, everywhere, pointed_at, together
from pcbsales.manifest.loading import load
from pcbsales.manifest.record_kind import RecordKind, Shelf
from pcbsales.manifest.room import Commands, DecisionKind, Manifest, Projection

__all__ = [
    "Catalogue",
    "Check",
    "Commands",
    "DecisionKind",
    "Manifest",
    "Projection",
    "Reads",
    "RecordKind",
    "Shelf",
    "beside",
    "by",
    "everywhere",
    "load",
    "pointed_at",
    "together",
]
