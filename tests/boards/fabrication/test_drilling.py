"""Drill programs of many dialects, all drilling the same 32 holes."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.boards.fabrication.excellon import Notation, looks_like_excellon, read_head
from pcbsales.boards.fabrication.machine import run
from tests.boards.fabrication.drawn import (
    HOLES,
    board,
    codes,
    copper,
    drill,
    gerber,
    lines,
    read,
    read_with,
    rectangle,
    um,
)


def whole(length: float, digits: int, fraction: int, zeros: str) -> str:
    text = f"{round(length * 10**fraction):0{digits + fraction}d}"
    if zeros == "LZ":
        return text.rstrip("0") or "0"
    return text.lstrip("0") or "0" if zeros == "TZ" else text


def spots(unit: float, digits: int, fraction: int, zeros: str) -> str:
    return "\n".join(
        f"X{whole(x / unit, digits, fraction, zeros)}Y{whole(y / unit, digits, fraction, zeros)}"
        for x, y in HOLES
    )


ALTIUM = "M48\n;Layer_Color=9474304\n;FILE_FORMAT=4:4\nMETRIC,LZ\n;TYPE=PLATED\n" + (
    "T1F00S00C0.3000\n%\nT01\n" + spots(1.0, 4, 4, "LZ") + "\nM30\n"
)
EAGLE = "%\nM48\nM72\nT01C0.0118\n%\nT01\n" + spots(25.4, 2, 4, "TZ") + "\nM30\n"
EAGLE_NEW = "M48\nFMAT,2\nICI,OFF\nMETRIC,TZ,000.000\nT1C0.300\n%\nG90\nM71\nT1\n" + (
    spots(1.0, 3, 3, "TZ") + "\nM30\n"
)
DIPTRACE = "M48\nINCH\nT01C0.0118\n%\nT01\n" + (
    spots(25.4, 2, 4, "").replace("X", "X+").replace("Y", "Y+") + "\nT00\nM30\n"
)
ALLEGRO = (
    ";LEADER: 12\n;HEADER:\n;CODE  : ASCII\n"
    ";   Holesize 1. = 11.811000 Tolerance = +3.000000/-3.000000 PLATED MILS Quantity = 32\n"
    "%\nG90\n" + spots(25.4, 2, 5, "") + "\nM30\n"
)
EASYEDA = (
    "M48\nMETRIC,LZ,000.000\n;FILE_FORMAT=3:3\n;TYPE=PLATED\n;Layer: PTH_Through\n"
    ";Holesize 1 = 0.3000 mm\nT01C0.3000\n%\nG05\nG90\nT01\n" + spots(1.0, 3, 3, "") + "\nM30\n"
)
SIEMENS = (
    "; Format  : 3.3 / Absolute / MM / Leading\nM48\nMETRIC,TZ\nFMAT,2\nICI,OFF\nT01C0.3000\n%\n"
    "M71\nG90\nG93X0Y0\nT01\n" + spots(1.0, 3, 3, "TZ") + "\nT00\nM30\n"
)
TARGET = "M48\nMETRIC\nT1F00S00C0.300\n%\nM71\nG05\nT1\n" + (
    "\n".join(f"X{x:.4f}Y{y:.4f}" for x, y in HOLES) + "\nM30\n"
)
GEDA = "M48\nINCH\nT41C0.012\n%\nT41\n" + spots(25.4, 2, 4, "") + "\nM30\n"
PADS = "%\nT1C.0118F095S3\n" + spots(25.4, 2, 4, "LZ") + "\nM30\n"
FORMAT_1 = "M48\nMETRIC\nLZ\nT01C0.3\n%\nT01\n" + spots(1.0, 3, 3, "LZ") + "\nM00\n"


@pytest.mark.parametrize(
    "program",
    [ALTIUM, EAGLE, EAGLE_NEW, DIPTRACE, ALLEGRO, EASYEDA, SIEMENS, TARGET, GEDA, PADS, FORMAT_1],
    ids="altium eagle eagle-new diptrace allegro easyeda siemens target geda pads format-1".split(),
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_dialects(program: str, newline: str) -> None:
    reading = read_with(drl=program.replace("\n", newline))
    assert codes(reading) == set()
    assert reading.holes == 32
    assert reading.slots == 0
    assert reading.min_drill_mm is not None
    assert abs(reading.min_drill_mm - Decimal("0.3")) < Decimal("0.006")


def test_the_unit_is_found_by_the_pads_where_nothing_states_it() -> None:
    assert read_with(drl=PADS, edge=None).min_drill_mm == Decimal("0.3")
    bare = {name: text for name, text in board().items() if "Cu" not in name and "Edge" not in name}
    reading = read({**bare, "b.drl": PADS})
    assert reading.min_drill_mm is None
    assert "drill.unit" in codes(reading)


def test_a_unit_that_lies_is_asked_about() -> None:
    reading = read_with(drl=drill("T1C0.0118\nT2C0.0394", scale=25.4))
    assert codes(reading) == {"drill.unit"}
    assert reading.min_drill_mm is None
    reading = read_with(drl=drill("T1C0.3\nT2C1.0", unit="INCH"))
    assert codes(reading) == {"drill.unit"}
    assert reading.min_drill_mm is None


def test_a_comment_against_a_command() -> None:
    note = "; FORMAT={-:-/ absolute / inch / decimal}\nMETRIC"
    assert codes(read_with(drl=drill(unit=note))) == {"drill.unit"}
    note = "; FORMAT={-:-/ absolute / metric / decimal}\nMETRIC"
    assert codes(read_with(drl=drill(unit=note))) == set()


@pytest.mark.parametrize(("size", "asked"), [("0.100", set()), ("0.040", {"drill.unit"})])
def test_holes_too_small_to_drill(size: str, asked: set[str]) -> None:
    reading = read_with(drl=drill(f"T1C{size}\nT2C1.0"))
    assert codes(reading) == asked


def test_holes_outside_the_outline() -> None:
    away = [(x + 500, y) for x, y in HOLES]
    assert codes(read_with(drl=drill(holes=away))) == {"drill.unit"}


def test_a_large_hole_on_the_board_is_no_doubt() -> None:
    reading = read_with(drl=drill("T1C2.2\nT2C18.0"))
    assert codes(reading) == set()
    assert reading.min_drill_mm == Decimal("2.2")


def test_tools_without_a_table() -> None:
    bare = drill().replace("T1C0.300\nT2C1.000\n", "")
    reading = read_with(drl=bare)
    assert codes(reading) == {"drill.no-tool-table"}
    assert reading.holes == 32
    assert reading.min_drill_mm is None


@pytest.mark.parametrize(
    "table",
    [
        " T01      0.30mm     31\n T02      1.00mm      1\n",
        "T1        11.811mil (0.3mm)   Round   31\nT2        39.37mil (1mm)   Round   1\n",
    ],
)
def test_a_table_in_a_file_of_its_own(table: str) -> None:
    bare = drill().replace("T1C0.300\nT2C1.000\n", "")
    reading = read_with(drl=bare, **{"b.dri": table})
    assert codes(reading) == set()
    assert reading.min_drill_mm == Decimal("0.3")


def test_slots_of_every_kind() -> None:
    tail = "X10.0Y20.0G85X12.0Y20.0\nG00X20.0Y20.0\nM15\nG01X22.0Y20.0\nM16\nG05\n"
    reading = read_with(drl=drill(tail=tail))
    assert (reading.holes, reading.slots) == (32, 2)


def test_the_routed_edge_is_no_slot() -> None:
    edge = "G00X0.0Y0.0\nM15\nG01X40.0Y0.0\nX40.0Y25.0\nX0.0Y25.0\nX0.0Y0.0\nM16\nG05\n"
    assert read_with(drl=drill(tail=edge)).slots == 0


def test_repeated_holes_and_patterns() -> None:
    program = (
        "M48\nMETRIC\nT1C0.3\n%\nT1\nX5.0Y5.0\nR3X2.0\n"
        "M25\nX5.0Y10.0\nX6.0Y10.0\nM01\nM02X5.0Y0.0\nM02X5.0Y0.0\nM08\nM30\n"
    )
    assert read_with(drl=program).holes == 4 + 6


def test_a_program_that_runs_away_is_not_counted() -> None:
    reading = read_with(drl="M48\nMETRIC\nT1C0.3\n%\nT1\nX5.0Y5.0\nR99999999X0.001\nM30\n")
    assert reading.holes is None
    assert codes(reading) == {"drill.unit"}


def test_incremental_coordinates() -> None:
    head = read_head(b"M48\nMETRIC\nICI,ON\nT1C0.3\n%\nT1\nX1.0Y1.0\nX1.0\nM30\n")
    pattern = run(head, Notation(1.0, ".", 3, 3))
    assert [point for _, point in pattern.hits] == [(1.0, 1.0), (2.0, 1.0)]


def test_plated_and_non_plated_count_together() -> None:
    split = {
        "b-PTH.drl": drill(holes=HOLES[:20]),
        "b-NPTH.drl": drill("T1C2.0\nT2C3.0", holes=HOLES[20:]),
    }
    assert read_with(drl=None, **split).holes == 32


def test_the_same_holes_in_two_files_count_once() -> None:
    split = {"b-PTH.drl": drill(holes=HOLES[:20]), "b-NPTH.drl": drill(holes=HOLES[20:])}
    reading = read_with(**split)
    assert reading.holes == 32
    assert codes(reading) == set()
    inch = drill("T1C0.0118\nT2C0.0394", unit="INCH", scale=25.4)
    assert read_with(**{"again.drl": inch}).holes == 32


def test_an_overlap_in_part_is_asked_about() -> None:
    reading = read_with(**{"b-part.drl": drill(holes=HOLES[:20])})
    assert reading.holes is None
    assert codes(reading) == {"layer.unknown-role"}


def test_stacked_blind_vias_are_all_counted() -> None:
    note = "; #@! TF.FileFunction,Plated,{},{},Blind\nMETRIC"
    spans = {"b-L1.drl": drill(unit=note.format(1, 2)), "b-L2.drl": drill(unit=note.format(2, 4))}
    inner = {
        "b-B_Cu.gbr": copper("Copper,L4,Bot"),
        "b-In1_Cu.gbr": copper("Copper,L2,Inr"),
        "b-In2_Cu.gbr": copper("Copper,L3,Inr"),
    }
    assert read_with(drl=None, **spans, **inner).holes == 64


def test_drill_data_in_gerber_form() -> None:
    flashes = "".join(f"X{um(x)}Y{um(y)}D03*\n" for x, y in HOLES)
    slot = lines((10, 20), (12, 20), closed=False)
    data = gerber(flashes + slot, "Plated,1,2,PTH", apertures="%ADD10C,0.300000*%\n")
    reading = read_with(drl=None, **{"b-PTH-drl.gbr": data})
    assert (reading.holes, reading.slots) == (32, 1)
    assert reading.min_drill_mm == Decimal("0.3")
    routed = data.replace("M02*", rectangle(0, 0, 40, 25) + "M02*")
    assert read_with(drl=None, **{"b-PTH-drl.gbr": routed}).slots == 1
    drawing = gerber(flashes, "Drillmap")
    assert codes(read_with(drl=None, **{"b-map.gbr": drawing})) == {"drill.missing"}


def test_an_empty_program_beside_a_full_one() -> None:
    empty = drill("", holes=()).replace("T2\nT1", "")
    assert read_with(**{"b-NPTH.drl": empty}).holes == 32


def test_text_is_no_program() -> None:
    assert not looks_like_excellon(b"T1 is the first tool\nX marks the spot\n")
    assert not looks_like_excellon(gerber(lines((0, 0), (1, 1))).encode())
    assert not looks_like_excellon(b"G21\nG90\nG01 X1 Y1 Z-1\nM30\n")


@settings(deadline=None)
@given(
    value=st.integers(0, 999_999),
    zeros=st.sampled_from(["LZ", "TZ", ""]),
    layout=st.sampled_from([(2, 4), (3, 3), (4, 4), (2, 5)]),
)
def test_any_suppression_reads_the_same(value: int, zeros: str, layout: tuple[int, int]) -> None:
    digits, fraction = layout
    length = value / 10**fraction
    if length >= 10**digits:
        return
    notation = Notation(1.0, "L" if zeros == "LZ" else "T", digits, fraction)
    assert abs(notation.length(whole(length, digits, fraction, zeros)) - length) < 1e-9


def test_lines_ended_by_carriage_returns_alone() -> None:
    assert read_with(drl=drill().replace("\n", "\r")).holes == 32


def test_only_slots_are_plated() -> None:
    slot = "M48\nMETRIC\nT1C1.0\n%\nT1\nX10.0Y2.0G85X14.0Y2.0\nM30\n"
    files = {**board(), "b-NonPlated.drl": drill(), "b-ContourPlated.drl": slot}
    del files["b.drl"]
    reading = read(files)
    assert reading.holes is None
    assert codes(reading) == {"drill.missing"}
