"""Who somebody is, and whom they report to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pcbsales.company.records import Staff
from pcbsales.kernel.effective import is_in_force
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.tables import Align, Column, Table


def actor_for(staff: Iterable[Staff], email: str, *, as_of: date | None = None) -> Staff | None:
    """The member of staff whose registered e-mail is *email*, letter case aside; None if nobody.

    With *as_of* only those who are with the firm on that day; an address that was handed on
    belongs to whoever came last.
    """
    wanted = email.strip().lower()
    found = [
        person
        for person in staff
        if wanted in {known.lower() for known in person.emails}
        and (as_of is None or is_in_force(person, as_of=as_of))
    ]
    return max(found, key=lambda person: person.valid_from, default=None)


@dataclass(frozen=True, slots=True)
class StaffLine:
    """Somebody and those above them, nearest first."""

    people: tuple[Staff, ...]

    @property
    def chiefs(self) -> tuple[Staff, ...]:
        """Those above, nearest first."""
        return self.people[1:]

    def as_json(self) -> dict[str, object]:
        """``{schema, id, line [{level, id, name, roles, phone}]}``."""
        return {
            "schema": 1,
            "id": self.people[0].id,
            "line": [
                {
                    "level": level,
                    "id": person.id,
                    "name": person.name.model_dump(exclude_none=True),
                    "roles": [role.value for role in person.roles],
                    "phone": person.phone,
                }
                for level, person in enumerate(self.people)
            ],
        }

    def as_table(self) -> Table:
        """One row a person, the person asked for first."""
        return Table(
            (
                Column("level", "Level", Align.RIGHT),
                Column("id", "Staff"),
                Column("name", "Name"),
                Column("roles", "Roles"),
                Column("phone", "Phone"),
            ),
            tuple(
                (level, person.id, str(person.name), ", ".join(person.roles), person.phone)
                for level, person in enumerate(self.people)
            ),
            title="Line of report of {staff}",
            title_values=(("staff", self.people[0].id),),
        )


def line_of_report(staff: Iterable[Staff], person: Staff) -> StaffLine:
    """*person* and everyone above; ends where a chief has no record. RefusedError on a circle."""
    by_id = {member.id: member for member in staff}
    line = [person]
    while (chief := by_id.get(line[-1].reports_to or "")) is not None:
        if chief in line:
            raise RefusedError(
                "the line of report of {staff} runs in a circle at {chief}",
                staff=person.id,
                chief=chief.id,
            )
        line.append(chief)
    return StaffLine(tuple(line))


def direct_reports(staff: Iterable[Staff], chief: str, *, as_of: date) -> tuple[Staff, ...]:
    """Those who report to *chief* and are with the firm on *as_of*."""
    return tuple(
        person
        for person in staff
        if person.reports_to == chief and is_in_force(person, as_of=as_of)
    )
