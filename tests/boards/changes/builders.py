"""Customers that require something of their boards, and their parts."""

from datetime import datetime, timedelta, timezone

from pcbsales.boards.changes.required import read_demand
from pcbsales.boards.records import Part
from pcbsales.customers.profile.records import Requirement, RequirementProfile
from scripts.sample.memory import Memory
from tests.boards.builders import TODAY

NOW = datetime(2026, 11, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def requirement(text: str) -> Requirement:
    """A demand as it is typed, in force since the first of the month."""
    return Requirement.model_validate(
        {**read_demand(text).fields(), "valid_from": TODAY.replace(day=1), "by": "LIN", "at": NOW}
    )


def profile(*texts: str) -> RequirementProfile:
    demands = tuple(requirement(text) for text in texts)
    return RequirementProfile(id="HUAYI", customer="HUAYI", requirements=demands)


def ledger(*parts: Part, requires: tuple[str, ...] = ()) -> Memory:
    """These parts, and what HUAYI requires."""
    return Memory([*parts, *([profile(*requires)] if requires else [])])
