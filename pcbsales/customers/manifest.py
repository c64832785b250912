"""What this room offers to the rest of the program."""

from pcbsales.manifest import Check, Commands, Manifest, RecordKind, Shelf, by, pointed_at

_CHECKS = "pcbsales.customers.checks"
MANIFEST = Manifest(
    heading="Customers",
    records=(
        RecordKind(
            "customer",
            "customers",
            "pcbsales.customers.records:Customer",
            keys=("entity", "rep", "tax_id"),
            columns=("short_name", "country", "status", "currency", "entity", "rep"),
            names=("short_name", "name", "aliases", "vendor_code", "tax_id"),
        ),
        RecordKind(
            "person",
            "people",
            "pcbsales.customers.records:Person",
            shelf=Shelf.COUNTED,
            prefix="P",
            keys=("customer",),
            columns=("customer", "name", "department", "email", "phone"),
            names=("name", "email", "phone", "wechat"),
        ),
        RecordKind(
            "requirement",
            "requirements",
            "pcbsales.customers.profile.records:RequirementProfile",
            keys=("customer",),
            columns=("customer", "requirements"),
        ),
        RecordKind(
            "spec",
            "specs",
            "pcbsales.customers.documents.records:CustomerSpec",
            shelf=Shelf.COUNTED,
            prefix="CS",
            keys=("customer",),
            columns=("customer", "number", "issue", "title", "valid_from"),
            names=("number", "title"),
            paper_path="pcbsales.customers.documents.answer_paper:answer_paper",
        ),
    ),
    commands=(
        Commands(
            "customer", "pcbsales.customers.commands:customer", "Customers, their sites and terms."
        ),
        Commands("person", "pcbsales.customers.commands:person", "The people at customers."),
    ),
    checks=(
        Check("tax-number", f"{_CHECKS}:check_tax_number", by("id", "customer")),
        Check(
            "tax-number-twice",
            f"{_CHECKS}:check_tax_number_twice",
            by("tax_id", "customer"),
            least=2,
        ),
        Check(
            "seller",
            f"{_CHECKS}:check_seller",
            (
                *by("id", "customer"),
                *pointed_at("customer", "staff", fields=("roles",)),
                *pointed_at("customer", "entity", fields=("currencies",)),
            ),
        ),
        Check(
            "sites-of-people",
            f"{_CHECKS}:check_sites_of_people",
            (*by("id", "customer"), *by("customer", "person")),
        ),
        Check("cut-off", f"{_CHECKS}:check_cut_off", by("id", "customer")),
    ),
    rules=(f"{_CHECKS}:RULES",),
)
