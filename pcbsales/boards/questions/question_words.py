"""A question's parts in the words of a reader's language."""

from pcbsales.boards.part_report import said
from pcbsales.boards.pictures.layer_words import layer_words
from pcbsales.boards.questions.question_values import Option, Place
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.setting import read_value
from pcbsales.boards.specification import terms
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.tables import Recorded


def asked_words(question: EngineeringQuestion, lang: str) -> Recorded:
    """What is asked, in *lang* as far as it is said in it; the program's own words are restated."""
    return Recorded(question.text.in_language(lang))


def option_words(option: Option, lang: str) -> Recorded:
    """What an option says, in *lang* as far as it is said in it."""
    return Recorded(option.text.in_language(lang))


def settings_words(sets: dict[str, str], lang: str) -> str:
    """Values by key in the trade's words; empty where there are none.

    >>> settings_words({"finish": "enig", "tg_c": "150"}, "zh-Hans")
    '表面处理: 沉金(化金); Tg值 °C: 150'
    """
    pairs = (
        (terms()[key].text(lang), said(read_value(key, text), lang)) for key, text in sets.items()
    )
    return "; ".join(": ".join(pair) for pair in pairs)


def place_words(place: Place | None, lang: str) -> str | None:
    """``top.gbr @ 12.5, 30 mm``, a layer by its trade word; None where no place is named."""
    if place is None:
        return None
    layer = layer_words(place.layer, lang) if place.layer else None
    names = [name for name in (place.file, layer) if name]
    if place.x_mm is not None and place.y_mm is not None:
        names.append(f"@ {plain(place.x_mm)}, {plain(place.y_mm)} mm")
    return " ".join(names)
