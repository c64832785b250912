"""A write runs the checks of what it touches; they find what checking everything would find."""

from pathlib import Path

import pytest

from pcbsales.approvals.records import ApprovalDecision
from pcbsales.company.assignments import Assignment
from pcbsales.company.deputies import Deputy
from pcbsales.company.records import Staff
from pcbsales.kernel.record import Record
from pcbsales.registry import catalogue
from pcbsales.store.checks.groups import Place, changed_groups
from pcbsales.store.checks.soundness import caused, within_reach
from pcbsales.store.index.state import State
from pcbsales.store.layout import path_of
from pcbsales.store.ledger import Ledger
from pcbsales.store.text.round_trip import dump
from tests.checks.brute_force import everything_wrong, records_of, said
from tests.checks.chance import Dice, both_sides
from tests.ledger_copies import copied
from tests.sizes import sized

CATALOGUE = catalogue()
SEEDS = range(sized(5, 400))


@pytest.fixture(scope="module")
def sound(pristine: Path) -> Ledger:
    return Ledger(pristine, CATALOGUE)


@pytest.fixture(scope="module")
def damaged(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The sample with dozens of records changed by chance, as hand edits on disk."""
    root = copied(pristine, tmp_path_factory.mktemp("damaged") / "ledger")
    ledger = Ledger(root, CATALOGUE)
    dice = Dice(records_of(ledger.state(), CATALOGUE), CATALOGUE, seed=2026)
    for (noun, record_id), record in dice.changes(most=60).items():
        file = root / path_of(CATALOGUE.kinds[noun], record_id)
        file.unlink(missing_ok=True)
        if record is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(dump(record.tree()))
    return Ledger(root, CATALOGUE)


def holds(ledger: Ledger, state: State, seed: int) -> int:
    """Compare both ways for one random change set; how many findings it brought."""
    records = records_of(state, CATALOGUE)
    now: dict[Place, Record | None] = {(record.noun, record.id): record for record in records}
    changes = both_sides(now, Dice(records, CATALOGUE, seed).changes())
    after = state.after({place: both[1] for place, both in changes.items()})

    all_before, all_after = (list(everything_wrong(s, CATALOGUE)) for s in (state, after))
    before, found = within_reach(ledger, state, changes)

    new = set(map(said, all_after)) - set(map(said, all_before))
    gone = set(map(said, all_before)) - set(map(said, all_after))
    assert set(map(said, found)) - set(map(said, before)) == new
    assert set(map(said, before)) - set(map(said, found)) == gone
    refused = sorted(map(said, caused(before, found, changes)))
    assert refused == sorted(map(said, caused(all_before, all_after, changes)))
    return len(new)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_touched_is_all_that_can_change(sound: Ledger, seed: int) -> None:
    holds(sound, sound.state(partial=True), seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_so_it_is_in_a_damaged_ledger(damaged: Ledger, seed: int) -> None:
    assert list(everything_wrong(damaged.state(partial=True), CATALOGUE))
    holds(damaged, damaged.state(partial=True), seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_so_it_is_beside_hand_edits_that_do_not_count(sound: Ledger, seed: int) -> None:
    records = records_of(sound.state(), CATALOGUE)
    edited = Dice(records, CATALOGUE, seed + 100_000).changes(most=10)
    committed = sound.state(partial=True).after(edited)
    holds(sound, committed, seed)


def groups(ledger: Ledger, name: str, changed: Record, *, was: Record | None = None) -> set[str]:
    """The groups of the check *name* that are looked at when *changed* is written."""
    check = next(check for check in CATALOGUE.checks if check.name == name)
    changes = {(changed.noun, changed.id): (was, changed)}
    return changed_groups(ledger.index.linked, check, changes, [changed])


def test_a_decision_is_looked_at_by_itself_and_staff_reach_all(sound: Ledger) -> None:
    state = sound.state()
    decisions, staff = state.all(ApprovalDecision), state.all(Staff)
    everybody = {decision.request for decision in decisions}
    assert len(everybody) > 1
    new = decisions[0].model_copy(update={"id": "AD-2026-90001"})
    assert groups(sound, "decisions", new) == {new.request}
    promoted = staff[0].model_copy(update={"roles": staff[1].roles})
    assert groups(sound, "decisions", promoted, was=staff[0]) == everybody
    assert groups(sound, "arrangements", promoted, was=staff[0]) == {
        found.id for kind in (Assignment, Deputy) for found in state.all(kind)
    }
    assert groups(sound, "decisions", staff[0], was=staff[0]) == set()


def test_chance_breaks_many_rules(sound: Ledger) -> None:
    """The comparison means something: random change sets bring findings of many rules."""
    state = sound.state(partial=True)
    records = records_of(state, CATALOGUE)
    rules: set[str] = set()
    for seed in range(30):
        if len(rules) >= 15:
            return
        after = state.after(Dice(records, CATALOGUE, seed).changes(most=30))
        rules |= {finding.rule for finding in everything_wrong(after, CATALOGUE)}
    pytest.fail(f"only {sorted(rules)}")
