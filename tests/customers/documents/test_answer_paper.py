from dataclasses import replace
from pathlib import Path

import pytest

from pcbsales.customers.documents.answer_paper import DOCUMENT, AnswerSheetView, answer_paper
from pcbsales.customers.documents.records import CustomerSpec
from pcbsales.documents.render import render_document
from pcbsales.i18n.language import Language
from pcbsales.registry import catalogue
from pcbsales.store.ledger import Ledger
from tests.conftest import Pcbsales
from tests.customers.documents.builders import NOW

ODD = '#read(`x`.text) $x$ *b* .pdf (x) [x] \\ " <b> 中文'


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_the_sheet_is_printed_in_every_language(
    pcbsales: Pcbsales, ledger_folder: Path, lang: str
) -> None:
    answer = pcbsales("spec", "show", "CS-00001", "-O", "sheet.pdf", "--lang", lang)
    assert answer.code == 0, answer.err
    assert (ledger_folder / "sheet.pdf").read_bytes().startswith(b"%PDF")


def view_of(folder: Path) -> AnswerSheetView:
    state = Ledger(folder, catalogue()).state()
    spec = state.get(CustomerSpec, "CS-00001")
    assert spec is not None
    document, view, language = answer_paper(state, spec, commit="abc")
    assert (document, language) == (DOCUMENT, "en")
    return view


def test_the_customer_is_asked_what_it_has_to_decide(ledger_folder: Path) -> None:
    view = view_of(ledger_folder)
    assert [clause.number for clause in view.clauses if clause.asks] == ["5.2"]
    assert view.asks
    (consented,) = (clause for clause in view.clauses if clause.who)
    assert (consented.number, consented.who) == ("4.3", "Matthias Obermoser")
    assert view.signer.name == "Chen Jia"


@pytest.mark.parametrize("lang", list(Language))
def test_odd_strings_stay_strings_and_a_bare_sheet_prints(
    ledger_folder: Path, lang: Language
) -> None:
    view = view_of(ledger_folder)
    odd = tuple(replace(clause, text=ODD, remark=ODD, number=ODD) for clause in view.clauses)
    for each in (replace(view, clauses=odd), replace(view, clauses=(), sums=(), asks=False)):
        paper = render_document(DOCUMENT, each, language=lang, format="pdf", timestamp=NOW)
        assert paper.startswith(b"%PDF")
