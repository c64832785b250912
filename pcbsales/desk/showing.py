"""Showing a file to a person: by the desktop's program for it, else by saying where it lies."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pcbsales.desk.attached_file import visible_name
from pcbsales.kernel.errors import UsageError
from pcbsales.store.git.environment import absolute_folders, persons_environment
from pcbsales.workspace.output import write_file

#: What a desktop shows and does not run; a customer's file of another kind is only laid out.
_SHOWN: Final = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".gif", ".txt", ".csv", ".md", ".log"})


def place_for(name: str, file: Path | None = None) -> Path:
    """Where a file may be laid out: *file* if it is not there yet, else a new folder."""
    if file is None:
        return Path(tempfile.mkdtemp(prefix="pcbsales-")) / visible_name(name)
    if os.path.lexists(file):
        raise UsageError("{file} is there already; name another file", file=file)
    return file


def lay_out(name: str, data: bytes, file: Path | None = None) -> Path:
    """Write *data* for reading: to *file*, or under *name* in a new folder of one's own."""
    place = place_for(name, file)
    write_file(place, data)
    return place


def opener(environ: Mapping[str, str]) -> list[str]:
    """The program that shows files, with its arguments; empty where there is no desktop.

    ``PCBSALES_OPENER`` names one of your own; set but empty, nothing is opened.
    """
    if (wish := environ.get("PCBSALES_OPENER")) is not None:
        return shlex.split(wish)
    if sys.platform == "darwin":
        return ["open"]
    on_desktop = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    folders = absolute_folders(os.environ.get("PATH", os.defpath))
    found = shutil.which("wslview", path=folders)
    if not found and on_desktop:
        found = shutil.which("xdg-open", path=folders)
    return [found] if found else []


def show_file(file: Path) -> bool:
    """Open *file* on the desktop; False where there is none, or it could run what it is given."""
    program = opener(os.environ)
    if not program or file.suffix.lower() not in _SHOWN:
        return False
    try:
        subprocess.Popen(
            [*program, str(file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=persons_environment(),
        )
    except OSError as error:
        raise UsageError(
            "{file} cannot be opened with {program}: {problem}",
            file=file,
            program=program[0],
            problem=error.strerror,
        ) from None
    return True
