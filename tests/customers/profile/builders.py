"""Profiles of one customer, and the staff who speak of them."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

from pcbsales.company.records import Staff
from pcbsales.customers.profile.profile import Asked, require_more
from pcbsales.customers.profile.records import Demand, RequirementProfile
from pcbsales.kernel.record import ChangeSet
from scripts.sample.memory import Memory

MAY, JULY = date(2026, 5, 1), date(2026, 7, 1)
NOW = datetime(2026, 5, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def a_demand(
    name: str = "finish", value: str = "enig", demand: Demand | None = Demand.REQUIRED
) -> Asked:
    return Asked(name, demand, value)


def required(
    *asked: Asked, snapshot: Memory | None = None, since: date = MAY, **more: Any
) -> RequirementProfile:
    """The profile of HUAYI once it also requires what is *asked*."""
    return the_profile(
        require_more(
            snapshot or Memory(),
            **{
                "customer": "HUAYI",
                "asked": asked,
                "since": since,
                "actor": "LIN",
                "at": NOW,
                **more,
            },
        )
    )


def the_profile(changes: ChangeSet) -> RequirementProfile:
    (record,) = changes.records
    assert isinstance(record, RequirementProfile)
    return record


def somebody(staff_id: str, *roles: str) -> Staff:
    return Staff.model_validate(
        {
            "id": staff_id,
            "name": {"en": staff_id.title()},
            "emails": [f"{staff_id.lower()}@penglan.example"],
            "roles": list(roles),
            "valid_from": "2020-01-01",
        }
    )
