"""The two papers: what the customer reads holds nothing internal; all languages are set."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pcbsales.boards.capability.report import DfmReport
from pcbsales.boards.capability.sheets import customer_sheet, engineering_sheet
from pcbsales.company.records import Entity
from pcbsales.customers.records import Customer
from pcbsales.documents.render import document_source, render_document
from pcbsales.i18n.language import Language
from scripts.sample.buyers import customers
from scripts.sample.firm import firm
from tests.boards.capability.builders import a_review
from tests.boards.capability.cases import CASES

ROOT = Path(__file__).parents[3]
UGLY = (
    "layers=3 thickness_mm=12 finish=hasl declarations=rohs,reach cu_outer_oz=2 "
    "min_track_mm=0.15 min_space_mm=0.12 gold_fingers=20 via_in_pad=true laminate=IT180A "
    "ul_mark=any_place material=ptfe @copper_layers=4 @question"
).replace("thickness_mm=12", "thickness_mm=9")


def view_of(report: DfmReport, lang: str) -> object:
    entity = next(one for one in firm() if isinstance(one, Entity) and one.id == "SZ")
    customer = next(one for one in customers() if one.id == "HUAYI")
    assert isinstance(customer, Customer)
    return customer_sheet(
        report, entity=entity, customer=customer, person=None, commit="abc", lang=lang
    )


def source(name: str, view: object, language: Language) -> str:
    folders = (ROOT / "ledger/templates", ROOT / "templates")
    return document_source(name, view, language=language, form="pdf", template_paths=folders)


@pytest.mark.parametrize("language", list(Language))
def test_the_customer_reads_nothing_internal(language: Language) -> None:
    report = a_review(UGLY)
    text = source("boards/dfm_customer", view_of(report, language.value), language)
    for finding in report.findings:
        assert not re.search(rf"\b{re.escape(finding.rule)}\b", text), finding.rule
        assert not finding.source or finding.source not in text
    for adder in report.adders:
        assert adder not in text
    assert report.capability.id not in text


def test_internal_findings_stay_inside() -> None:
    report = a_review("layers=4 @copper_layers=4")
    told = str(view_of(report, "en"))
    assert all(str(f.subject.en) not in told for f in report.findings if f.internal)


@pytest.mark.parametrize("language", list(Language))
def test_every_sentence_of_every_rule_can_be_set(language: Language) -> None:
    for fires, _ in CASES.values():
        report = a_review(fires)
        source("boards/dfm_customer", view_of(report, language.value), language)
        entity = next(one for one in firm() if isinstance(one, Entity) and one.id == "SZ")
        sheet = engineering_sheet(report, entity=entity, commit="abc", lang=language.value)
        source("boards/dfm_engineering", sheet, language)


@pytest.mark.parametrize("language", list(Language))
def test_paper_comes_out(language: Language) -> None:
    report = a_review(UGLY)
    pdf = render_document(
        "boards/dfm_customer",
        view_of(report, language.value),
        language=language,
        format="pdf",
        template_paths=(ROOT / "ledger/templates", ROOT / "templates"),
        timestamp=datetime(2026, 10, 31, tzinfo=UTC),
    )
    assert pdf.startswith(b"%PDF")
