"""The tooling register: tools entered, paid, scrapped, and listed by what becomes of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from pcbsales.boards.part import require_part, require_revision
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.happened import require_happened
from pcbsales.kernel.record import ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot
from pcbsales.kernel.tables import Align, Cell, Column, Table, Word
from pcbsales.quoting.quotations.one_time import OnceKind, ToolOwner
from pcbsales.quoting.tooling.records import Tool


@dataclass(frozen=True, slots=True)
class NewTool:
    """A tool as it is entered; no revisions is the part's current one."""

    kind: OnceKind
    part: str
    revisions: tuple[str, ...]
    owner: ToolOwner
    made: date
    kept_until: date | None = None
    kept_at: str | None = None
    marking: str | None = None
    quote: str | None = None
    invoice: str | None = None


class ToolState(StrEnum):
    """What has become of a tool by a day."""

    ALIVE = "alive"
    EXPIRED = "expired"
    SCRAPPED = "scrapped"


def new_tool(snapshot: Snapshot, ids: Ids, *, tool: NewTool, at: datetime) -> ChangeSet:
    """*tool* in the register; UsageError for a revision that the part has not."""
    part = require_part(snapshot, tool.part)
    revisions = tuple(require_revision(part, rev).rev for rev in tool.revisions or (None,))
    if tool.made > at.date():
        raise RefusedError("a tool is entered when it is made, not before: {day}", day=tool.made)
    made = Tool(
        id=ids.next(Tool, year=at.year),
        kind=tool.kind,
        part=part.id,
        revisions=revisions,
        owner=tool.owner,
        made=tool.made,
        kept_until=tool.kept_until,
        kept_at=tool.kept_at,
        marking=tool.marking,
        quote=tool.quote,
        invoice=tool.invoice,
    )
    return ChangeSet("tooling.new", f"Enter {made.id} for {part.id}", adds=(made,))


def scrap_tool(
    snapshot: Snapshot, _ids: Ids, *, tool_id: str, day: date, reason: str, as_of: date
) -> ChangeSet:
    """The tool scrapped on *day*; RefusedError where it is already, or not made or scrapped yet."""
    tool = _require(snapshot, tool_id)
    require_happened(day, today=as_of)
    if tool.scrapped is not None:
        raise RefusedError("{tool} was scrapped on {day}", tool=tool.id, day=tool.scrapped)
    if day < tool.made:
        raise RefusedError("{tool} was made on {day}; scrap it later", tool=tool.id, day=tool.made)
    gone = tool.model_copy(update={"scrapped": day, "scrap_reason": reason})
    return ChangeSet("tooling.scrap", f"Scrap {tool.id}", updates=(gone,))


def pay_tool(snapshot: Snapshot, _ids: Ids, *, tool_id: str, invoice: str) -> ChangeSet:
    """The tool paid by *invoice*; RefusedError where another one paid it."""
    tool = _require(snapshot, tool_id)
    if tool.invoice is not None:
        raise RefusedError("{tool} is paid by {invoice}", tool=tool.id, invoice=tool.invoice)
    paid = tool.model_copy(update={"invoice": invoice})
    return ChangeSet("tooling.pay", f"Pay {tool.id} by {invoice}", updates=(paid,))


def _require(snapshot: Snapshot, tool_id: str) -> Tool:
    found = snapshot.get(Tool, tool_id)
    if found is None:
        raise UsageError("there is no tool {tool}", tool=tool_id)
    return found


def state_of(tool: Tool, *, as_of: date) -> ToolState:
    """What has become of *tool* by *as_of*."""
    if tool.scrapped is not None and tool.scrapped <= as_of:
        return ToolState.SCRAPPED
    return ToolState.ALIVE if tool.alive(as_of=as_of) else ToolState.EXPIRED


def expiring(tools: Iterable[Tool], *, as_of: date, days: int) -> tuple[Tool, ...]:
    """Live tools whose last day is at most *days* after *as_of*, the soonest first."""
    last = as_of + timedelta(days=days)
    found = [
        (tool.kept_until, tool.id, tool)
        for tool in tools
        if tool.kept_until is not None and tool.kept_until <= last and tool.alive(as_of=as_of)
    ]
    return tuple(tool for _, _, tool in sorted(found, key=lambda each: each[:2]))


@dataclass(frozen=True, slots=True)
class ToolReport:
    """Tools as they stand at the end of *as_of*."""

    tools: tuple[Tool, ...]
    as_of: date

    def as_json(self) -> list[dict[str, object]]:
        """The tools with their state, as every noun's list."""
        return [self._tool(tool) for tool in self.tools]

    def _tool(self, tool: Tool) -> dict[str, object]:
        return {
            "schema": 1,
            "id": tool.id,
            "kind": tool.kind.value,
            "part": tool.part,
            "revisions": list(tool.revisions),
            "owner": tool.owner.value,
            "made": tool.made.isoformat(),
            "kept_until": tool.kept_until and tool.kept_until.isoformat(),
            "state": state_of(tool, as_of=self.as_of).value,
            "invoice": tool.invoice,
        }

    def as_table(self) -> Table:
        """A row a tool."""
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                tool.id,
                Word(tool.kind.value),
                tool.part,
                ", ".join(tool.revisions),
                Word(tool.owner.value),
                tool.made,
                tool.kept_until,
                Word(state_of(tool, as_of=self.as_of).value),
                tool.invoice,
            )
            for tool in self.tools
        )
        return Table(
            (
                Column("id", "Tool"),
                Column("kind", "Kind"),
                Column("part", "Part"),
                Column("revisions", "Rev"),
                Column("owner", "Owner"),
                Column("made", "Made", Align.LEFT),
                Column("kept_until", "Kept until"),
                Column("state", "State"),
                Column("invoice", "Invoice", spare=True),
            ),
            rows,
            title="Tools on {day}",
            title_values=(("day", self.as_of),),
        )
