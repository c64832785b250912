"""Figures read from data: drawn boards whose rings and edges are known, and real sets."""

import time
from decimal import Decimal
from pathlib import Path

import pytest

from pcbsales.boards.capability.figures import figures_of, measured
from pcbsales.boards.capability.verdicts import Surety
from pcbsales.boards.fabrication.reading import open_set
from tests.boards.fabrication.drawn import board, packed

SETS = Path(__file__).resolve().parents[3].parent / "shared" / "gerbers"
real = pytest.mark.skipif(
    not (SETS / "truth.json").exists(), reason=f"no fabrication sets at {SETS}"
)
#: Smallest ring, how sure, copper to edge: looked at in the data.
SEEN = {
    "basic-ecp5": ("0.100", Surety.LIKELY, "0.630"),
    "bitaxe": ("0.049", Surety.SURE, "0.350"),
    "bus-pirate": ("0.254", Surety.LIKELY, "0.200"),
    "crkbd-corne-cherry": ("0.099", Surety.LIKELY, "0.000"),
    "fomu-hacker": ("0.149", Surety.LIKELY, "0.070"),
    "gyw-eagle": ("0.254", Surety.UNSURE, "0.330"),
    "lasmo-siemens": ("0.148", Surety.LIKELY, "0.280"),
    "marsrover-pads": ("0.127", Surety.LIKELY, "0.000"),
    "olimex-esp32-evb-revL": ("0.074", Surety.SURE, "0.210"),
    "sofle-pico-bottom": ("0.600", Surety.SURE, "0.000"),
    "sofle-rgb-pcb-v2.1": ("0.049", Surety.SURE, "0.000"),
    "solarcast-target3001": ("0.140", Surety.LIKELY, "0.450"),
    "tomu-v0.0": ("0.150", Surety.LIKELY, "0.000"),
    "ulx3s": ("0.099", Surety.SURE, "0.270"),
    "wingman": ("-0.016", Surety.LIKELY, "0.350"),
}


def test_a_drawn_board_has_the_ring_that_its_pads_leave() -> None:
    figures = figures_of(open_set(packed(board())))
    assert figures.ring is not None
    # pads of 1.6 mm; the first hole is 1.0 mm, all others 0.3 mm
    assert figures.ring.smallest_mm == Decimal("0.300")
    assert figures.ring.hole_mm == Decimal("1.000")
    assert figures.max_drill_mm == 1
    assert figures.holes == 32
    assert float(figures.drills_per_m2 or 0) == pytest.approx(32_000, rel=0.002)


def test_copper_and_edge_of_a_drawn_board() -> None:
    figures = figures_of(open_set(packed(board())))
    area = figures.coverage
    assert area.board_mm2 == pytest.approx(Decimal(1000), abs=2)
    assert figures.edge is not None
    assert figures.edge.at_least
    assert figures.imbalance_percent is not None
    assert figures.imbalance_percent < 1


def test_a_package_that_cannot_be_read_gives_no_figures_but_says_why() -> None:
    figures, remarks = measured(b"no zip at all")
    assert figures is None
    assert remarks[0][0] == "nothing was measured: {fault}"
    assert "fault" in dict(remarks[0][1])


@real
@pytest.mark.parametrize("name", SEEN)
def test_real_sets(name: str) -> None:
    began = time.process_time()
    figures = figures_of(open_set((SETS / f"{name}.zip").read_bytes()))
    assert time.process_time() - began < 6
    ring, surety, edge = SEEN[name]
    assert figures.ring is not None
    assert figures.edge is not None
    assert (str(figures.ring.smallest_mm), figures.ring.surety) == (ring, surety)
    assert float(figures.edge.distance_mm) == pytest.approx(float(edge), abs=0.05)
