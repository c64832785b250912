"""``pcbsales entity``, ``staff`` and ``calendar``: the firm's own records, asked."""

from datetime import date
from typing import Annotated

import typer

from pcbsales.company.calendar import CompanyCalendar, calendar_around, desk_calendar
from pcbsales.company.calendar_record import WorkCalendar
from pcbsales.company.calendar_report import (
    CalendarReport,
    WorkingDaysReport,
    calendar_report,
    working_days_report,
)
from pcbsales.company.people import StaffLine, line_of_report
from pcbsales.company.records import Entity, Staff
from pcbsales.company.tax_policy import TaxPolicy
from pcbsales.company.tax_report import TaxReport, tax_report
from pcbsales.kernel.periods import Period
from pcbsales.workspace import Workspace, shows

entity = typer.Typer(no_args_is_help=True)
staff = typer.Typer(no_args_is_help=True)
calendar = typer.Typer(no_args_is_help=True)

CalendarName = Annotated[
    str, typer.Option("--calendar", metavar="ID", help="Which calendar; your entity's if left out.")
]


@shows(entity, "tax")
def entity_tax(
    ws: Workspace,
    name: Annotated[str, typer.Argument(metavar="ENTITY", help="The selling entity.")],
    buyer: Annotated[str, typer.Argument(metavar="COUNTRY", help="The buyer's country, ISO code.")],
    *,
    as_of: date,
) -> TaxReport:
    """Show which tax a sale to a country bears, in what words, and by which law.

    Example: pcbsales entity tax SZ DE
    """
    return tax_report(
        ws.snapshot().all(TaxPolicy),
        seller=ws.find(Entity, name),
        buyer_country=buyer.upper(),
        as_of=as_of,
    )


@shows(staff, "line")
def staff_line(
    ws: Workspace,
    name: Annotated[str, typer.Argument(metavar="STAFF", help="Id or part of the name.")],
) -> StaffLine:
    """Show whom somebody reports to, up to the top.

    Example: pcbsales staff line LIN
    """
    return line_of_report(ws.snapshot().all(Staff), ws.find(Staff, name))


@shows(calendar, "days")
def calendar_days(
    ws: Workspace,
    period: Annotated[
        str, typer.Argument(metavar="PERIOD", help="2026-09, 2026Q3, 2026H1, 2026 or 2026-W40.")
    ],
    name: CalendarName = "",
) -> CalendarReport:
    """Show the days of a period: worked, made up, off.

    Example: pcbsales calendar days 2026-09 --calendar SZ-PLANT
    """
    span = Period.parse(period)
    return calendar_report(_calendar(ws, name, as_of=span.first), span)


@shows(calendar, "count")
def calendar_count(
    ws: Workspace,
    days: Annotated[
        int, typer.Argument(metavar="DAYS", help="How many working days; -- -5 counts back.")
    ],
    *,
    start: Annotated[str, typer.Option("--from", metavar="DATE", help="Day zero.")] = "today",
    name: CalendarName = "",
) -> WorkingDaysReport:
    """Count working days from a day, and show each day passed.

    Example: pcbsales calendar count 5 --from 2026-09-28
    """
    first = ws.day(start)
    return working_days_report(_calendar(ws, name, as_of=first), first, days)


def _calendar(ws: Workspace, name: str, *, as_of: date) -> CompanyCalendar:
    if name:
        return calendar_around(ws.find(WorkCalendar, name), as_of=as_of)
    return desk_calendar(ws.snapshot(), ws.member, as_of=as_of)
