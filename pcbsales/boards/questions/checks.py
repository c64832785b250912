"""Rules over engineering questions, the parts they are about, and their policy."""

from collections.abc import Iterator

from pcbsales.boards.choices import Source
from pcbsales.boards.questions.policy import QuestionPolicy
from pcbsales.boards.questions.question_values import QuestionAnswer
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.records import Part, Revision
from pcbsales.boards.setting import write_value
from pcbsales.customers.records import Person
from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.same_start import beginning_together
from pcbsales.kernel.snapshot import Snapshot

RULES: dict[str, Rule] = {
    "eq.revision": Rule(
        asks="An engineering question is about a revision that its part has.",
        remedy="Name one of the part's revisions, or open the revision.",
    ),
    "eq.answered_by": Rule(
        asks="Whoever answers an engineering question is with the customer that was asked.",
        remedy="Name a person of that customer; list them with: pcbsales customer person.",
    ),
    "eq.unspecified": Rule(
        asks="What an answer specified stands in the part's revision, or the customer was asked "
        "about it again.",
        remedy="Set the key with: pcbsales part spec; where the customer has changed their mind, "
        "ask them.",
    ),
    "eq_policy.start": Rule(
        asks="Two policies of engineering questions of an entity never begin on one day.",
        remedy="Begin one of them on another day, or take it out.",
    ),
}


def check_question(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The question *group* against its part and the person who answered it."""
    question = snapshot.get(EngineeringQuestion, group)
    part = snapshot.get(Part, question.part) if question else None
    if question is None or part is None:
        return
    revision = part.revision(question.revision)
    if revision is None:
        yield finding_about(
            question,
            "eq.revision",
            "{part} has no revision {rev}; revisions are {revisions}",
            ("revision",),
            part=part.id,
            rev=question.revision,
            revisions=", ".join(known.rev for known in part.revisions),
        )
    elif question.answer is not None:
        yield from _unspecified(question, question.answer, revision)
    yield from _answered_by_another(snapshot, question)


def check_starts(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """Two policies of the entity *group* never begin on one day."""
    policies = snapshot.where(QuestionPolicy, entity=group)
    yield from beginning_together(policies, "eq_policy.start")


def _unspecified(
    question: EngineeringQuestion, answer: QuestionAnswer, revision: Revision
) -> Iterator[Finding]:
    """Keys that *answer* set and that stand open since, or were taken from the data after all."""
    given, asked = revision.specification.given(), {q.key for q in revision.questions if q.is_open}
    for key, value in answer.sets.items():
        stands = key in given and (
            write_value(given[key]) == value or revision.sources.get(key) is not Source.DATA
        )
        if not stands and key not in asked:
            yield finding_about(
                question,
                "eq.unspecified",
                "{id} was answered {key}={value}, which revision {rev} of {part} does not say",
                ("answer", "sets"),
                id=question.id,
                key=key,
                value=value,
                rev=revision.rev,
                part=question.part,
            )


def _answered_by_another(snapshot: Snapshot, question: EngineeringQuestion) -> Iterator[Finding]:
    person = question.answer.by if question.answer else None
    found = snapshot.get(Person, person) if person else None
    if found is not None and found.customer != question.customer:
        yield finding_about(
            question,
            "eq.answered_by",
            "{person} is with {other}, not with {customer}",
            ("answer", "by"),
            person=found.id,
            other=found.customer,
            customer=question.customer,
        )
