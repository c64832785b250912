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
    ),
    commands=(
        Commands(
            "part", "pcbsales.boards.commands:part", "Boards, their revisions and specification."
        ),
        Commands(
            "intake", "pcbsales.boards.intake_commands:intake", "Customers' fabrication data."
        ),
    ),
    checks=(Check("data-agrees", "pcbsales.boards.checks:data_agrees", by("id", "part")),),
    rules=("pcbsales.boards.checks:RULES",),
)
