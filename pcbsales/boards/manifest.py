"""What this room offers to the rest of the program."""

from pcbsales.manifest import Check, Commands, Manifest, RecordKind, Shelf, by, pointed_at

_CHANGE_CHECKS = "pcbsales.boards.changes.checks"
MANIFEST = Manifest(
    heading="Boards",
    records=(
        RecordKind(
            "part",
            "parts",
            "pcbsales.boards.records:Part",
            shelf=Shelf.OWNED,
            keys=("customer",),
            columns=("customer", "part_no", "customer_pn", "description"),
            names=("part_no", "customer_pn", "description"),
            copy_path="pcbsales.boards.copying:copy_part",
        ),
        RecordKind(
            "working-panel",
            "working-panels",
            "pcbsales.boards.panels.records:WorkingPanels",
            help="Formats of working panels, their borders and gaps.",
            keys=("entity",),
            columns=("entity", "valid_from", "valid_until", "layout"),
        ),
        RecordKind(
            "eq",
            "engineering-questions",
            "pcbsales.boards.questions.records:EngineeringQuestion",
            shelf=Shelf.YEARLY,
            prefix="EQ",
            keys=("part", "customer"),
            columns=("part", "revision", "kind", "blocking", "raised_at"),
            names=("text",),
            outward=("put", "chased"),
            paper_path="pcbsales.boards.questions.letter:question_paper",
        ),
        RecordKind(
            "eq-policy",
            "eq-policies",
            "pcbsales.boards.questions.policy:QuestionPolicy",
            help="Until when engineering questions are to be answered.",
            keys=("entity",),
            columns=("entity", "valid_from", "valid_until", "answer_hours", "hours"),
        ),
        RecordKind(
            "capability",
            "capabilities",
            "pcbsales.boards.capability.records:Capability",
            help="What our factories can build: limits and rules.",
            keys=("entity",),
            columns=("entity", "plant", "valid_from", "valid_until"),
        ),
        RecordKind(
            "stage-approval",
            "stage-approvals",
            "pcbsales.boards.stages.records:StageApproval",
            shelf=Shelf.YEARLY,
            prefix="SA",
            help="What was put to customers for approval, and their verdicts.",
            keys=("part", "customer"),
            columns=("part", "revision", "stage", "kind", "submitted.day", "verdict.verdict"),
        ),
        RecordKind(
            "change-notice",
            "change-notices",
            "pcbsales.boards.stages.notice_records:ChangeNotice",
            shelf=Shelf.YEARLY,
            prefix="PCN",
            help="Changes of how boards are made, and who consented.",
            keys=("entity",),
            columns=("entity", "kind", "opened", "planned"),
        ),
        RecordKind(
            "stage-policy",
            "stage-policies",
            "pcbsales.boards.stages.policy:StagePolicy",
            help="What sample, pilot and volume need, and notice of changes.",
            keys=("entity",),
            columns=("entity", "valid_from", "valid_until"),
        ),
    ),
    commands=(
        Commands(
            "part", "pcbsales.boards.commands:part", "Boards, their revisions and specification."
        ),
        Commands(
            "intake", "pcbsales.boards.intake_commands:intake", "Customers' fabrication data."
        ),
        Commands(
            "part",
            "pcbsales.boards.pictures.commands:part",
            "Boards, their revisions and specification.",
        ),
        Commands(
            "intake",
            "pcbsales.boards.pictures.commands:intake",
            "Customers' fabrication data.",
        ),
        Commands(
            "part",
            "pcbsales.boards.changes.commands:part",
            "Boards, their revisions and specification.",
        ),
        Commands(
            "part",
            "pcbsales.boards.capability.commands:part",
            "Boards, their revisions and specification.",
        ),
        Commands(
            "capability",
            "pcbsales.boards.capability.commands:capability",
            "What our factories can build: limits and rules.",
        ),
        Commands(
            "customer",
            "pcbsales.boards.changes.requirement_commands:customer",
            "Customers, their sites and terms.",
        ),
        Commands(
            "requirement",
            "pcbsales.boards.changes.requirement_commands:requirement",
            "What customers require of every board.",
        ),
        Commands(
            "panel", "pcbsales.boards.panels.commands:panel", "Working panels, what fits on them."
        ),
        Commands(
            "part",
            "pcbsales.boards.stages.stage_commands:part",
            "Boards, their revisions and specification.",
        ),
        Commands(
            "notice",
            "pcbsales.boards.stages.notice_commands:notice",
            "Changes of how boards are made.",
        ),
        Commands(
            "notice",
            "pcbsales.boards.stages.letter_commands:notice",
            "Changes of how boards are made.",
        ),
        Commands("eq", "pcbsales.boards.questions.ask_commands:eq", "Engineering questions."),
        Commands("eq", "pcbsales.boards.questions.commands:eq", "Engineering questions."),
        Commands("eq", "pcbsales.boards.questions.list_commands:eq", "Engineering questions."),
        Commands("eq", "pcbsales.boards.questions.chase_commands:eq", "Engineering questions."),
    ),
    checks=(
        Check("data-agrees", "pcbsales.boards.checks:data_agrees", by("id", "part")),
        Check("requirements", f"{_CHANGE_CHECKS}:check_requirements", by("id", "requirement")),
        Check(
            "specs",
            f"{_CHANGE_CHECKS}:check_specs",
            (*by("id", "spec"), *pointed_at("spec", "part", fields=("customer", "revisions"))),
        ),
        Check(
            "panel-starts",
            "pcbsales.boards.panels.checks:check_starts",
            by("entity", "working-panel"),
        ),
        Check(
            "capability-starts",
            "pcbsales.boards.capability.checks:check_starts",
            by("entity", "capability"),
        ),
        Check(
            "capability-rules",
            "pcbsales.boards.capability.checks:check_rules",
            by("id", "capability"),
        ),
        Check(
            "eq",
            "pcbsales.boards.questions.checks:check_question",
            (
                *by("id", "eq"),
                *pointed_at("eq", "part", fields=("revisions",)),
                *pointed_at("eq", "person", fields=("customer",)),
            ),
        ),
        Check(
            "stage-approval",
            "pcbsales.boards.stages.checks:check_approval",
            (
                *by("id", "stage-approval"),
                *pointed_at("stage-approval", "part", fields=("revisions",)),
                *pointed_at("stage-approval", "person", fields=("customer",)),
            ),
        ),
        Check(
            "change-notice",
            "pcbsales.boards.stages.checks:check_notice",
            (
                *by("id", "change-notice"),
                *pointed_at("change-notice", "part", fields=("revisions",)),
                *pointed_at("change-notice", "person", fields=("customer",)),
            ),
        ),
        Check(
            "stage-policy-starts",
            "pcbsales.boards.stages.checks:check_starts",
            by("entity", "stage-policy"),
        ),
        Check(
            "eq-policy-starts",
            "pcbsales.boards.questions.checks:check_starts",
            by("entity", "eq-policy"),
        ),
    ),
    rules=(
        "pcbsales.boards.checks:RULES",
        f"{_CHANGE_CHECKS}:RULES",
        "pcbsales.boards.panels.checks:RULES",
        "pcbsales.boards.capability.checks:RULES",
        "pcbsales.boards.questions.checks:RULES",
        "pcbsales.boards.stages.checks:RULES",
    ),
)
