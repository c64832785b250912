"""A small ledger, and warm programs whose file calls can be made to fail."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from scripts.faults import shim
from scripts.faults.prepared import Scene, prepare, scenes
from scripts.faults.program import Program
from scripts.faults.workers import residents
from tests.conftest import require_judge


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    require_judge("cc")
    if not shim.has_compiler():
        pytest.skip("the preloaded library needs Linux")
    return shim.build(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


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
