"""The front door of a command: what a room's ``commands.py`` imports, and all that it needs."""

from pcbsales.workspace.front_door import Workspace, workspace
from pcbsales.workspace.options import AsOf, DryRun, Lang, Output, OutputFile, Partial

__all__ = [
    "AsOf",
    "DryRun",
    "Lang",
    "Output",
    "OutputFile",
    "Partial",
    "Workspace",
    "workspace",
]
