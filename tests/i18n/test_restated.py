"""Sentences that were recorded in English, said in the reader's language."""

import time
from collections.abc import Mapping
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.boards.specification import terms
from pcbsales.i18n.catalogue import messages, restated, translator
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import fill

CHINESE = [language for language in Language if language.is_chinese]
SIMPLIFIED = Language.SIMPLIFIED_CHINESE
ASKED = (
    "The outline in {file} draws {count} separate shapes. Are these several boards, an array, or "
    "one board with drawing aids? Please state the size of one board, and how many pieces of each "
    "you need."
)


def gaps(msgid: str) -> dict[str, str]:
    """The gaps of *msgid* with a value in each."""
    names = [name for _, name, _, _ in Formatter().parse(msgid) if name]
    return {name: f"V-{place}.gbr" for place, name in enumerate(dict.fromkeys(names), 1)}


def letters(msgid: str) -> int:
    return sum(sum(map(str.isalpha, literal)) for literal, _, _, _ in Formatter().parse(msgid))


@pytest.mark.parametrize("language", CHINESE)
def test_every_sentence_with_gaps_is_recognised(language: Language) -> None:
    filled = {msgid: gaps(msgid) for msgid in messages(language)}
    wrong: dict[str, str] = {}
    for msgid, values in filled.items():
        said = restated(fill(msgid, values), language)
        sentence = not values or letters(msgid) >= 12
        expected = fill(messages(language)[msgid], values) if sentence else fill(msgid, values)
        if said != expected:
            wrong[msgid] = said
    assert wrong == {}
    assert sum(map(bool, filled.values())) > 300


def test_english_stays_as_it_is() -> None:
    text = fill(ASKED, {"file": "a.gko", "count": "2"})
    assert restated(text, Language.ENGLISH) == text


@pytest.mark.parametrize("language", CHINESE)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "Is 100 x 68 mm right?",
        "finish: which one?",
        "The outline in a.gko draws 2 separate shapes.",
        "这片板的外形？",
        "{file}",
    ],
)
def test_somebodys_own_words_stay_as_they_are(text: str, language: Language) -> None:
    assert restated(text, language) == text


@given(file=st.text(min_size=1).filter(lambda text: " draws " not in text), count=st.integers())
def test_whatever_stands_in_a_gap_is_recovered(file: str, count: int) -> None:
    values: Mapping[str, object] = {"file": file, "count": count}
    said = translator(SIMPLIFIED)(ASKED, **values)
    assert restated(fill(ASKED, values), SIMPLIFIED) == said


def test_what_the_last_gap_holds_may_hold_the_sentences_end() -> None:
    msgid = "Prices hold for orders received by {day}."
    text = fill(msgid, {"day": "1.2.2026. or so."})
    assert restated(text, SIMPLIFIED) == translator(SIMPLIFIED)(msgid, day="1.2.2026. or so.")


def test_a_name_that_looks_like_a_sentence_costs_no_time() -> None:
    head = "The outline in " + " draws " * 3000 + " separate shapes. Are these" * 3000
    began = time.process_time()
    assert restated(head, SIMPLIFIED) == head
    assert time.process_time() - began < 1


@pytest.mark.parametrize("language", CHINESE)
def test_the_catalogue_calls_terms_what_the_trade_calls_them(language: Language) -> None:
    known = messages(language)
    told = {term.en: term.text(language.value) for term in terms().values()}
    assert {term: known[term] for term in told} == told


def test_the_term_that_a_question_names_is_said() -> None:
    text = "surface finish: the order states osp, the data says enig. Which one holds?"
    expected = "表面处理：订单写明 osp，资料读得 enig。以哪个为准？"
    assert restated(text, SIMPLIFIED) == expected
