"""What this room offers to the rest of the program."""

from pcbsales.manifest import Commands, Manifest, RecordKind, Shelf

MANIFEST = Manifest(
    records=(
        RecordKind(
            "price-book",
            "price-books",
            "pcbsales.quoting.price_books:PriceBook",
            keys=("entity",),
            columns=("entity", "currency", "valid_from", "valid_until", "title"),
        ),
        RecordKind(
            "lead-time",
            "lead-times",
            "pcbsales.quoting.price_books:LeadTimeTable",
            keys=("entity",),
            columns=("entity", "valid_from", "valid_until", "title"),
        ),
        RecordKind(
            "quote",
            "quotes",
            "pcbsales.quoting.records:Quote",
            shelf=Shelf.YEARLY,
            prefix="Q",
            keys=("customer",),
            columns=("customer", "date", "valid_until", "total"),
            names=("customer_rfq",),
        ),
    ),
    commands=(
        Commands("quote", "pcbsales.quoting.commands:quote", "Quotations."),
        Commands("price", "pcbsales.quoting.commands:price", "Prices, and why they are so."),
        Commands("price-book", "pcbsales.quoting.commands:price_book", "Dated price sheets."),
        Commands("lead-time", "pcbsales.quoting.commands:lead_times", "Dated lead-time tables."),
    ),
    checks=(
        "pcbsales.quoting.checks:check_sheets",
        "pcbsales.quoting.checks:check_quotes",
    ),
)
