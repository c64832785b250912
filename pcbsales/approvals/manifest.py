"""What this room offers to the rest of the program."""

from pcbsales.kernel.errors import MessageId
from pcbsales.manifest import (
    Check,
    Commands,
    DecisionKind,
    Manifest,
    RecordKind,
    Shelf,
    beside,
    by,
    everywhere,
    pointed_at,
    together,
)

_REQUEST: MessageId = "correct it by withdrawing it and asking again"
_DECISION: MessageId = "correct it by a new request, and what it made by its own means"
_MAIL: MessageId = "correct it by asking again"
_CHECKS = "pcbsales.approvals.checks"
_STAFFING = "pcbsales.approvals.staffing"
_PEOPLE = ("staff", "deputy", "authority")
MANIFEST = Manifest(
    heading="Approvals",
    records=(
        RecordKind(
            "authority",
            "authorities",
            "pcbsales.approvals.authority:Authority",
            help="Tables of authority: who decides what alone, and who grants it.",
            columns=("title", "valid_from", "valid_until", "rules"),
            names=("title",),
        ),
        RecordKind(
            "approval-request",
            "approval-requests",
            "pcbsales.approvals.records:ApprovalRequest",
            help="What was asked for and needs a grant.",
            shelf=Shelf.YEARLY,
            prefix="AR",
            keys=("action", "by"),
            columns=("action", "about", "percent", "amount", "by", "at", "expires"),
            fact=True,
            corrected_by=_REQUEST,
        ),
        RecordKind(
            "approval-decision",
            "approval-decisions",
            "pcbsales.approvals.records:ApprovalDecision",
            help="What was granted, refused or withdrawn, and by whom.",
            shelf=Shelf.YEARLY,
            prefix="AD",
            keys=("request", "by"),
            columns=("request", "verdict", "by", "acting_for", "at"),
            fact=True,
            corrected_by=_DECISION,
        ),
        RecordKind(
            "approval-mail",
            "approval-mails",
            "pcbsales.approvals.records:MailAsk",
            help="Requests that were put to somebody by mail.",
            shelf=Shelf.YEARLY,
            prefix="AM",
            keys=("request",),
            columns=("request", "to", "address", "at"),
            fact=True,
            corrected_by=_MAIL,
        ),
    ),
    commands=(
        Commands(
            "approval", "pcbsales.approvals.commands:approval", "What waits for whose decision."
        ),
        Commands(
            "approval", "pcbsales.approvals.mail_commands:approval", "A decision by reply mail."
        ),
        Commands("staff", "pcbsales.approvals.staff_commands:staff", "Who stands in for whom."),
    ),
    checks=(
        Check("authorities", f"{_CHECKS}:check_authorities", together("authority")),
        Check(
            "decisions",
            f"{_CHECKS}:check_decisions",
            (
                *by("request", "approval-decision"),
                *pointed_at("approval-decision", "approval-request", "approval-mail"),
                *everywhere(*_PEOPLE),
            ),
        ),
        Check(
            "arrangements",
            f"{_CHECKS}:check_arrangements",
            (
                *by("id", "assignment", "deputy"),
                *beside("assignment", "request", "approval-decision"),
                *beside("deputy", "request", "approval-decision"),
                *everywhere(*_PEOPLE),
            ),
        ),
    ),
    rules=(f"{_CHECKS}:RULES",),
    decisions=(
        DecisionKind(
            "staff.assign",
            "moving people for a time",
            f"{_STAFFING}:make_assignment",
            f"{_STAFFING}:weigh_move",
        ),
        DecisionKind(
            "staff.deputy",
            "appointing a deputy",
            f"{_STAFFING}:make_deputy",
            f"{_STAFFING}:weigh_cover",
        ),
    ),
)
