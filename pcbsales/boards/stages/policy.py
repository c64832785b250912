"""Dated policy of stages and change notices: what each stage needs, who must be told when."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.boards.records import Part, Revision
from pcbsales.boards.specification import terms
from pcbsales.boards.stages.choices import (
    CHANGE_WORDS,
    ApprovalKind,
    ChangeKind,
    PpapElement,
    PpapLevel,
    Stage,
)
from pcbsales.customers.records import Customer
from pcbsales.kernel.conditions import Condition, Fact, Facts, fact_of, keys_of
from pcbsales.kernel.effective import Lasting, effective
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import (
    Count,
    Day,
    Flag,
    Positive,
    PositiveCount,
    Prose,
    RecordId,
    wrong,
)
from pcbsales.kernel.shown import Word
from pcbsales.kernel.snapshot import Snapshot

_WHO = ("customer", "sector")
_MM2_PER_M2 = Decimal(1_000_000)


class Extent(Value):
    """How much of a board: so many pieces, so much area; both where both are given."""

    pieces: PositiveCount | None = None
    area_m2: Positive | None = None

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if self.pieces is None and self.area_m2 is None:
            raise wrong("stage_policy.extent", "a limit is pieces, area_m2 or both")
        return self

    def holds(self, pieces: int, area_m2: Decimal | None) -> bool:
        """Whether that many are no more; an area that nobody knows is no small one."""
        if self.pieces is not None and pieces > self.pieces:
            return False
        return self.area_m2 is None or (area_m2 is not None and area_m2 <= self.area_m2)


class Need(Value):
    """What a stage needs: an approval of a kind, a PPAP of one of these levels (none: of any).

    It holds for ``months`` from its day; without them until a change or the customer ends it.
    """

    stage: Stage
    kind: ApprovalKind
    levels: tuple[PpapLevel, ...] = ()
    months: PositiveCount | None = None

    @model_validator(mode="after")
    def _levels_are_of_a_ppap(self) -> Self:
        if self.levels and self.kind is not ApprovalKind.PPAP:
            raise wrong("stage_policy.levels", "only a PPAP has levels")
        return self


class StageRule(Value):
    """What boards that meet all conditions need, and which quantities are samples or pilots."""

    title: LocalText
    when: tuple[Condition, ...] = ()
    sample: Extent | None = None
    pilot: Extent | None = None
    needs: tuple[Need, ...] = ()

    @model_validator(mode="after")
    def _asks_what_can_be_known(self) -> Self:
        require_known(self.when)
        return self

    @model_validator(mode="after")
    def _later_stages_need_something_too(self) -> Self:
        needed = [stage.rank for stage in Stage if self.needs_of(stage)]
        if needed and len(needed) < len(Stage) - needed[0]:
            raise wrong(
                "stage_policy.needs", "a stage after one that needs an approval needs one too"
            )
        return self

    def needs_of(self, stage: Stage) -> tuple[Need, ...]:
        """What *stage* needs."""
        return tuple(need for need in self.needs if need.stage is stage)

    def stage_for(self, pieces: int, area_m2: Decimal | None) -> Stage:
        """As what an order of so many counts."""
        if self.sample is not None and self.sample.holds(pieces, area_m2):
            return Stage.SAMPLE
        if self.pilot is not None and self.pilot.holds(pieces, area_m2):
            return Stage.PILOT
        return Stage.VOLUME


class PpapSubmission(Value):
    """The elements that a PPAP of this level needs before it can be approved in full."""

    level: PpapLevel
    elements: tuple[PpapElement, ...]


class NoticeRule(Value):
    """What is owed to customers that meet all conditions before one of these changes (none: any).

    They are told ``notice_days`` ahead; ``consent``: it waits for their consent; ``requalify``:
    with the change approvals end, unless the customer says otherwise.
    """

    when: tuple[Condition, ...] = ()
    changes: tuple[ChangeKind, ...] = ()
    notice_days: Count
    consent: Flag
    requalify: Flag

    @model_validator(mode="after")
    def _asks_whom(self) -> Self:
        require_known(self.when, _WHO)
        return self


class StagePolicy(Lasting, Record):
    """An entity's rules for stages and change notices from a day on; the first that fits counts."""

    noun: ClassVar[str] = "stage-policy"

    title: LocalText | None = None
    source: Prose | None = None
    entity: Annotated[RecordId, Points("entity")]
    valid_from: Day
    valid_until: Day | None = None
    rules: tuple[StageRule, ...]
    ppap: tuple[PpapSubmission, ...] = ()
    notices: tuple[NoticeRule, ...]

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        levels = [known.level for known in self.ppap]
        if len(set(levels)) < len(levels):
            raise wrong("stage_policy.ppap", "a level of PPAP stands there twice")
        for level in {level for rule in self.rules for n in rule.needs for level in n.levels}:
            if level not in levels:
                raise wrong(
                    "stage_policy.ppap", "ppap does not say the elements of level {level}",
                    level=level,
                )  # fmt: skip
        return self

    def rule_for(self, facts: Facts, *, of: str) -> StageRule:
        """The rule for a board of these *facts*; RefusedError, naming the board *of*, if none."""
        for rule in self.rules:
            if _fits(rule.when, facts):
                return rule
        raise RefusedError(
            "{policy} has no rule for {part}; add one to its rules, the last without when",
            policy=self.id,
            part=of,
        )

    def notice_rule(self, facts: Facts, change: ChangeKind) -> NoticeRule:
        """What is owed to a customer of these *facts* before *change*; RefusedError if unsaid."""
        for rule in self.notices:
            if _fits(rule.when, facts) and (not rule.changes or change in rule.changes):
                return rule
        raise RefusedError(
            "{policy} does not say what {customer} is owed before a change of {change}; add a rule "
            "to its notices",
            policy=self.id,
            customer=facts.get("customer", "-"),
            change=Word(CHANGE_WORDS[change]),
        )

    def elements_of(self, level: PpapLevel) -> tuple[PpapElement, ...]:
        """The elements of a PPAP of *level*; RefusedError if the policy does not say them."""
        for known in self.ppap:
            if known.level is level:
                return known.elements
        raise RefusedError(
            "{policy} does not say the elements of PPAP level {level}; add them to its ppap",
            policy=self.id,
            level=level.value,
        )


def policy_for(snapshot: Snapshot, customer: str, *, as_of: date) -> StagePolicy:
    """The policy of the entity that sells to *customer*; RefusedError if none is in force."""
    entity = require_customer(snapshot, customer).entity
    return effective(snapshot.where(StagePolicy, entity=entity), as_of=as_of, what="stage-policy")


def customer_facts(snapshot: Snapshot, customer: str) -> dict[str, Fact]:
    """What rules may ask of *customer*: ``customer`` and ``sector``."""
    found = require_customer(snapshot, customer)
    return {"customer": found.id, "sector": found.sector.value}


def board_facts(snapshot: Snapshot, part: Part, revision: Revision) -> dict[str, Fact]:
    """What rules may ask of a board: of its customer, and the keys of its specification."""
    given = revision.specification.given()
    known = {key: fact for key, value in given.items() if (fact := fact_of(value)) is not None}
    return {**known, **customer_facts(snapshot, part.customer)}


def area_of(revision: Revision, pieces: int) -> Decimal | None:
    """The area of so many boards in m²; None while the size of one is unknown."""
    size = revision.specification.board_size
    return size.width_mm * size.height_mm * pieces / _MM2_PER_M2 if size else None


def require_known(when: Iterable[Condition], known: Iterable[str] | None = None) -> None:
    """A validator's error where *when* asks for what no board (no customer) has."""
    keys = tuple(known) if known is not None else (*_WHO, *terms())
    for key in keys_of(when):
        if key not in keys:
            raise wrong("stage_policy.key", "{key} is nothing that a rule can ask for", key=key)


def require_customer(snapshot: Snapshot, customer: str) -> Customer:
    """The customer of that id; UsageError if the ledger has none."""
    found = snapshot.get(Customer, customer)
    if found is None:
        raise UsageError("{name} is not in the ledger; see: pcbsales check", name=customer)
    return found


def _fits(when: tuple[Condition, ...], facts: Facts) -> bool:
    return all(condition.holds(facts) for condition in when)
