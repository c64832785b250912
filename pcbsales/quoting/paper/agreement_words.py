"""The price agreement that a quotation stands on, named with its clauses."""

from collections.abc import Iterator, Sequence
from datetime import date

from pcbsales.customers.letterhead import Facts, Shown
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.errors import MessageId
from pcbsales.quoting.agreements.records import Clause, ClauseKind, PriceAgreement
from pcbsales.quoting.paper.listed import ListItem, listed
from pcbsales.quoting.quotations.records import Quote

_WHAT: dict[ClauseKind, MessageId] = {
    ClauseKind.COPPER: "Copper price",
    ClauseKind.GOLD: "Gold price",
    ClauseKind.LAMINATE: "Laminate price",
    ClauseKind.EXCHANGE: "Rate of exchange",
}
_ANEW: MessageId = "{what} at {reference} {unit}: beyond ±{band} % prices are agreed anew."
_MOVES: MessageId = (
    "{what} at {reference} {unit}: for each percent beyond ±{band} % prices move by {share} %."
)


def agreement_facts(agreements: Sequence[PriceAgreement]) -> Facts:
    """Each agreement by its number and name, with the days from and to which it holds."""
    return tuple((phrase("Price agreement"), _named(agreement)) for agreement in agreements)


def agreement_items(
    quote: Quote, agreements: Sequence[PriceAgreement], lang: str
) -> tuple[ListItem, ...]:
    """From which quantity its prices are the lines', what moves them later, and its clauses."""
    known = {agreement.id: agreement for agreement in agreements}
    agreed = [(line, line.agreed) for line in quote.lines if line.agreed]
    bands = (
        (
            line,
            phrase(
                "{agreement}, price from {quantity} {unit} on",
                agreement=band.agreement,
                quantity=band.from_quantity,
                unit=line.unit.value,
            ),
        )
        for line, band in agreed
    )
    terms = (
        (line, words)
        for line, band in agreed
        if band.agreement in known
        for words in _terms(known[band.agreement], quote.date, lang)
    )
    return listed(quote.lines, (*bands, *terms))


def _named(agreement: PriceAgreement) -> Phrase:
    days = {"first": agreement.valid_from, "last": agreement.valid_until}
    if agreement.title is None:
        return phrase("{agreement}, in force {first} to {last}", agreement=agreement.id, **days)
    return phrase(
        "{agreement} ({title}), in force {first} to {last}",
        agreement=agreement.id,
        title=agreement.title,
        **days,
    )


def _terms(agreement: PriceAgreement, day: date, lang: str) -> Iterator[Shown]:
    for step in agreement.cost_downs:
        if step.day > day:
            yield phrase(
                "From {day} on the agreed price is {percent} % less.",
                day=step.day,
                percent=step.percent,
            )
    yield from (_clause(clause, lang) for clause in agreement.clauses)


def _clause(clause: Clause, lang: str) -> Shown:
    """The contract's own sentence; ours where it has none."""
    if clause.sentence is not None:
        return clause.sentence.in_language(lang)
    values = {
        "what": phrase(_WHAT[clause.kind]),
        "reference": clause.reference,
        "unit": clause.unit,
        "band": clause.band_percent,
    }
    if clause.share_percent is None:
        return phrase(_ANEW, **values)
    return phrase(_MOVES, **values, share=clause.share_percent)
