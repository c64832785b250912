from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.boards.choices import (
    Finish,
    HdiStage,
    IpcClass,
    LegendColour,
    MaskColour,
    Material,
    ViaType,
)
from pcbsales.boards.dimensions import ArrayLayout, BoardSize
from pcbsales.boards.impedance import Impedance
from pcbsales.boards.setting import (
    choices_of,
    is_list,
    read_settings,
    read_value,
    split_setting,
    write_value,
)
from pcbsales.boards.specification import terms
from pcbsales.kernel.errors import UsageError

SIZE = BoardSize(Decimal(100), Decimal(68))


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("thickness_mm=1.6", "thickness_mm", Decimal("1.6")),
        ("thickness=1.6mm", "thickness_mm", Decimal("1.6")),
        ("板厚=１．６", "thickness_mm", Decimal("1.6")),
        ("成品板厚=1.6", "thickness_mm", Decimal("1.6")),
        ("Board Thickness=1.6", "thickness_mm", Decimal("1.6")),
        ("min_track=4mil", "min_track_mm", Decimal("0.1016")),
        ("最小线宽=0.1", "min_track_mm", Decimal("0.1")),
        ("cu_outer=35um", "cu_outer_oz", Decimal(1)),
        ("cu_outer_oz=1oz", "cu_outer_oz", Decimal(1)),
        ("hole_cu=25µm", "hole_cu_um", Decimal(25)),
        ('金厚=2u"', "finish_thickness_uin", Decimal(2)),
        ("tg=150°C", "tg_c", 150),
        ("size=100x68", "board_size", SIZE),
        ("board_size=100 × 68 mm", "board_size", SIZE),
        ("board_size=100mm*68mm", "board_size", SIZE),
        ("array=2x5", "array", ArrayLayout(2, 5)),
        ("finish=ENIG", "finish", Finish.ENIG),
        ("finish=沉金", "finish", Finish.ENIG),
        ("表面處理=無鉛噴錫", "finish", Finish.LF_HASL),
        ("finish=HAL lead-free", "finish", Finish.LF_HASL),
        ("mask_color=Matte Black", "mask_colour", MaskColour.MATT_BLACK),
        ("颜色=绿", "mask_colour", MaskColour.GREEN),
        ("顏色=綠", "mask_colour", MaskColour.GREEN),
        ("mask_colour=黑", "mask_colour", MaskColour.BLACK),
        ("mask_colour=藍", "mask_colour", MaskColour.BLUE),
        ("mask_colour=蓝", "mask_colour", MaskColour.BLUE),
        ("mask_colour=紅", "mask_colour", MaskColour.RED),
        ("mask_colour=红", "mask_colour", MaskColour.RED),
        ("mask_colour=紫", "mask_colour", MaskColour.PURPLE),
        ("legend_colour=白", "legend_colour", LegendColour.WHITE),
        ("legend_colour=黃", "legend_colour", LegendColour.YELLOW),
        ("legend_colour=黄", "legend_colour", LegendColour.YELLOW),
        ("板材=FR-4", "material", Material.FR4),
        ("ipc_class=3/A", "ipc_class", IpcClass.THREE_A),
        ("hdi_stage=二阶", "hdi_stage", HdiStage.TWO),
        ("halogen_free=是", "halogen_free", True),
        ("castellated=no", "castellated", False),
        ("via_types=through,盲孔", "via_types", (ViaType.THROUGH, ViaType.BLIND)),
        ("laminate=生益 S1000-2", "laminate", "生益 S1000-2"),
        (
            "impedance=L1:50:L2:0.15,L3:90",
            "impedance",
            (
                Impedance(layer="L1", ohm=Decimal(50), reference="L2", width_mm=Decimal("0.15")),
                Impedance(layer="L3", ohm=Decimal(90)),
            ),
        ),
        ("finish=", "finish", None),
    ],
)
def test_answers_are_taken_in_the_trades_words(text: str, key: str, value: Any) -> None:
    assert read_settings([text]) == {key: value}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("thickness", "'thickness' is not an answer; give KEY=VALUE such as thickness_mm=1.6"),
        ("=1.6", "'=1.6' is not an answer; give KEY=VALUE such as thickness_mm=1.6"),
        ("finnish=enig", "finnish is no key of a specification; did you mean finish?"),
        ("thickness_tol=10", "thickness_tol may be any of thickness_tol_mm, thickness_tol_percent"),
        ("thickness_mm=16", "thickness_mm: expected 0.1 to 10 mm, got 16"),
        ("thickness_mm=thick", "thickness_mm: expected a plain number such as 1.6, got 'thick'"),
        ("layers=two", "layers: expected a whole number such as 200, got 'two'"),
        ("layers=2.5", "layers: expected a whole number such as 200, got '2.5'"),
        ("board_size=100", "board_size: expected width x height in mm, 1 to 2000 each"),
        ("board_size=4in x 3in", "board_size: expected width x height in mm, 1 to 2000 each"),
        ("finish=gold", "finish: expected one of hasl, lf_hasl, enig, enepig, imag, imsn, osp,"),
        ("finish=enig,osp", "got 'enig,osp'"),
        ("via_types=through,through", "via_types names an answer twice"),
        ("halogen_free=maybe", "halogen_free: expected true or false, got 'maybe'"),
        ("impedance=L1", "impedance: expected LAYER:OHM[:REFERENCE[:MM]] such as L1:50:L2:0.15"),
        ("impedance=L1:5000", "impedance: expected 10 to 200 Ω, got 5000"),
        ("laminate=a\u202eb", "the character U+202E is not allowed"),
    ],
)
def test_what_cannot_be_read_says_what_would_be(text: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_settings([text])
    assert message in str(refused.value)


def test_an_unknown_key_lists_the_keys() -> None:
    with pytest.raises(UsageError) as refused:
        read_settings(["flux_capacitor=1"])
    assert "keys are layers, board_size, " in str(refused.value)


def test_a_key_is_given_once_by_whatever_name() -> None:
    with pytest.raises(UsageError, match="thickness_mm is given twice"):
        read_settings(["thickness=1.6", "板厚=1.0"])


@pytest.mark.parametrize("key", [key for key in terms() if choices_of(key)])
def test_every_choice_is_read_by_its_word_and_by_its_terms(key: str) -> None:
    for choice in choices_of(key) or ():
        for word in (choice.value, *choice.term.words):
            if "," not in word:
                expected = (choice,) if is_list(key) else choice
                assert read_value(key, word) == expected


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("board_size", "100 x 68.5"),
        ("array", "2 x 5"),
        ("thickness_mm", "1.60"),
        ("via_types", "through,blind"),
        ("impedance", "L1:50:L2:0.15,L3:90"),
        ("impedance", "L1:50::0.15"),
        ("press_fit", "true"),
        ("gold_fingers", "0"),
    ],
)
def test_values_are_written_as_they_are_read(key: str, text: str) -> None:
    assert write_value(read_value(key, text)) == text


@given(st.text(max_size=30), st.sampled_from(sorted(terms())))
def test_nothing_typed_ends_in_anything_but_a_value_or_a_clear_no(text: str, key: str) -> None:
    for typed in (text, f"{key}={text}", f"{text}=1"):
        with suppress(UsageError):
            assert len(read_settings([typed])) == 1


def test_a_value_may_hold_an_equals_sign() -> None:
    assert split_setting("laminate=a=b") == ("laminate", "a=b")
