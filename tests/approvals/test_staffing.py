"""Moving people (A1) and appointing deputies: who may, and what cannot be arranged."""

from datetime import date, timedelta
from typing import Any

import pytest

from pcbsales.approvals import staffing
from pcbsales.approvals.decision import Word, grant
from pcbsales.approvals.records import ApprovalRequest
from pcbsales.approvals.staffing import Cover, Move
from pcbsales.company.assignments import Assignment
from pcbsales.company.deputies import Deputy
from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import ChangeSet, Record
from tests.approvals.builders import DAY, NOON, Desk, a_deputy, authority, kinds, names, people

WEEK = {"valid_from": DAY, "valid_until": DAY + timedelta(days=6)}


def a_desk(*more: Record, **staff: Any) -> Desk:
    return Desk([*people(**staff), authority(), *more])


def moved(desk: Desk, actor: str, person: str = "REP", **changes: Any) -> ChangeSet:
    move = Move(**{"person": person, "instead_of": "OTHER", **WEEK, **changes})
    return desk.keep(staffing.arrange(desk.snapshot, desk.numbers, wish=move, actor=actor, at=NOON))


def covered(
    desk: Desk, actor: str, absent: str = "REP", deputy: str = "OTHER", **changes: Any
) -> ChangeSet:
    cover = Cover(**{"absent": absent, "deputy": deputy, **WEEK, **changes})
    return desk.keep(
        staffing.arrange(desk.snapshot, desk.numbers, wish=cover, actor=actor, at=NOON)
    )


def granted(desk: Desk, by: str) -> ChangeSet:
    (request,) = desk.snapshot.all(ApprovalRequest)
    kind = kinds().decisions[request.action]
    word = Word(by, NOON)
    return desk.keep(grant(desk.snapshot, desk.numbers, request=request.id, kind=kind, word=word))


def test_the_manager_alone_moves_people() -> None:
    (made,) = moved(a_desk(), "MANAGER").adds
    assert isinstance(made, Assignment)
    assert (made.person, made.instead_of, made.by, made.acting_for) == (
        "REP", "OTHER", "MANAGER", None,
    )  # fmt: skip


@pytest.mark.parametrize("actor", ["REP", "OTHER", "HEAD", "VP", "FINANCE"])
def test_anybody_else_asks_the_manager(actor: str) -> None:
    changes = moved(a_desk(), actor)
    assert changes.waiting is not None
    assert names(changes) == ("Manager (MANAGER)",)


def test_a_grant_moves_them_in_the_askers_name() -> None:
    desk = a_desk()
    moved(desk, "REP", "OTHER", instead_of=None, task="Trade fair 展会", customers=("HUAYI",))
    decision, made = granted(desk, "MANAGER").adds
    assert isinstance(made, Assignment)
    assert (made.by, made.request, made.task) == ("REP", "AR-2026-00001", "Trade fair 展会")
    assert made.customers == ("HUAYI",)
    assert decision.id == "AD-2026-00001"


def test_people_of_other_departments_are_not_the_managers_to_move() -> None:
    with pytest.raises(RefusedError, match=r"nobody with the firm could grant staff\.assign"):
        moved(a_desk(), "MANAGER", "FINANCE")


def test_the_managers_deputy_moves_people_in_their_name() -> None:
    (made,) = moved(a_desk(a_deputy("MANAGER", "CLERK")), "CLERK").adds
    assert isinstance(made, Assignment)
    assert (made.by, made.acting_for) == ("CLERK", "MANAGER")


@pytest.mark.parametrize("actor", ["REP", "MANAGER", "HEAD", "VP"])
def test_oneself_or_a_superior_appoints_a_deputy(actor: str) -> None:
    (made,) = covered(a_desk(), actor).adds
    assert isinstance(made, Deputy)
    assert (made.absent, made.deputy, made.by) == ("REP", "OTHER", actor)


def test_a_deputy_appoints_no_deputy_for_whom_they_stand_in() -> None:
    desk = a_desk(a_deputy("MANAGER", "REP"))
    changes = covered(desk, "REP", "MANAGER", "OTHER")
    assert changes.waiting is not None
    assert names(changes) == ("Head (HEAD)", "Vp (VP)")


def test_deputies_in_a_circle_are_refused() -> None:
    desk = a_desk(a_deputy("REP", "OTHER"), a_deputy("OTHER", "CLERK", 2))
    with pytest.raises(RefusedError, match="would stand in for one another in a circle"):
        covered(desk, "CLERK", "CLERK", "REP")
    later = DAY + timedelta(days=30)
    covered(desk, "CLERK", "CLERK", "REP", valid_from=later, valid_until=later)


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({"valid_from": DAY - timedelta(days=1)}, RefusedError, "cannot be arranged on 2026-10-20"),
        ({"valid_until": DAY - timedelta(days=1)}, RefusedError, "cannot be arranged"),
        ({"deputy": "NOBODY"}, UsageError, "there is no staff record NOBODY"),
        (
            {"deputy": "CLERK"},
            RefusedError,
            "CLERK is not with the firm for the whole of 2026-10-20 to",
        ),
        ({"deputy": "REP"}, RefusedError, "nobody stands in for themselves"),
    ],
)
def test_deputies_that_cannot_be(
    changes: dict[str, Any], error: type[Exception], said: str
) -> None:
    desk = a_desk(CLERK={"valid_until": "2026-10-22"})
    with pytest.raises(error, match=said):
        covered(desk, "REP", **changes)


def test_a_move_to_nothing_is_refused() -> None:
    with pytest.raises(RefusedError, match="an assignment names customers, whose work"):
        moved(a_desk(), "MANAGER", instead_of=None)


def test_a_grant_that_comes_after_the_first_day_is_too_late() -> None:
    desk = a_desk()
    moved(desk, "REP", "OTHER", instead_of="CLERK")
    kind = kinds().decisions["staff.assign"]
    word = Word("MANAGER", NOON + timedelta(days=1))
    with pytest.raises(RefusedError, match="cannot be arranged on 2026-10-21; begin"):
        grant(desk.snapshot, desk.numbers, request="AR-2026-00001", kind=kind, word=word)


def ended(desk: Desk, actor: str, last: date, stretch: str = "DEP-2026-00001") -> Record:
    changes = staffing.end(
        desk.snapshot, desk.numbers, stretch=stretch, last=last, actor=actor, at=NOON
    )
    (record,) = desk.keep(changes).updates
    return record


def test_an_arrangement_ends_before_its_time_but_never_in_the_past() -> None:
    desk = a_desk(a_deputy("REP", "OTHER"))
    for last in (DAY - timedelta(days=1), date(2026, 10, 23)):
        with pytest.raises(
            RefusedError, match="holds until 2026-10-23; it can end from 2026-10-20"
        ):
            ended(desk, "REP", last)
    with pytest.raises(RefusedError, match="FINANCE may not end DEP-2026-00001"):
        ended(desk, "FINANCE", DAY)
    with pytest.raises(
        UsageError, match=r"there is no assignment or deputy.s appointment DEP-2026-00007"
    ):
        ended(desk, "REP", DAY, "DEP-2026-00007")
    record = ended(desk, "MANAGER", DAY)
    assert isinstance(record, Deputy)
    assert record.last == DAY
    assert not record.holds(as_of=DAY + timedelta(days=1))
