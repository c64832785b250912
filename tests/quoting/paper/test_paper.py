"""The quotation that a customer receives."""

import dataclasses
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pcbsales.documents.render import DocumentError, document_source, render_document
from pcbsales.i18n.language import Language
from pcbsales.i18n.phrase import Phrase
from pcbsales.quoting.paper.quotation_view import QuotationView
from tests.judges import require_judge
from tests.quoting.paper_builders import full_view, minimal_view, quote_line, quote_of

DAY = datetime(2026, 11, 23, tzinfo=UTC)
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>'
)
HOSTILE = (
    'PWNED" #read("x") $x$ *b* _e_ .pdf (x) [x] {y} \\ \\" // c /* d @ref <label> = h - i `raw` '
    '{{ 1 }} {% x %} ~ -- ... #panic() #import "a.typ"'
)
VIEWS = (full_view, minimal_view)


@pytest.fixture
def own(tmp_path: Path) -> tuple[Path, ...]:
    """The ledger's own templates: its logo."""
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    return (tmp_path,)


def source(view: QuotationView, language: Language, own: tuple[Path, ...]) -> str:
    name = "quoting/quotation"
    return document_source(name, view, language=language, form="pdf", template_paths=own)


def pdf(view: QuotationView, language: Language, own: tuple[Path, ...]) -> bytes:
    return render_document(
        "quoting/quotation",
        view,
        language=language,
        format="pdf",
        template_paths=own,
        timestamp=DAY,
    )


def shown(text: str) -> str:
    """The strings that Typst source prints, as one text."""
    literals = re.findall(r'#"((?:[^"\\]|\\.)*)";', text, re.DOTALL)
    return "\n".join(re.sub(r"\\(.)", r"\1", literal) for literal in literals)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("build", VIEWS)
def test_it_is_set_in_every_language_with_full_and_with_minimal_data(
    build: Any, language: Language, own: tuple[Path, ...]
) -> None:
    view = build(language.value)
    first = pdf(view, language, own)
    assert first.startswith(b"%PDF-")
    assert pdf(view, language, own) == first


def hostile(value: Any) -> Any:
    """*value* with HOSTILE in the place of every text that is data."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, Phrase):
        return Phrase(value.msgid, tuple((name, hostile(inner)) for name, inner in value.values))
    if isinstance(value, tuple):
        return tuple(map(hostile, value))
    if dataclasses.is_dataclass(value) and type(value).__module__.startswith("pcbsales.quoting"):
        fields: dict[str, Any] = {
            field.name: hostile(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
        fields |= {key: getattr(value, key) for key in ("logo", "colour") if key in fields}
        instance: Any = value
        return dataclasses.replace(instance, **fields)
    return value


@pytest.mark.parametrize("language", list(Language))
def test_hostile_text_in_every_field_stays_text(language: Language, own: tuple[Path, ...]) -> None:
    view = hostile(full_view(language.value))
    text = source(view, language, own)
    assert text.count("PWNED") > 40
    assert "PWNED" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    assert shown(text).count(HOSTILE) == text.count("PWNED")
    assert pdf(view, language, own).startswith(b"%PDF-")


@pytest.mark.judges
def test_hostile_text_is_printed_letter_by_letter(tmp_path: Path, own: tuple[Path, ...]) -> None:
    require_judge("pdftotext")
    view = dataclasses.replace(full_view("en"), currency=HOSTILE)
    (tmp_path / "q.pdf").write_bytes(pdf(view, Language.ENGLISH, own))
    command = ["pdftotext", "-raw", str(tmp_path / "q.pdf"), "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "".join(HOSTILE.split()) in "".join(printed.split())


def test_what_the_customer_needs_is_on_it(own: tuple[Path, ...]) -> None:
    text = shown(source(full_view("en"), Language.ENGLISH, own))
    for wanted in (
        "Minghan Circuits Co., Ltd.",
        "明瀚电路有限公司",
        "91440300MA5F000000",
        "Huayi Electronics",
        "Industriestraße 12",
        "Łucja Weiß, Buyer",
        "RFQ-8812",
        "V-4711",
        "Q-2026-00042",
        "23 Nov 2026",
        "23 Dec 2026",
        "A2C-00990",
        "our no. HY-4410",
        "8.789",
        "1,757.80",
        "9 working days",
        "1 working day",
        "Subtotal without tax",
        "5,273.40",
        "Tax 13 %",
        "685.54",
        "5,958.94",
        "FCA Shenzhen (Incoterms 2020)",
        "30 days after month-end statement",
        "VAT 13 % on domestic supply.",
        "electrical test: flying probe",
        "hole copper: 20 µm",
        "not a key: x",
        "arrays without X-out boards",
        "laminate of our choice",
        "Is 100 x 68 mm right?",
        "your and our no.",
        "8.7890",
        "CNY, without tax",
        "The quantity of the item; fewer are quoted anew.",
        "Exactly the quantity ordered.",
        "None that we know of: built by your data as described.",
        "Your order no.",
        "Quantities may run over or under by 5 %.",
        "Chen Jia",
        "+86 755 0000 0113",
        "Q-2026-00042, revision 2; commit 8d548f2a1c3e",
    ):
        assert wanted in text


def test_boards_are_described_in_the_words_of_the_trade(own: tuple[Path, ...]) -> None:
    english = shown(source(full_view("en"), Language.ENGLISH, own))
    for words in ("4 layers", "100 × 68 mm", "Shengyi S1000-2 or equivalent", "ENIG 2 µin"):
        assert words in english
    simplified = shown(source(full_view("zh-Hans"), Language.SIMPLIFIED_CHINESE, own))
    assert "Łucja Weiß, 采购员" in simplified
    for words in ("4 层板", "沉金(化金) 2 µin", "绿色阻焊", "白色字符", "单面板", "飞针测试"):
        assert words in simplified
    traditional = shown(source(full_view("zh-Hant"), Language.TRADITIONAL_CHINESE, own))
    for words in ("綠色防焊", "白色文字", "飛針測試", "華藝電子", "線路板", "含稅合計"):
        assert words in traditional


@pytest.mark.parametrize("language", list(Language))
def test_nothing_internal_leaves_the_house(language: Language, own: tuple[Path, ...]) -> None:
    text = source(full_view(language.value), language, own)
    for secret in ("secret.margin", "SECRET-BOOK", "CHEN", "sales_rep", "P-00001"):
        assert secret not in text


def test_without_tax_the_total_stands_alone(own: tuple[Path, ...]) -> None:
    text = shown(source(minimal_view("en"), Language.ENGLISH, own))
    assert "Total" in text.splitlines()
    assert "Subtotal without tax" not in text


def test_alternatives_are_not_added_up(own: tuple[Path, ...]) -> None:
    lines = [quote_line(1, "HY-4412"), quote_line(2, "HY-4412")]
    text = shown(source(minimal_view("en", quote_of(lines)), Language.ENGLISH, own))
    assert "The lines are alternatives; they do not add up to one order." in text
    assert "3,515.60" not in text
    assert "Tax 13 %" not in text
    assert "VAT 13 % on domestic supply." in text
    assert text.count("With tax") == 1
    assert text.count("1,986.31") == 2


@pytest.mark.parametrize("how", [{"percent": 0}, {"percent": 13, "price_basis": "tax_included"}])
def test_alternatives_without_tax_to_add_say_one_price(
    how: dict[str, Any], own: tuple[Path, ...]
) -> None:
    lines = [quote_line(1, "HY-4412"), quote_line(2, "HY-4412")]
    text = shown(source(minimal_view("en", quote_of(lines, **how)), Language.ENGLISH, own))
    assert "With tax" not in text
    assert text.count("1,757.80") == 2


@pytest.mark.parametrize("language", list(Language))
def test_alternatives_with_tax_are_set_in_every_language(
    language: Language, own: tuple[Path, ...]
) -> None:
    lines = [quote_line(place, "HY-4410") for place in (1, 2)]
    view = minimal_view(language.value, quote_of(lines))
    assert pdf(view, language, own).startswith(b"%PDF-")


def test_alternatives_describe_their_board_once(own: tuple[Path, ...]) -> None:
    lines = [quote_line(place, "HY-4410", lead_days=str(place)) for place in (1, 2, 3)]
    text = shown(source(minimal_view("en", quote_of(lines)), Language.ENGLISH, own))
    assert text.count("ENIG 2 µin") == 1
    assert text.count("A2C-00990") == 3


def test_prices_with_tax_say_so(own: tuple[Path, ...]) -> None:
    view = dataclasses.replace(minimal_view("zh-Hans"), tax_included=True)
    assert "单价以 CNY 计，含税。" in shown(source(view, Language.SIMPLIFIED_CHINESE, own))


def test_a_drawing_that_is_not_there_is_an_error() -> None:
    with pytest.raises(DocumentError, match=r"logo\.svg"):
        pdf(full_view("en"), Language.ENGLISH, ())


def test_a_character_without_a_glyph_is_an_error(own: tuple[Path, ...]) -> None:
    view = dataclasses.replace(full_view("en"), number="Q-\U0001f600")
    with pytest.raises(DocumentError, match="could not be displayed"):
        pdf(view, Language.ENGLISH, own)


def test_an_array_says_first_how_many_boards_it_is(own: tuple[Path, ...]) -> None:
    view = minimal_view("en", quote_of([quote_line(1, "HY-4410", unit="SET")]))
    first = view.lines[0].description[0]
    assert isinstance(first, Phrase)
    assert (first.msgid, dict(first.values)) == ("1 SET = {n} PCS", {"n": 10})
    assert "1 SET = 10 PCS" in shown(source(view, Language.ENGLISH, own))


def test_a_superseded_revision_says_so() -> None:
    view = minimal_view("en", quote_of([quote_line(1, "HY-4412")]))
    assert not any(label.msgid == "Revision" for label, _ in view.facts)
    quote = quote_of([quote_line(1, "HY-4412")], revision="2")
    kept = quote.model_copy(update={"earlier": (quote,)})
    facts = {label.msgid: value for label, value in minimal_view("en", kept).facts}
    found = facts["Revision"]
    assert isinstance(found, Phrase)
    assert found.msgid == "{revision}, superseded by a later one"


def test_reports_and_declarations_are_not_taken_for_tests(own: tuple[Path, ...]) -> None:
    board = {"e_test": "flying_probe", "reports": ["e_test"], "declarations": ["rohs"]}
    quote = quote_of([quote_line(1, "HY-4410", board=board)])
    english = shown(source(minimal_view("en", quote), Language.ENGLISH, own))
    for words in ("electrical test: flying probe", "report: electrical test", "RoHS declaration"):
        assert words in english
    simplified = shown(source(minimal_view("zh-Hans", quote), Language.SIMPLIFIED_CHINESE, own))
    for words in ("电测：飞针测试", "电测报告", "RoHS声明"):
        assert words in simplified
