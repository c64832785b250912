"""What this room offers to the rest of the program."""

from pcbsales.manifest import Check, Commands, Manifest, RecordKind, Shelf, by

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
            "panel", "pcbsales.boards.panels.commands:panel", "Working panels, what fits on them."
        ),
    ),
    checks=(
        Check("data-agrees", "pcbsales.boards.checks:data_agrees", by("id", "part")),
        Check(
            "panel-starts",
            "pcbsales.boards.panels.checks:check_starts",
            by("entity", "working-panel"),
        ),
    ),
    rules=("pcbsales.boards.checks:RULES", "pcbsales.boards.panels.checks:RULES"),
)
