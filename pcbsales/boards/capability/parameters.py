"""What a capability line can limit: a key of the specification, or a figure that follows from data.

Each has the trade's word, a unit, and advice for a designer who lies beyond the limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pcbsales.boards.specification import terms
from pcbsales.boards.terms import Term
from pcbsales.kernel.errors import MessageId

#: Units by the ending of a key; what has none is a count, a ratio or a class.
_UNITS = {
    "_mm": "mm",
    "_mm2": "mm²",
    "_um": "µm",
    "_uin": "µin",
    "_oz": "oz",
    "_percent": "%",
    "_deg": "°",
    "_c": "°C",
    "_v": "V",
    "_per_m2": "/m²",
}
#: What limits are written in when a parameter has no unit.
NO_UNIT = "1"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of a board; ``key`` is what the customer is asked for, None where data alone says.

    ``measured``: no order ever states it.
    """

    name: str
    term: Term
    unit: str
    key: str | None
    measured: bool = False

    @property
    def bare(self) -> Term:
        """The term without its unit."""
        return Term(*(word.removesuffix("mm").rstrip(" ,") for word in self.term.words))


_DERIVED: Mapping[str, tuple[Term, str | None]] = {
    "board_long_mm": (Term("board, longer side, mm", "单片长边 mm", "單片長邊 mm"), "board_size"),
    "board_short_mm": (Term("board, shorter side, mm", "单片短边 mm", "單片短邊 mm"), "board_size"),
    "array_long_mm": (Term("array, longer side, mm", "拼板长边 mm", "排版長邊 mm"), "array_size"),
    "array_short_mm": (Term("array, shorter side, mm", "拼板短边 mm", "排版短邊 mm"), "array_size"),
    "aspect_ratio": (Term("aspect ratio", "厚径比", "縱橫比(板厚孔徑比)"), None),
    "min_line_mm": (
        Term("finer of track and spacing, mm", "最小线宽/线距 mm", "最小線寬/線距 mm"),
        "min_track_mm",
    ),
    "min_drill_mm": (Term("smallest drill, mm", "最小钻孔 mm", "最小鑽孔 mm"), "min_hole_mm"),
    "max_drill_mm": (Term("largest drill, mm", "最大钻孔 mm", "最大鑽孔 mm"), None),
    "drills_per_m2": (Term("drill density, /m²", "孔密度 /m²", "孔密度 /m²"), None),
    "copper_to_edge_mm": (
        Term("copper to board edge, mm", "铜到板边 mm", "銅到板邊 mm"),
        None,
    ),
    "copper_top_percent": (Term("copper area, top, %", "顶面铜面积 %", "正面銅面積 %"), None),
    "copper_bottom_percent": (Term("copper area, bottom, %", "底面铜面积 %", "背面銅面積 %"), None),
    "copper_imbalance_percent": (
        Term("copper area, top against bottom, %", "两面铜面积差 %", "兩面銅面積差 %"),
        None,
    ),
    "min_line_inner_mm": (Term("inner track, mm", "内层线宽 mm", "內層線寬 mm"), None),
    "hole_to_copper_inner_mm": (
        Term("hole to inner copper, mm", "孔到内层铜 mm", "孔到內層銅 mm"),
        None,
    ),
    "copper_to_edge_inner_mm": (
        Term("inner copper to board edge, mm", "内层铜到板边 mm", "內層銅到板邊 mm"),
        None,
    ),
    "mask_web_mm": (Term("solder mask web, mm", "阻焊桥 mm", "防焊橋(dam) mm"), None),
    "mask_clearance_mm": (
        Term("mask clearance a side, mm", "阻焊开窗单边 mm", "防焊開窗單邊 mm"),
        None,
    ),
    "legend_line_mm": (Term("legend line, mm", "字符线宽 mm", "文字線寬 mm"), None),
    "bare_copper_mm2": (Term("bare copper, mm²", "裸铜面积 mm²", "裸銅面積 mm²"), None),
}
_MEASURED = frozenset(
    {
        "max_drill_mm",
        "drills_per_m2",
        "copper_to_edge_mm",
        "copper_top_percent",
        "copper_bottom_percent",
        "copper_imbalance_percent",
        "bare_copper_mm2",
        "min_line_inner_mm",
        "hole_to_copper_inner_mm",
        "copper_to_edge_inner_mm",
        "mask_web_mm",
        "mask_clearance_mm",
        "legend_line_mm",
    }
)
#: What a designer can do about it.
ADVICE: Mapping[str, MessageId] = {
    "layers": "Fewer layers, or a build-up in two boards, stay within what we build.",
    "board_long_mm": "A smaller outline, or the board in two parts, would go on our panels.",
    "board_short_mm": "Boards this small go through in an array; we lay one out for you gladly.",
    "array_long_mm": "Fewer boards in the array keep it within our panel.",
    "array_short_mm": "More boards in the array make it large enough for the V-cut machine.",
    "thickness_mm": "A usual thickness for this build (such as 1.6 mm) costs less and is quicker.",
    "thickness_tol_percent": "±10 % is usual; a closer tolerance needs selected laminate.",
    "cu_outer_oz": "Thinner outer copper, with wider tracks for the current, is easier to etch.",
    "cu_inner_oz": "Thinner inner copper fills better when pressed.",
    "hole_cu_um": "20 µm is usual for class 2, 25 µm for class 3.",
    "min_track_mm": "Wider tracks where there is room, or thinner copper, raise the yield.",
    "min_space_mm": "Wider spacing where there is room, or thinner copper, raises the yield.",
    "min_line_mm": "Wider tracks and spacing where there is room raise the yield.",
    "min_hole_mm": "Larger vias where the pads allow it save drilling time and plate better.",
    "min_drill_mm": "Larger vias where the pads allow it save drilling time and plate better.",
    "max_drill_mm": "Larger openings are better drawn as routed cut-outs in the outline.",
    "aspect_ratio": "Larger vias or a thinner board bring the ratio down.",
    "annular_ring_mm": "Larger pads, smaller holes or teardrops give the drill its tolerance.",
    "drills_per_m2": "Fewer stitching vias save drilling time.",
    "copper_to_edge_mm": "Pull copper back from the edge, or let us cut it back.",
    "min_line_inner_mm": "Wider inner tracks where there is room raise the yield.",
    "hole_to_copper_inner_mm": "Larger clearances in inner layers keep the drill off the copper.",
    "copper_to_edge_inner_mm": "Pull inner copper back from the edge, or let us cut it back.",
    "mask_web_mm": "Where pads stand this close, one opening over them needs no web between.",
    "mask_clearance_mm": "Openings 0.05 mm wider than their pads all round allow for register.",
    "legend_line_mm": "Lines of 0.15 mm, in letters of 1 mm, can be read.",
    "copper_imbalance_percent": "Copper fill on the emptier side keeps the board flat.",
    "tg_c": "A laminate of higher Tg stands lead-free soldering of thick boards better.",
    "impedance_tol_percent": "±10 % is usual; ±5 % needs a test run and selected laminate.",
    "outline_tol_mm": "A routed outline keeps ±0.2 mm without further care.",
    "pth_tol_mm": "Closer tolerances only for the holes that need them, such as press-fit.",
    "npth_tol_mm": "Closer tolerances only for the holes that need them.",
    "rail_width_mm": "Rails of 5 mm or more carry the array through assembly.",
    "array_gap_mm": "The router needs its own width between boards.",
    "gold_finger_uin": "Gold of usual thickness outlasts some hundred insertions.",
    "bow_twist_percent": "0.75 % is usual for surface mount; balanced copper helps most.",
}


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter by its name."""
    own = {key: Parameter(key, term, _unit(key), key) for key, term in terms().items()}
    derived = {
        name: Parameter(name, term, _unit(name), key, name in _MEASURED)
        for name, (term, key) in _DERIVED.items()
    }
    return {**own, **derived}


def _unit(name: str) -> str:
    ending = max((end for end in _UNITS if name.endswith(end)), key=len, default="")
    return _UNITS.get(ending, NO_UNIT)
