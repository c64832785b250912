"""Whatever the policy says: nobody grants their own request, and what check finds agrees."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.approvals.checks import check_decisions
from pcbsales.approvals.records import ApprovalDecision, ApprovalRequest
from pcbsales.company.deputies import standings
from pcbsales.kernel.errors import RefusedError
from tests.approvals.builders import NOON, Desk, a_deputy, authority, people, spent
from tests.sizes import sized

_NAMES = ("VP", "HEAD", "MANAGER", "REP", "OTHER", "CLERK", "FINANCE", "PLANNER")
_ROLES = ("sales_vp", "sales_manager", "sales_rep", "account_clerk", "finance")
#: How many worlds a run tries.
_WORLDS = sized(50, 3000)

POWERS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "role": st.sampled_from(_ROLES),
            "over": st.sampled_from(["self", "line_of_report", "direct_reports"]),
            "up_to": st.sampled_from([["100.00 CNY"], ["1000.00 CNY", "10.00 USD"]]),
        },
    ).filter(lambda power: "role" in power or "over" in power),
    min_size=1,
    max_size=4,
)
POLICIES = st.fixed_dictionaries(
    {"action": st.just("test.spend"), "may": POWERS, "grants": POWERS},
    optional={
        "asks": st.lists(st.sampled_from(_ROLES), unique=True, max_size=3),
        "two_persons": st.sampled_from(["true", "false"]),
    },
)
DEPUTIES = st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_NAMES)), max_size=5)
AMOUNTS = st.sampled_from(["99.00 CNY", "100.00 CNY", "100.01 CNY", "5000.00 CNY", "10.00 USD"])


def a_world(policy: Mapping[str, Any], pairs: list[tuple[str, str]]) -> Desk:
    links = [a_deputy(a, b, at) for at, (a, b) in enumerate(pairs, start=1) if a != b]
    return Desk([*people(), authority(policy), *links])


@settings(max_examples=_WORLDS, deadline=None)
@given(POLICIES, DEPUTIES, st.lists(st.tuples(st.sampled_from(_NAMES), AMOUNTS), max_size=4))
def test_nobody_ever_grants_their_own_request(
    policy: dict[str, Any], pairs: list[tuple[str, str]], wishes: list[tuple[str, str]]
) -> None:
    desk = a_world(policy, pairs)
    for actor, amount in wishes:
        try:
            desk.ask(actor, spent(amount))
        except RefusedError:
            continue
    for request in desk.snapshot.all(ApprovalRequest):
        for person in _NAMES:
            try:
                desk.grant(request.id, person, at=NOON + timedelta(hours=1))
            except RefusedError:
                continue
    _require_sound(desk)
    assert not list(check_decisions(desk.snapshot, ""))


def _require_sound(desk: Desk) -> None:
    """Judged here from the records, by other means than the room's own."""
    staff, deputies = (
        desk.snapshot.all(type(people()[0])),
        desk.snapshot.all(type(a_deputy("A", "B"))),
    )
    decided: set[str] = set()
    for decision in desk.snapshot.all(ApprovalDecision):
        request = desk.snapshot.get(ApprovalRequest, decision.request)
        assert request is not None
        assert decision.request not in decided
        decided.add(decision.request)
        assert decision.by not in request.makers
        assert decision.acting_for not in request.makers
        stands_for = {
            standing.principal.id
            for standing in standings(
                staff, deputies, decision.by, request.action, as_of=decision.at.date()
            )
        }
        assert not stands_for & set(request.makers)
        assert decision.acting_for is None or decision.acting_for in stands_for
