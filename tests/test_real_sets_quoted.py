"""From a customer's zip to the paper, for real sets where they lie beside the checkout."""

import json
import subprocess
from pathlib import Path

import pytest

from scripts.bench_sets import CUSTOMER, SETS, settings
from tests.conftest import Pcbsales
from tests.judges import require_judge

#: The sets that have no price before their customer answers, and what is asked.
UNPRICED = {"marsrover-pads": "outline.missing"}
PACKAGES = sorted(SETS.glob("*.zip"))
pytestmark = [
    pytest.mark.judges,
    pytest.mark.skipif(not PACKAGES, reason=f"no fabrication sets at {SETS}"),
]


def answered(pcbsales: Pcbsales, *words: object) -> str:
    """What a command prints that does its work."""
    answer = pcbsales(*words)
    assert answer.code == 0, answer.err
    return answer.out


@pytest.mark.usefixtures("ledger_folder")
@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.stem)
def test_a_real_set_comes_to_a_price_or_a_named_question(
    package: Path, pcbsales: Pcbsales, tmp_path: Path
) -> None:
    name, paper = package.stem, tmp_path / "paper.pdf"
    reading = json.loads(answered(pcbsales, "intake", "read", package, "-o", "json"))
    taken = ("intake", "add", package, "-c", CUSTOMER, *settings(reading), "-o", "json")
    assert json.loads(answered(pcbsales, *taken))["part_no"] == name
    assert json.loads(answered(pcbsales, "part", "show", name, "-o", "json"))["part_no"] == name
    review = json.loads(answered(pcbsales, "part", "dfm", name, "-o", "json"))
    assert review["findings"]
    assert review["figures"]
    asked = ("quote", "matrix", CUSTOMER, name, "-q", "100,500", "-o", "json")
    cells = json.loads(answered(pcbsales, *asked))["cells"]
    if name in UNPRICED:
        assert all(UNPRICED[name] in cell["reason"] for cell in cells)
        answered(pcbsales, "part", "dfm", name, "--customer-sheet", "-O", paper)
    else:
        assert all(float(cell["total"]) > 0 for cell in cells)
        order = ("quote", "new", CUSTOMER, name, "-q", "100,500", "-o", "json")
        quote = json.loads(answered(pcbsales, *order))["id"]
        answered(pcbsales, "quote", "show", quote, "-O", paper, "--lang", "en")
    assert paper.read_bytes().startswith(b"%PDF")
    assert name in words_of(paper)


def words_of(paper: Path) -> str:
    """The text of a PDF, its lines joined: a long number may be broken in its column."""
    require_judge("pdftotext")
    command = ["pdftotext", "-raw", str(paper), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return "".join(text.split())
