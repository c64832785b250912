"""Where a revision stands, as a table and as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pcbsales.boards.stages.choices import (
    APPROVAL_WORDS,
    CHANGE_WORDS,
    NOTICE_WORDS,
    STAGE_WORDS,
    STANDING_WORDS,
    Stage,
    Standing,
)
from pcbsales.boards.stages.notice_state import NoticeState
from pcbsales.boards.stages.policy import Extent, area_of
from pcbsales.boards.stages.records import StageApproval
from pcbsales.boards.stages.release import need_words, stage_for
from pcbsales.boards.stages.state import NeedState, StageState
from pcbsales.boards.stages.submitting import element_words, lacking_elements
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.shown import Several, Shown, Word
from pcbsales.kernel.tables import Cell, Column, Table

_NOTHING: Final[MessageId] = "released for nothing yet, not even for samples"
_MAY: Final[MessageId] = "{quantity} boards count as {stage}: may be made"
_MAY_NOT: Final[MessageId] = "{quantity} boards count as {stage}: may not be made yet"
_NO_SIZE: Final[MessageId] = "the board's size is not known: limits of area count as passed"
#: A line below a table: the sentence, and what fills its gaps.
Remark = tuple[str, tuple[tuple[str, Cell], ...]]


@dataclass(frozen=True, slots=True)
class StageReport:
    """A revision's stages with what each needs; ``quantity``: whether that many may be made."""

    state: StageState
    approvals: tuple[StageApproval, ...] = ()
    notices: tuple[NoticeState, ...] = ()
    quantity: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The stage reached, until when, what each stage needs and how that stands."""
        state = self.state
        return {
            "schema": 1,
            "part": state.part.id,
            "revision": state.revision.rev,
            "as_of": state.as_of.isoformat(),
            "policy": state.policy.id,
            "rule": str(state.rule.title),
            "reached": state.reached.value if state.reached else None,
            "valid_until": _iso(state.valid_until),
            "next": state.next_stage.value if state.next_stage else None,
            "missing_for_volume": [need.need.kind.value for need in state.missing_for_volume],
            "needs": [self._need(need) for need in state.needs],
            "counts_as": {
                "sample": _extent(state.rule.sample),
                "pilot": _extent(state.rule.pilot),
            },
            "quantity": self._quantity(),
            "notices": [_notice(found) for found in self.notices],
            "approvals": [approval.tree() for approval in self.approvals],
        }

    def as_table(self) -> Table:
        """A row for each thing that a stage needs; below, what that comes to."""
        return Table(
            title="{part} revision {rev} on {day}",
            title_values=(
                ("part", self.state.part.id),
                ("rev", self.state.revision.rev),
                ("day", self.state.as_of),
            ),
            columns=(
                Column("stage", "Stage"),
                Column("kind", "Approval"),
                Column("level", "PPAP level"),
                Column("standing", "State"),
                Column("until", "Valid until"),
                Column("approval", "Record"),
                Column("notice", "Change", spare=True),
            ),
            rows=tuple(row for stage in Stage for row in self._rows(stage)),
            remarks=tuple(dict.fromkeys(self._remarks())),
        )

    def _rows(self, stage: Stage) -> Iterator[tuple[Cell, ...]]:
        word = _shown(stage, STAGE_WORDS)
        needs = [need for need in self.state.needs if need.need.stage is stage]
        if not needs:
            yield word, None, None, Shown("held", Word("nothing needed")), None, None, None
        for found in needs:
            about = found.approval or found.waiting
            yield (
                word,
                Shown(found.need.kind.value, Word(APPROVAL_WORDS[found.need.kind])),
                "|".join(found.need.levels) or None,
                _shown(found.standing, STANDING_WORDS),
                found.until,
                about.id if about else None,
                found.notice.id if found.notice else None,
            )

    def _remarks(self) -> Iterator[Remark]:
        yield self._reached()
        following = self.state.next_stage
        if following is not None and (lacking := self.state.missing_for(following)):
            kinds = Several(need_words(need) for need in lacking)
            stage = Word(STAGE_WORDS[following])
            yield "for {stage} it lacks: {lacking}", (("stage", stage), ("lacking", kinds))
        for need in self.state.needs:
            yield from self._open(need)
        yield from self._counting()
        for found in self.notices:
            yield (
                "{notice}: change of {change} planned for {day}, {state}",
                (
                    ("notice", found.notice.id),
                    ("change", Word(CHANGE_WORDS[found.notice.kind])),
                    ("day", found.notice.planned),
                    ("state", Word(NOTICE_WORDS[found.status])),
                ),
            )
        policy = self.state.policy.id
        yield "by {policy}: {rule}", (("policy", policy), ("rule", self.state.rule.title))

    def _reached(self) -> Remark:
        reached, until = self.state.reached, self.state.valid_until
        if reached is None:
            return _NOTHING, ()
        stage = Word(STAGE_WORDS[reached])
        if until is None:
            return "released for: {stage}", (("stage", stage),)
        return "released for: {stage}, until {day}", (("stage", stage), ("day", until))

    def _open(self, need: NeedState) -> Iterator[Remark]:
        """What is to be done about one need that is open, or that ends on conditions."""
        if need.waiting is not None:
            lacking = lacking_elements(need.waiting, self.state.policy)
            yield (
                "{approval} is with the customer since {day}",
                (("approval", need.waiting.id), ("day", need.waiting.submitted.day)),
            )
            if lacking:
                yield (
                    "{approval} lacks: {elements}",
                    (("approval", need.waiting.id), ("elements", element_words(lacking))),
                )
        verdict = need.approval.verdict if need.approval else None
        if need.approval and verdict and need.standing is Standing.CONDITIONAL:
            yield (
                "{approval} on conditions: {words}",
                (("approval", need.approval.id), ("words", verdict.conditions)),
            )
        if need.approval and verdict and need.standing is Standing.REJECTED:
            yield (
                "{approval} rejected: {words}",
                (("approval", need.approval.id), ("words", verdict.reason)),
            )

    def _counting(self) -> Iterator[Remark]:
        if self.quantity is None:
            return
        stage = stage_for(self.state, self.quantity)
        values = (("quantity", self.quantity), ("stage", Word(STAGE_WORDS[stage])))
        yield (_MAY if self.state.allows(stage) else _MAY_NOT), values
        if area_of(self.state.revision, self.quantity) is None:
            yield _NO_SIZE, ()

    def _quantity(self) -> dict[str, object] | None:
        if self.quantity is None:
            return None
        stage = stage_for(self.state, self.quantity)
        area = area_of(self.state.revision, self.quantity)
        return {
            "quantity": self.quantity,
            "area_m2": plain(area) if area is not None else None,
            "counts_as": stage.value,
            "allowed": self.state.allows(stage),
        }

    def _need(self, found: NeedState) -> dict[str, object]:
        waiting = found.waiting
        lacking = lacking_elements(waiting, self.state.policy) if waiting else ()
        return {
            "stage": found.need.stage.value,
            "kind": found.need.kind.value,
            "levels": list(found.need.levels),
            "months": found.need.months,
            "standing": found.standing.value,
            "held": found.is_held,
            "until": _iso(found.until),
            "approval": found.approval.id if found.approval else None,
            "waiting": waiting.id if waiting else None,
            "lacking_elements": [element.value for element in lacking],
            "notice": found.notice.id if found.notice else None,
        }


def _shown(value: Any, words: Any) -> Shown:
    return Shown(value.value, Word(words[value]))


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _extent(extent: Extent | None) -> dict[str, object] | None:
    if extent is None:
        return None
    area = extent.area_m2
    return {"pieces": extent.pieces, "area_m2": plain(area) if area is not None else None}


def _notice(found: NoticeState) -> dict[str, object]:
    return {
        "id": found.notice.id,
        "kind": found.notice.kind.value,
        "status": found.status.value,
        "planned": found.notice.planned.isoformat(),
        "lacking": [lack.customer for lack in found.lacking],
    }
