"""A part's revision on one page, and what changed in it, in the trade's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pcbsales.boards.records import OpenQuestion, Part, Revision
from pcbsales.boards.setting import choices_of, is_list, write_value
from pcbsales.boards.specification import terms
from pcbsales.boards.terms import Choice, Term
from pcbsales.kernel.tables import Cell, Column, Recorded, Table

#: How a command says what is to be asked of the customer.
TO_ASK = "to ask: {code}: {text}"
_KINDS = {
    "revision": Term("revision", "版本", "版本"),
    "specification": Term("specification", "规格", "規格"),
    "data": Term("data", "资料", "資料"),
    "question": Term("question", "问题", "問題"),
}
#: Figures of the data with their terms.
FIGURES = {
    "package": Term("package", "资料包", "資料包"),
    "sha256": Term("SHA-256", "SHA-256", "SHA-256"),
    "received": Term("received", "收到", "收到"),
    "board_size": Term("board size, mm", "单片尺寸 mm", "單片尺寸 mm"),
    "copper_layers": Term("copper layers", "层数", "層數"),
    "holes": Term("holes", "孔数", "孔數"),
    "slots": Term("slots", "槽孔数", "槽孔數"),
    "min_drill_mm": Term("smallest drill, mm", "最小钻孔 mm", "最小鑽孔 mm"),
    "min_conductor_mm": Term("smallest conductor, mm", "最小线宽 mm", "最小線寬 mm"),
    "outline_file": Term("outline file", "外形文件", "外形檔案"),
    "mask_sides": Term("solder mask sides", "阻焊面", "防焊面"),
    "legend_sides": Term("legend sides", "字符面", "文字面"),
}


@dataclass(frozen=True, slots=True)
class PartReport:
    """One revision of a part; *lang* chooses the trade's words."""

    part: Part
    revision: Revision
    lang: str = "en"

    def as_json(self) -> dict[str, Any]:
        """The part, the revision shown with specification, data and questions, all revisions."""
        part, shown = self.part, self.revision.model_dump(mode="json", exclude_none=True)
        return {
            "schema": 1,
            "id": part.id,
            "customer": part.customer,
            "part_no": part.part_no,
            "customer_pn": part.customer_pn,
            "description": part.description,
            "revision": self.revision.rev,
            "opened": self.revision.opened.isoformat(),
            "superseded": part.is_superseded(self.revision.rev),
            "specification": {key: shown["specification"][key] for key in self._given()},
            "sources": shown["sources"],
            "fabrication": shown.get("fabrication"),
            "questions": shown["questions"],
            "revisions": [
                {
                    "revision": revision.rev,
                    "opened": revision.opened.isoformat(),
                    "superseded": part.is_superseded(revision.rev),
                    "open_questions": len(revision.open_questions),
                }
                for revision in part.revisions
            ],
        }

    def as_table(self) -> Table:
        """Rows of revisions, specification, data and open questions, each with its term."""
        return Table(
            title="{part} revision {rev}",
            title_values=(("part", self.part.id), ("rev", self.revision.rev)),
            columns=(
                Column("kind", "kind"),
                Column("key", "key"),
                Column("term", "term"),
                Column("value", "value"),
                Column("source", "from"),
            ),
            rows=tuple(
                (_KINDS[kind].text(self.lang), *cells)
                for kind, rows in (
                    ("revision", self._revisions()),
                    ("specification", self._specification()),
                    ("data", self._data()),
                    ("question", self._questions()),
                )
                for cells in rows
            ),
            remarks=(("open questions: {count}", (("count", len(self.revision.open_questions)),)),),
        )

    def _given(self) -> dict[str, Any]:
        return self.revision.specification.given()

    def _revisions(self) -> Iterator[tuple[Cell, ...]]:
        for revision in self.part.revisions:
            yield revision.rev, None, revision.opened.isoformat(), None

    def _specification(self) -> Iterator[tuple[Cell, ...]]:
        sources = self.revision.sources
        for key, value in self._given().items():
            source = sources[key].term.text(self.lang) if key in sources else None
            yield key, terms()[key].text(self.lang), said(value, self.lang), source

    def _data(self) -> Iterator[tuple[Cell, ...]]:
        if (data := self.revision.fabrication) is None:
            return
        for name, term in FIGURES.items():
            value = getattr(data, name)
            if value is not None:
                yield name, term.text(self.lang), _figure(name, value, self.lang), None

    def _questions(self) -> Iterator[tuple[Cell, ...]]:
        for question in self.revision.open_questions:
            text = Recorded(question.text)
            yield question.code, question.key, text, question.asked.isoformat()


@dataclass(frozen=True, slots=True)
class SpecificationChange:
    """What became different in a revision: answers, questions closed and questions opened."""

    before: Revision
    after: Revision
    lang: str = "en"

    def as_json(self) -> dict[str, Any]:
        """Keys changed, with the answers before and after as text, and codes of questions."""
        return {
            "schema": 1,
            "revision": self.after.rev,
            "changes": [
                {"key": key, "before": write_value(old) or None, "after": write_value(new) or None}
                for key, old, new in self._changes()
            ],
            "answered": [question.code for question in self._answered()],
            "asked": [question.code for question in self.asked],
        }

    def as_table(self) -> Table:
        """A row for each key changed; below, the questions answered and how many are open."""
        return Table(
            columns=(
                Column("key", "key"),
                Column("term", "term"),
                Column("before", "before"),
                Column("after", "after"),
            ),
            rows=tuple(
                (key, terms()[key].text(self.lang), said(old, self.lang), said(new, self.lang))
                for key, old, new in self._changes()
            ),
            remarks=(
                *(("answered: {code}", (("code", q.code),)) for q in self._answered()),
                ("open questions: {count}", (("count", len(self.after.open_questions)),)),
            ),
        )

    def _changes(self) -> Iterator[tuple[str, Any, Any]]:
        before, after = self.before.specification.given(), self.after.specification.given()
        for key in terms():
            if before.get(key) != after.get(key):
                yield key, before.get(key, ""), after.get(key, "")

    def _answered(self) -> tuple[OpenQuestion, ...]:
        closed = {(q.code, q.text) for q in self.after.questions if not q.is_open}
        return tuple(q for q in self.before.open_questions if (q.code, q.text) in closed)

    @property
    def asked(self) -> tuple[OpenQuestion, ...]:
        """The questions that the change opened."""
        known = {(q.code, q.text) for q in self.before.questions}
        return tuple(q for q in self.after.open_questions if (q.code, q.text) not in known)


@dataclass(frozen=True, slots=True)
class KeyList:
    """Every key of a specification with the trade's words for it and what it takes."""

    def as_json(self) -> list[dict[str, Any]]:
        """Objects with ``key``, ``en``, ``zh-Hans``, ``zh-Hant``, ``several`` and ``choices``."""
        return [
            {
                "key": key,
                "en": term.en,
                "zh-Hans": term.zh_hans,
                "zh-Hant": term.zh_hant,
                "several": is_list(key),
                "choices": list(choices_of(key) or ()),
            }
            for key, term in terms().items()
        ]

    def as_table(self) -> Table:
        """A row for each key."""
        return Table(
            columns=(
                Column("key", "key"),
                Column("en", "English"),
                Column("zh_hans", "简体"),
                Column("zh_hant", "繁體"),
                Column("choices", "choices"),
            ),
            rows=tuple(
                (key, *term.words, ", ".join(choices_of(key) or ()))
                for key, term in terms().items()
            ),
        )


def _figure(name: str, value: Any, lang: str) -> str:
    """A figure of the data; of a hash as much as tells packages apart on a screen."""
    if name == "received":
        return str(value.isoformat(" ", "minutes"))
    return str(value[:12]) if name == "sha256" else said(value, lang)


def said(value: Any, lang: str = "en") -> str:
    """An answer in the words of *lang*; figures in plain digits.

    >>> said((True, 4))
    'yes, 4'
    """
    if isinstance(value, Choice):
        return value.term.text(lang)
    if isinstance(value, tuple):
        return ", ".join(said(item, lang) for item in value)
    if isinstance(value, bool):
        return (Term("yes", "是", "是") if value else Term("no", "否", "否")).text(lang)
    return write_value(value)
