"""Numbers that no machine means: a package that holds one is read or refused, and costs nothing."""

import io
import time
import zipfile

import pytest

from pcbsales.boards.capability.figures import measured
from pcbsales.boards.fabrication.reading import read_package
from pcbsales.boards.fabrication.whole import whole

HEAD = "%FSLAX46Y46*%\n%MOMM*%\n%ADD10C,0.1*%\nD10*\n"
SQUARE = "X0Y0D02*\nX50000000Y0D01*\nX50000000Y50000000D01*\nX0Y50000000D01*\nX0Y0D01*\nM02*\n"
TRACK = "X1Y1D02*\nX2000000Y1D01*\nM02*\n"
DRILL = "M48\nMETRIC,TZ\nT1C0.3\n%\nT1\nX1.0Y1.0\nM30\n"
FILES = {
    "b-F_Cu.gtl": "%TF.FileFunction,Copper,L1,Top*%\n" + HEAD + TRACK,
    "b-B_Cu.gbl": "%TF.FileFunction,Copper,L2,Bot*%\n" + HEAD + TRACK,
    "b-Edge_Cuts.gm1": "%TF.FileFunction,Profile,NP*%\n" + HEAD + SQUARE,
    "b.drl": DRILL,
}


def package(**changed: str) -> bytes:
    """The files with those of *changed*, named by their ending, in their place."""
    files = {n: changed.get(n.rpartition(".")[2], text) for n, text in FILES.items()}
    files |= {n: text for n, text in changed.items() if "." in n}
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return found.getvalue()


def test_whole_numbers_are_bounded() -> None:
    assert [whole(text) for text in ("0", "+12", "-12", "0" * 99 + "7")] == [0, 12, -12, 7]
    assert whole("9" * 400) == -whole("-" + "8" * 5000)


@pytest.mark.parametrize("n", ["1" * 11, "1" * 400, "1" * 5000])
def test_numbers_beyond_measure_do_no_harm(n: str) -> None:
    for changed in (
        {"gtl": f"{HEAD}X{n}Y1D02*\nX1Y{n}D01*\nM02*\n"},
        {"gtl": f"{HEAD}D{n}*\nX1Y1D03*\nG{n}*\nM02*\n"},
        {"gtl": f"%ADD{n}C,0.1*%\n{HEAD}{TRACK}"},
        {"gtl": f"%SRX{n}Y{n}I1J1*%\n{HEAD}{TRACK}"},
        {"gtl": f"{HEAD}G75*\nG02*\nX1Y1D02*\nX2Y2I{n}J{n}D01*\nM02*\n"},
        {"gtl": f"{HEAD}%ABD{n}*%\n%AB*%\n{TRACK}"},
        {"gbl": f"%TF.FileFunction,Copper,L{n},Bot*%\n{HEAD}{TRACK}"},
        {"gm1": f"{HEAD}X0Y0D02*\nX{n}Y0D01*\nX{n}Y{n}D01*\nX0Y0D01*\nM02*\n"},
        {"drl": DRILL.replace("M48", f"M48\n; #@! TF.FileFunction,Plated,1,{n},PTH")},
        {"drl": DRILL.replace("T1C", f"T{n}C")},
        {"drl": DRILL.replace("\nT1\n", f"\nT{n}\n")},
        {"drl": DRILL.replace("X1.0", f"X{n}")},
        {"drl": DRILL.replace("M30", f"R{n}X1\nM{n}\nM30")},
        {f"b-inner{n[:90]}.cu": HEAD + TRACK},
        {f"b-sig{n[:90]}.gbr": HEAD + TRACK},
    ):
        data = package(**changed)
        read_package(data)
        measured(data)


@pytest.mark.parametrize("junk", ["X1Y1D01", "G04", "G04%", "X1%", "%"])
def test_data_without_ends_of_commands_is_read_at_once(junk: str) -> None:
    data = package(gtl=HEAD + junk * (300_000 // len(junk)), gm1=HEAD + junk * 40_000)
    begun = time.process_time()
    read_package(data)
    measured(data)
    assert time.process_time() - begun < 10


def test_a_raised_digit_is_no_number() -> None:
    function = "M48\n; #@! TF.FileFunction,Plated,1,\u00b2,PTH"
    assert read_package(package(drl=DRILL.replace("M48", function))).copper_layers == 2
