"""Whether as many boards as are ordered may be made of a revision yet."""

from dataclasses import dataclass
from datetime import date

from pcbsales.boards.stages.choices import APPROVAL_WORDS, STAGE_WORDS, Stage
from pcbsales.boards.stages.policy import area_of
from pcbsales.boards.stages.state import NeedState, StageState, stage_of
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.shown import Several, Word
from pcbsales.kernel.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Unapproved:
    """That *quantity* boards count as *stage*, for which the revision lacks something."""

    state: StageState
    quantity: int
    stage: Stage

    @property
    def lacking(self) -> tuple[NeedState, ...]:
        """What the stage lacks."""
        return self.state.missing_for(self.stage)

    def refusal(self) -> RefusedError:
        """What a command raises that would take the order."""
        return RefusedError(
            "{part} revision {rev}: {quantity} boards count as {stage}, which lacks: {lacking}; "
            "see: pcbsales part stage {part}",
            part=self.state.part.id,
            rev=self.state.revision.rev,
            quantity=self.quantity,
            stage=Word(STAGE_WORDS[self.stage]),
            lacking=Several(need_words(lack) for lack in self.lacking),
        )

    def as_json(self) -> dict[str, object]:
        """``{part, revision, quantity, stage, lacking: [{kind, standing}]}``."""
        return {
            "part": self.state.part.id,
            "revision": self.state.revision.rev,
            "quantity": self.quantity,
            "stage": self.stage.value,
            "lacking": [
                {"kind": lack.need.kind.value, "standing": lack.standing.value}
                for lack in self.lacking
            ],
        }


def unapproved_for(
    snapshot: Snapshot, part: str, rev: str | None, quantity: int, *, as_of: date
) -> Unapproved | None:
    """Why *quantity* boards of *part*'s revision *rev* may not be made yet; None if they may.

    Raises:
        RefusedError: No policy is in force, or none of its rules fits the board.
        UsageError: There is no such part or revision.
    """
    state = stage_of(snapshot, part, rev, as_of=as_of)
    stage = stage_for(state, quantity)
    return None if state.allows(stage) else Unapproved(state, quantity, stage)


def stage_for(state: StageState, quantity: int) -> Stage:
    """As what *quantity* boards count; a limit of area is passed while the size is unknown."""
    return state.rule.stage_for(quantity, area_of(state.revision, quantity))


def need_words(state: NeedState) -> Word:
    """The kind of approval as people read it."""
    return Word(APPROVAL_WORDS[state.need.kind])
