"""What this room offers to the rest of the program."""

from pcbsales.kernel.errors import MessageId
from pcbsales.manifest import Check, Commands, Manifest, RecordKind, Shelf, by, together

_CHECKS = "pcbsales.company.checks"
_WITHDRAWN: MessageId = "a number that was taken back is not given again; make a new record"
MANIFEST = Manifest(
    heading="The firm",
    records=(
        RecordKind(
            "calendar",
            "calendars",
            "pcbsales.company.calendar_record:WorkCalendar",
            columns=("name", "country", "zone"),
            names=("name",),
            first="DESK",
        ),
        RecordKind(
            "entity",
            "entities",
            "pcbsales.company.records:Entity",
            columns=("name", "country", "currencies"),
            names=("name",),
            first="FIRM",
        ),
        RecordKind(
            "staff",
            "staff",
            "pcbsales.company.records:Staff",
            columns=("name", "roles", "reports_to", "phone"),
            names=("name", "emails"),
        ),
        RecordKind(
            "station",
            "stations",
            "pcbsales.company.stations:Station",
            columns=("name", "by", "since"),
            names=("name",),
            made_by="add",
        ),
        RecordKind(
            "withdrawn",
            "withdrawn",
            "pcbsales.kernel.withdrawn:Withdrawn",
            help="Numbers that were taken back and are not given again.",
            columns=("what", "by", "at"),
            fact=True,
            corrected_by=_WITHDRAWN,
        ),
        RecordKind(
            "tax-policy",
            "tax-policies",
            "pcbsales.company.tax_policy:TaxPolicy",
            help="Which tax is charged to whom, from which day on.",
            keys=("seller",),
            columns=("seller", "valid_from", "valid_until"),
            first="TAX",
        ),
        RecordKind(
            "deputy",
            "deputies",
            "pcbsales.company.deputies:Deputy",
            help="Who stands in for whom, from when to when.",
            shelf=Shelf.YEARLY,
            prefix="DEP",
            keys=("absent", "deputy", "request"),
            columns=("absent", "deputy", "valid_from", "valid_until", "actions"),
        ),
        RecordKind(
            "assignment",
            "assignments",
            "pcbsales.company.assignments:Assignment",
            help="Who is moved for a time, and to what.",
            shelf=Shelf.YEARLY,
            prefix="ASG",
            keys=("person", "request"),
            columns=("person", "valid_from", "valid_until", "customers", "instead_of", "task"),
        ),
    ),
    commands=(
        Commands("entity", "pcbsales.company.commands:entity", "The firms that sell."),
        Commands("staff", "pcbsales.company.commands:staff", "The people and who reports to whom."),
        Commands(
            "station",
            "pcbsales.company.station_commands:station",
            "The clones that number, a letter each.",
        ),
        Commands("calendar", "pcbsales.company.commands:calendar", "Working days and holidays."),
    ),
    checks=(
        Check("lines-of-report", f"{_CHECKS}:check_lines_of_report", together("staff")),
        Check("staff-emails", f"{_CHECKS}:check_emails", together("staff")),
        Check("entity", f"{_CHECKS}:check_entity", by("id", "entity")),
        Check("calendar", f"{_CHECKS}:check_calendar", by("id", "calendar")),
        Check("tax-policies", f"{_CHECKS}:check_tax_policies", by("seller", "tax-policy")),
        Check("deputies", f"{_CHECKS}:check_deputies", together("deputy")),
    ),
    rules=(f"{_CHECKS}:RULES",),
    actor="pcbsales.company.people:actor_for",
    calendar="pcbsales.company.calendar:desk_calendar",
)
