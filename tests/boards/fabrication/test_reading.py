"""A good set reads without questions; each way to spoil it asks the right one."""

from decimal import Decimal

import pytest

from pcbsales.boards.fabrication.reading import as_json
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
)

JOB = """{"GeneralSpecs": {"Size": {"X": 40.1, "Y": 25.1}, "LayerNumber": 2,
 "BoardThickness": 1.6, "Finish": "ENIG"},
 "MaterialStackup": [{"Type": "SolderMask", "Color": "Green"}, {"Type": "SolderMask",
 "Color": "Green"}, {"Type": "Legend", "Color": "White"}]}"""


def test_a_good_set_is_read_whole() -> None:
    reading = read(board())
    assert reading.size_mm == (Decimal(40), Decimal(25))
    assert (reading.copper_layers, reading.holes, reading.slots) == (2, 32, 0)
    assert reading.min_drill_mm == Decimal("0.3")
    assert reading.min_conductor_mm == Decimal("0.2")
    assert reading.outline_file == "b-Edge_Cuts.gbr"
    assert reading.mask_sides == ("top", "bottom")
    assert reading.legend_sides == ("top",)
    assert codes(reading) == set()


def test_json_has_the_stable_shape() -> None:
    answer = as_json(read(board()))
    assert answer["schema"] == 1
    assert answer["size_mm"] == [40.0, 25.0]
    assert answer["min_drill_mm"] == "0.3"
    roles = {file["name"]: file["role"] for file in answer["files"]}  # type: ignore[attr-defined]
    assert roles["b-F_Cu.gbr"] == "copper-top"
    assert roles["b.drl"] == "drill"
    assert {"code", "text"} == set(answer["questions"][0])  # type: ignore[index]


def test_what_the_job_file_states_is_not_asked() -> None:
    asked = {question.code for question in read(board()).questions}
    assert asked == {"thickness.not-given", "finish.not-given", "colour.not-given"}
    reading = read({**board(), "b-job.gbrjob": JOB})
    assert reading.questions == ()
    assert (reading.thickness_mm, reading.finish) == (Decimal("1.6"), "ENIG")
    assert (reading.mask_colour, reading.legend_colour) == ("Green", "White")


def test_a_finish_of_none_is_no_finish() -> None:
    reading = read({**board(), "b-job.gbrjob": JOB.replace("ENIG", "None")})
    assert {question.code for question in reading.questions} == {"finish.not-given"}


def test_questions_name_the_file_and_keep_their_message_id() -> None:
    reading = read_with(edge=gerber(lines((0, 0), (9, 0), (9, 9), closed=False), "Profile,NP"))
    question = next(q for q in reading.questions if q.code == "outline.open")
    assert "b-Edge_Cuts.gbr" in question.text
    assert "{file}" in question.msgid
    assert dict(question.values)["file"] == "b-Edge_Cuts.gbr"


def test_outline_missing_is_never_a_bounding_box() -> None:
    reading = read_with(edge=None)
    assert reading.size_mm is None
    assert reading.outline_file is None
    assert codes(reading) == {"outline.missing"}


def test_an_empty_outline_is_missing() -> None:
    assert codes(read_with(edge=gerber("", "Profile,NP"))) == {"outline.missing"}


def test_drill_missing() -> None:
    reading = read_with(drl=None)
    assert (reading.holes, reading.slots, reading.min_drill_mm) == (None, None, None)
    assert codes(reading) == {"drill.missing"}


def test_only_non_plated_holes_are_asked_about() -> None:
    note = "; #@! TF.FileFunction,NonPlated,1,2,NPTH\nMETRIC"
    reading = read_with(drl=drill(unit=note))
    assert reading.holes is None
    assert codes(reading) == {"drill.missing"}


def test_standard_gerber_without_apertures() -> None:
    bare = {
        name: content.replace("%ADD1", "%LN%") if "Cu" not in name else content
        for name, content in board().items()
    }
    edge = gerber(rectangle(0, 0, 40, 25), apertures="")
    reading = read({**bare, "b-Edge_Cuts.gbr": edge})
    assert "gerber.rs274d" in codes(reading)
    assert reading.size_mm is None


def test_an_empty_layer_without_apertures_is_no_standard_gerber() -> None:
    assert codes(read_with(**{"b-B_Silkscreen.gbr": gerber("", apertures="")})) == set()


@pytest.mark.parametrize(("gap", "asked"), [(0.03, set()), (0.2, {"outline.open"})])
def test_a_small_gap_is_closed_a_wide_one_asked(gap: float, asked: set[str]) -> None:
    body = lines((0, 0), (40, 0), (40, 25), (0, 25), (0, gap), closed=False)
    reading = read_with(edge=gerber(body, "Profile,NP"))
    assert codes(reading) == asked
    assert (reading.size_mm is None) == bool(asked)


def test_two_boards_in_one_outline() -> None:
    body = rectangle(0, 0, 40, 25) + rectangle(45, 0, 40, 25)
    assert codes(read_with(edge=gerber(body, "Profile,NP"))) == {"outline.several-boards"}


def test_a_cut_out_is_no_second_board() -> None:
    body = rectangle(0, 0, 40, 25) + rectangle(30, 15, 6, 6)
    reading = read_with(edge=gerber(body, "Profile,NP"))
    assert codes(reading) == set()
    assert reading.size_mm == (Decimal(40), Decimal(25))


def test_a_dividing_line_is_asked_about() -> None:
    body = rectangle(0, 0, 40, 25) + lines((20, 0), (20, 25), closed=False)
    assert codes(read_with(edge=gerber(body, "Profile,NP"))) == {"outline.several-boards"}


def test_a_frame_around_the_board_is_found_out_by_its_holes() -> None:
    body = rectangle(-50, -50, 200, 150) + rectangle(0, 0, 40, 25)
    reading = read_with(edge=gerber(body, "Profile,NP"))
    assert "outline.several-boards" in codes(reading)
    assert reading.size_mm is None


def test_mouse_bites_are_asked_about() -> None:
    bites = "".join(rectangle(2 + 2 * index, 2, 1, 1) for index in range(8))
    body = rectangle(0, 0, 40, 25) + bites
    assert codes(read_with(edge=gerber(body, "Profile,NP"))) == {"outline.several-boards"}
    body = rectangle(0, 0, 40, 25) + rectangle(2, 2, 1, 1)
    assert codes(read_with(edge=gerber(body, "Profile,NP"))) == set()


def test_scoring_lines_mean_an_array() -> None:
    score = gerber(lines((20, 0), (20, 25), closed=False), "Vcut")
    assert codes(read({**board(), "b-VScore.gbr": score})) == {"outline.several-boards"}
    assert codes(read({**board(), "b-VScore.gbr": gerber("", "Vcut")})) == set()


def test_a_gerber_of_unknown_use_is_asked_about() -> None:
    stray = gerber(rectangle(1, 1, 2, 2))
    assert codes(read({**board(), "b-xyzzy.gbr": stray})) == {"layer.unknown-role"}
    assert codes(read({**board(), "b-xyzzy.gbr": gerber("")})) == set()


def test_a_missing_inner_layer() -> None:
    stack = {
        "b-B_Cu.gbr": copper("Copper,L4,Bot"),
        "b-In1_Cu.gbr": copper("Copper,L2,Inr"),
        "b-In2_Cu.gbr": copper("Copper,L3,Inr"),
    }
    assert codes(read({**board(), **stack})) == set()
    assert read({**board(), **stack}).copper_layers == 4
    del stack["b-In1_Cu.gbr"]
    assert codes(read({**board(), **stack})) == {"layer.missing"}


def test_one_copper_side_is_half_a_package_or_a_single_sided_board() -> None:
    reading = read_with(bottom=None)
    assert reading.copper_layers is None
    assert "layer.missing" in codes(reading)


def test_a_missing_mask_is_asked_about() -> None:
    assert codes(read_with(mask=None)) == {"layer.missing"}


@pytest.mark.parametrize(("stated", "asked"), [(2, set()), (4, {"layer.count-conflict"})])
def test_the_job_file_against_the_layers(stated: int, asked: set[str]) -> None:
    job = JOB.replace('"LayerNumber": 2', f'"LayerNumber": {stated}')
    reading = read({**board(), "b.gbrjob": job})
    assert codes(reading) == asked
    assert reading.copper_layers == (None if asked else 2)


def test_two_different_top_layers_are_two_boards() -> None:
    other = copper("Copper,L1,Top", width=0.3)
    assert codes(read({**board(), "old/b-F_Cu.gbr": other})) == {"layer.count-conflict"}
    same = board()["b-F_Cu.gbr"]
    assert codes(read({**board(), "old/b-F_Cu.gbr": same})) == set()


def test_the_drill_span_against_the_layers() -> None:
    note = "; #@! TF.FileFunction,Plated,1,{},PTH\nMETRIC"
    assert codes(read_with(drl=drill(unit=note.format(2)))) == set()
    assert codes(read_with(drl=drill(unit=note.format(4)))) == {"layer.count-conflict"}


@pytest.mark.parametrize(("width", "asked"), [("40.1", set()), ("48.0", {"size.conflict"})])
def test_the_job_file_against_the_outline(width: str, asked: set[str]) -> None:
    reading = read({**board(), "b.gbrjob": JOB.replace("40.1", width)})
    assert codes(reading) == asked
    assert (reading.size_mm is None) == bool(asked)


def test_two_candidates_that_disagree() -> None:
    plain = {name: text for name, text in board().items() if "Edge" not in name}
    keepout = {"b.gko": gerber(rectangle(0, 0, 40, 25))}
    same = {"b.gm1": gerber(rectangle(0, 0, 40, 25) + rectangle(30, 10, 5, 5))}
    other = {"b.gm1": gerber(rectangle(0, 0, 38, 25))}
    assert codes(read({**plain, **keepout, **same})) == set()
    reading = read({**plain, **keepout, **other})
    assert codes(reading) == {"size.conflict"}
    assert reading.size_mm is None


def filled() -> str:
    """Top copper with pads in two corners of the board."""
    corners = "X1000000Y1000000D03*\nX39000000Y24000000D03*\n"
    return copper("Copper,L1,Top").replace("M02*", corners + "M02*")


@pytest.mark.parametrize(
    "other",
    [rectangle(-30, -20, 100, 70), rectangle(2, 2, 30, 20)],
    ids=["frame", "courtyard"],
)
def test_a_mechanical_layer_that_does_not_follow_the_copper_is_no_outline(other: str) -> None:
    plain = {name: text for name, text in board().items() if "Edge" not in name}
    plain["b-F_Cu.gbr"] = filled()
    reading = read({**plain, "b.gm13": gerber(other)})
    assert reading.size_mm is None
    assert codes(reading) == {"outline.missing"}


def test_a_mechanical_layer_serves_where_it_is_the_only_closed_outline() -> None:
    plain = {name: text for name, text in board().items() if "Edge" not in name}
    plain["b-F_Cu.gbr"] = filled()
    reading = read({**plain, "b.gm3": gerber(rectangle(0, 0, 40, 25))})
    assert reading.outline_file == "b.gm3"
    loose = gerber(lines((0, 0), (40, 0), (40, 25), closed=False))
    reading = read({**plain, "b.gm3": loose})
    assert codes(reading) == {"outline.missing"}


def test_an_outline_without_a_unit() -> None:
    edge = gerber(rectangle(0, 0, 40, 25), "Profile,NP", head="%FSLAX46Y46*%\n")
    reading = read_with(edge=edge)
    assert codes(reading) == {"unit.unknown"}
    assert reading.size_mm is None


def test_g71_states_the_unit_as_well() -> None:
    edge = gerber(rectangle(0, 0, 40, 25), "Profile,NP", head="%FSLAX46Y46*%\nG71*\n")
    assert codes(read_with(edge=edge)) == set()


def test_an_implausible_size_is_a_wrong_unit() -> None:
    edge = gerber(rectangle(0, 0, 0.5, 0.4), "Profile,NP")
    assert "unit.unknown" in codes(read_with(edge=edge))


def test_conductors_only_where_marked_and_drawn() -> None:
    unmarked = gerber(lines((1, 1), (5, 1), closed=False), "Copper,L1,Top")
    reading = read_with(top=unmarked)
    assert reading.min_conductor_mm is None
    assert codes(reading) == {"conductor.unsure"}
    thin_fill = copper("Copper,L1,Top").replace(
        "M02*",
        "%TA.AperFunction,Conductor*%\n%ADD20C,0.01*%\nD20*\nG36*\n"
        + rectangle(1, 1, 2, 2)
        + "G37*\nM02*",
    )
    assert read_with(top=thin_fill).min_conductor_mm == Decimal("0.2")


def test_holes_lie_where_they_are_drawn() -> None:
    assert len(HOLES) == 32


def test_other_data_is_named_not_read() -> None:
    reading = read({"b.kicad_pcb": "(kicad_pcb)", "notes.txt": "please quote"})
    question = next(q for q in reading.questions if q.code == "layer.missing")
    assert "design program" in question.text
    assert reading.size_mm is None
    tree = read({"odb/matrix/matrix": "STEP {", "odb/steps/pcb/stephdr": "X"})
    assert "ODB++" in next(q for q in tree.questions if q.code == "layer.missing").text
    packed_tree = read({"board-odb.tgz": b"\x1f\x8b\x08"})
    assert "ODB++" in next(q for q in packed_tree.questions if q.code == "layer.missing").text


def test_a_part_marked_as_array() -> None:
    edge = "%TF.Part,Array*%\n" + gerber(rectangle(0, 0, 40, 25), "Profile,NP")
    assert codes(read_with(edge=edge)) == {"outline.several-boards"}
    edge = edge.replace("Array", "Single")
    assert codes(read_with(edge=edge)) == set()


def test_a_drawing_beside_the_outline_is_no_rival() -> None:
    plain = {name: text for name, text in board().items() if "Edge" not in name}
    frame = gerber(lines((-60, 40), (90, 40), (90, -30), closed=False))
    reading = read({**plain, "b.gko": gerber(rectangle(0, 0, 40, 25)), "b.gm1": frame})
    assert reading.outline_file == "b.gko"
    assert codes(reading) == set()
    near = gerber(lines((0.2, 0.2), (39.8, 0.2), (39.8, 24.8), closed=False))
    reading = read({**plain, "b.gko": gerber(rectangle(0, 0, 40, 25)), "b.gm1": near})
    assert codes(reading) == {"size.conflict"}


def test_a_mechanical_layer_that_leaves_the_holes_outside_is_no_outline() -> None:
    plain = {name: text for name, text in board().items() if "Edge" not in name}
    reading = read({**plain, "b.gm7": gerber(rectangle(4, 4, 6, 6))})
    assert reading.size_mm is None
    assert "outline.missing" in codes(reading)


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (["a.GTL", "a.G1", "a.G2", "a.GBL"], 4),
        (["a.GTL", "a.GP1", "a.GP2", "a.G1", "a.G2", "a.GBL"], 6),
        (["a.cmp", "a.ly2", "a.ly15", "a.sol"], 4),
        (["TOP.art", "GND2.art", "PWR3.art", "BOTTOM.art"], 4),
        (["L01_top.gbr", "L02_gnd1.gbr", "L03_sig1.gbr", "L04_bot.gbr"], 4),
        (["Conductive-1.fph", "Conductive-2.fph"], 2),
        (["a.GTL", "a.G1", "a.G3", "a.G4", "a.GBL"], None),
        (["L1.gbr", "L2.gbr", "L4.gbr"], None),
        (["top.gbr", "inner1.gbr", "bottom.gbr"], None),
    ],
)
def test_copper_counted_by_names(names: list[str], count: int | None) -> None:
    files = {name: text for name, text in board().items() if "_Cu." not in name}
    for index, name in enumerate(names):
        text = copper("-", width=0.2 + index / 1000)
        files[name] = text.replace("%TF.FileFunction,-*%\n", "")
    reading = read(files)
    assert reading.copper_layers == count
    assert codes(reading) == ({"layer.missing"} if count is None else set())


def test_a_program_that_numbers_every_bottom_sixteen() -> None:
    maker = "%TF.GenerationSoftware,Labcenter,Proteus,8.9*%\n"
    bottom = copper("Copper,L16,Bot")
    assert codes(read_with(bottom=bottom)) == {"layer.missing"}
    reading = read_with(bottom=maker + bottom)
    assert codes(reading) == set()
    assert reading.copper_layers == 2


def test_a_gerber_named_after_its_holes_is_no_copper() -> None:
    flashes = "".join(f"X{round(x * 1e6)}Y{round(y * 1e6)}D03*\n" for x, y in HOLES)
    data = gerber(flashes, apertures="%ADD10C,0.300000*%\n")
    reading = read_with(drl=None, **{"b - CADCAM Drill TOP-BOT Plated.GBR": data})
    assert (reading.copper_layers, reading.holes) == (2, 32)


def test_three_files_numbered_by_name_alone_are_no_three_layers() -> None:
    plain = {name: text for name, text in board().items() if "_Cu" not in name}
    bare = {
        f"art00{number}_{side}.pho": copper("").replace("%TF.FileFunction,*%\n", "")
        for number, side in ((1, "top"), (2, "gnd"), (3, "bottom"))
    }
    reading = read({**plain, **bare})
    assert reading.copper_layers is None
    assert "layer.missing" in codes(reading)


def test_comments_may_hold_percent_signs() -> None:
    edge = gerber("%SRX2Y1I50.0J0.0*%\n" + rectangle(0, 0, 40, 25) + "%SR*%\n", "Profile,NP")
    odd = edge.replace("G01*", "G04 100% of the board*\nG01*", 1)
    assert read_with(edge=odd).size_mm == read_with(edge=edge).size_mm == (Decimal(90), Decimal(25))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_saved_by_a_text_editor(encoding: str) -> None:
    reading = read({name: text.encode(encoding) for name, text in board().items()})
    assert codes(reading) == set()
    assert (reading.copper_layers, reading.holes) == (2, 32)
