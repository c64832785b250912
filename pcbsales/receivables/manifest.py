"""What this room offers to the rest of the program."""

from pcbsales.kernel.errors import MessageId
from pcbsales.manifest import Commands, Manifest, Projection, RecordKind, Shelf

_INVOICE: MessageId = "correct it by a credit note and a new invoice"
_CREDIT_NOTE: MessageId = "correct it by an invoice over what was credited too much"
_PAYMENT: MessageId = "correct it by an allocation, or by a payment the other way"
_ALLOCATION: MessageId = "correct it by a later allocation"

MANIFEST = Manifest(
    records=(
        RecordKind(
            "invoice",
            "invoices",
            "pcbsales.receivables.records:Invoice",
            shelf=Shelf.YEARLY,
            prefix="INV",
            keys=("customer", "entity"),
            columns=("customer", "entity", "issued", "official_number", "total", "rep"),
            fact=True,
            corrected_by=_INVOICE,
            names=("official_number", "lines.customer_po"),
        ),
        RecordKind(
            "credit-note",
            "credit-notes",
            "pcbsales.receivables.records:CreditNote",
            shelf=Shelf.YEARLY,
            prefix="CN",
            keys=("customer", "invoice"),
            columns=("customer", "entity", "issued", "invoice", "reason", "total"),
            fact=True,
            corrected_by=_CREDIT_NOTE,
            names=("official_number",),
        ),
        RecordKind(
            "payment",
            "payments",
            "pcbsales.receivables.records:Payment",
            shelf=Shelf.YEARLY,
            prefix="PAY",
            keys=("customer", "reference"),
            columns=("customer", "entity", "received", "cash", "reference"),
            fact=True,
            corrected_by=_PAYMENT,
            names=("reference",),
        ),
        RecordKind(
            "allocation",
            "allocations",
            "pcbsales.receivables.records:Allocation",
            shelf=Shelf.YEARLY,
            prefix="AL",
            keys=("customer", "invoice"),
            columns=("customer", "made", "payment", "credit_note", "invoice", "amount"),
            fact=True,
            corrected_by=_ALLOCATION,
        ),
        RecordKind(
            "dispute",
            "disputes",
            "pcbsales.receivables.records:Dispute",
            shelf=Shelf.YEARLY,
            prefix="DP",
            keys=("customer", "invoice"),
            columns=("customer", "invoice", "amount", "opened", "closed", "reason"),
        ),
    ),
    commands=(
        Commands("ar", "pcbsales.receivables.commands:ar", "Who owes what, since when."),
        Commands(
            "invoice",
            "pcbsales.receivables.document_commands:invoice",
            "Invoices and their balance.",
        ),
        Commands("payment", "pcbsales.receivables.document_commands:payment", "Money received."),
    ),
    checks=(
        "pcbsales.receivables.checks:check_over_allocation",
        "pcbsales.receivables.checks:check_accounts",
        "pcbsales.receivables.checks:check_numbers",
        "pcbsales.receivables.checks:check_disputes",
        "pcbsales.receivables.checks:check_allocations",
        "pcbsales.receivables.addressees:check_contacts",
    ),
    projections=(
        Projection(
            "receivables",
            ("invoice", "credit-note", "payment", "allocation", "dispute"),
            "customer",
            "pcbsales.receivables.open_events:open_rows",
        ),
    ),
)
