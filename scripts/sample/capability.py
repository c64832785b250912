"""What the fictional firm's factory can build: usual limits, with where they are published."""

from typing import Any

from pcbsales.boards.capability.records import Capability
from pcbsales.boards.capability.rule_names import RULE_UNITS
from pcbsales.kernel.record import Record
from scripts.sample.numbers import said
from scripts.sample.rows import rows

_SOURCE = (
    "Fictional firm; limits after public capability pages, named line by line; rules are the "
    "firm's own where no source is named."
)
_SOURCES = {
    "own": "the firm's own",
    "nanotech": "nanotech.by/pcb-capabilities",
    "rushpcb": "rushpcb.co.uk/capabilities/technologies",
    "angus": "angustech.com/capabilities.html",
    "pcbco": "pcbcompany.co.uk/technologies",
    "jlc": "github.com/Changes729/Changes729 PCB.md (after jlc.com)",
    "proc": "procircuit.co.za/pcb-specifications",
    "euro": "eurocircuits.com/?p=3632; eurocircuits.de guidelines",
    "seeed": "seeed support 388421; eurocircuits.de guidelines",
    "network": "networkpcb.com capability table",
    "pcbbuy": "pcbbuy.com/faq/1047; next-pcb lib/priceHandlers",
    "nextpcb": "next-pcb lib/priceHandlers",
    "ipc": "IPC-6012, class 3",
    "iipc": "IPC-6012; IPC-A-610",
}
#: id, parameter, unit, conditions, kind, standard, advanced, beyond, absent, adder, days, source
_LINES = """
layers.count | layers | 1 | - | max | 14 | 28 | refuse | ask | - | 5 | nanotech
layers.aluminium | layers | 1 | material = aluminium/copper_base | max | 1 | 2 | refuse | ask | - | 3 | own
layers.cem1 | layers | 1 | material = cem1 | max | 1 | 2 | refuse | ask | - | - | own
board.long_side | board_long_mm | mm | - | max | 559 | 660 | ask | ask | - | 2 | pcbco
board.short_side | board_short_mm | mm | - | max | 406 | 584 | ask | ask | - | 2 | pcbco
board.smallest | board_short_mm | mm | delivery_format = single | min | 10 | 3 | ask | ask | - | - | own
board.v_cut_pitch | board_short_mm | mm | separation = v_cut/both | min | 5 | - | ask | ask | - | - | seeed
array.v_cut_size | array_short_mm | mm | separation = v_cut/both | min | 100 | 70 | ask | standard | - | - | seeed
array.gap | array_gap_mm | mm | separation = tab_route/both | min | 2 | 1.6 | ask | standard | - | - | euro
array.rail | rail_width_mm | mm | rails = top_bottom/left_right/all | min | 5 | - | ask | standard | - | - | euro
thickness.range_min | thickness_mm | mm | - | min | 0.4 | 0.2 | refuse | ask | - | 2 | angus
thickness.range_max | thickness_mm | mm | - | max | 2.4 | 8 | refuse | ask | - | 2 | proc
thickness.window_4l_min | thickness_mm | mm | layers <= 4 | min | 0.6 | 0.2 | ask | ask | thickness.thin_2l | 2 | nextpcb
thickness.window_4l_max | thickness_mm | mm | layers <= 4 | max | 1.6 | 2.4 | ask | ask | thickness.thick_2l | - | nextpcb
thickness.window_6l | thickness_mm | mm | layers > 4, layers <= 6 | min | 0.8 | 0.6 | ask | ask | - | 2 | nextpcb
thickness.window_multilayer_max | thickness_mm | mm | layers > 4 | max | 1.6 | 3.2 | ask | standard | - | 2 | nextpcb
thickness.window_8l | thickness_mm | mm | layers > 6, layers <= 8 | min | 1.0 | 0.8 | ask | ask | - | 2 | nextpcb
thickness.window_10l | thickness_mm | mm | layers > 8, layers <= 10 | min | 1.2 | 1.0 | ask | ask | - | 2 | nextpcb
thickness.window_12l | thickness_mm | mm | layers >= 12 | min | 1.6 | 1.4 | ask | ask | - | 2 | nextpcb
thickness.v_cut | thickness_mm | mm | separation = v_cut/both | min | 0.8 | 0.6 | ask | ask | - | - | seeed
thickness.tolerance | thickness_tol_percent | % | - | min | 10 | 5 | ask | standard | - | 2 | rushpcb
copper.outer | cu_outer_oz | oz | - | max | 1 | 5 | refuse | ask | - | 2 | proc
copper.inner | cu_inner_oz | oz | layers >= 3 | max | 1 | 4 | refuse | ask | - | 2 | proc
copper.hole | hole_cu_um | µm | ipc_class = 1/2/absent | max | 20 | 30 | ask | standard | hole_copper.25um | - | own
class3.hole_copper | hole_cu_um | µm | ipc_class = 3/3A | min | 25 | - | ask | ask | hole_copper.25um | - | ipc
class3.ring | annular_ring_mm | mm | ipc_class = 3/3A | min | 0.15 | 0.13 | ask | ask | - | - | ipc
track.outer | min_track_mm | mm | - | min | 0.102 | 0.076 | ask | ask | line.4mil_2l | 1 | rushpcb
track.inner | min_line_inner_mm | mm | layers >= 3 | min | 0.102 | 0.076 | ask | standard | - | 1 | rushpcb
track.two_layers | min_track_mm | mm | layers = 2 | min | 0.1 | - | refuse | ask | - | - | nextpcb
track.multilayer | min_track_mm | mm | layers >= 4 | min | 0.0889 | - | refuse | ask | - | - | nextpcb
space.outer | min_space_mm | mm | - | min | 0.102 | 0.076 | ask | standard | line.4mil_2l | 1 | rushpcb
space.two_layers | min_space_mm | mm | layers = 2 | min | 0.1 | - | refuse | ask | - | - | nextpcb
space.multilayer | min_space_mm | mm | layers >= 4 | min | 0.0889 | - | refuse | ask | - | - | nextpcb
line.copper_1oz | min_line_mm | mm | cu_outer_oz <= 1, layers <= 2 | min | 0.1 | - | ask | ask | - | - | jlc
line.copper_1oz_multilayer | min_line_mm | mm | cu_outer_oz <= 1, layers >= 4 | min | 0.09 | - | ask | ask | - | - | jlc
line.copper_2oz | min_line_mm | mm | cu_outer_oz > 1, cu_outer_oz <= 2 | min | 0.16 | - | ask | ask | - | - | jlc
line.copper_2_5oz | min_line_mm | mm | cu_outer_oz > 2, cu_outer_oz <= 2.5 | min | 0.2 | - | ask | ask | - | - | jlc
line.copper_3_5oz | min_line_mm | mm | cu_outer_oz > 2.5, cu_outer_oz <= 3.5 | min | 0.25 | - | ask | ask | - | - | jlc
line.copper_4_5oz | min_line_mm | mm | cu_outer_oz > 3.5, cu_outer_oz <= 4.5 | min | 0.3 | - | ask | ask | - | - | jlc
hole.drill | min_drill_mm | mm | - | min | 0.2 | 0.15 | ask | ask | hole.0_15_4l | 1 | nanotech
hole.largest | max_drill_mm | mm | - | max | 6.3 | - | ask | standard | - | - | angus
hole.one_layer | min_hole_mm | mm | layers = 1 | min | 0.3 | - | refuse | ask | - | - | nextpcb
hole.two_layers_thick | min_hole_mm | mm | layers = 2, thickness_mm >= 1.6 | min | 0.2 | - | refuse | ask | - | - | nextpcb
hole.two_layers | min_hole_mm | mm | layers = 2 | min | 0.25 | 0.15 | ask | ask | hole.0_20_2l | 1 | nextpcb
hole.aspect | aspect_ratio | 1 | - | max | 8 | 12 | ask | standard | - | 1 | nanotech
hole.ring | annular_ring_mm | mm | - | min | 0.15 | 0.1 | ask | standard | - | 1 | nanotech
hole.density | drills_per_m2 | /m² | - | max | 100000 | 500000 | ask | standard | drills.dense | - | pcbbuy
hole.to_copper_inner_8l | hole_to_copper_inner_mm | mm | layers >= 3, layers <= 8 | min | 0.14 | 0.1 | ask | standard | - | 1 | proc
hole.to_copper_inner_14l | hole_to_copper_inner_mm | mm | layers > 8, layers <= 14 | min | 0.165 | 0.1 | ask | standard | - | 1 | proc
hole.to_copper_inner_more | hole_to_copper_inner_mm | mm | layers > 14 | min | 0.18 | 0.1 | ask | standard | - | 1 | proc
edge.routed | copper_to_edge_mm | mm | separation = tab_route/absent, castellated = false/absent, edge_plating = false/absent, gold_fingers = 0/absent | min | 0.25 | 0.2 | ask | standard | - | - | euro
edge.v_cut | copper_to_edge_mm | mm | separation = v_cut/both, castellated = false/absent | min | 0.45 | 0.3 | ask | standard | - | - | euro
edge.inner | copper_to_edge_inner_mm | mm | layers >= 3, castellated = false/absent, edge_plating = false/absent | min | 0.4 | 0.3 | ask | standard | - | - | euro
mask.web | mask_web_mm | mm | - | min | 0.1 | 0.086 | ask | standard | - | - | rushpcb
mask.clearance | mask_clearance_mm | mm | - | min | 0.05 | 0.038 | ask | standard | - | - | rushpcb
legend.line | legend_line_mm | mm | - | min | 0.15 | 0.1 | ask | standard | - | - | nanotech
copper.balance | copper_imbalance_percent | % | layers >= 2 | max | 40 | 60 | ask | standard | - | - | own
material.tg_multilayer | tg_c | °C | layers >= 8 | min | 150 | - | ask | ask | - | - | own
impedance.tolerance | impedance_tol_percent | % | impedance >= 1 | min | 10 | 5 | ask | standard | impedance.controlled | 1 | network
outline.tolerance | outline_tol_mm | mm | - | min | 0.2 | 0.076 | ask | standard | - | - | angus
hole.pth_tolerance | pth_tol_mm | mm | - | min | 0.076 | 0.05 | ask | standard | - | - | rushpcb
hole.npth_tolerance | npth_tol_mm | mm | - | min | 0.05 | 0.025 | ask | standard | - | - | own
v_cut.tolerance | v_cut_tol_mm | mm | separation = v_cut/both | min | 0.4 | 0.2 | ask | standard | - | - | own
fingers.gold | gold_finger_uin | µin | gold_fingers >= 1 | max | 30 | 50 | ask | standard | - | 1 | proc
flatness.bow_twist | bow_twist_percent | % | - | min | 0.75 | 0.5 | ask | standard | - | - | iipc
"""  # noqa: E501 -- a table
#: What the factory settles by itself, and what production need not stand still for.
_INTERNAL = {"copper_imbalance_percent", "mask_clearance_mm"}
_NOT_BLOCKING = {"mask_web_mm", "mask_clearance_mm", "legend_line_mm"}
_MASKED = ["mask_sides = top|bottom|both|absent"]
#: rule, verdict, limit, blocking, source; rules that are not here are asked, and block
_RULES = """
finish.hasl_on_bga | ask | 0.4 | no | own
finish.hasl_fine_space | ask | 0.13 | no | own
finish.white_mask | ask | - | no | own
finish.gold_thick | ask | 3 | yes | nextpcb
finish.leaded_reach | ask | - | no | own
finish.carbon_gold | ask | - | yes | own
edge.castellated_hasl | ask | - | no | own
layers.odd | ask | - | no | own
impedance.no_stackup | ask | - | yes | own
material.equivalent | ask | - | no | own
marking.date_code_format | ask | - | no | own
marking.place | ask | - | no | own
array.xout_count | ask | - | no | own
data.size | ask | 0.05 | yes | own
data.drill | ask | 0.1 | yes | own
data.track | ask | 0.005 | yes | own
data.ring | ask | 0.02 | no | own
data.legend_sides | ask | - | no | own
data.missing | ask | - | no | own
data.questions | ask | - | yes | own
"""


def capabilities() -> tuple[Record, ...]:
    """Both entities sell what the same factory makes."""
    return tuple(Capability.model_validate(_tree(entity)) for entity in ("SZ", "HK"))


def _tree(entity: str) -> dict[str, Any]:
    return {
        "id": f"{entity}-CAPABILITY-2025",
        "title": said("What we build", "制程能力", "製程能力"),
        "source": _SOURCE,
        "entity": entity,
        "valid_from": "2025-04-01",
        "lines": [_line(row) for row in rows(_LINES, 12)],
        "rules": _rules(),
        "required": [
            {"key": "material", "usual": ["fr4", "aluminium"]},
            {"key": "finish", "usual": ["enig", "lf_hasl", "osp"]},
            {"key": "mask_sides", "usual": ["both", "none"]},
            {"key": "mask_colour", "when": _MASKED, "usual": ["green", "black", "blue"]},
            {"key": "delivery_format", "usual": ["single", "panel_by_factory"]},
        ],
        "ul_files": [
            {"file": "E000000", "when": ["material = fr4", "layers <= 14", "thickness_mm >= 0.4"]}
        ],
    }


def _line(row: tuple[str, ...]) -> dict[str, Any]:
    id_, param, unit, when, kind, standard, advanced, beyond, absent, adder, days, source = row
    line: dict[str, Any] = {
        "id": id_,
        "param": param,
        "unit": unit,
        "limit_kind": kind,
        "standard": standard,
        "beyond": beyond,
        "absent": absent,
        "source": _SOURCES[source],
    }
    if when != "-":
        line["when"] = [condition.replace("/", "|") for condition in when.split(", ")]
    line |= {
        name: value
        for name, value in (("advanced", advanced), ("adder", adder), ("lead_days", days))
        if value != "-"
    }
    if param in _INTERNAL:
        line["internal"] = True
    if param in _NOT_BLOCKING:
        line["blocking"] = False
    return line


def _rules() -> list[dict[str, Any]]:
    """Every rule there is, as the table says, else asked."""
    told = {row[0]: row for row in rows(_RULES, 5)}
    found = []
    for name, unit in RULE_UNITS.items():
        _, verdict, limit, blocking, source = told.get(name, (name, "ask", "-", "yes", "own"))
        rule: dict[str, Any] = {"id": name, "verdict": verdict, "source": _SOURCES[source]}
        if unit is not None:
            rule |= {"limit": limit, "unit": unit}
        if blocking == "no":
            rule["blocking"] = False
        found.append(rule)
    return found
