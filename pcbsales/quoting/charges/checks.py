"""Rules over what is charged beside the books, over tools, and over quotations that name them."""

from collections.abc import Iterator
from operator import attrgetter

from pcbsales.boards.records import Part
from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import Record, finding_about
from pcbsales.kernel.same_start import beginning_together
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.charges.charge_policy import ChargePolicy
from pcbsales.quoting.charges.freight_table import FreightTable
from pcbsales.quoting.charges.tolerance import DeliveryTolerance
from pcbsales.quoting.paper.offer_terms import OfferTerms
from pcbsales.quoting.quotations.one_time import Because
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.surcharges.records import ExchangeTerms, SurchargeClause
from pcbsales.quoting.tooling.records import Tool

#: What two policies of a kind must differ in, to begin on one day.
_SCOPES: dict[type[Record], tuple[str, ...]] = {
    ChargePolicy: ("customer",),
    DeliveryTolerance: ("customer",),
    SurchargeClause: ("customer", "metal"),
    ExchangeTerms: ("customer", "currency"),
    OfferTerms: ("customer",),
    FreightTable: ("currency",),
}

RULES: dict[str, Rule] = {
    "terms.start": Rule(
        asks="Two policies of one kind for the same customers never begin on one day.",
        remedy="Begin one of them on another day, or take it out.",
    ),
    "tooling.revision": Rule(
        asks="A tool serves revisions that its part has.",
        remedy="Correct the revisions of the tool, or add the revision to the part.",
    ),
    "quote.tool": Rule(
        asks="What a quotation does not charge again, a tool for that board spares: made and "
        "alive on its day.",
        remedy="Quote again, so that the register is asked; correct the tool where it is wrong.",
    ),
}


def check_terms(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """No two policies of the entity *group* for the same customers begin on one day."""
    for kind, fields in _SCOPES.items():
        policies = snapshot.where(kind, entity=group)
        yield from beginning_together(policies, "terms.start", scope=attrgetter(*fields))


def check_tool(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The tool *group* serves revisions that its part has."""
    tool = snapshot.get(Tool, group)
    part = snapshot.get(Part, tool.part) if tool else None
    if tool is None or part is None:
        return
    for rev in tool.revisions:
        if part.revision(rev) is None:
            yield finding_about(
                tool,
                "tooling.revision",
                "{id} is for revision {rev} of {part}, which it does not have",
                ("revisions",),
                id=tool.id,
                rev=rev,
                part=part.id,
            )


def check_quoted_tools(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """What the quotation *group* does not charge again, a tool spared on its day."""
    quote = snapshot.get(Quote, group)
    for place, line in enumerate(quote.lines if quote else ()):
        for once in line.one_time:
            tool = snapshot.get(Tool, once.tooling) if once.tooling else None
            if quote is None or tool is None or once.because is not Because.HELD:
                continue
            serves = tool.part == line.part and line.revision in tool.revisions
            if not serves or not tool.alive(as_of=quote.date):
                yield finding_about(
                    quote,
                    "quote.tool",
                    "{line} does not charge for {tool}, which was no live tool for {part} on {day}",
                    ("lines", place, "one_time"),
                    line=line.id,
                    tool=tool.id,
                    part=line.part,
                    day=quote.date,
                )
