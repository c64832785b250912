"""What a package of fabrication data holds, for people and scripts, before any ledger knows it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.fabrication.questions import Question
from pcbsales.boards.fabrication.reading import FabricationReading, as_json
from pcbsales.boards.terms import Term
from pcbsales.kernel.errors import fill
from pcbsales.kernel.tables import Cell, Column, Table

FIGURE = Term("figure", "数据", "數據")
FILE = Term("file", "文件", "檔案")
QUESTION = Term("question", "问题", "問題")

_SIDES = {"top": Term("top", "顶面", "正面"), "bottom": Term("bottom", "底面", "背面")}


def _say(msgid: str, **values: object) -> str:
    return fill(msgid, values)


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """A reading: figures, then files with their roles, then what must be asked.

    *lang* chooses the trade's words, *say* puts a question into the reader's language.
    """

    reading: FabricationReading
    lang: str = "en"
    say: Callable[..., str] = _say

    def as_json(self) -> dict[str, object]:
        """The documented shape of ``intake read -o json``."""
        return as_json(self.reading)

    def as_table(self) -> Table:
        """A row for each figure, file and question; an empty value is asked for."""
        reading = self.reading
        rows: list[tuple[Cell, ...]] = [
            (FIGURE.text(self.lang), term.text(self.lang), value) for term, value in self._figures()
        ]
        rows += [(FILE.text(self.lang), file.name, file.role) for file in reading.files]
        rows += [
            (QUESTION.text(self.lang), question.code, self._asked(question))
            for question in reading.questions
        ]
        return Table(
            columns=(Column("kind", "kind"), Column("name", "name"), Column("value", "value")),
            rows=tuple(rows),
            remarks=(("questions to ask: {count}", (("count", len(reading.questions)),)),),
        )

    def _figures(self) -> Iterator[tuple[Term, str]]:
        reading = self.reading
        size = " x ".join(map(_plain, reading.size_mm)) if reading.size_mm else ""
        yield Term("board size, mm", "单片尺寸 mm", "單片尺寸 mm"), size
        yield Term("copper layers", "层数", "層數"), _plain(reading.copper_layers)
        yield Term("holes", "孔数", "孔數"), _plain(reading.holes)
        yield Term("slots", "槽孔数", "槽孔數"), _plain(reading.slots)
        yield Term("smallest drill, mm", "最小钻孔 mm", "最小鑽孔 mm"), _plain(reading.min_drill_mm)
        conductor = Term("smallest conductor, mm", "最小线宽 mm", "最小線寬 mm")
        yield conductor, _plain(reading.min_conductor_mm)
        yield Term("solder mask sides", "阻焊面", "防焊面"), self._sides(reading.mask_sides)
        yield Term("legend sides", "字符面", "文字面"), self._sides(reading.legend_sides)
        yield (
            Term("board thickness, mm", "成品板厚 mm", "成品板厚 mm"),
            _plain(reading.thickness_mm),
        )
        yield Term("surface finish", "表面处理", "表面處理"), reading.finish or ""
        yield Term("solder mask colour", "阻焊颜色", "防焊顏色"), reading.mask_colour or ""
        yield Term("outline file", "外形文件", "外形檔案"), reading.outline_file or ""

    def _sides(self, sides: tuple[str, ...]) -> str:
        return ", ".join(_SIDES[side].text(self.lang) for side in sides if side in _SIDES)

    def _asked(self, question: Question) -> str:
        return self.say(question.msgid, **dict(question.values))


def _plain(figure: Decimal | int | None) -> str:
    return "" if figure is None else format(figure, "f" if isinstance(figure, Decimal) else "d")
