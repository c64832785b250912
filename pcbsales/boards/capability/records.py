"""What a factory can build, as dated policy: limits by parameter, and what each rule comes to."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from pcbsales.boards.capability.parameters import parameters
from pcbsales.boards.capability.rule_names import RULE_UNITS
from pcbsales.boards.capability.verdicts import Verdict
from pcbsales.boards.setting import read_value
from pcbsales.boards.specification import terms
from pcbsales.kernel.conditions import Condition
from pcbsales.kernel.effective import Lasting
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Points, Record, Value
from pcbsales.kernel.scalars import (
    Code,
    Count,
    Day,
    Flag,
    Line,
    Number,
    Positive,
    Prose,
    RecordId,
    Word,
    wrong,
)


class LimitKind(StrEnum):
    """On which side of a limit a board can be built."""

    MIN = "min"
    MAX = "max"


class Absent(StrEnum):
    """What holds where a value is not known: it is asked for, or the standard is meant."""

    ASK = "ask"
    STANDARD = "standard"


class LimitLine(Value):
    """One limit: up to ``standard`` as a matter of course, up to ``advanced`` with more effort.

    Beyond that it comes to ``beyond``. It holds where all conditions of ``when`` do. ``adder`` is
    a rule of the price book, ``adder_note`` says the price effect in words; ``lead_days`` are
    working days; what is ``internal`` stays out of the customer's paper.
    """

    id: Line
    param: Word
    unit: Line
    when: tuple[Condition, ...] = ()
    limit_kind: LimitKind
    standard: Number
    advanced: Number | None = None
    beyond: Verdict = Verdict.ASK
    absent: Absent = Absent.ASK
    adder: Line | None = None
    adder_note: LocalText | None = None
    lead_days: Count = 0
    blocking: Flag = True
    internal: Flag = False
    source: Prose | None = None

    @model_validator(mode="after")
    def _names_a_parameter(self) -> Self:
        found = parameters().get(self.param)
        if found is None:
            raise wrong(
                "capability.param",
                "line {id}: {param} is no parameter",
                id=self.id,
                param=self.param,
            )
        if found.unit != self.unit:
            raise wrong(
                "capability.unit",
                "line {id}: {param} is limited in {unit}, not in {given}",
                id=self.id,
                param=self.param,
                unit=found.unit,
                given=self.unit,
            )
        for condition in self.when:
            _require_key(self.id, condition)
        return self

    @model_validator(mode="after")
    def _advanced_lies_beyond(self) -> Self:
        if self.advanced is not None and self.reaches(self.advanced, self.standard):
            raise wrong(
                "capability.order",
                "line {id}: advanced must lie beyond standard; leave it out where there is none",
                id=self.id,
            )
        if self.beyond not in {Verdict.ASK, Verdict.REFUSE}:
            raise wrong("capability.beyond", "line {id}: beyond is ask or refuse", id=self.id)
        return self

    def reaches(self, value: Number, limit: Number) -> bool:
        """Whether *value* lies on the good side of *limit*, or on it."""
        return value >= limit if self.limit_kind is LimitKind.MIN else value <= limit


class RulePolicy(Value):
    """What a named rule comes to here; ``ok``: the factory does not mind."""

    id: Line
    verdict: Verdict
    limit: Positive | None = None
    unit: Line | None = None
    adder: Line | None = None
    adder_note: LocalText | None = None
    lead_days: Count = 0
    blocking: Flag = True
    internal: Flag = False
    source: Prose | None = None

    @model_validator(mode="after")
    def _names_a_rule(self) -> Self:
        if self.id not in RULE_UNITS:
            raise wrong("capability.rule", "there is no rule {id}", id=self.id)
        unit = RULE_UNITS[self.id]
        if (self.limit is None) != (unit is None) or self.unit != unit:
            raise wrong(
                "capability.rule_limit",
                "rule {id} takes {limit}",
                id=self.id,
                limit=f"limit (unit: {unit})" if unit else "-",
            )
        return self


class RequiredAnswer(Value):
    """An answer of the order that a board cannot do without; ``usual`` ones are offered to tick."""

    key: Word
    when: tuple[Condition, ...] = ()
    usual: tuple[Line, ...] = ()
    blocking: Flag = True

    @model_validator(mode="after")
    def _can_be_given(self) -> Self:
        if self.key not in terms():
            raise wrong(
                "capability.key",
                "{id} asks for {key}, which is no key of a board",
                id="required",
                key=self.key,
            )
        for text in self.usual:
            try:
                read_value(self.key, text)
            except UsageError as error:
                raise wrong("capability.usual", error.msgid, **error.values) from None
        return self


class UlFile(Value):
    """A file under which boards may bear the UL mark, and for which boards it holds."""

    file: Line
    when: tuple[Condition, ...]

    @model_validator(mode="after")
    def _asks_for_known_keys(self) -> Self:
        for condition in self.when:
            _require_key(self.file, condition)
        return self


class Capability(Lasting, Record):
    """What an entity's factory (``plant`` where it has several) can build, from a day on."""

    noun: ClassVar[str] = "capability"

    title: LocalText | None = None
    source: Prose | None = None
    entity: Annotated[RecordId, Points("entity")]
    plant: Code | None = None
    valid_from: Day
    valid_until: Day | None = None
    lines: tuple[LimitLine, ...]
    rules: tuple[RulePolicy, ...]
    required: tuple[RequiredAnswer, ...] = ()
    ul_files: tuple[UlFile, ...] = ()

    def rule(self, name: str) -> RulePolicy | None:
        """What the rule *name* comes to; None where this policy says nothing of it."""
        return next((policy for policy in self.rules if policy.id == name), None)

    @property
    def unsaid(self) -> tuple[str, ...]:
        """The rules that this policy says nothing of."""
        said = {policy.id for policy in self.rules}
        return tuple(name for name in RULE_UNITS if name not in said)

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        if repeated := next(_repeated([*self.lines, *self.rules]), None):
            raise wrong("capability.repeated", "{value} stands there twice", value=repeated)
        return self


def _repeated(policies: list[LimitLine | RulePolicy]) -> Iterator[str]:
    seen: set[str] = set()
    for policy in policies:
        if policy.id in seen:
            yield policy.id
        seen.add(policy.id)


def _require_key(id_: str, condition: Condition) -> None:
    if condition.key not in parameters():
        raise wrong(
            "capability.key",
            "{id} asks for {key}, which is no key of a board",
            id=id_,
            key=condition.key,
        )
