"""Changes of what a customer requires, with the open quotations that they touch.

They stand here, not with the customers, because who changes a requirement has to be told at once
which offers are out that say something else.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pcbsales.boards.changes.required import read_demand, read_name
from pcbsales.customers.documents.records import CustomerSpec
from pcbsales.customers.options import CustomerName
from pcbsales.customers.profile.handing import department
from pcbsales.customers.profile.profile import document_of, drop, require_more
from pcbsales.customers.profile.records import RequirementProfile
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.snapshot import without_ids
from pcbsales.quoting.options import Text
from pcbsales.quoting.touched.touched import Cause, TouchedLine, TouchedQuotes, quotes_touched
from pcbsales.workspace import Saving, Workspace, saves, shows
from pcbsales.workspace.given_file import given_file

if TYPE_CHECKING:
    from pcbsales.kernel.record import ChangeSet

quote = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
requirement = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Demands = Annotated[
    list[str],
    typer.Argument(
        metavar="KEY=VALUE",
        help="finish=enig, finish!=hasl, 'tg_c>=150', 'thickness_mm<=2.4', labels='words'.",
    ),
]
HoldsFrom = Annotated[Text, typer.Option("--since", metavar="DATE", help="Else today.")]
HoldsUntil = Annotated[Text, typer.Option("--until", metavar="DATE", help="Last day.")]
Stands = Annotated[Text, typer.Option("--document", help="Where it stands: 'QS-0231 4.2'.")]
KeptFile = Annotated[Path | None, typer.Option("--file", help="The document, to be kept.")]
OfSpec = Annotated[
    Text, typer.Option("--spec", metavar="ID", help="The customer's specification it is of.")
]
Why = Annotated[Text, typer.Option("--reason", help="Why.")]
HandedTo = Annotated[
    list[str] | None,
    typer.Option("--to", metavar="DEPARTMENT", help="Hand it over at once."),
]
Ended = Annotated[
    Text, typer.Option("--until", metavar="DATE", help="Its last day; else yesterday.")
]
_OTHER: MessageId = (
    "open quotation {quote} line {line}, {part} revision {rev}: {required} is required, "
    "quoted is {quoted}"
)
_NOT_SAID: MessageId = (
    "open quotation {quote} line {line}, {part} revision {rev}: {required} is required, "
    "the board quoted does not say"
)
_OLD: MessageId = (
    "open quotation {quote} line {line}: {part} revision {rev} is superseded by {required}"
)


@shows(quote, "touched")
def touched(ws: Workspace, name: CustomerName, *, as_of: date) -> TouchedQuotes:
    """Show which open quotations are not as the customer requires now, or of an old revision.

    Example: pcbsales quote touched TANNHOF
    """
    found = ws.find(Customer, name).id
    return quotes_touched(ws.snapshot(), found, as_of=as_of, lang=ws.language.value)


@saves(requirement, "set")
def requirement_set(
    ws: Workspace,
    name: CustomerName,
    demands: Demands,
    *,
    since: HoldsFrom = None,
    until: HoldsUntil = None,
    document: Stands = None,
    file: KeptFile = None,
    spec: OfSpec = None,
    reason: Why = None,
    to: HandedTo = None,
) -> Saving:
    """Record what a customer requires of every board from a day on; open quotations are held to it.

    Example: pcbsales requirement set TANNHOF mask_colour=black --since 2026-11-01 --to quality
    """
    kept = given_file(file)
    named = ws.find(CustomerSpec, spec).id if spec else None
    decide = partial(
        require_more,
        customer=ws.find(Customer, name).id,
        asked=[read_demand(text) for text in demands],
        since=ws.day(since),
        until=ws.day(until) if until else None,
        document=document_of(document, kept, named),
        reason=reason,
        departments=[department(text) for text in to or ()],
        file=kept,
        actor=ws.actor,
        at=ws.now,
    )
    return Saving(without_ids(decide), "pcbsales quote touched {id}", partial(_warnings, ws))


@saves(requirement, "drop")
def requirement_drop(
    ws: Workspace,
    name: CustomerName,
    keys: Annotated[list[str], typer.Argument(metavar="KEY", help="Keys or topics.")],
    *,
    until: Ended = None,
    reason: Why = None,
) -> Saving:
    """End what a customer requires; it stays on record with its last day.

    Example: pcbsales requirement drop TANNHOF tg_c --until 2026-10-31
    """
    decide = partial(
        drop,
        customer=ws.find(Customer, name).id,
        names=[read_name(key) for key in keys],
        until=ws.day(until or "yesterday"),
        reason=reason,
    )
    return Saving(without_ids(decide), "pcbsales requirement history {id}", partial(_warnings, ws))


def _warnings(ws: Workspace, changes: "ChangeSet") -> Iterator[str]:
    """A line for each place where an open quotation says something else than is required now."""
    for profile in changes.records:
        if isinstance(profile, RequirementProfile):
            found = quotes_touched(ws.snapshot(), profile.customer, profile=profile, as_of=ws.today)
            for line in found.lines:
                yield _warning(ws, line)


def _warning(ws: Workspace, line: TouchedLine) -> str:
    told = line.as_json()
    msgid = _OTHER if line.quoted is not None else _NOT_SAID
    return ws.translate(
        _OLD if line.cause is Cause.REVISION else msgid,
        quote=line.quote,
        line=line.line,
        part=line.part,
        rev=line.revision,
        required=line.required,
        quoted=told["quoted"],
    )
