"""A named rule between answers: when it fires, what it says, and what is asked because of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.capability.case import Case
from pcbsales.boards.capability.finding import (
    ClosedAnswer,
    DfmFinding,
    SuggestedQuestion,
    gaps,
    plain_text,
)
from pcbsales.boards.capability.records import RulePolicy
from pcbsales.boards.capability.verdicts import Origin, QuestionClass, Surety, Verdict
from pcbsales.boards.pictures.spot import Spot
from pcbsales.boards.specification import terms
from pcbsales.boards.terms import Term
from pcbsales.i18n.phrase import Phrase
from pcbsales.kernel.scalars import plain

#: What fills the gaps of a rule's sentences where it fires; None where it does not.
Gaps = Mapping[str, object]
#: Looks at a case against the policy's limit (0 for a rule without one).
Fires = Callable[[Case, Decimal], Gaps | None]
_GENERAL = Term("order and data", "订单与资料", "訂單與資料")


def nowhere(_case: Case) -> Spot | None:
    """The place of a rule that is about no place."""
    return None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A rule; ``key`` is what an answer settles, and what the finding is about.

    ``read`` says that it rests on figures from data, not on answers alone; ``spot`` finds the
    place on the board that it is about.
    """

    name: str
    fires: Fires
    kind: QuestionClass
    key: str | None
    statement: Phrase
    advice: Phrase
    question: Phrase
    options: tuple[ClosedAnswer, ...]
    read: bool = False
    spot: Callable[[Case], Spot | None] = nowhere

    def finding(self, case: Case, policy: RulePolicy) -> DfmFinding | None:
        """What the rule comes to for *case* under *policy*; None where it does not fire."""
        found = self.fires(case, policy.limit or Decimal(0))
        if found is None or policy.verdict is Verdict.OK:
            return None
        filled = gaps(found)
        return DfmFinding(
            rule=self.name,
            verdict=policy.verdict,
            subject=terms()[self.key] if self.key else _GENERAL,
            statement=Phrase(self.statement.msgid, filled),
            value=found.get("value"),
            limit=f"{plain(policy.limit)} {policy.unit}" if policy.limit else None,
            origin=Origin.DATA if self.read else self._origin(case),
            surety=self._surety(case),
            advice=Phrase(self.advice.msgid, filled),
            adder=policy.adder,
            adder_note=policy.adder_note,
            lead_days=policy.lead_days,
            internal=policy.internal,
            source=policy.source,
            key=self.key,
            question=self._question(case, policy, filled)
            if policy.verdict is not Verdict.ADVANCED
            else None,
        )

    def _origin(self, case: Case) -> Origin:
        known = case.known.get(self.key or "")
        return known.origin if known else Origin.UNKNOWN

    def _surety(self, case: Case) -> Surety:
        if self.read and case.figures is not None:
            return case.figures.surety
        known = case.known.get(self.key or "")
        return known.surety if known else Surety.SURE

    def _question(
        self, case: Case, policy: RulePolicy, filled: tuple[tuple[str, object], ...]
    ) -> SuggestedQuestion:
        options = tuple(
            ClosedAnswer(
                option.msgid, tuple(_setting(text, filled) for text in option.settings), filled
            )
            for option in self.options
        )
        return SuggestedQuestion(
            rule=self.name,
            kind=self.kind,
            msgid=self.question.msgid,
            values=filled,
            options=options,
            key=self.key,
            blocking=policy.blocking,
            spot=self.spot(case),
        )


def _setting(text: str, filled: tuple[tuple[str, object], ...]) -> str:
    """``min_hole_mm={read}`` with its gap filled."""
    return text.format(**{name: plain_text(value) for name, value in filled})


def fired(*, when: bool, **values: object) -> Gaps | None:
    """*values* for a rule's sentences if it fires."""
    return values if when else None
