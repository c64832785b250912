"""What this room offers to the rest of the program."""

from pcbsales.manifest import Check, Commands, Manifest, RecordKind, Shelf, by, pointed_at

_CHECKS = "pcbsales.customers.checks"
_SPEC_CHECKS = "pcbsales.customers.documents.checks"
_PROFILE_CHECKS = "pcbsales.customers.profile.checks"
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
            made_by="set",
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
        Commands(
            "spec",
            "pcbsales.customers.documents.commands:spec",
            "Customers' own specifications, clause by clause.",
        ),
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
        Check("spec-issues", f"{_SPEC_CHECKS}:check_issues", by("customer", "spec")),
        Check("spec-consents", f"{_SPEC_CHECKS}:check_consents", by("customer", "spec", "person")),
        Check(
            "spec-engineers",
            f"{_SPEC_CHECKS}:check_engineers",
            (*by("id", "spec"), *pointed_at("spec", "staff", fields=("roles", "former"))),
        ),
        Check(
            "requirement-acknowledged",
            f"{_PROFILE_CHECKS}:check_acknowledged",
            (
                *by("id", "requirement"),
                *pointed_at("requirement", "staff", fields=("roles", "former")),
            ),
        ),
        Check(
            "requirement-documents",
            f"{_PROFILE_CHECKS}:check_documents",
            by("customer", "requirement", "spec"),
        ),
    ),
    rules=(f"{_CHECKS}:RULES", f"{_SPEC_CHECKS}:RULES", f"{_PROFILE_CHECKS}:RULES"),
)
