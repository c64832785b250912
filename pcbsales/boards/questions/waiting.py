"""Which questions wait: what holds an order up, and what a customer owes us an answer to."""

from collections.abc import Iterable
from datetime import date

from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.kernel.snapshot import Snapshot


def open_blocking(snapshot: Snapshot, part: str, rev: str) -> tuple[EngineeringQuestion, ...]:
    """The blocking questions about *part*'s revision *rev* that are still open, oldest first."""
    found = (q for q in questions_about(snapshot, part, rev) if q.blocking and q.is_open)
    return tuple(found)


def questions_about(
    snapshot: Snapshot, part: str, rev: str | None = None
) -> tuple[EngineeringQuestion, ...]:
    """All questions about *part*, or about its revision *rev* alone, oldest first."""
    found = snapshot.where(EngineeringQuestion, part=part)
    return _oldest_first(q for q in found if rev is None or q.revision == rev)


def waiting(
    snapshot: Snapshot, *, customer: str | None = None, as_of: date
) -> tuple[EngineeringQuestion, ...]:
    """The questions to *customer*, or to all, that are open at the end of *as_of*, oldest first."""
    found = (
        snapshot.all(EngineeringQuestion)
        if customer is None
        else snapshot.where(EngineeringQuestion, customer=customer)
    )
    return _oldest_first(q for q in found if q.is_open_on(as_of))


def _oldest_first(questions: Iterable[EngineeringQuestion]) -> tuple[EngineeringQuestion, ...]:
    return tuple(sorted(questions, key=lambda question: (question.raised_at, question.id)))
