"""What a review found, for the terminal and for scripts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pcbsales.boards.capability.case import OrderQuantity
from pcbsales.boards.capability.figure_remarks import Remarks, figure_remarks
from pcbsales.boards.capability.figures import Figures
from pcbsales.boards.capability.finding import (
    DfmFinding,
    SuggestedQuestion,
    plain_text,
    said,
    word,
)
from pcbsales.boards.capability.records import Capability
from pcbsales.boards.capability.verdicts import Verdict
from pcbsales.boards.records import Part, Revision
from pcbsales.i18n.phrase import Phrase
from pcbsales.kernel.errors import MessageId, fill
from pcbsales.kernel.tables import Align, Cell, Column, Table

_COUNTS: MessageId = (
    "{refused} cannot be built, {asked} to be asked, {advanced} advanced, {good} within standard"
)
_ADVISED: MessageId = "{finding}. {advice}"
#: A finding is a sentence or two: so many characters wide it can be read.
_ROOM = 30
_UNSAID: MessageId = "{capability} says nothing of {rules}: they were not looked at"


def english(msgid: str, **values: object) -> str:
    """The message as it stands, gaps filled."""
    return fill(msgid, values)


@dataclass(frozen=True, slots=True)
class DfmReport:
    """Findings of a review, worst first; the worst verdict is the board's.

    *lang* chooses the trade's words, *say* puts sentences into the reader's language. ``whole``
    shows what is within standard too.
    """

    part: Part
    revision: Revision
    capability: Capability
    as_of: date
    findings: tuple[DfmFinding, ...]
    figures: Figures | None = None
    quantity: OrderQuantity | None = None
    remarks: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    lang: str = field(default="en", compare=False)
    say: Callable[..., str] = field(default=english, compare=False)
    whole: bool = field(default=False, compare=False)

    @property
    def verdict(self) -> Verdict:
        """The worst of all findings."""
        found = (finding.verdict for finding in self.findings)
        return max(found, key=lambda verdict: verdict.rank, default=Verdict.OK)

    @property
    def lead_days(self) -> int:
        """Working days that advanced findings add together."""
        return sum(finding.lead_days for finding in self.findings)

    @property
    def adders(self) -> tuple[str, ...]:
        """Rules of the price book that findings name, each once."""
        return tuple(dict.fromkeys(found.adder for found in self.findings if found.adder))

    @property
    def doubts(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """What is in question about the data, or why nothing was measured."""
        return (*self.remarks, *(self.figures.remarks if self.figures else ()))

    def count(self, verdict: Verdict) -> int:
        """How many findings came to *verdict*."""
        return sum(finding.verdict is verdict for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Verdict, every finding, the figures measured; sentences in English."""
        return {
            "schema": 1,
            "part": self.part.id,
            "revision": self.revision.rev,
            "capability": self.capability.id,
            "as_of": self.as_of.isoformat(),
            "quantity": self.quantity
            and {"count": self.quantity.count, "unit": self.quantity.unit},
            "verdict": self.verdict.value,
            "lead_days": self.lead_days,
            "adders": list(self.adders),
            "rules_unsaid": list(self.capability.unsaid),
            "findings": [_finding(finding) for finding in self.findings],
            "figures": self.figures and self.figures.as_json(),
            "remarks": [fill(msgid, dict(values)) for msgid, values in self.doubts],
        }

    def as_table(self) -> Table:
        """A row for each finding that is not within standard, or for all of them."""
        shown = [
            finding for finding in self.findings if self.whole or finding.verdict is not Verdict.OK
        ]
        return Table(
            title="{part} revision {rev}: {verdict}",
            title_values=(
                ("part", self.part.id),
                ("rev", self.revision.rev),
                ("verdict", self.verdict.term.text(self.lang)),
            ),
            columns=(
                Column("verdict", "conclusion"),
                Column("rule", "rule"),
                Column("about", "about"),
                Column("value", "value", Align.RIGHT),
                Column("limit", "limit", Align.RIGHT),
                Column("from", "from", spare=True),
                Column("surety", "how sure", spare=True),
                Column("finding", "finding", room=_ROOM),
                Column("adder", "price effect", spare=True),
                Column("lead_days", "days more", Align.RIGHT, spare=True),
            ),
            rows=tuple(self._row(finding) for finding in shown),
            remarks=(*self._figures(), *self.doubts, *self._counts()),
        )

    def text(self, phrase: Phrase) -> str:
        """A sentence in the reader's language."""
        filled = said(phrase, self.lang)
        return self.say(filled.msgid, **dict(filled.values))

    def _row(self, finding: DfmFinding) -> tuple[Cell, ...]:
        return (
            finding.verdict.term.text(self.lang),
            finding.rule,
            finding.subject.text(self.lang),
            word(finding.value, self.lang),
            finding.limit,
            finding.origin.term.text(self.lang),
            finding.surety.term.text(self.lang),
            self._sentences(finding),
            self._price(finding),
            finding.lead_days or None,
        )

    def _sentences(self, finding: DfmFinding) -> str:
        """What was found, and what is advised."""
        statement = self.text(finding.statement)
        if finding.advice is None:
            return statement
        advice = self.text(finding.advice)
        return self.say(_ADVISED, finding=statement.rstrip(".。"), advice=advice)

    def _price(self, finding: DfmFinding) -> str | None:
        note = finding.adder_note.in_language(self.lang) if finding.adder_note else None
        return finding.adder or note

    def _figures(self) -> Remarks:
        return figure_remarks(self.figures, self.lang) if self.figures else ()

    def _counts(self) -> Remarks:
        counted: tuple[tuple[str, Cell], ...] = (
            ("refused", self.count(Verdict.REFUSE)),
            ("asked", self.count(Verdict.ASK)),
            ("advanced", self.count(Verdict.ADVANCED)),
            ("good", self.count(Verdict.OK)),
        )
        unsaid = self.capability.unsaid
        named: tuple[tuple[str, Cell], ...] = (
            ("capability", self.capability.id),
            ("rules", ", ".join(unsaid)),
        )
        return ((_COUNTS, counted), (_UNSAID, named)) if unsaid else ((_COUNTS, counted),)


def _finding(finding: DfmFinding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "verdict": finding.verdict.value,
        "about": finding.subject.en,
        "key": finding.key,
        "value": plain_text(finding.value),
        "limit": finding.limit,
        "origin": finding.origin.value,
        "surety": finding.surety.value,
        "finding": _english(finding.statement),
        "advice": finding.advice and _english(finding.advice),
        "adder": finding.adder,
        "adder_note": str(finding.adder_note) if finding.adder_note else None,
        "lead_days": finding.lead_days,
        "internal": finding.internal,
        "source": finding.source,
        "asked_already": finding.asked,
        "question": finding.question and _question(finding.question),
    }


def _question(question: SuggestedQuestion) -> dict[str, Any]:
    return {
        "class": question.kind.value,
        "text": _english(question.text),
        "options": [
            {"text": _english(option.text), "settings": list(option.settings)}
            for option in question.options
        ],
        "key": question.key,
        "blocking": question.blocking,
    }


def _english(phrase: Phrase) -> str:
    filled = said(phrase, "en")
    return fill(filled.msgid, dict(filled.values))
