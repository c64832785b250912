"""Questions that were recorded in English, on the customer's paper and on the screen."""

from datetime import date

import pytest

from pcbsales.documents.render import document_source
from pcbsales.documents.terminal import render_table
from pcbsales.i18n.language import Language
from pcbsales.quoting.quotations.quote_report import QuoteReport
from tests.quoting.paper_builders import minimal_view, quote_line, quote_of

ASKED = "board size, mm: the order states 100 x 68, the data says 100 x 70. Which one holds?"
OWN = "Is 100 x 68 mm right?"
SAID = {
    Language.ENGLISH: ASKED,
    Language.SIMPLIFIED_CHINESE: "订单写明 100 x 68，资料读得 100 x 70。以哪个为准？",
    Language.TRADITIONAL_CHINESE: "訂單寫明 100 x 68，資料讀得 100 x 70。以哪個為準？",
}
QUOTE = quote_of([quote_line(1, "HY-4412", questions=[ASKED, OWN])], percent=0)


@pytest.mark.parametrize("language", list(Language))
def test_paper_asks_in_the_customers_language(language: Language) -> None:
    view = minimal_view(language.value, QUOTE)
    text = document_source(
        "quoting/quotation", view, language=language, form="pdf", template_paths=()
    )
    assert SAID[language] in text
    assert OWN in text
    assert (ASKED in text) is not language.is_chinese


@pytest.mark.parametrize("language", list(Language))
def test_the_screen_asks_in_the_readers_language(language: Language) -> None:
    report = QuoteReport(QUOTE, date(2026, 11, 23))
    text = render_table(report.as_table(), width=400, language=language, colour=False)
    assert SAID[language] in text
    assert OWN in text
    assert (ASKED in text) is not language.is_chinese
    assert ASKED in str(report.as_json())
