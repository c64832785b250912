"""What is said below a panel fit: the cliff, and what to tell the customer about their array."""

from collections.abc import Iterator
from decimal import Decimal

from pcbsales.boards.panels.advice import Advice
from pcbsales.boards.panels.cliff import Cliff, Dimension
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.tables import Cell, Word

#: A sentence with gaps, and what fills them.
Remark = tuple[MessageId, tuple[tuple[str, Cell], ...]]

_GAIN: MessageId = "{format}: {dimension} {by} mm less ({at}): {after} up instead of {up}"
_GAIN_IN_PANELS: MessageId = (
    "{format}: {dimension} {by} mm less ({at}): {after} up instead of {up}, "
    "{then} panels instead of {panels}"
)
_GAIN_IN_SAME: MessageId = (
    "{format}: {dimension} {by} mm less ({at}): {after} up instead of {up}, still {panels} panels"
)
_LOSS: MessageId = (
    "{format}: {dimension} up to {by} mm more ({at}) still {up} up; beyond that {after}"
)
_LOSS_IN_PANELS: MessageId = (
    "{format}: {dimension} up to {by} mm more ({at}) still {up} up; beyond that {after}, "
    "{then} panels instead of {panels}"
)
_LOSS_IN_SAME: MessageId = (
    "{format}: {dimension} up to {by} mm more ({at}) still {up} up; beyond that {after}, "
    "still {panels} panels"
)
_NO_GAIN: MessageId = "{format}: no side up to {within} mm smaller gains a piece"
_NO_LOSS: MessageId = "{format}: either side may be {within} mm larger before a piece is lost"
_BETTER: MessageId = (
    "your array {theirs} puts {held} boards on {format}, {percent} % of it; "
    "{ours} of {size} mm would put {boards} on {other}, {share} %"
)
_SAVED: MessageId = "for {boards} boards that is {panels} panels {other} instead of {now} {format}"
_BEST: MessageId = "no other array uses the panel better than {theirs}: {percent} % of {format}"
_SINGLY: MessageId = "delivered singly, {boards} boards lie on {format}, {percent} % of it"
#: What each dimension is called.
_CALLED: dict[Dimension, MessageId] = {
    Dimension.WIDTH: "board width",
    Dimension.HEIGHT: "board height",
    Dimension.GAP: "gap between pieces",
    Dimension.BORDER: "panel border",
}
_SIDES = {Dimension.WIDTH, Dimension.HEIGHT}


def cliff_remarks(steps: tuple[Cliff, ...], code: str, within: Decimal) -> Iterator[Remark]:
    """Every step on format *code*; where no side has a near one, that it has none."""
    for step in steps:
        yield _step(step, code)
    for gains, none in ((False, _NO_LOSS), (True, _NO_GAIN)):
        if not any(step.gains is gains and step.dimension in _SIDES for step in steps):
            yield none, (("format", code), ("within", within))


def _step(step: Cliff, code: str) -> Remark:
    """One step, with its consequence in panels where a number was asked about."""
    values: tuple[tuple[str, Cell], ...] = (
        ("format", code),
        ("dimension", Word(_CALLED[step.dimension])),
        ("by", step.by_mm),
        ("at", step.at_mm),
        ("up", step.up),
        ("after", step.after),
        ("panels", step.panels),
        ("then", step.panels_after),
    )
    if step.panels is None or step.panels_after is None:
        return _GAIN if step.gains else _LOSS, values
    if step.panels == step.panels_after:
        return _GAIN_IN_SAME if step.gains else _LOSS_IN_SAME, values
    return _GAIN_IN_PANELS if step.gains else _LOSS_IN_PANELS, values


def advice_remarks(advice: Advice, boards: int | None = None) -> Iterator[Remark]:
    """What sales tells a customer about their array before quoting."""
    chosen, best = advice.chosen, advice.best
    theirs: tuple[tuple[str, Cell], ...] = (
        ("theirs", chosen.item.layout),
        ("held", chosen.boards),
        ("format", chosen.code),
        ("percent", chosen.utilisation),
    )
    if advice.singly is not None:
        yield (
            _SINGLY,
            (
                ("boards", advice.singly.boards),
                ("format", advice.singly.code),
                ("percent", advice.singly.utilisation),
            ),
        )
    if not advice.is_better:
        yield _BEST, theirs
        return
    ours: tuple[tuple[str, Cell], ...] = (
        ("ours", best.item.layout),
        ("size", best.item.size),
        ("boards", best.boards),
        ("other", best.code),
        ("share", best.utilisation),
    )
    yield _BETTER, (*theirs, *ours)
    if boards is not None:
        yield (
            _SAVED,
            (
                ("boards", boards),
                ("panels", best.panels_for(boards)),
                ("other", best.code),
                ("now", chosen.panels_for(boards)),
                ("format", chosen.code),
            ),
        )
