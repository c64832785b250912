"""A customer's people and places, as lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pcbsales.customers.records import Customer, Department, Person
from pcbsales.kernel.local_text import LocalProse
from pcbsales.kernel.tables import Column, Table, Word


@dataclass(frozen=True, slots=True)
class PeopleReport:
    """Who speaks for a customer, by department."""

    customer: str
    people: tuple[Person, ...]

    def as_json(self) -> list[dict[str, Any]]:
        """The persons as in the YAML."""
        return [person.tree() for person in self.people]

    def as_table(self) -> Table:
        """One row a person."""
        return Table(
            columns=(
                Column("id", "Person"),
                Column("department", "Department"),
                Column("name", "Name"),
                Column("title", "Title"),
                Column("email", "E-mail"),
                Column("phone", "Phone"),
                Column("wechat", "WeChat"),
            ),
            rows=tuple(
                (p.id, Word(p.department.value), p.name, p.title, p.email, p.phone, p.wechat)
                for p in self.people
            ),
            title="People at {customer}",
            title_values=(("customer", self.customer),),
        )


@dataclass(frozen=True, slots=True)
class SitesReport:
    """Where a customer is."""

    customer: Customer

    def as_json(self) -> list[dict[str, Any]]:
        """The sites as in the YAML."""
        sites: list[dict[str, Any]] = self.customer.tree().get("sites", [])
        return sites

    def as_table(self) -> Table:
        """One row a site, its address on one line."""
        return Table(
            columns=(
                Column("id", "Site"),
                Column("kinds", "For"),
                Column("address", "Address"),
                Column("country", "Country"),
                Column("phone", "Phone"),
            ),
            rows=tuple(
                (
                    site.id,
                    ", ".join(site.kinds),
                    _on_one_line(site.address),
                    site.country,
                    site.phone,
                )
                for site in self.customer.sites
            ),
            title="Sites of {customer}",
            title_values=(("customer", self.customer.id),),
        )


def _on_one_line(prose: LocalProse) -> LocalProse:
    texts = {name: text for name, text in prose if text is not None}
    return LocalProse(**{name: ", ".join(text.splitlines()) for name, text in texts.items()})


def people_of(people: Iterable[Person], customer: str, *, as_of: date) -> PeopleReport:
    """Those of *people* who are with *customer* on *as_of*, by department."""
    order = list(Department)
    found = [p for p in people if p.customer == customer and (p.left is None or as_of < p.left)]
    found.sort(key=lambda person: (order.index(person.department), person.id))
    return PeopleReport(customer, tuple(found))
