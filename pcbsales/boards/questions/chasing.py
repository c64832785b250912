"""One letter a customer with all that waits for them, and that it went out."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from pcbsales.boards.questions.asking import put_to
from pcbsales.boards.questions.choices import Channel
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.questions.waiting import waiting
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Snapshot


def chase(
    snapshot: Snapshot,
    *,
    customer: str | None = None,
    channel: Channel = Channel.MAIL,
    again: bool = False,
    actor: str,
    at: datetime,
) -> ChangeSet | None:
    """Put what waits to *customer*, or to every one, in one letter each; None where nothing does.

    Each letter has all that waits for the customer, oldest first. Who had them all today already
    gets no letter, unless *again*. RefusedError where no policy says until when answers are due.
    """
    found = waiting(snapshot, customer=customer, as_of=at.date())
    chased = [
        put_to(snapshot, question, at=at, by=actor, channel=channel)
        for questions in by_customer(found).values()
        if again or any(_has_not_gone(question, at) for question in questions)
        for question in questions
    ]
    if not chased:
        return None
    ids = ", ".join(question.id for question in chased)
    return ChangeSet("eq.chase", f"Chase {ids}", updates=tuple(chased))


def by_customer(
    questions: Iterable[EngineeringQuestion],
) -> dict[str, tuple[EngineeringQuestion, ...]]:
    """*questions* by customer, in their order."""
    ordered = sorted(questions, key=lambda q: (q.customer, q.raised_at, q.id))
    return {name: tuple(own) for name, own in groupby(ordered, key=lambda q: q.customer)}


def _has_not_gone(question: EngineeringQuestion, at: datetime) -> bool:
    """Whether *question* did not go to the customer on the day of *at*."""
    went = (event.at.date() for event in question.events if event.kind in {"put", "chased"})
    return at.date() not in went
