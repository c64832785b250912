"""One question on a page: what was asked, the closed answers, what came, and the time it took."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pcbsales.boards.questions.choices import QuestionEventKind
from pcbsales.boards.questions.clock import Turnround, stopped_days, stops, turnround
from pcbsales.boards.questions.policy import desk_clock, lead_time_calendar
from pcbsales.boards.questions.question_words import (
    asked_words,
    option_words,
    place_words,
    settings_words,
)
from pcbsales.boards.questions.records import EngineeringQuestion
from pcbsales.boards.terms import Term
from pcbsales.company.calendar import CalendarWarning
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tables import Cell, Column, Table

_KINDS = {
    "question": Term("question", "问题", "問題"),
    "option": Term("option", "选项", "選項"),
    "place": Term("place", "位置", "位置"),
    "picture": Term("picture", "图片", "圖片"),
    "put": Term("put", "发出", "發出"),
    "answer": Term("answer", "答复", "答覆"),
    "closed": Term("closed", "关闭", "關閉"),
    "event": Term("event", "经过", "經過"),
}
_PROPOSED = Term("proposed", "建议", "建議")
_CHOSEN = Term("chosen", "选定", "選定")
_EVENTS = {
    QuestionEventKind.ASKED: Term("asked", "提出", "提出"),
    QuestionEventKind.PUT: Term("put to the customer", "发给客户", "發給客戶"),
    QuestionEventKind.CHASED: Term("chased", "催促", "催促"),
    QuestionEventKind.ANSWERED: Term("answered", "已回复", "已回覆"),
    QuestionEventKind.CLOSED: Term("closed", "已关闭", "已關閉"),
}


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """A question at the moment ``at``; ``stopped`` are the days on which lead time stood."""

    question: EngineeringQuestion
    at: datetime
    stopped: tuple[date, ...]
    time: Turnround
    warnings: tuple[CalendarWarning, ...] = ()
    lang: str = "en"

    def as_json(self) -> dict[str, Any]:
        """The question as in the YAML, its state, the days stopped, working seconds by whom."""
        return {
            "schema": 1,
            **self.question.tree(),
            "state": self.question.state(at=self.at).value,
            "stopped_days": len(self.stopped),
            "stopped": [day.isoformat() for day in self.stopped],
            "working_seconds": {"ours": self.time.ours, "customers": self.time.theirs},
            "warnings": [warning.as_json() for warning in self.warnings],
        }

    def as_table(self) -> Table:
        """Rows of kind, what, words; below, how long the lead time has stood."""
        question = self.question
        return Table(
            title="{id}: {part} revision {rev}, {state}",
            title_values=(
                ("id", question.id),
                ("part", question.part),
                ("rev", question.revision),
                ("state", question.state(at=self.at).term.text(self.lang)),
            ),
            columns=(Column("kind", "kind"), Column("what", "what"), Column("text", "text")),
            rows=tuple(
                (_KINDS[kind].text(self.lang), *cells)
                for kind, rows in (
                    ("question", self._question()),
                    ("option", self._options()),
                    ("place", self._place()),
                    ("picture", self._pictures()),
                    ("put", self._put()),
                    ("answer", self._answer()),
                    ("closed", self._closing()),
                    ("event", self._events()),
                )
                for cells in rows
            ),
            remarks=(*self._remarks(), *(warning.remark for warning in self.warnings)),
        )

    def _remarks(self) -> tuple[tuple[str, tuple[tuple[str, Cell], ...]], ...]:
        hours = (("ours", _hours(self.time.ours)), ("theirs", _hours(self.time.theirs)))
        remarks = (
            ("working time open: {ours} ours, {theirs} the customer's", hours),
            (
                "the lead time has stood for {count} working days",
                (("count", len(self.stopped)),),
            ),
        )
        return remarks if self.question.blocking else remarks[:1]

    def _question(self) -> Iterator[tuple[Cell, ...]]:
        question = self.question
        yield question.kind.term.text(self.lang), asked_words(question, self.lang)
        if question.code or question.key:
            yield question.code, question.key

    def _options(self) -> Iterator[tuple[Cell, ...]]:
        answer = self.question.answer
        for option in self.question.options:
            marks = [option.id]
            marks += [_PROPOSED.text(self.lang)] if option.id == self.question.proposed else []
            chosen = answer is not None and answer.option == option.id
            marks += [_CHOSEN.text(self.lang)] if chosen else []
            yield " ".join(marks), option_words(option, self.lang)
            if option.sets:
                yield None, settings_words(option.sets, self.lang)

    def _place(self) -> Iterator[tuple[Cell, ...]]:
        if self.question.place is not None:
            yield None, place_words(self.question.place, self.lang)

    def _pictures(self) -> Iterator[tuple[Cell, ...]]:
        for picture in self.question.pictures:
            yield picture.sha256[:12], picture.name

    def _put(self) -> Iterator[tuple[Cell, ...]]:
        if put := self.question.put:
            yield put.channel.term.text(self.lang), f"{_when(put.at)} → {_when(put.deadline)}"

    def _answer(self) -> Iterator[tuple[Cell, ...]]:
        if answer := self.question.answer:
            said = answer.words or settings_words(answer.sets, self.lang)
            yield answer.by, " ".join(filter(None, (answer.option, said, _when(answer.at))))
            for file in answer.evidence:
                yield file.sha256[:12], file.name

    def _closing(self) -> Iterator[tuple[Cell, ...]]:
        if closed := self.question.closed:
            yield closed.by, closed.reason

    def _events(self) -> Iterator[tuple[Cell, ...]]:
        for event in self.question.events:
            what = _EVENTS[event.kind].text(self.lang)
            yield event.by, " ".join(filter(None, (_when(event.at), what, event.text)))


def question_report(
    snapshot: Snapshot, question: EngineeringQuestion, *, at: datetime, lang: str = "en"
) -> QuestionReport:
    """*question* at the moment *at*, with the working days for which its lead time stood."""
    plant = lead_time_calendar(snapshot, question.customer, as_of=question.raised_at.date())
    desk = desk_clock(snapshot, question.customer, as_of=question.raised_at.date())
    held = stops([question], question.part, question.revision, as_of=at.date())
    return QuestionReport(
        question,
        at,
        stopped_days(plant.working, held, as_of=at.date()),
        turnround(desk, question, at=at),
        plant.warnings(question.raised_at.date(), at.date()) if held else (),
        lang,
    )


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _hours(seconds: int) -> str:
    """``7:30 h``, rounded down to the minute."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d} h"
