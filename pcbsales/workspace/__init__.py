"""The front door of a command: what a room's ``commands.py`` imports, and all that it needs."""

from pcbsales.workspace.declaring import Saving, WithPaper, saves, shows
from pcbsales.workspace.front_door import Workspace, workspace
from pcbsales.workspace.options import (
    AsOf,
    DryRun,
    Evidence,
    Lang,
    OfCustomer,
    On,
    Output,
    OutputFile,
    Partial,
)

__all__ = [
    "AsOf",
    "DryRun",
    "Evidence",
    "Lang",
    "OfCustomer",
    "On",
    "Output",
    "OutputFile",
    "Partial",
    "Saving",
    "WithPaper",
    "Workspace",
    "saves",
    "shows",
    "workspace",
]
