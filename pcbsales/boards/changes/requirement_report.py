"""A customer's requirements as people read them: what holds on a day, or how it came about."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pcbsales.boards.changes.required import values_of
from pcbsales.boards.part_report import said
from pcbsales.boards.specification import terms
from pcbsales.boards.terms import Term
from pcbsales.customers.profile.records import Demand, Requirement, RequirementProfile, Topic
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.shown import Several
from pcbsales.kernel.tables import Cell, Column, Table, Word

TOPICS = {
    Topic.PACKAGING: Term("packaging", "包装方式", "包裝方式"),
    Topic.LABELS: Term("labels", "标签", "標籤"),
    Topic.CERTIFICATES: Term("certificates", "随货证书", "隨貨證書"),
    Topic.TRACEABILITY: Term("traceability", "追溯", "追溯"),
    Topic.CROSSED_OUT: Term("crossed-out boards", "打叉板处理", "打叉板處理"),
    Topic.SUBSTANCES: Term("substances", "有害物质", "有害物質"),
    Topic.PLANTS: Term("plants", "生产厂", "生產廠"),
    Topic.OTHER: Term("other", "其他", "其他"),
}
_OR = Term(" or ", " 或 ", " 或 ")
_ASKS = {
    Demand.REQUIRED: Term("required", "必须", "必須"),
    Demand.FORBIDDEN: Term("not allowed", "不允许", "不允許"),
    Demand.AT_LEAST: Term("at least", "至少", "至少"),
    Demand.AT_MOST: Term("at most", "至多", "至多"),
}


@dataclass(frozen=True, slots=True)
class RequirementReport:
    """What a customer requires on *as_of*; with *all_days* also what held before and will hold.

    *lang* chooses the trade's words.
    """

    customer: str
    profile: RequirementProfile | None
    as_of: date
    all_days: bool = False
    lang: str = "en"

    def as_json(self) -> dict[str, Any]:
        """``schema``, ``customer``, ``as_of``; ``requirements`` with all that is known of each."""
        return {
            "schema": 1,
            "customer": self.customer,
            "as_of": self.as_of.isoformat(),
            "requirements": [_json(found) for found in self._shown()],
        }

    def as_table(self) -> Table:
        """A row for each demand; of all days with who recorded it, and why."""
        columns = (
            Column("name", "key"),
            Column("term", "term"),
            Column("demand", "demand"),
            Column("value", "value"),
            Column("valid_from", "from"),
            Column("valid_until", "until"),
            Column("document", "document", spare=True),
        )
        more = (
            (Column("by", "by"), Column("reason", "reason"))
            if self.all_days
            else (Column("waiting", "waits for"),)
        )
        return Table(
            title="what {customer} requires on {day}",
            title_values=(("customer", self.customer), ("day", self.as_of)),
            columns=(*columns, *more),
            rows=tuple(self._row(found) for found in self._shown()),
        )

    def _shown(self) -> Iterator[Requirement]:
        if self.profile is None:
            return
        if not self.all_days:
            yield from self.profile.in_force(as_of=self.as_of)
            return
        yield from sorted(self.profile.requirements, key=lambda found: found.valid_from)

    def _row(self, found: Requirement) -> tuple[Cell, ...]:
        document = found.document.title if found.document else None
        asks = _ASKS[found.demand].text(self.lang) if found.demand else None
        last: tuple[Cell, ...] = (found.by, found.reason) if self.all_days else (_waiting(found),)
        return (
            found.name,
            term_of(found, self.lang),
            asks,
            value_of(found, self.lang),
            found.valid_from,
            found.valid_until,
            document,
            *last,
        )


def term_of(found: Requirement, lang: str) -> str:
    """The trade's word for what is required."""
    if found.topic is not None:
        return TOPICS[found.topic].text(lang)
    term = terms().get(found.key or "")
    return term.text(lang) if term else found.name


def value_of(found: Requirement, lang: str) -> str:
    """What is required of it in the trade's words; as it was typed where its key has no such."""
    if found.words is not None:
        return found.words
    try:
        return _OR.text(lang).join(said(value, lang) for value in values_of(found))
    except (UsageError, KeyError):
        return found.value or ""


def _waiting(found: Requirement) -> Several | None:
    waiting = Several(Word(role.value) for role in found.unacknowledged)
    return waiting or None


def _json(found: Requirement) -> dict[str, Any]:
    document = found.document
    return {
        "name": found.name,
        "demand": found.demand.value if found.demand else None,
        "value": found.value or found.words,
        "valid_from": found.valid_from.isoformat(),
        "valid_until": found.valid_until.isoformat() if found.valid_until else None,
        "document": document.title if document else None,
        "spec": document.spec if document else None,
        "by": found.by,
        "at": found.at.isoformat(),
        "reason": found.reason,
        "handed": [
            {
                "to": handover.to.value,
                "at": handover.at.isoformat(),
                "acknowledged": handover.acknowledged and handover.acknowledged.isoformat(),
                "acknowledged_by": handover.acknowledged_by,
            }
            for handover in found.handed
        ],
    }
