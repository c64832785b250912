"""Real customers' sets, where they lie beside the checkout (they are not ours to ship)."""

import json
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pcbsales.boards.fabrication.reading import DefectError, FabricationReading, read_package

SETS = Path(__file__).resolve().parents[3].parent / "shared" / "gerbers"
pytestmark = pytest.mark.skipif(
    not (SETS / "truth.json").exists(), reason=f"no fabrication sets at {SETS}"
)


def truths() -> list[dict[str, Any]]:
    path = SETS / "truth.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def read_file(name: str) -> FabricationReading:
    return read_package((SETS / name).read_bytes())


@pytest.mark.parametrize("truth", truths(), ids=lambda truth: truth["file"])
def test_every_established_value(truth: dict[str, Any]) -> None:
    began = time.process_time()
    reading = read_file(truth["file"])
    assert time.process_time() - began < 2
    for key in ("copper_layers", "holes", "slots", "outline_file"):
        if truth[key] is not None:
            assert getattr(reading, key) == truth[key], key
    if truth["size_mm"] is not None:
        assert reading.size_mm is not None
        assert sorted(map(float, reading.size_mm)) == pytest.approx(
            sorted(truth["size_mm"]), abs=0.02
        )
    else:
        assert reading.size_mm is None
    if truth["min_drill_mm"] is not None:
        assert reading.min_drill_mm == Decimal(str(truth["min_drill_mm"]))
    assert set(truth["must_ask"]) <= {question.code for question in reading.questions}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("01-truncated", "archive.truncated"),
        ("07-zip-slip", "archive.escape"),
        ("15-not-a-zip", "archive.not-a-zip"),
    ],
)
def test_defects(name: str, code: str) -> None:
    with pytest.raises(DefectError) as caught:
        read_file(f"defective/{name}.zip")
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("02-no-outline", "outline.missing"),
        ("04-no-drill", "drill.missing"),
        ("08-drill-unit-lie", "drill.unit"),
        ("10-rs274d-no-apertures", "gerber.rs274d"),
    ],
)
def test_questions(name: str, code: str) -> None:
    reading = read_file(f"defective/{name}.zip")
    assert code in {question.code for question in reading.questions}


def test_junk_is_left_aside() -> None:
    reading = read_file("defective/12-macosx-junk.zip")
    assert reading.size_mm == (Decimal(100), Decimal(24))
    assert (reading.copper_layers, reading.holes) == (2, 132)
