"""Where a revision stands: which stages it is released for, until when, and what is lacking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pcbsales.boards.part import require_part, require_revision
from pcbsales.boards.records import Part, Revision
from pcbsales.boards.stages.choices import ApprovalKind, Stage, Standing, VerdictKind
from pcbsales.boards.stages.notice_records import ChangeNotice
from pcbsales.boards.stages.policy import (
    Need,
    StagePolicy,
    StageRule,
    board_facts,
    policy_for,
)
from pcbsales.boards.stages.records import StageApproval, Verdict
from pcbsales.kernel.periods import add_months
from pcbsales.kernel.snapshot import Snapshot

_HELD = (Standing.HELD, Standing.CONDITIONAL)


@dataclass(frozen=True, slots=True)
class NeedState:
    """How one thing that a stage needs stands; ``until`` is the last day on which it holds.

    ``approval`` is what decides it; ``notice`` the change that ended it or will.
    """

    need: Need
    standing: Standing
    approval: StageApproval | None = None
    until: date | None = None
    notice: ChangeNotice | None = None
    #: What was submitted and not decided yet.
    waiting: StageApproval | None = None

    @property
    def is_held(self) -> bool:
        """Whether it is fulfilled."""
        return self.standing in _HELD


@dataclass(frozen=True, slots=True)
class StageState:
    """Where a revision stands on a day, by which rule of which policy."""

    part: Part
    revision: Revision
    as_of: date
    policy: StagePolicy
    rule: StageRule
    needs: tuple[NeedState, ...]

    @property
    def reached(self) -> Stage | None:
        """The furthest stage that lacks nothing; None if even samples lack something."""
        free = [stage for stage in Stage if not self.missing_for(stage)]
        return free[-1] if free else None

    @property
    def next_stage(self) -> Stage | None:
        """The stage after the one reached; None behind volume."""
        first = self.reached.rank + 1 if self.reached else 0
        return next((stage for stage in Stage if stage.rank == first), None)

    @property
    def valid_until(self) -> date | None:
        """The last day on which the stage reached is certain; None: without end."""
        days = (state.until for state in self.needs if state.need.stage is self.reached)
        return min(filter(None, days), default=None)

    def missing_for(self, stage: Stage) -> tuple[NeedState, ...]:
        """What *stage* lacks."""
        return tuple(s for s in self.needs if s.need.stage is stage and not s.is_held)

    @property
    def missing_for_volume(self) -> tuple[NeedState, ...]:
        """What volume lacks."""
        return self.missing_for(Stage.VOLUME)

    def allows(self, stage: Stage) -> bool:
        """Whether as much as *stage* may be made: it is reached, or a later one is."""
        return self.reached is not None and self.reached.rank >= stage.rank


def stage_of(snapshot: Snapshot, part: str, rev: str | None, *, as_of: date) -> StageState:
    """Where *part*'s revision *rev* (None: the current one) stands at the end of *as_of*.

    Raises:
        RefusedError: No policy is in force, or none of its rules fits the board.
        UsageError: There is no such part or revision.
    """
    found = require_part(snapshot, part)
    revision = require_revision(found, rev)
    policy = policy_for(snapshot, found.customer, as_of=as_of)
    rule = policy.rule_for(board_facts(snapshot, found, revision), of=found.id)
    about = approvals_of(snapshot, found.id, revision.rev, as_of=as_of)
    changes = requalifying(snapshot.all(ChangeNotice), found, revision, as_of=as_of)
    states = tuple(_state(need, about, changes, as_of) for need in rule.needs)
    return StageState(found, revision, as_of, policy, rule, states)


def approvals_of(
    snapshot: Snapshot, part: str, rev: str, *, as_of: date
) -> tuple[StageApproval, ...]:
    """What was submitted of *part*'s revision *rev* by the end of *as_of*, oldest first."""
    found = (
        approval
        for approval in snapshot.where(StageApproval, part=part)
        if approval.revision == rev and approval.submitted.day <= as_of
    )
    return tuple(sorted(found, key=lambda approval: (approval.submitted.day, approval.id)))


def requalifying(
    notices: Iterable[ChangeNotice], part: Part, revision: Revision, *, as_of: date
) -> tuple[ChangeNotice, ...]:
    """The changes with a day of effect that end approvals of *revision*, by what was agreed."""
    found = (
        notice
        for notice in notices
        if notice.effect is not None
        and notice.effect.set_at.date() <= as_of
        and notice.touches_revision(part.id, revision.rev)
        and _requalifies(notice, part.customer, as_of=as_of)
    )
    return tuple(found)


def _requalifies(notice: ChangeNotice, customer: str, *, as_of: date) -> bool:
    """Whether approvals end: as the customer answered, else as the policy said when telling."""
    answered = notice.consent_of(customer, as_of=as_of)
    word = answered or notice.told_to(customer, as_of=as_of)
    return word is not None and word.requalify


def _state(
    need: Need,
    approvals: Iterable[StageApproval],
    changes: tuple[ChangeNotice, ...],
    as_of: date,
) -> NeedState:
    """The last verdict on what *need* asks for decides; what waits takes nothing away."""
    fitting = [approval for approval in approvals if _fits(approval, need)]
    decided = [(a.verdict, a) for a in fitting if a.verdict and a.verdict.day <= as_of]
    waiting = [a for a in fitting if not a.is_decided(as_of=as_of)]
    pending = waiting[-1] if waiting else None
    if not decided:
        standing = Standing.WAITING if pending else Standing.NOT_SUBMITTED
        return NeedState(need, standing, waiting=pending)
    verdict, approval = max(decided, key=lambda pair: (pair[0].day, pair[1].id))
    if verdict.verdict is VerdictKind.REJECTED:
        return NeedState(need, Standing.REJECTED, approval, waiting=pending)
    until, notice = _end(verdict, need, changes)
    if until is not None and until < as_of:
        ended = Standing.CHANGED if notice else Standing.LAPSED
        return NeedState(need, ended, approval, until, notice, pending)
    conditional = verdict.verdict is VerdictKind.CONDITIONAL
    held = Standing.CONDITIONAL if conditional else Standing.HELD
    return NeedState(need, held, approval, until, notice, pending)


def _fits(approval: StageApproval, need: Need) -> bool:
    if approval.kind is not need.kind or approval.stage.rank < need.stage.rank:
        return False
    return need.kind is not ApprovalKind.PPAP or not need.levels or approval.level in need.levels


def _end(
    verdict: Verdict, need: Need, changes: tuple[ChangeNotice, ...]
) -> tuple[date | None, ChangeNotice | None]:
    """The last day on which *verdict* holds, and the change that is the reason, if one is."""
    policy = add_months(verdict.day, need.months) if need.months else None
    until = min(filter(None, (verdict.until, policy)), default=None)
    cause = None
    for notice in changes:
        if notice.effect is None or notice.effect.day <= verdict.day:
            continue
        last = notice.effect.day - timedelta(days=1)
        if until is None or last < until:
            until, cause = last, notice
    return until, cause
