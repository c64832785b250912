"""A small ledger, and warm programs whose file calls can be made to fail."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pcbsales.store.index.sharing import processors
from scripts.faults import shim
from scripts.faults.prepared import Scene, prepare, scenes
from scripts.faults.program import Program
from scripts.faults.workers import residents
from tests.judges import require_judge

#: What the trials' copies of the ledger take at most, in bytes.
_ROOM = 1_000_000_000


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    require_judge("cc")
    if not shim.has_compiler():
        pytest.skip("the preloaded library needs Linux")
    return shim.build(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def workshop() -> Iterator[Path]:
    """A folder in memory where there is room for it: every step writes a ledger anew."""
    with tempfile.TemporaryDirectory(prefix="faults-", dir=_memory()) as name:
        yield Path(name).resolve()


def _memory() -> Path | None:
    """A container has 64 MB of memory for files, or none."""
    place = Path("/dev/shm")
    if not os.access(place, os.W_OK):
        return None
    return place if shutil.disk_usage(place).free >= _ROOM else None


@pytest.fixture(scope="session")
def ledger(workshop: Path) -> Path:
    return prepare(workshop)


@pytest.fixture(scope="session")
def all_scenes(workshop: Path, ledger: Path) -> Sequence[Scene]:
    return scenes(workshop, ledger)


@pytest.fixture(scope="session")
def programs(workshop: Path, library: Path, ledger: Path) -> Iterator[list[Program]]:
    with residents(workshop, library, ledger, processors()) as found:
        yield found
