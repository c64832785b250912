"""A small ledger, and warm programs whose file calls can be made to fail."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from scripts.faults import shim
from scripts.faults.prepared import Scene, prepare, scenes
from scripts.faults.program import Program
from scripts.faults.workers import residents
from tests.judges import require_judge


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    require_judge("cc")
    if not shim.has_compiler():
        pytest.skip("the preloaded library needs Linux")
    return shim.build(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def workshop() -> Iterator[Path]:
    """A folder in memory where there is such a thing: every step writes a ledger anew."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        prefix="faults-", dir=memory if memory.is_dir() else None
    ) as name:
        yield Path(name).resolve()


@pytest.fixture(scope="session")
def ledger(workshop: Path) -> Path:
    return prepare(workshop)


@pytest.fixture(scope="session")
def all_scenes(workshop: Path, ledger: Path) -> Sequence[Scene]:
    return scenes(workshop, ledger)


@pytest.fixture(scope="session")
def programs(workshop: Path, library: Path, ledger: Path) -> Iterator[list[Program]]:
    with residents(workshop, library, ledger, os.cpu_count() or 1) as found:
        yield found
