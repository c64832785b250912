"""What this room offers to the rest of the program."""

from pcbsales.manifest import Commands, Manifest, RecordKind, Shelf

MANIFEST = Manifest(
    records=(
        RecordKind(
            "customer",
            "customers",
            "pcbsales.customers.records:Customer",
            keys=("entity", "rep"),
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
    ),
    commands=(
        Commands(
            "customer", "pcbsales.customers.commands:customer", "Customers, their sites and terms."
        ),
        Commands("person", "pcbsales.customers.commands:person", "The people at customers."),
    ),
    checks=(
        "pcbsales.customers.checks:check_tax_numbers",
        "pcbsales.customers.checks:check_sellers",
        "pcbsales.customers.checks:check_sites_of_people",
        "pcbsales.customers.checks:check_cut_off",
    ),
)
