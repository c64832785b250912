"""A panel fit on the internal sheet: which drawings, their captions, and what stands below them."""

from collections.abc import Callable, Iterator

from pcbsales.boards.panels.arrangement import Arrangement
from pcbsales.boards.panels.drawing import Picture, draw
from pcbsales.boards.panels.fit import percent
from pcbsales.boards.panels.lengths import mm_from_nm
from pcbsales.boards.panels.records import Layout
from pcbsales.boards.panels.report import FitReport
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.tables import Cell

#: Says a message in the reader's language; says a cell as people read it.
Translate = Callable[..., str]
SayCell = Callable[[Cell], str]

_LAYOUTS: dict[Layout, MessageId] = {
    Layout.GRID: "single grid",
    Layout.ROWS: "mixed rows",
    Layout.FREE: "any way",
}


def sheet(report: FitReport, t: Translate, say: SayCell) -> str:
    """The best fit as an SVG, in the language that *t* and *say* speak."""
    pictures = [
        Picture(report.best, found, caption(report, found, t)) for found in worth_drawing(report)
    ]
    return draw(pictures, title=_title(report, t), lines=list(_lines(report, t, say)))


def worth_drawing(report: FitReport) -> tuple[Arrangement, ...]:
    """The layout counted on, and the one that holds more, if one does."""
    best = report.best
    return (best.chosen, best.most_up) if best.most_up.up > best.up else (best.chosen,)


def caption(report: FitReport, arrangement: Arrangement, t: Translate) -> str:
    """What stands above a drawing."""
    best = report.best
    return t(
        "{format}, {layout}: {up} up, {boards} boards, {percent} %",
        format=best.code,
        layout=t(_LAYOUTS[arrangement.layout]),
        up=arrangement.up,
        boards=arrangement.up * best.item.boards,
        percent=percent(best.share_of(arrangement)),
    )


def _title(report: FitReport, t: Translate) -> str:
    asked, size = report.asked, report.item.size
    if asked.part is None:
        return t("{piece} mm on working panels", piece=size)
    return t(
        "{part} revision {rev}: {piece} mm on working panels",
        part=asked.part,
        rev=asked.revision,
        piece=size,
    )


def _lines(report: FitReport, t: Translate, say: SayCell) -> Iterator[str]:
    """What was counted with, and the remarks of the table."""
    frame = report.best.frame
    yield t(
        "{policy} on {day}: border {border} mm, gap {gap} mm",
        policy=report.panels.id,
        day=report.asked.as_of,
        border=plain(mm_from_nm(frame.border)),
        gap=plain(mm_from_nm(frame.gap)),
    )
    for msgid, values in report.remarks():
        yield t(msgid, **{name: say(cell) for name, cell in values})
