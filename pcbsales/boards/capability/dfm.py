"""A review of one revision: every line and rule, and what to ask because of them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from pcbsales.boards.capability.array_rules import ARRAY_RULES
from pcbsales.boards.capability.case import Case, OrderQuantity, case_of
from pcbsales.boards.capability.coating_rules import COATING_RULES
from pcbsales.boards.capability.data_rules import DATA_RULES
from pcbsales.boards.capability.edge_rules import EDGE_RULES
from pcbsales.boards.capability.figures import Figures
from pcbsales.boards.capability.finding import DfmFinding, SuggestedQuestion
from pcbsales.boards.capability.limits import hold
from pcbsales.boards.capability.proof_rules import PROOF_RULES
from pcbsales.boards.capability.records import Capability
from pcbsales.boards.capability.report import DfmReport
from pcbsales.boards.capability.required import missing_answers
from pcbsales.boards.capability.stack_rules import STACK_RULES
from pcbsales.boards.capability.surface_rules import SURFACE_RULES
from pcbsales.boards.capability.verdicts import QuestionClass
from pcbsales.boards.capability.via_rules import VIA_RULES
from pcbsales.boards.records import Part, Revision
from pcbsales.kernel.effective import effective, in_force
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.snapshot import Snapshot

#: Every named rule, in the order in which findings are listed.
CONFLICTS = (
    *DATA_RULES,
    *STACK_RULES,
    *VIA_RULES,
    *EDGE_RULES,
    *PROOF_RULES,
    *SURFACE_RULES,
    *COATING_RULES,
    *ARRAY_RULES,
)


def capability_of(
    snapshot: Snapshot, entity: str | None, *, plant: str | None = None, as_of: date
) -> Capability:
    """What *entity* (where none is named, the only one with a policy) can build at *plant*.

    RefusedError where none or several are in force.
    """
    every = [found for found in snapshot.all(Capability) if found.plant == plant]
    owners = sorted({found.entity for found in in_force(every, as_of=as_of)})
    if entity is None and len(owners) > 1:
        raise RefusedError(
            "more than one entity has a capability record; name one: --entity {names}",
            names=", ".join(owners),
        )
    owner = entity or next(iter(owners), None)
    own = [found for found in every if found.entity == owner]
    return effective(own, as_of=as_of, what=Capability.noun)


def review(
    part: Part,
    revision: Revision,
    capability: Capability,
    *,
    as_of: date,
    figures: Figures | None = None,
    quantity: OrderQuantity | None = None,
    remarks: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (),
) -> DfmReport:
    """*revision* held against *capability*; *figures* are those measured on its data.

    *remarks* say what is in question about the data (message id, values).
    """
    case = with_ul(case_of(revision, figures, quantity), capability)
    findings = (
        *missing_answers(capability.required, case),
        *conflicts(case, capability),
        *hold(capability.lines, case),
    )
    ordered = sorted(findings, key=lambda finding: -finding.verdict.rank)
    return DfmReport(part, revision, capability, as_of, tuple(ordered), figures, quantity, remarks)


def with_ul(case: Case, capability: Capability) -> Case:
    """*case* with the answer to whether a UL file of *capability* covers the board."""
    covered = any(all(c.holds(case.facts) for c in file.when) for file in capability.ul_files)
    return replace(case, ul_file=covered)


def conflicts(case: Case, capability: Capability) -> Iterator[DfmFinding]:
    """What the named rules find, as *capability* minds them."""
    for rule in CONFLICTS:
        policy = capability.rule(rule.name)
        finding = rule.finding(case, policy) if policy else None
        if finding is not None:
            yield finding


def dfm_questions(report: DfmReport) -> tuple[SuggestedQuestion, ...]:
    """What *report* suggests to ask the customer, worst first; what the part asks already is not.

    Findings that are internal ask nothing of the customer; what several lines ask is asked once.
    """
    return tuple(_once(_asking(report.findings)))


def _asking(findings: Iterable[DfmFinding]) -> Iterator[SuggestedQuestion]:
    for finding in findings:
        if finding.question is not None and not finding.internal and not finding.asked:
            yield finding.question


def _once(questions: Iterable[SuggestedQuestion]) -> Iterator[SuggestedQuestion]:
    """Each question once; of several limits of one key the line that stands first asks."""
    seen: set[object] = set()
    for question in questions:
        beyond = question.key is not None and question.kind is QuestionClass.CAPABILITY
        said = (question.msgid, question.key if beyond else question.values)
        if said not in seen:
            seen.add(said)
            yield question
