"""What this room offers to the rest of the program."""

from pcbsales.manifest import (
    Check,
    Commands,
    DecisionKind,
    Manifest,
    RecordKind,
    Shelf,
    beside,
    by,
    pointed_at,
)

_CHECKS = "pcbsales.quoting.quotations.checks"
_CHARGE_CHECKS = "pcbsales.quoting.charges.checks"
_FLOOR_CHECKS = "pcbsales.quoting.floor.checks"
_SHEETS = ("price-book", "lead-time", "panel-price")
_OUTCOME_CHECKS = "pcbsales.quoting.outcomes.checks"
_AGREEMENT_CHECKS = "pcbsales.quoting.agreements.checks"
MANIFEST = Manifest(
    heading="Quoting",
    records=(
        RecordKind(
            "price-book",
            "price-books",
            "pcbsales.quoting.books.price_books:PriceBook",
            keys=("entity",),
            columns=("entity", "currency", "valid_from", "valid_until", "title"),
        ),
        RecordKind(
            "panel-price",
            "panel-prices",
            "pcbsales.quoting.books.panel_prices:PanelPrice",
            help="What working panels cost, and the margin asked on them.",
            keys=("entity",),
            columns=("entity", "currency", "valid_from", "valid_until", "quoted"),
        ),
        RecordKind(
            "lead-time",
            "lead-times",
            "pcbsales.quoting.books.price_books:LeadTimeTable",
            keys=("entity",),
            columns=("entity", "valid_from", "valid_until", "title"),
        ),
        RecordKind(
            "price-floor",
            "price-floors",
            "pcbsales.quoting.floor.price_floor:PriceFloor",
            help="How far below the price book each role may quote.",
            keys=("entity",),
            columns=("entity", "valid_from", "valid_until", "allowances"),
        ),
        RecordKind(
            "quote",
            "quotes",
            "pcbsales.quoting.quotations.records:Quote",
            shelf=Shelf.YEARLY,
            prefix="Q",
            keys=("customer", "entity"),
            columns=("customer", "date", "valid_until", "total"),
            names=("customer_rfq",),
            paper_path="pcbsales.quoting.paper.quotation_paper:quotation_paper",
            copy_path="pcbsales.quoting.quotations.requoting:requote",
            outward=("sent",),
        ),
        RecordKind(
            "price-agreement",
            "price-agreements",
            "pcbsales.quoting.agreements.records:PriceAgreement",
            shelf=Shelf.YEARLY,
            prefix="PA",
            help="Prices agreed with a customer for a time.",
            keys=("customer",),
            columns=("customer", "part", "valid_from", "valid_until", "signed_on"),
            names=("title",),
            fact=True,
            corrected_by="agree anew: the later one takes its place",
        ),
        RecordKind(
            "quote-policy",
            "quote-policies",
            "pcbsales.quoting.outcomes.policy:QuotePolicy",
            help="What is let through when a customer orders, and when to ask again.",
            keys=("entity",),
            columns=("entity", "valid_from", "valid_until", "order_after_expiry_days"),
        ),
        RecordKind(
            "tooling",
            "tooling",
            "pcbsales.quoting.tooling.records:Tool",
            shelf=Shelf.YEARLY,
            prefix="TL",
            keys=("part",),
            columns=("kind", "part", "revisions", "owner", "kept_until", "scrapped"),
            names=("marking",),
        ),
        RecordKind(
            "charge-policy",
            "charge-policies",
            "pcbsales.quoting.charges.charge_policy:ChargePolicy",
            help="What is charged once, apart from the price per unit or in it.",
            keys=("entity",),
            columns=("entity", "customer", "valid_from", "valid_until"),
        ),
        RecordKind(
            "delivery-tolerance",
            "delivery-tolerances",
            "pcbsales.quoting.charges.tolerance:DeliveryTolerance",
            help="How many more or fewer boards may be delivered.",
            keys=("entity",),
            columns=("entity", "customer", "valid_from", "valid_until"),
        ),
        RecordKind(
            "freight-table",
            "freight-tables",
            "pcbsales.quoting.charges.freight_table:FreightTable",
            help="What carriers take, by zone and weight.",
            keys=("entity",),
            columns=("entity", "carrier", "currency", "valid_from", "valid_until"),
        ),
        RecordKind(
            "metal-price",
            "metal-prices",
            "pcbsales.quoting.surcharges.records:MetalPrice",
            help="What metals and laminates cost on a day.",
            keys=("metal",),
            columns=("metal", "unit", "day", "price"),
        ),
        RecordKind(
            "surcharge-clause",
            "surcharge-clauses",
            "pcbsales.quoting.surcharges.records:SurchargeClause",
            help="How prices follow metals.",
            keys=("entity",),
            columns=("entity", "customer", "metal", "valid_from", "valid_until"),
        ),
        RecordKind(
            "exchange-rate",
            "exchange-rates",
            "pcbsales.quoting.surcharges.records:ExchangeRate",
            help="What a currency was worth on a day.",
            keys=("base",),
            columns=("base", "counter", "day", "rate"),
        ),
        RecordKind(
            "exchange-clause",
            "exchange-clauses",
            "pcbsales.quoting.surcharges.records:ExchangeTerms",
            help="Within which rates of exchange prices hold.",
            keys=("entity",),
            columns=("entity", "customer", "currency", "counter", "band_percent", "valid_from"),
        ),
    ),
    commands=(
        Commands("quote", "pcbsales.quoting.commands:quote", "Quotations."),
        Commands("quote", "pcbsales.quoting.matrix.matrix_commands:quote", "Quotations."),
        Commands("quote", "pcbsales.quoting.touched.commands:quote", "Quotations."),
        Commands(
            "requirement",
            "pcbsales.quoting.touched.commands:requirement",
            "What customers require of every board.",
        ),
        Commands("quote", "pcbsales.quoting.negotiation.deal_commands:quote", "Quotations."),
        Commands("quote", "pcbsales.quoting.negotiation.round_commands:quote", "Quotations."),
        Commands("quote", "pcbsales.quoting.outcomes.deciding_commands:quote", "Quotations."),
        Commands("quote", "pcbsales.quoting.outcomes.outcome_commands:quote", "Quotations."),
        Commands("quote", "pcbsales.quoting.similar.similar_commands:quote", "Quotations."),
        Commands(
            "part",
            "pcbsales.quoting.similar.similar_commands:part",
            "Boards, their revisions and specification.",
        ),
        Commands(
            "price",
            "pcbsales.quoting.agreements.agreement_commands:price",
            "Prices, and why they are so.",
        ),
        Commands("price", "pcbsales.quoting.price_commands:price", "Prices, and why they are so."),
        Commands(
            "price",
            "pcbsales.quoting.compare.compare_commands:price",
            "Prices, and why they are so.",
        ),
        Commands(
            "price", "pcbsales.quoting.lint.lint_commands:price", "Prices, and why they are so."
        ),
        Commands("price-book", "pcbsales.quoting.price_commands:price_book", "Dated price sheets."),
        Commands(
            "tooling",
            "pcbsales.quoting.tooling.tooling_commands:tooling",
            "Tools made for boards, and until when they are kept.",
        ),
        Commands(
            "lead-time", "pcbsales.quoting.price_commands:lead_times", "Dated lead-time tables."
        ),
    ),
    checks=(
        Check("sheet", f"{_CHECKS}:check_sheet", by("id", *_SHEETS)),
        Check(
            "sheet-starts",
            f"{_CHECKS}:check_starts",
            by("entity", *_SHEETS),
        ),
        Check(
            "quote",
            f"{_CHECKS}:check_quote",
            (
                *by("id", "quote"),
                *pointed_at("quote", "part", fields=("customer", "revisions")),
                *pointed_at("quote", "price-book", fields=("entity", "currency")),
            ),
        ),
        Check(
            "quote-floor",
            f"{_FLOOR_CHECKS}:check_floor",
            (
                *by("id", "quote"),
                *beside("quote", "entity", "price-floor"),
                *pointed_at("quote", "approval-decision"),
                *pointed_at("quote", "staff", fields=("roles", "former")),
                *pointed_at("approval-decision", "staff", fields=("roles", "former")),
            ),
        ),
        Check(
            "charge-terms",
            f"{_CHARGE_CHECKS}:check_terms",
            by(
                "entity",
                "charge-policy",
                "delivery-tolerance",
                "surcharge-clause",
                "exchange-clause",
                "freight-table",
            ),
        ),
        Check(
            "tool",
            f"{_CHARGE_CHECKS}:check_tool",
            (*by("id", "tooling"), *pointed_at("tooling", "part", fields=("revisions",))),
        ),
        Check(
            "quoted-tools",
            f"{_CHARGE_CHECKS}:check_quoted_tools",
            (*by("id", "quote"), *pointed_at("quote", "tooling")),
        ),
        Check("quote-events", f"{_OUTCOME_CHECKS}:check_events", by("id", "quote")),
        Check(
            "price-agreements",
            f"{_AGREEMENT_CHECKS}:check_agreements",
            (
                *by("customer", "price-agreement"),
                *pointed_at("price-agreement", "part", fields=("customer",)),
            ),
        ),
        Check(
            "price-agreement-granted",
            f"{_AGREEMENT_CHECKS}:check_granted",
            (
                *by("id", "price-agreement"),
                *pointed_at("price-agreement", "approval-decision"),
            ),
        ),
        Check(
            "quote-agreed",
            f"{_AGREEMENT_CHECKS}:check_agreed",
            (*by("id", "quote"), *pointed_at("quote", "price-agreement")),
        ),
        Check("floor-starts", f"{_FLOOR_CHECKS}:check_floor_starts", by("entity", "price-floor")),
    ),
    rules=(
        f"{_CHECKS}:RULES",
        f"{_FLOOR_CHECKS}:RULES",
        f"{_CHARGE_CHECKS}:RULES",
        f"{_OUTCOME_CHECKS}:RULES",
        f"{_AGREEMENT_CHECKS}:RULES",
    ),
    decisions=(
        DecisionKind(
            "quote.below-floor",
            "quoting below the book",
            "pcbsales.quoting.floor.below_floor:grant_quote",
            "pcbsales.quoting.floor.below_floor:weigh_quote",
            "pcbsales.quoting.floor.price_floor:floor_limits",
        ),
        DecisionKind(
            "price.agree-below-floor",
            "agreeing on prices below the book",
            "pcbsales.quoting.agreements.agreeing:grant_agreement",
            "pcbsales.quoting.agreements.agreeing:weigh_agreement",
            "pcbsales.quoting.floor.price_floor:floor_limits",
        ),
    ),
)
