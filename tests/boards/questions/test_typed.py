"""What people type of a question."""

from decimal import Decimal

import pytest

from pcbsales.boards.questions.typed import read_moment, read_option, read_place, read_text
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import UsageError
from tests.boards.questions.builders import NOW

HANS, HANT, EN = Language.SIMPLIFIED_CHINESE, Language.TRADITIONAL_CHINESE, Language.ENGLISH


def test_a_text_is_filed_under_the_language_of_its_script() -> None:
    assert read_text("Which?", language=HANS).en == "Which?"
    assert read_text("哪个?", language=HANS).zh_hans == "哪个?"
    assert read_text("哪個?", language=HANT).zh_hant == "哪個?"


def test_an_option_has_a_letter_a_text_and_what_it_sets() -> None:
    option = read_option("a = as drawn; thickness = 1.60mm ;finish=沉金", language=EN)
    assert (option.id, option.text.en) == ("A", "as drawn")
    assert option.sets == {"thickness_mm": "1.60", "finish": "enig"}
    assert read_option("B:不加;", language=HANT).text.zh_hant == "不加"
    assert read_option("C=;finish=osp", language=EN).text.en == "finish=osp"


@pytest.mark.parametrize("text", ["top@x,y", "@1e9,2", "@1", "@1.2.3,4"])
def test_what_points_nowhere_is_no_layers_name(text: str) -> None:
    with pytest.raises(UsageError, match="is no place"):
        read_place(text)


@pytest.mark.parametrize("text", ["as drawn", "AB=x", "A", "1=x"])
def test_what_is_no_option_is_told_how(text: str) -> None:
    with pytest.raises(UsageError, match="A=TEXT"):
        read_option(text, language=EN)


@pytest.mark.parametrize(
    "text", ["A=x;finish=red", "A=x;colour", "A=", "A=x;thickness_mm=99", "A=x;foo=1"]
)
def test_an_option_that_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_option(text, language=EN)


def test_a_place_is_a_file_of_the_data_or_a_layer_and_a_point() -> None:
    place = read_place("top.gbr@12.5,-30", files=("top.gbr",))
    assert (place.file, place.layer) == ("top.gbr", None)
    assert (place.x_mm, place.y_mm) == (Decimal("12.5"), Decimal(-30))
    assert read_place("L2").layer == "L2"
    assert read_place("@1, 2 mm").x_mm == 1
    for text in ("", "top.gbr@1.2.3,4"):
        with pytest.raises(UsageError):
            read_place(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (None, "2026-11-25T10:00:00+08:00"),
        ("09:12", "2026-11-25T09:12:00+08:00"),
        ("9:12", "2026-11-25T09:12:00+08:00"),
        ("2026-11-24 23:59", "2026-11-24T23:59:00+08:00"),
        ("2026-11-24T08:00", "2026-11-24T08:00:00+08:00"),
        ("昨天 16:40", "2026-11-24T16:40:00+08:00"),
    ],
)
def test_a_moment_is_a_time_or_a_day_and_a_time(text: str | None, moment: str) -> None:
    assert read_moment(text, now=NOW).isoformat() == moment


@pytest.mark.parametrize("text", ["10:01", "25:00", "09:60", "2026-11-24", "soon", "01/02/26 9:00"])
def test_no_moment_and_what_lies_ahead_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_moment(text, now=NOW)
