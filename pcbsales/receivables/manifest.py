"""What this room offers to the rest of the program."""

from pcbsales.kernel.errors import MessageId
from pcbsales.manifest import (
    Check,
    Commands,
    Manifest,
    Projection,
    RecordKind,
    Shelf,
    by,
    pointed_at,
)

_CHECKS = "pcbsales.receivables.checks"
_NUMBERS = "pcbsales.receivables.number_checks"
#: What decides a customer's balances.
_ACCOUNT = by("customer", "invoice", "credit-note", "payment", "allocation", "dispute")
#: What money has to agree with an invoice on.
_BILLED = ("customer", "entity", "total", "instalments")

_INVOICE: MessageId = "correct it by a credit note and a new invoice"
_CREDIT_NOTE: MessageId = "correct it by an invoice over what was credited too much"
_PAYMENT: MessageId = "correct it by an allocation, or by a payment the other way"
_ALLOCATION: MessageId = "correct it by a later allocation"

MANIFEST = Manifest(
    heading="Money",
    records=(
        RecordKind(
            "invoice",
            "invoices",
            "pcbsales.receivables.records:Invoice",
            shelf=Shelf.YEARLY,
            prefix="INV",
            keys=("customer", "entity", "official_number", "number_before"),
            columns=("customer", "entity", "issued", "official_number", "total", "rep"),
            fact=True,
            corrected_by=_INVOICE,
            names=("official_number", "lines.customer_po"),
        ),
        RecordKind(
            "credit-note",
            "credit-notes",
            "pcbsales.receivables.records:CreditNote",
            help="Credit notes: what is taken back of an invoice.",
            shelf=Shelf.YEARLY,
            prefix="CN",
            keys=("customer", "invoice", "official_number", "number_before"),
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
            help="Which advance or credit was put to which invoice.",
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
            help="What a customer contests, and until when.",
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
        Check("over-allocation", f"{_CHECKS}:check_over_allocation", _ACCOUNT),
        Check(
            "accounts",
            f"{_CHECKS}:check_accounts",
            (
                *by("customer", "payment", "credit-note", "allocation"),
                *pointed_at("payment", "invoice", fields=_BILLED),
                *pointed_at("credit-note", "invoice", fields=_BILLED),
                *pointed_at("allocation", "invoice", fields=_BILLED),
                *pointed_at("allocation", "payment", "credit-note"),
            ),
        ),
        Check("references", f"{_CHECKS}:check_references", by("reference", "payment"), least=2),
        Check(
            "disputes",
            f"{_CHECKS}:check_disputes",
            (*_ACCOUNT, *pointed_at("dispute", "invoice", "payment")),
        ),
        Check(
            "allocations",
            f"{_CHECKS}:check_allocations",
            (
                *by("customer", "allocation"),
                *pointed_at("allocation", "payment", "credit-note"),
            ),
        ),
        Check(
            "official-numbers",
            f"{_NUMBERS}:check_official_numbers",
            by("official_number", "invoice", "credit-note"),
            least=2,
        ),
        Check(
            "gaps",
            f"{_NUMBERS}:check_gaps",
            (
                *by("number_before", "invoice", "credit-note"),
                *by("official_number", "invoice", "credit-note"),
                *pointed_at("invoice", "entity", fields=("invoices",)),
                *pointed_at("credit-note", "entity", fields=("invoices",)),
            ),
            unless="official_number",
        ),
        Check(
            "contacts",
            "pcbsales.receivables.addressees:check_contacts",
            (*by("id", "customer"), *by("customer", "person", "quote", "invoice")),
        ),
    ),
    rules=(
        f"{_CHECKS}:RULES",
        f"{_NUMBERS}:RULES",
        "pcbsales.receivables.addressees:RULES",
    ),
    projections=(
        Projection(
            "receivables",
            ("invoice", "credit-note", "payment", "allocation", "dispute"),
            "customer",
            "pcbsales.receivables.kept_parts:part_of",
            "pcbsales.receivables.open_events:open_rows",
        ),
    ),
)
