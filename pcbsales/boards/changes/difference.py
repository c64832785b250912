"""Two boards held against each other: specification, figures, layers, holes, questions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pcbsales.boards.changes.compared import Board
from pcbsales.boards.changes.layers import (
    By,
    LayerChange,
    drill_changes,
    file_changes,
    layer_changes,
)
from pcbsales.boards.part_report import FIGURES, said
from pcbsales.boards.pictures.moved import State
from pcbsales.boards.records import Revision
from pcbsales.boards.setting import write_value
from pcbsales.boards.specification import terms
from pcbsales.boards.terms import Term
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.tables import Cell, Column, Recorded, Table

KINDS = {
    "specification": Term("specification", "规格", "規格"),
    "data": Term("data", "资料", "資料"),
    "layer": Term("layer", "图层", "圖層"),
    "drill": Term("drill", "钻孔", "鑽孔"),
    "question": Term("question", "问题", "問題"),
}
STATES = {
    State.SAME: Term("same", "相同", "相同"),
    State.CHANGED: Term("changed", "已更改", "已變更"),
    State.ADDED: Term("added", "新增", "新增"),
    State.REMOVED: Term("removed", "已删除", "已刪除"),
}
BY = {
    By.HASH: Term("same file", "文件相同", "檔案相同"),
    By.DRAWING: Term("by what it draws", "按图形比对", "依圖形比對"),
    By.FILE: Term("by its file", "按文件比对", "依檔案比對"),
}
_HOLES = Term("holes of {d} mm", "{d} mm 孔", "{d} mm 孔")
_ASKED = {
    "asked": Term("asked", "已提问", "已提問"),
    "closed": Term("closed", "已关闭", "已關閉"),
    "gone": Term("not asked", "未提问", "未提問"),
}
#: Roles of files that go along with a board and draw none of it.
_BESIDE = {"job", "document", "report", "placement", "netlist", "drawing", "drill-map", "other"}
#: Figures of the data that are no difference of boards: when and as what a package came.
_OF_THE_PACKAGE = {"package", "sha256", "received", "outline_file"}


@dataclass(frozen=True, slots=True)
class BoardDifference:
    """What is different in *after*; *lang* chooses the trade's words.

    ``layers`` is None where one of the two has no data; ``drawn`` says that layers were compared
    by what they draw, not by their files' hashes alone.
    """

    before: Board
    after: Board
    layers: tuple[LayerChange, ...] | None
    drills: tuple[tuple[Decimal, int, int], ...]
    drawn: bool
    lang: str = "en"

    def as_json(self) -> dict[str, Any]:
        """What differs, and every layer: the boards' names and a list for each kind of row.

        Answers as texts that ``part spec`` reads; diameters in mm as plain decimal strings.
        """
        return {
            "schema": 1,
            "before": self.before.name,
            "after": self.after.name,
            "specification": [
                {"key": key, "before": write_value(old) or None, "after": write_value(new) or None}
                for key, old, new in self._answers()
            ],
            "data": [
                {"figure": name, "before": _plain(old), "after": _plain(new)}
                for name, old, new in self._figures()
            ],
            "layers": None if self.layers is None else [la.as_json() for la in self.layers],
            "drills": [
                {"diameter_mm": plain(d), "before": before, "after": after}
                for d, before, after in self.drills
            ],
            "questions": [
                {"code": code, "text": text, "before": before, "after": after}
                for code, text, before, after in self._questions()
            ],
        }

    def as_table(self) -> Table:
        """A row for each difference, and one for each layer, same or not."""
        return Table(
            title="{before} and {after}",
            title_values=(("before", self.before.name), ("after", self.after.name)),
            columns=(
                Column("kind", "kind"),
                Column("key", "key"),
                Column("term", "term"),
                Column("before", "before"),
                Column("after", "after"),
            ),
            rows=tuple(self._rows()),
            remarks=tuple(self._remarks()),
        )

    @property
    def nothing_moved(self) -> bool:
        """Whether both packages draw the same board on every layer."""
        return self.layers is not None and same_board(self.layers)

    def _rows(self) -> Iterator[tuple[Cell, ...]]:
        for key, old, new in self._answers():
            words = (said(old, self.lang), said(new, self.lang))
            yield self._kind("specification"), key, terms()[key].text(self.lang), *words
        for name, old, new in self._figures():
            figures = (_shown(old, self.lang), _shown(new, self.lang))
            yield self._kind("data"), name, FIGURES[name].text(self.lang), *figures
        for layer in self.layers or ():
            yield (
                self._kind("layer"),
                layer.layer,
                f"{STATES[layer.state].text(self.lang)} ({BY[layer.by].text(self.lang)})",
                layer.old or None,
                layer.new or None,
            )
        for diameter, before, after in self.drills:
            term = _HOLES.text(self.lang).format(d=plain(diameter))
            yield self._kind("drill"), plain(diameter), term, before, after
        for code, text, old_state, new_state in self._questions():
            states = (_ASKED[old_state].text(self.lang), _ASKED[new_state].text(self.lang))
            yield self._kind("question"), code, Recorded(text), *states

    def _kind(self, kind: str) -> str:
        return KINDS[kind].text(self.lang)

    def _remarks(self) -> Iterator[tuple[str, tuple[tuple[str, Cell], ...]]]:
        if self.layers is None:
            yield "one of the two has no data: layers are not compared", ()
        elif not self.drawn:
            yield "a package is not in the ledger: layers are compared by their files alone", ()
        elif self.nothing_moved:
            yield "every layer draws the same", ()

    def _answers(self) -> Iterator[tuple[str, Any, Any]]:
        old = self.before.revision.specification.given()
        new = self.after.revision.specification.given()
        for key in terms():
            if old.get(key) != new.get(key):
                yield key, old.get(key, ""), new.get(key, "")

    def _figures(self) -> Iterator[tuple[str, Any, Any]]:
        old, new = self.before.revision.fabrication, self.after.revision.fabrication
        for name in FIGURES:
            if name in _OF_THE_PACKAGE or old is None or new is None:
                continue
            if getattr(old, name) != getattr(new, name):
                yield name, getattr(old, name), getattr(new, name)

    def _questions(self) -> Iterator[tuple[str, str, str, str]]:
        """Questions whose state differs: code, words, state before and after."""
        old, new = _asked(self.before.revision), _asked(self.after.revision)
        for code, text in dict.fromkeys((*old, *new)):
            before, after = old.get((code, text), "gone"), new.get((code, text), "gone")
            if before != after:
                yield code, text, before, after


def same_board(layers: Iterable[LayerChange]) -> bool:
    """Whether every layer that can be drawn is the same, and no drill or unknown file changed."""
    told = [layer for layer in layers if layer.state is not State.SAME]
    return all(layer.by is By.FILE and layer.layer in _BESIDE for layer in told)


def difference(before: Board, after: Board, *, lang: str = "en") -> BoardDifference:
    """What is different in *after*: layers by what they draw where both packages are at hand."""
    old, new = before.revision.fabrication, after.revision.fabrication
    if old is None or new is None:
        return BoardDifference(before, after, None, (), drawn=False, lang=lang)
    if before.package is None or after.package is None:
        changes = file_changes(old.files, new.files)
        return BoardDifference(before, after, changes, (), drawn=False, lang=lang)
    return BoardDifference(
        before,
        after,
        layer_changes(before.package, after.package),
        drill_changes(before.package, after.package),
        drawn=True,
        lang=lang,
    )


def _asked(revision: Revision) -> dict[tuple[str, str], str]:
    return {(q.code, q.text): "asked" if q.is_open else "closed" for q in revision.questions}


def _plain(value: Any) -> str | None:
    return None if value is None else write_value(value)


def _shown(value: Any, lang: str) -> str | None:
    return None if value is None else said(value, lang)
