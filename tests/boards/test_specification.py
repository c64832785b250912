from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pcbsales.boards.choices import Finish, OnConflict, ViaProtection
from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.setting import choices_of
from pcbsales.boards.specification import Specification, terms

#: The keys of the trade's table that stand elsewhere: identity, quantity, what is computed.
TRADE_KEYS = (
    "layers board_size delivery_format array rails rail_width_mm separation xout material tg_c "
    "laminate laminate_or_equivalent halogen_free cti_v thickness_mm cu_outer_oz cu_inner_oz "
    "hole_cu_um min_track_mm min_space_mm min_hole_mm annular_ring_mm via_types hdi_stage "
    "via_protection finish finish_thickness_uin gold_fingers gold_finger_bevel_deg mask_colour "
    "mask_sides legend_colour legend_sides peelable_mask carbon_ink kapton_tape impedance "
    "castellated edge_plating countersinks depth_route press_fit ipc_class ul_mark date_code "
    "declarations e_test outline_tol_mm pth_tol_mm npth_tol_mm v_cut_tol_mm hole_position_tol_mm "
    "bow_twist_percent reports packing on_conflict working_gerber"
).split()


def test_every_key_of_the_trade_is_there_with_its_term_in_three_languages() -> None:
    assert set(TRADE_KEYS) <= set(terms())
    for key, term in terms().items():
        assert all(word.strip() for word in term.words), key
    assert terms()["finish"].words == ("surface finish", "表面处理", "表面處理")


def test_terms_differ_from_key_to_key() -> None:
    for lang in ("en", "zh-Hans", "zh-Hant"):
        words = [term.text(lang) for term in terms().values()]
        assert len(set(words)) == len(words), lang


@pytest.mark.parametrize("key", [key for key in terms() if choices_of(key)])
def test_every_choice_has_its_own_word_in_each_language(key: str) -> None:
    choices = list(choices_of(key) or ())
    assert choices
    for lang in ("en", "zh-Hans", "zh-Hant"):
        assert len({choice.term.text(lang) for choice in choices}) == len(choices), lang


def test_an_empty_specification_asks_on_conflict() -> None:
    empty = Specification()
    assert empty.on_conflict is OnConflict.ASK
    assert empty.given() == {"on_conflict": OnConflict.ASK}


def test_it_reads_what_yaml_holds() -> None:
    read = Specification.model_validate(
        {
            "layers": "4",
            "board_size": "100 x 68.5",
            "thickness_mm": "1.6",
            "finish": "enig",
            "via_protection": "VII",
            "halogen_free": "true",
            "impedance": [{"layer": "L1", "ohm": "50", "reference": "L2"}],
        }
    )
    assert read.layers == 4
    assert read.board_size == BoardSize(Decimal(100), Decimal("68.5"))
    assert read.finish is Finish.ENIG
    assert read.via_protection is ViaProtection.VII
    assert read.halogen_free is True
    assert list(read.given())[:2] == ["layers", "board_size"]


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("layers", "0", "scalar.positive_count"),
        ("layers", "61", "specification.range"),
        ("layers", "４", "scalar.count"),
        ("board_size", "100x68", "scalar.size"),
        ("board_size", "0.5 x 68", "scalar.size"),
        ("board_size", "100 x 2001", "scalar.size"),
        ("board_size", "100", "scalar.size"),
        ("thickness_mm", "16", "specification.range"),
        ("thickness_mm", "0.05", "specification.range"),
        ("thickness_mm", "-1.6", "scalar.positive"),
        ("min_hole_mm", "12", "specification.range"),
        ("tg_c", "15", "specification.range"),
        ("finish", "gold", "enum"),
        ("array", "0 x 5", "scalar.array"),
        ("halogen_free", "yes", "scalar.flag"),
        ("colour", "green", "extra_forbidden"),
    ],
)
def test_what_no_factory_could_build_is_refused(key: str, value: str, rule: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Specification.model_validate({key: value})
    assert refused.value.errors()[0]["type"] == rule


def test_a_range_says_what_would_be_accepted() -> None:
    with pytest.raises(ValidationError, match=r"expected 0\.1 to 10 mm, got 16"):
        Specification.model_validate({"thickness_mm": "16"})


def test_an_answer_is_named_once() -> None:
    with pytest.raises(ValidationError, match="packing names an answer twice"):
        Specification.model_validate({"packing": ["vacuum", "vacuum"]})


lengths = st.decimals("1", "2000", places=3).map(lambda number: Decimal(str(number)))


@given(lengths, lengths)
def test_a_size_reads_back_as_it_is_written(width: Decimal, height: Decimal) -> None:
    size = BoardSize(width, height)
    assert BoardSize.parse(str(size)) == size
    assert size.matches(BoardSize(height, width))
    assert size.area_m2 == width * height / 10**6


def test_sizes_match_within_the_hundredth_and_not_beyond() -> None:
    size = BoardSize.parse("100 x 68")
    assert size.matches(BoardSize.parse("68.05 x 100"))
    assert not size.matches(BoardSize.parse("68.06 x 100"))
    with pytest.raises(ValueError, match="width x height in mm"):
        BoardSize.parse("100 by 68")
