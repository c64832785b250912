"""Rules over price agreements, and over quotations that name one."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations

from pcbsales.approvals.records import ApprovalDecision, Verdict
from pcbsales.boards.records import Part
from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import finding_about
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.agreements.agreed_price import board_facts
from pcbsales.quoting.agreements.moving import change_by
from pcbsales.quoting.agreements.records import PriceAgreement
from pcbsales.quoting.quotations.agreed import AgreedMove
from pcbsales.quoting.quotations.records import Quote, QuoteLine

RULES: dict[str, Rule] = {
    "agreement.part": Rule(
        asks="A price agreement is about a part of its customer.",
        remedy="Agree anew, on the customer's own part.",
    ),
    "agreement.start": Rule(
        asks="Two signed agreements on one part never begin on one day.",
        remedy="Agree anew from another day on.",
    ),
    "agreement.granted": Rule(
        asks="An agreement that names an approval was made by it.",
        remedy="Agree anew: the program asks whoever may grant it.",
    ),
    "quote.agreed": Rule(
        asks="A line that names a price agreement has the price that was agreed for its quantity.",
        remedy="Revise the quotation: the agreement is asked again.",
    ),
}


def check_agreements(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The agreements of the customer *group* are about its parts, and do not contradict."""
    own = snapshot.where(PriceAgreement, customer=group)
    for found in own:
        part = snapshot.get(Part, found.part) if found.part else None
        if part is not None and part.customer != found.customer:
            yield finding_about(
                found,
                "agreement.part",
                "{id} is about {part}, which is a part of {owner}, not of {customer}",
                ("part",),
                id=found.id,
                part=part.id,
                owner=part.customer,
                customer=found.customer,
            )
    for one, other in combinations([found for found in own if found.signed], 2):
        if one.part and (one.part, one.valid_from) == (other.part, other.valid_from):
            yield finding_about(
                other,
                "agreement.start",
                "{id} begins on the same day as {first}, for the same part",
                ("valid_from",),
                id=other.id,
                first=one.id,
            )


def check_granted(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The agreement *group* was made by the decision that it names."""
    found = snapshot.get(PriceAgreement, group)
    if found is None or found.approval is None:
        return
    grant = snapshot.get(ApprovalDecision, found.approval)
    if grant is None or grant.verdict is not Verdict.GRANTED or found.id not in grant.made:
        yield finding_about(
            found,
            "agreement.granted",
            "{id} names {approval}, which did not make it",
            ("approval",),
            id=found.id,
            approval=found.approval,
        )


def check_agreed(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The lines of the quotation *group* have the prices of the agreements that they name."""
    quote = snapshot.get(Quote, group)
    for at, line in enumerate(quote.lines if quote else ()):
        if quote is not None and line.agreed is not None:
            found = snapshot.get(PriceAgreement, line.agreed.agreement)
            if found is not None and not _priced(quote, line, found):
                yield finding_about(
                    quote,
                    "quote.agreed",
                    "{line}: {agreement} does not give {price} for {quantity} on {day}",
                    ("lines", at, "agreed"),
                    line=line.id,
                    agreement=found.id,
                    price=line.unit_price.text,
                    quantity=line.quantity,
                    day=quote.date,
                )


def _priced(quote: Quote, line: QuoteLine, found: PriceAgreement) -> bool:
    """Whether *found* gives the line's price on the quotation's day, by the figures it keeps."""
    if found.customer != quote.customer or found.currency != quote.currency or not found.signed:
        return False
    facts = board_facts(line.board) if line.board else {}
    band = found.band(line.quantity)
    moved = _moved(line.agreed.moves if line.agreed else (), found)
    return (
        band is not None
        and moved is not None
        and found.valid_from <= quote.date <= found.valid_until
        and found.covers(line.part, facts)
        and found.price(band, as_of=quote.date, moved=moved) == line.unit_price
    )


def _moved(moves: Iterable[AgreedMove], found: PriceAgreement) -> Decimal | None:
    """By how many percent the clauses of *found* move its price; None where they say otherwise."""
    kept = {move.kind: move for move in moves}
    own = {clause.kind: clause for clause in found.clauses if clause.share_percent is not None}
    if kept.keys() != own.keys():
        return None
    for kind, move in kept.items():
        if change_by(own[kind], move.figure, found.currency)[1] != move.percent:
            return None
    return sum((move.percent for move in kept.values()), Decimal(0))
