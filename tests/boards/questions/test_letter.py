"""The letter to a customer: who gets it, what is on it, in three languages and with odd data."""

import struct
import zlib
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from pcbsales.boards.questions.chasing import by_customer, chase
from pcbsales.boards.questions.letter import DOCUMENT, question_letter, recipients
from pcbsales.boards.questions.letter_view import QuestionLetter
from pcbsales.boards.questions.question_values import KeptFile, Place
from pcbsales.boards.questions.raster_picture import as_drawing
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.documents.render import Format, render_document
from pcbsales.i18n.language import Language
from pcbsales.kernel.local_text import LocalProse
from pcbsales.kernel.tables import Recorded
from tests.boards.questions.builders import NOW, asked, asking, ledger, option, raised

ODD = ("#read(`x`.text)", "$x$", "*b*", ".pdf", "(x)", "[x]")
PICTURE = KeptFile(name="a.png", sha256="0" * 64)


def a_letter(question: EngineeringQuestion, language: Language | None = None) -> QuestionLetter:
    return question_letter(
        ledger(question), [question], at=NOW, commit="abc", language=language,
        draw=lambda _: as_drawing(png(30, 20)),
    )  # fmt: skip


def png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress((b"\0" + b"\x80" * width) * height)
    parts = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def rendered(view: QuestionLetter, form: Format) -> bytes:
    return render_document(DOCUMENT, view, language=view.language, format=form, timestamp=NOW)


def test_it_has_the_customers_numbers_and_the_closed_answers() -> None:
    view = a_letter(raised(asked(proposed="B")))
    assert view.language is Language.SIMPLIFIED_CHINESE
    (question,) = view.questions
    assert (question.customer_part, question.number) == ("HY-4410", "EQ-2026-00001")
    assert [(o.letter, o.meaning, o.proposed) for o in question.options] == [
        ("A", "成品板厚 mm: 1.6", False),
        ("B", "成品板厚 mm: 1.2", True),
    ]
    assert question.fill_in == ("成品板厚 mm",)
    assert (view.blocking, question.overdue) == (1, False)
    assert view.to == "yan.gu@huayi.example"


def test_engineering_gets_it_and_purchasing_a_copy() -> None:
    to, copy = recipients(ledger(), "YUANSHAN", as_of=NOW.date())
    assert to is not None
    assert copy is not None
    assert (to.department, copy.department) == ("engineering", "purchasing")
    assert recipients(ledger(), "NOBODY", as_of=NOW.date()) == (None, None)


@pytest.mark.parametrize(("language", "form"), list(product(Language, ("pdf", "text"))))
def test_it_is_made_in_every_language_with_all_and_with_little(
    language: Language, form: Format
) -> None:
    full = raised(
        asked(place=Place(layer="L1"), proposed="A", text=LocalProse(zh_hant="厚度?", en="Which?"))
    ).model_copy(update={"pictures": (PICTURE,)})
    bare = raised(replace(asked(), options=(), blocking=False), by=asking(channel=None))
    for question in (full, bare):
        assert rendered(a_letter(question, language), form)


def test_odd_texts_stay_texts() -> None:
    for text in ODD:
        question = raised(
            asked(option("A", text), text=LocalProse(en=text), place=Place(layer=text))
        ).model_copy(update={"pictures": (KeptFile(name=text, sha256="0" * 64),)})
        view = a_letter(question, Language.ENGLISH)
        assert text in rendered(view, "text").decode()
        assert rendered(view, "pdf").startswith(b"%PDF")


def test_what_the_program_asked_in_english_is_said_in_the_customers_language() -> None:
    words = "The data does not state the board thickness. Which finished thickness do you need "
    text = LocalProse(en=f"{words}(for example 1.6 mm)?")
    view = a_letter(raised(asked(text=text)))
    assert view.questions[0].text == Recorded(text.en)
    assert "The data does not state" not in rendered(view, "text").decode()


def test_pictures_are_drawn_where_they_are_pictures() -> None:
    drawing = as_drawing(png(30, 20))
    assert drawing is not None
    assert 'width="30" height="20"' in drawing
    jpeg = bytes.fromhex("ffd8ffe000040000ffc00011080010002003") + b"\0" * 12
    assert 'width="32" height="16"' in (as_drawing(jpeg) or "")
    for data in (
        b"",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe0\0\0\0\0\0\0\0\0",
        b"<svg/>",
        png(30, 20)[:20],
    ):
        assert as_drawing(data) is None


def test_a_chase_puts_what_was_not_put_and_chases_the_rest_once_a_day() -> None:
    put = raised(asked(text=LocalProse(en="first")))
    new = raised(asked(text=LocalProse(en="second")), by=asking(NOW, None)).model_copy(
        update={"id": "EQ-2026-00002"}
    )
    later = NOW + timedelta(hours=3)
    changes = chase(ledger(put, new), actor="WANG", at=later)
    assert changes is not None
    first, second = by_customer(r for r in changes.updates if isinstance(r, EngineeringQuestion))[
        "HUAYI"
    ]
    assert [event.kind for event in first.events] == ["asked", "put", "chased"]
    assert [event.kind for event in second.events] == ["asked", "put"]
    assert second.put is not None
    assert second.put.at == later
    again = later + timedelta(hours=1)
    assert chase(ledger(first, second), actor="WANG", at=again) is None
    assert chase(ledger(first, second), actor="WANG", at=again, again=True) is not None
    assert chase(ledger(first, second), actor="WANG", at=again + timedelta(days=1)) is not None
    assert chase(ledger(put), customer="XINGHE", actor="WANG", at=again) is None
