"""The wheel alone, in an empty folder: the sample ledger, and a quotation as PDF."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds nothing but what the wheel brings."""
    built, target = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)],
        cwd=REPOSITORY, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = built.glob("*.whl")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
         "--target", str(target), str(wheel)],
        check=True, capture_output=True,
    )  # fmt: skip
    return target


def test_a_quotation_as_pdf_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "PCBSALES_TODAY": "2026-10-31",
        "HOME": str(tmp_path),
    }

    def pcbsales(*arguments: str, cwd: Path = tmp_path) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "pcbsales", *arguments], cwd=cwd, env=environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = subprocess.run(
        [sys.executable, "-c", "import pcbsales; print(pcbsales.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(installed))

    pcbsales("init", "demo", "--sample")
    ledger = tmp_path / "demo"
    quote = pcbsales("quote", "list", "-o", "tsv", cwd=ledger).splitlines()[-1].split("\t")[0]
    pcbsales("quote", "show", quote, "-O", "q.pdf", "--lang", "zh-Hant", cwd=ledger)
    assert (ledger / "q.pdf").read_bytes().startswith(b"%PDF-")
