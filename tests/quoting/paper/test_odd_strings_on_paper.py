"""Odd strings on a quotation's paper and in tables: as text, never as markup or a command."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.company.records import Entity, Staff
from pcbsales.customers.records import Customer, Person
from pcbsales.documents.environment import quoted
from pcbsales.documents.paper import TypesettingError, typeset
from pcbsales.documents.render import DocumentError, document_source, render_document
from pcbsales.documents.terminal import render_table
from pcbsales.i18n.language import Language
from pcbsales.kernel.scalars import forbidden_character
from pcbsales.kernel.tables import Column, Table
from pcbsales.quoting.paper.offer_terms import OfferTerms
from pcbsales.quoting.paper.quotation_view import QuotationView, quotation_view
from pcbsales.quoting.paper.standing_on import StandingOn
from tests.quoting.paper_builders import (
    CUSTOMER,
    ENTITY,
    OFFER_TERMS,
    PERSON,
    STAFF,
    full_quote,
)
from tests.sizes import sized
from tests.store.odd_strings import odd_strings

DAY = datetime(2026, 11, 23, tzinfo=UTC)
#: What a line of text takes.
LINES = [
    text
    for text in odd_strings()
    if text.strip() and not forbidden_character(text) and "\n" not in text and "\t" not in text
]
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def view_with(text: str) -> QuotationView:
    """A quotation with *text* in every field of free text that its paper shows."""
    said = {"en": text, "zh_hant": text, "zh_hans": text}
    quote = full_quote().model_dump(mode="json")
    letterhead = {**ENTITY["letterhead"], "tagline": said}
    del letterhead["logo"]
    entity = {**ENTITY, "name": said, "address": said, "letterhead": letterhead}
    first = quote["lines"][0]
    first |= {"customer_pn": text, "questions": [text]}
    sites = [{**site, "address": said} for site in CUSTOMER["sites"]]
    return quotation_view(
        type(full_quote()).model_validate(
            _present({**quote, "customer_rfq": text, "terms": said, "delivery_place": text})
        ),
        entity=Entity.model_validate(entity),
        customer=Customer.model_validate({**CUSTOMER, "name": said, "sites": sites}),
        person=Person.model_validate({**PERSON, "name": said, "title": said}),
        staff=Staff.model_validate({**STAFF, "name": said}),
        commit="8d548f2a1c3e",
        lang="en",
        beside=StandingOn(OfferTerms.model_validate({**OFFER_TERMS, "conditions": [said]})),
    )


def _present(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _plain(_present(value)) for key, value in data.items() if value is not None}
    return [_present(item) for item in data] if isinstance(data, list) else data


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def views(texts: list[str]) -> Iterator[tuple[str, QuotationView]]:
    for text in texts:
        try:
            yield text, view_with(text)
        except ValidationError:
            continue


def test_no_string_gets_out_of_its_quotes_in_the_paper_s_source() -> None:
    plain = "Ω any text"
    shape = _LITERAL.sub('""', source(view_with(plain)))
    taken = 0
    for text, view in views(LINES[:: sized(7, 1)]):
        assert _LITERAL.sub('""', source(view)) == shape, text
        taken += 1
    assert taken >= 0.9 * len(LINES[:: sized(7, 1)])


def source(view: QuotationView) -> str:
    return document_source(
        "quoting/quotation", view, language=Language.ENGLISH, form="pdf", template_paths=()
    )


def test_a_paper_is_made_or_names_the_character_that_no_font_has() -> None:
    made, complaints = 0, []
    for _, view in islice(views(LINES[:: sized(60, 5)]), sized(10, 200)):
        try:
            paper = render_document(
                "quoting/quotation", view, language=Language.ENGLISH, format="pdf", timestamp=DAY
            )
        except DocumentError as error:
            complaints.append(str(error))
        else:
            assert paper.startswith(b"%PDF-")
            made += 1
    assert made > len(complaints)
    assert [said for said in complaints if "could not be displayed" not in said] == []


def test_every_string_that_fonts_have_is_set_as_itself() -> None:
    """All of them in one document; those that a font lacks are told one by one."""
    complaints = {text: _complaint(text) for text in LINES[:: sized(9, 1)]}
    shown = [text for text, complaint in complaints.items() if not complaint]
    body = "".join(f"#{quoted(text)}\n\n" for text in shown)
    pdf = typeset(body, language=Language.ENGLISH, timestamp=DAY, title="odd")
    assert pdf.startswith(b"%PDF-")
    assert len(shown) > 0.5 * len(complaints)
    told = [said for said in complaints.values() if said]
    assert [said for said in told if "could not be displayed" not in said] == []


def _complaint(text: str) -> str:
    try:
        typeset(f"#{quoted(text)}", language=Language.ENGLISH, timestamp=DAY, title="odd")
    except TypesettingError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("width", [40, 120])
def test_no_string_steers_the_terminal(width: int) -> None:
    rows = tuple((str(number), text) for number, text in enumerate(odd_strings()))
    table = Table(columns=(Column("id", "id"), Column("text", "text")), rows=rows)
    shown = render_table(table, width=width, language=Language.ENGLISH, colour=False)
    steering = re.compile(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
    )
    found = steering.search(shown)
    assert found is None, ascii(
        shown[max(found.start() - 40, 0) : found.end() + 40] if found else ""
    )
