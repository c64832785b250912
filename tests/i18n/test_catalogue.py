"""Reading catalogues, and saying messages from them."""

import subprocess
import sys
from io import BytesIO

import pytest
from babel.messages.pofile import read_po as babels_read_po

from pcbsales.i18n.catalogue import FOLDER, MissingMessageError, messages, read_po, translator
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import fill

CHINESE = [language for language in Language if language.is_chinese]


@pytest.mark.parametrize("language", CHINESE)
def test_our_reader_reads_what_babel_reads(language: Language) -> None:
    data = (FOLDER / f"{language.locale}.po").read_bytes()
    theirs = {entry.id: entry.string for entry in babels_read_po(BytesIO(data)) if entry.id}
    assert read_po(data.decode()) == theirs


def test_escapes_and_empty_translations() -> None:
    text = 'msgid "a \\"b\\" \\\\ c\\n"\nmsgstr "甲"\n\nmsgid "untranslated"\nmsgstr ""\n'
    assert read_po(text) == {'a "b" \\ c\n': "甲"}


@pytest.mark.parametrize("text", ['msgctxt "x"', "rubbish", '"stray"', 'msgid_plural "x"'])
def test_what_we_do_not_use_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line 1"):
        read_po(text)


def test_english_fills_the_gaps_of_the_message_itself() -> None:
    t = translator(Language.ENGLISH, strict=True)
    assert t("{part} has no size", part="HY-4410") == "HY-4410 has no size"


def test_a_message_without_values_keeps_its_braces() -> None:
    assert translator(Language.ENGLISH)("{part}") == "{part}"


def test_data_that_looks_like_a_gap_stays_data() -> None:
    t = translator(Language.SIMPLIFIED_CHINESE)
    said = t("{quantities}: {what}", quantities="{what}", what="{0.__class__}")
    assert said == "{what}：{0.__class__}"


def test_unknown_messages_are_english_on_screen_and_an_error_on_paper() -> None:
    assert translator(Language.TRADITIONAL_CHINESE)("no such message") == "no such message"
    with pytest.raises(MissingMessageError, match="no such message"):
        translator(Language.TRADITIONAL_CHINESE, strict=True)("no such message")


def test_what_would_be_accepted_is_translated_inside_the_sentence() -> None:
    known = messages(Language.SIMPLIFIED_CHINESE)
    t = translator(Language.SIMPLIFIED_CHINESE)
    said = t("{name}: {value}", name="x", value="y", accepted="yes")
    assert said == "x：y"
    assert known["yes"] == "是"


def test_a_fault_is_a_message_inside_the_sentence() -> None:
    t = translator(Language.TRADITIONAL_CHINESE)
    values = {"place": "id", "fault": "expected {accepted}, got {value}", "value": "'{x}'"}
    said = t("{place}: {fault}", **values, accepted="a date such as 2026-11-23")
    assert said == "id：應為「日期，如 2026-11-23」，實為 '{x}'"
    english = fill("{place}: {fault}", {**values, "accepted": "a date"})
    assert english == "id: expected a date, got '{x}'"


def test_saying_english_loads_neither_babel_nor_a_catalogue() -> None:
    code = (
        "import sys; from pcbsales.i18n.catalogue import translator, messages;"
        "from pcbsales.i18n.language import Language;"
        "from pcbsales.documents import terminal;"
        "translator(Language.ENGLISH)('x');"
        "print([m for m in ('babel', 'jinja2', 'typst') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
