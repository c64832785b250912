"""Revisions, figures and reviews, from a line of settings."""

from datetime import date
from decimal import Decimal
from typing import Any

from pcbsales.boards.capability.case import Case, case_of, read_quantity
from pcbsales.boards.capability.dfm import review, with_ul
from pcbsales.boards.capability.figures import EdgeFigure, Figures
from pcbsales.boards.capability.records import Capability
from pcbsales.boards.capability.report import DfmReport
from pcbsales.boards.capability.ring import RingFigure
from pcbsales.boards.capability.verdicts import Surety
from pcbsales.boards.pictures.coverage import Coverage
from pcbsales.boards.records import FabricationData, OpenQuestion, Part, Revision
from pcbsales.boards.setting import read_settings
from pcbsales.boards.specification import Specification
from scripts.sample.capability import capabilities

DAY = date(2026, 10, 31)


def policy() -> Capability:
    """The sample's capability record of SZ."""
    found = capabilities()[0]
    assert isinstance(found, Capability)
    return found


def a_case(text: str, **figures: Any) -> Case:
    """The case that a line of settings describes, as tests/boards/capability/cases.py has them."""
    words = text.split()
    told = dict(word[1:].partition("=")[::2] for word in words if word.startswith("@"))
    revision = a_revision([word for word in words if not word.startswith("@")], told)
    quantity = told.pop("quantity", None)
    if ring := told.pop("ring", None):
        figures["ring"] = a_ring(ring)
    measured = some_figures(**figures) if figures else None
    found = case_of(revision, measured, read_quantity(quantity) if quantity else None)
    return with_ul(found, policy())


def a_revision(settings: list[str], told: dict[str, str] | None = None) -> Revision:
    """A revision of these answers; *told* are figures of its data."""
    told = dict(told or {})
    questions: tuple[OpenQuestion, ...] = ()
    if told.pop("question", None) is not None:
        questions = (OpenQuestion(code="drill.unit", text="mm or in?", asked=DAY),)
    figures = {key: told[key] for key in told if key not in {"quantity", "ring", "peelable"}}
    data = None
    if figures or "peelable" in told or "ring" in told:
        data = some_data(figures, peelable="peelable" in told)
    return Revision(
        rev="A",
        opened=DAY,
        specification=Specification.model_validate(read_settings(settings)),
        fabrication=data,
        questions=questions,
    )


def some_data(figures: dict[str, str], *, peelable: bool = False) -> FabricationData:
    """A package with these figures."""
    roles = ["copper-top", *(["peelable"] if peelable else [])]
    tree = {
        "package": "a.zip",
        "sha256": "0" * 64,
        "bytes": "1",
        "received": "2026-10-30T09:00:00+08:00",
        "files": [{"name": role, "role": role, "sha256": "1" * 64} for role in roles],
        **{name: value.replace("x", " x ") for name, value in figures.items()},
    }
    return FabricationData.model_validate(tree)


def a_ring(mm: str) -> RingFigure:
    """A ring that was surely measured."""
    return RingFigure(Decimal(mm), Decimal("0.3"), (1.0, 2.0), "top", 10, 0, Surety.SURE)


def some_figures(**changes: Any) -> Figures:
    """Figures of an ordinary board, changed."""
    area = Coverage(
        board_mm2=Decimal(6800),
        copper_top_percent=Decimal(60),
        copper_bottom_percent=Decimal(55),
        bare_top_mm2=Decimal(300),
        bare_bottom_mm2=Decimal(200),
        uncertainty_mm2=Decimal(2),
        resolution_mm=Decimal("0.035"),
        sure=True,
    )
    usual: dict[str, Any] = {
        "coverage": area,
        "ring": a_ring("0.2"),
        "edge": EdgeFigure(Decimal("0.5"), Decimal("0.035"), at_least=False),
        "holes": 300,
        "max_drill_mm": Decimal("3.2"),
        "stackup_file": False,
        "sure": True,
    }
    return Figures(**{**usual, **changes})


def a_part(revision: Revision) -> Part:
    """A part of HUAYI with one revision."""
    return Part(id="HUAYI/T-1", customer="HUAYI", part_no="T-1", revisions=(revision,))


def a_review(text: str, capability: Capability | None = None, **figures: Any) -> DfmReport:
    """The review of a line of settings."""
    case = a_case(text, **figures)
    return review(
        a_part(case.revision),
        case.revision,
        capability or policy(),
        as_of=DAY,
        figures=case.figures,
        quantity=case.quantity,
    )
