from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.units import (
    area_m2,
    length_mm,
    m2_from_square_inch,
    mil_from_mm,
    mm_from_inch,
    mm_from_mil,
    thickness_um,
    um_from_microinch,
    um_from_ounce,
)


@pytest.mark.parametrize(
    ("text", "mm"),
    [
        ("1in", "25.4"),
        ('3.2"', "81.28"),
        ("4mil", "0.1016"),
        ("4 MIL", "0.1016"),
        ("0.10mm", "0.10"),
        ("75µm", "0.075"),
        ("75μm", "0.075"),
        ("10cm", "100"),
    ],
)
def test_lengths(text: str, mm: str) -> None:
    assert length_mm(text) == Decimal(mm)


@pytest.mark.parametrize(
    ("text", "um"),
    [("1oz", "35"), ("0.5 oz", "17.5"), ('2u"', "0.0508"), ("2µ″", "0.0508"), ("25um", "25")],
)
def test_thicknesses(text: str, um: str) -> None:
    assert thickness_um(text) == Decimal(um)


@pytest.mark.parametrize("text", ["4", "", "mil", "-4mil", "4oz", "4,5mm", "1e3mm", "٤mil", "4 m"])
def test_a_length_without_a_known_unit_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"accepted: 0\.1mm, 4mil"):
        length_mm(text)


def test_conversions_are_exact() -> None:
    assert mm_from_inch(Decimal("0.001")) == mm_from_mil(Decimal(1)) == Decimal("0.0254")
    assert um_from_microinch(Decimal(1)) == Decimal("0.0254")
    assert um_from_ounce(Decimal(2)) == 70
    assert area_m2(Decimal("25.4"), Decimal("25.4")) == m2_from_square_inch(Decimal(1))
    assert round(1 / m2_from_square_inch(Decimal(1)), 4) == Decimal("1550.0031")


@given(st.decimals("0.001", "999999", places=3))
def test_mils_come_back(mils: Decimal) -> None:
    assert mil_from_mm(mm_from_mil(mils)) == mils
