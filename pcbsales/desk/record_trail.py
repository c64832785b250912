"""The trail of a record, or of the whole ledger, as the ledger's history tells it."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from pcbsales.desk.reasons import approvals_of
from pcbsales.desk.trail_report import (
    Decisions,
    Trail,
    require_field,
    told,
    who_and_what,
)
from pcbsales.manifest import RecordKind
from pcbsales.store import layout
from pcbsales.store.history import Objects, Step, commits, history, uncommitted

if TYPE_CHECKING:
    from pcbsales.workspace import Workspace


def trail_of(
    ws: "Workspace",
    kind: RecordKind,
    record_id: str,
    *,
    field: str = "",
    oldest_first: bool = False,
) -> Trail:
    """The life of the record of *kind* with that id; only of *field* where one is named."""
    if field:
        require_field(kind, field)
    objects = Objects(ws.ledger.git)
    steps = (
        told(step, ws.zone, approvals_of(step, objects, ws.catalogue), field)
        for step in _steps(ws, layout.path_of(kind, record_id))
    )
    found = [step for step in steps if step is not None]
    return Trail(kind, tuple(reversed(found) if oldest_first else found))


def _steps(ws: "Workspace", path: str) -> Iterator[Step]:
    git = ws.ledger.git
    if (by_hand := uncommitted(git, path)) is not None:
        yield by_hand
    yield from history(git, [path])


def decisions(ws: "Workspace", *, since: date | None, by: str | None, limit: int) -> Decisions:
    """The last *limit* commits on the ledger, from the day *since* on, of the staff *by* alone."""
    start = datetime.combine(since, time(), tzinfo=ws.zone) if since else None
    found = []
    for facts in commits(ws.ledger.git, since=start):
        actor, action = who_and_what(facts)
        if by in {None, actor}:
            at = facts.at.astimezone(ws.zone)
            found.append((at, actor, action, facts.commit[:12], facts.records))
        if len(found) >= limit:
            break
    return Decisions(tuple(found))
