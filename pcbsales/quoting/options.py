"""Options that commands about quotations share: what is quoted, at which prices, for whom."""

from typing import Annotated

import typer

Text = str | None
Several = list[str] | None
QuoteName = Annotated[str, typer.Argument(metavar="QUOTE", help="Its number, or the tail of it.")]
Buyer = Annotated[
    str, typer.Argument(metavar="CUSTOMER", help="Whom to quote: id or part of the name.")
]
Parts = Annotated[list[str], typer.Argument(metavar="PART…", help="Part numbers.")]
Quantities = Annotated[
    str, typer.Option("--quantity", "-q", metavar="N,N…", help="Quantities: 200, or 100,500,1k.")
]
Leads = Annotated[
    str, typer.Option("--lead", metavar="DAYS,…", help="std, or working days: std,7.")
]
Options = Annotated[
    Several,
    typer.Option(
        "--option", metavar="KEY=VALUE,…", help="The board changed so; as-is; may be repeated."
    ),
]
Rfq = Annotated[Text, typer.Option("--rfq", help="The customer's RFQ number.")]
Received = Annotated[
    Text,
    typer.Option("--received", metavar="TIME", help="When they asked, by their own message."),
]
ForPerson = Annotated[Text, typer.Option("--person", help="Whom it is for.")]
ValidUntil = Annotated[
    Text, typer.Option("--valid-until", metavar="DATE", help="Else the entity's days.")
]
Prices = Annotated[
    Several,
    typer.Option(
        "--price",
        metavar="[PART[@N]=]PRICE",
        help="Not the book's price per unit: HY-4410=8.20, HY-4410@500=7.95.",
    ),
]
Discounts = Annotated[
    Several,
    typer.Option(
        "--discount",
        metavar="[PART[@N]=]PERCENT",
        help="So much off the book: 5%, HY-4410=5%. Beyond your authority it is a request.",
    ),
]
Reason = Annotated[Text, typer.Option("--reason", help="Why, for whoever may have to grant it.")]
Remark = Annotated[Text, typer.Option("--note", help="What else there is to say of it.")]
#: Of a board or a quotation that was quoted before: what is not said stays, or is the book's.
OffTheBook = Annotated[
    Several, typer.Option("--discount", metavar="[PART[@N]=]PERCENT", help="So much off the book.")
]
FreightOrAsBefore = Annotated[
    bool | None,
    typer.Option("--freight/--no-freight", help="Ask the freight or not; else as before."),
]
Freight = Annotated[
    bool, typer.Option("--freight", help="Ask the freight too, where delivery is ours to pay.")
]
Revision = Annotated[
    int | None, typer.Option("--rev", metavar="N", help="An earlier revision of it.")
]
Internal = Annotated[
    bool, typer.Option("--internal", help="Tell costs and margins too; ours alone.")
]
