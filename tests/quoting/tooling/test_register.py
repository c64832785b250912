"""The register: tools entered, paid, scrapped, expiring; their state on a day."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.quoting.quotations.one_time import OnceKind, ToolOwner
from pcbsales.quoting.tooling.records import Tool
from pcbsales.quoting.tooling.register import (
    NewTool,
    ToolReport,
    ToolState,
    expiring,
    new_tool,
    pay_tool,
    scrap_tool,
    state_of,
)
from tests.quoting.builders import BOARD, a_part, a_revision
from tests.quoting.surcharges.test_following import Memory

NOW = datetime(2026, 10, 31, 9, 0, tzinfo=timezone(timedelta(hours=8)))
DAY = NOW.date()


class Numbers:
    """Numbers ids as a ledger of no station would."""

    def next(self, kind: type[Record], year: int | None = None) -> str:
        return f"TL-{year}-00009" if kind is Tool else ""


def tool(**changes: Any) -> Tool:
    base = {
        "id": "TL-2026-00001",
        "kind": "test_fixture",
        "part": "HUAYI/HY-4410",
        "revisions": ["A"],
        "owner": "customer",
        "made": "2026-02-01",
    }
    return Tool.model_validate({**base, **changes})


def entered(made: date = DAY, *revisions: str) -> ChangeSet:
    wanted = NewTool(OnceKind.TEST_FIXTURE, "HUAYI/HY-4410", revisions, ToolOwner.CUSTOMER, made)
    known = Memory([a_part(a_revision(BOARD))])
    return new_tool(known, Numbers(), tool=wanted, at=NOW)


def test_a_tool_is_for_the_current_revision_unless_told() -> None:
    (made,) = entered().adds
    assert isinstance(made, Tool)
    assert (made.id, made.revisions, made.made) == ("TL-2026-00009", ("A",), DAY)


def test_it_is_not_entered_before_it_is_made_or_for_what_is_not_there() -> None:
    with pytest.raises(RefusedError, match="when it is made"):
        entered(date(2026, 11, 1))
    with pytest.raises(UsageError, match="Z"):
        entered(DAY, "Z")


def test_it_is_scrapped_once_with_its_reason() -> None:
    known = Memory([tool()])
    changes = scrap_tool(
        known, Numbers(), tool_id="TL-2026-00001", day=DAY, reason="worn", as_of=DAY
    )
    (gone,) = changes.updates
    assert isinstance(gone, Tool)
    assert (gone.scrapped, gone.scrap_reason) == (DAY, "worn")
    with pytest.raises(RefusedError, match="was scrapped on 2026-10-31"):
        scrap_tool(Memory([gone]), Numbers(), tool_id=gone.id, day=DAY, reason="again", as_of=DAY)
    with pytest.raises(RefusedError, match="was made on"):
        scrap_tool(
            known, Numbers(), tool_id=gone.id, day=date(2026, 1, 1), reason="early", as_of=DAY
        )
    with pytest.raises(RefusedError, match="lies ahead"):
        scrap_tool(
            known, Numbers(), tool_id=gone.id, day=date(2026, 11, 1), reason="soon", as_of=DAY
        )
    with pytest.raises(UsageError, match="there is no tool"):
        scrap_tool(known, Numbers(), tool_id="TL-2026-00404", day=DAY, reason="lost", as_of=DAY)


def test_it_is_paid_by_one_invoice() -> None:
    known = Memory([tool()])
    paid = pay_tool(known, Numbers(), tool_id="TL-2026-00001", invoice="INV-2026-00001").updates[0]
    assert isinstance(paid, Tool)
    assert paid.invoice == "INV-2026-00001"
    with pytest.raises(RefusedError, match="is paid by INV-2026-00001"):
        pay_tool(Memory([paid]), Numbers(), tool_id=paid.id, invoice="INV-2026-00002")


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, ToolState.ALIVE),
        ({"kept_until": "2026-10-31"}, ToolState.ALIVE),
        ({"kept_until": "2026-10-30"}, ToolState.EXPIRED),
        ({"scrapped": "2026-10-31", "scrap_reason": "worn"}, ToolState.SCRAPPED),
        ({"scrapped": "2026-11-01", "scrap_reason": "worn"}, ToolState.ALIVE),
    ],
)
def test_the_state_on_a_day(changes: dict[str, str], state: ToolState) -> None:
    assert state_of(tool(**changes), as_of=DAY) is state


def test_what_expires_soon_is_told_soonest_first() -> None:
    tools = [
        tool(id="TL-2026-00001", kept_until="2026-12-31"),
        tool(id="TL-2026-00002", kept_until="2026-11-05"),
        tool(id="TL-2026-00003", kept_until="2027-12-31"),
        tool(id="TL-2026-00004"),
        tool(id="TL-2026-00005", kept_until="2026-10-30"),
    ]
    found = expiring(tools, as_of=DAY, days=90)
    assert [each.id for each in found] == ["TL-2026-00002", "TL-2026-00001"]
    report = ToolReport(found, DAY)
    assert len(report.as_table().rows) == 2
    assert [told["state"] for told in report.as_json()] == ["alive", "alive"]
