"""What a name tells: every family of programs calls its layers differently."""

import pytest

from pcbsales.boards.fabrication.names import role_of_label, role_of_name
from pcbsales.boards.fabrication.roles import role_of_function

NAMES = """
board-F_Cu.gbr copper-top | board-B.Cu.gbl copper-bottom | board-In1_Cu.gbr copper-inner-2
board-F.SilkS.gto legend-top | board-Edge_Cuts.gm1 outline | board-F_Courtyard.gbr drawing
Plate_Bottom-F_Cu.gbr copper-top | board-User_Drawings.gbr drawing | board-Margin.gbr drawing
b.gtl copper-top | b.GBL copper-bottom | b.g1 copper-inner-1 | b.gp1 copper-inner-1
b.gko outline | b.gm1 outline | b.gts mask-top | b.gbo legend-bottom | b.gtp paste-top
b.cmp copper-top | b.sol copper-bottom | b.stc mask-top | b.plc legend-top | b.crs paste-bottom
b.ly2 copper-inner-2 | b.dim outline | b.smb mask-bottom | b.sst legend-top | b.in1 copper-inner-1
soldermask_top.gbr mask-top | copper_bottom.gbr copper-bottom | profile.gbr outline
Gerber_TopPasteMaskLayer.GTP paste-top | Gerber_BoardOutlineLayer.GKO outline
Gerber_DrillDrawingLayer.GDD drill-map | Gerber_InnerLayer1.G1 copper-inner-1
EtchLayerTop.gdo copper-top | BoardOutlline.gdo outline | DrillDrawingThrough.gdo drill-map
l1_primary.art copper-top | silk_sec.art legend-bottom | Assembly.art drawing
Resist-A.fph mask-top | MetalMask-A.fph paste-top | Symbol-B.fph legend-bottom
SMB.pho mask-bottom | SST.pho legend-top | x.StopTop mask-top | x.PosiTop legend-top
TopSilk.gbr legend-top | BoardOutline.gbr outline | Inner1.gbr copper-inner-1
name.bcream.ger paste-bottom | name.internalplane1.ger copper-inner-1 | bottom_stop.ger mask-bottom
顶层线路.gbr copper-top | 底层阻焊.gbr mask-bottom | 外形.gbr outline
頂層線路.gbr copper-top | 底層防焊.gbr mask-bottom | 成型.gbr outline | 底層文字.gbr legend-bottom
內層線路2.gbr copper-inner-2 | 鑽孔圖.gbr drill-map | 頂層鋼板.gbr paste-top
b.G2L copper-inner-2 | solderside.gbr copper-bottom | componentside.gbr copper-top
b_DRILLPHOTO.d1 drill-map
Kupfer_oben.gbr copper-top | Loetstop_unten.gbr mask-bottom | Umriss.gbr outline
board-PTH-drl_map.gbr drill-map | board-VScore.gbr vscore
"""
CASES = [
    tuple(pair.strip().rsplit(" ", 1))
    for line in NAMES.strip().splitlines()
    for pair in line.split("|")
]


@pytest.mark.parametrize(("name", "role"), CASES)
def test_names(name: str, role: str) -> None:
    assert str(role_of_name(name)) == role


@pytest.mark.parametrize("name", ["b-xyzzy.gbr", "sm001.pho", "group2.gbr"])
def test_names_that_tell_nothing(name: str) -> None:
    assert role_of_name(name) is None


@pytest.mark.parametrize(
    ("function", "role"),
    [
        ("Copper,L1,Top", "copper-top"),
        ("Copper,L4,Bot,Signal", "copper-bottom"),
        ("Copper,L2,Inr,Plane", "copper-inner-2"),
        ("Soldermask,Top", "mask-top"),
        ("SolderPaste,Bot", "paste-bottom"),
        ("Legend,Top", "legend-top"),
        ("Profile,NP", "outline"),
        ("Plated,1,2,PTH", "drill"),
        ("Drillmap", "drill-map"),
        ("AssemblyDrawing,Top", "drawing"),
        ("Vcut", "vscore"),
    ],
)
def test_functions(function: str, role: str) -> None:
    assert str(role_of_function(function.split(","))) == role


def test_labels_inside_the_file() -> None:
    assert str(role_of_label(["PIN/SOLDERMASK_TOP", "BOARD GEOMETRY/SOLDERMASK_TOP"])) == "mask-top"
    second = role_of_label(["ETCH/L2_GND", "VIA CLASS/L2_GND"])
    assert second is not None
    assert (second.kind, second.position) == ("copper", 2)
    assert str(role_of_label(["BOARD GEOMETRY/OUTLINE"])) == "outline"
    assert role_of_label(["something else"]) is None
