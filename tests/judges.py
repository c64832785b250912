"""Judges: programs that only ``make test-all`` needs. Where a test is not marked, there are none.

A test that asks one and is not marked ``judges`` would be skipped, or fail, wherever ``make test``
is all there is; and ``.ci/run``, which runs the marked ones by themselves, would never require it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

JUDGES = ("cc", "hledger", "ledger", "pdfinfo", "pdftotext", "ssh-keygen", "strace")

#: Whether a missing judge fails the tests (make test-all) instead of skipping them.
REQUIRED = os.environ.get("PCBSALES_JUDGES") == "required"

_SCRIPT = '#!/bin/sh\necho "${0##*/}" >> "${0%/*}/asked"\nexit 127\n'


def require_judge(program: str) -> None:
    """Skip the test where *program* is not installed; fail it where judges are required."""
    found = shutil.which(program)
    if not found:
        (pytest.fail if REQUIRED else pytest.skip)(f"{program} is not installed")
    if Path(found).parent.name.startswith("no-judges-"):
        pytest.fail(f"who asks {program} is to be marked: pytest.mark.judges")


def missing() -> list[str]:
    """Judges that are not installed."""
    return [judge for judge in JUDGES if not shutil.which(judge)]


class NoJudges:
    """A folder to stand first in PATH: whoever asks a judge gets no answer, and it is noted."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="no-judges-"))
        for judge in JUDGES:
            (self._folder / judge).write_text(_SCRIPT)
            (self._folder / judge).chmod(0o755)

    @contextmanager
    def found(self) -> Iterator[None]:
        """While there is none. A fixture of a whole module may set another PATH meanwhile."""
        os.environ["PATH"] = os.pathsep.join((str(self._folder), *self._others()))
        try:
            yield
        finally:
            os.environ["PATH"] = os.pathsep.join(self._others())

    def _others(self) -> list[str]:
        folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
        return [folder for folder in folders if folder != str(self._folder)]

    def asked(self) -> list[str]:
        """Which were asked nevertheless, since this was asked last."""
        note = self._folder / "asked"
        names = note.read_text().split() if note.exists() else []
        note.unlink(missing_ok=True)
        return names

    def forget(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self._folder, ignore_errors=True)
