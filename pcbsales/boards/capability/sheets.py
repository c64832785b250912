"""The two papers of a review: one for the customer, one for engineering.

The customer's holds no rule, no source, no price rule and nothing that is internal: what is not in
the view cannot be printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pcbsales.boards.capability.dfm import dfm_questions
from pcbsales.boards.capability.figure_remarks import figure_remarks
from pcbsales.boards.capability.finding import DfmFinding, SuggestedQuestion, said, word
from pcbsales.boards.capability.report import DfmReport
from pcbsales.boards.capability.verdicts import Verdict
from pcbsales.company.records import Entity
from pcbsales.customers.letterhead import Facts, HouseView, PartyView, Shown, house_view, party_view
from pcbsales.customers.records import Customer, Person
from pcbsales.i18n.phrase import Phrase, phrase

_SHOWN = (Verdict.REFUSE, Verdict.ASK, Verdict.ADVANCED)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A closed question: what it is about, why, what to tick, what we would advise."""

    about: str
    text: Phrase
    options: tuple[Phrase, ...]
    why: Phrase
    advice: Phrase | None


@dataclass(frozen=True, slots=True)
class PointView:
    """A point of a review on paper; texts are empty where there is nothing to say."""

    verdict: str
    about: str
    value: str
    limit: str
    finding: Phrase
    advice: Phrase | None
    days: int
    rule: str = ""
    basis: str = ""
    price: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class CustomerSheet:
    """What ``boards/dfm_customer`` prints."""

    title: str
    commit: str
    house: HouseView
    customer: PartyView
    facts: Facts
    questions: tuple[QuestionView, ...]
    refused: tuple[PointView, ...]
    advanced: tuple[PointView, ...]


@dataclass(frozen=True, slots=True)
class EngineeringSheet:
    """What ``boards/dfm_engineering`` prints; ``picture`` is an SVG."""

    title: str
    commit: str
    house: HouseView
    facts: Facts
    points: tuple[PointView, ...]
    good: tuple[PointView, ...]
    figures: tuple[Phrase, ...]
    questions: tuple[QuestionView, ...]
    picture: str | None


def customer_sheet(
    report: DfmReport,
    *,
    entity: Entity,
    customer: Customer,
    person: Person | None,
    commit: str,
    lang: str,
) -> CustomerSheet:
    """What the customer gets: questions to tick, what cannot be built, what takes more effort."""
    told = [finding for finding in report.findings if not finding.internal]
    return CustomerSheet(
        title=f"DFM {report.part.part_no} {report.revision.rev}",
        commit=commit,
        house=house_view(entity, lang),
        customer=party_view(customer, person, lang),
        facts=_facts(report),
        questions=tuple(_question(question, told, lang) for question in dfm_questions(report)),
        refused=tuple(
            _told(finding, lang) for finding in told if finding.verdict is Verdict.REFUSE
        ),
        advanced=tuple(
            _told(finding, lang) for finding in told if finding.verdict is Verdict.ADVANCED
        ),
    )


def engineering_sheet(
    report: DfmReport, *, entity: Entity, commit: str, lang: str, picture: str | None = None
) -> EngineeringSheet:
    """Everything: rule by rule, with sources, price rules, figures and how sure they are."""
    shown = [finding for finding in report.findings if finding.verdict in _SHOWN]
    good = [finding for finding in report.findings if finding.verdict is Verdict.OK]
    measured = figure_remarks(report.figures, lang) if report.figures else ()
    return EngineeringSheet(
        title=f"DFM {report.part.id} {report.revision.rev}",
        commit=commit,
        house=house_view(entity, lang),
        facts=(
            *_facts(report),
            (phrase("Verdict"), report.verdict.term.text(lang)),
            (phrase("Held against"), report.capability.id),
            (phrase("Working days more"), report.lead_days),
        ),
        points=tuple(_point(finding, lang) for finding in shown),
        good=tuple(_point(finding, lang) for finding in good),
        figures=tuple(Phrase(msgid, values) for msgid, values in (*measured, *report.doubts)),
        questions=tuple(
            _question(question, report.findings, lang) for question in dfm_questions(report)
        ),
        picture=picture,
    )


def _facts(report: DfmReport) -> Facts:
    part, spec = report.part, report.revision.specification
    facts: list[tuple[Phrase, Shown]] = [(phrase("Part number"), part.customer_pn or part.part_no)]
    if part.customer_pn and part.customer_pn != part.part_no:
        facts.append((phrase("Our number"), part.part_no))
    facts.append((phrase("Board revision"), report.revision.rev))
    if part.description:
        facts.append((phrase("Board"), part.description))
    if spec.layers is not None and spec.board_size is not None:
        size = str(spec.board_size).replace(" x ", " × ")
        facts.append(
            (phrase("Build"), phrase("{layers} layers, {size} mm", layers=spec.layers, size=size))
        )
    if report.revision.fabrication is not None:
        facts.append((phrase("Data"), report.revision.fabrication.package))
    facts.append((phrase("Reviewed on"), report.as_of))
    return tuple(facts)


def _question(
    question: SuggestedQuestion, findings: Sequence[DfmFinding], lang: str
) -> QuestionView:
    """The question, with why it is asked and the advice of the finding that it came from."""
    found = next(finding for finding in findings if finding.question == question)
    return QuestionView(
        about=found.subject.text(lang),
        text=said(question.text, lang),
        options=tuple(said(option.text, lang) for option in question.options),
        why=said(found.statement, lang),
        advice=said(found.advice, lang) if found.advice else None,
    )


def _told(finding: DfmFinding, lang: str) -> PointView:
    """A finding as the customer may read it."""
    return PointView(
        verdict=finding.verdict.term.text(lang),
        about=finding.subject.text(lang),
        value=word(finding.value, lang),
        limit=finding.limit or "",
        finding=said(finding.statement, lang),
        advice=said(finding.advice, lang) if finding.advice else None,
        days=finding.lead_days,
    )


def _point(finding: DfmFinding, lang: str) -> PointView:
    """A finding as engineering reads it."""
    note = finding.adder_note.in_language(lang) if finding.adder_note else ""
    basis = (finding.origin.term.text(lang), finding.surety.term.text(lang))
    told = _told(finding, lang)
    return PointView(
        verdict=told.verdict,
        about=told.about,
        value=told.value,
        limit=told.limit,
        finding=told.finding,
        advice=told.advice,
        days=told.days,
        rule=finding.rule,
        basis=(", " if lang == "en" else "，").join(basis),
        price=finding.adder or note,
        source=finding.source or "",
    )
