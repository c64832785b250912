"""The terms of a quotation, a sentence each: delivery, payment, least order, lead time, clauses."""

from collections.abc import Iterator
from decimal import Decimal

from pcbsales.customers.letterhead import Facts, Shown
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.money import Money
from pcbsales.quoting.charges.charge_policy import ChargePolicy
from pcbsales.quoting.paper.charge_words import tooling_words
from pcbsales.quoting.quotations.clauses import ExchangeClause, Metal, MetalClause, MetalUnit
from pcbsales.quoting.quotations.records import Quote, QuoteLine

#: A row of the terms.
_Row = tuple[Phrase, Shown]
#: Percent more and fewer; None where nothing was agreed.
_Range = tuple[Decimal, Decimal] | None
_METALS: dict[Metal, MessageId] = {
    Metal.COPPER: "Copper price",
    Metal.GOLD: "Gold price",
    Metal.SILVER: "Silver price",
    Metal.TIN: "Tin price",
    Metal.LAMINATE: "Laminate price",
}
_TOLERANCE: MessageId = (
    "Up to {over} % more or {under} % fewer are in order and billed as delivered."
)
_LEAST: MessageId = (
    "The quantity of the item (at an agreed price: from that price's quantity on); fewer are "
    "quoted anew."
)
_CLOCK: MessageId = (
    "Working days to dispatch. They count from the day after order, clean data, an agreed deposit "
    "and the answers to all questions are here; while a question is open they stop."
)
_BY_PRICE: MessageId = (
    "Base {base} {unit}: for each {step} beyond ±{band} of it prices move by {percent} %; "
    "reckoned here at {price} {unit} of {day}."
)
_BY_INDEX: MessageId = (
    "Index {base}: for each {step} beyond ±{band} of it prices move by {percent} %; "
    "reckoned here at {price} of {day}."
)
_UNITS = {MetalUnit.USD_PER_T: "USD/t", MetalUnit.USD_PER_OZ: "USD/oz"}


def term_facts(
    quote: Quote, least_order: Money | None, policy: ChargePolicy | None, lang: str
) -> Facts:
    """Every term that a quotation has; *least_order* is the book's, without tax.

    *policy* says what is charged once, and whose it is.

    What was not agreed is said to be open.
    """
    agreed = any(line.agreed for line in quote.lines)
    least = phrase(_LEAST) if agreed else phrase("The quantity of the item; fewer are quoted anew.")
    open_yet = phrase("to be agreed")
    rows: list[_Row] = [
        (phrase("Delivery terms"), _delivery(quote) or open_yet),
        (phrase("Payment"), quote.terms.in_language(lang) if quote.terms else open_yet),
        (phrase("Tooling"), tooling_words(quote, policy)),
        (phrase("Minimum order"), least),
    ]
    if least_order is not None:
        words = phrase("No order below {amount} without tax.", amount=least_order)
        rows.append((phrase("Minimum order"), words))
    rows += _tolerances(quote)
    rows.append((phrase("Lead time"), phrase(_CLOCK)))
    holds = phrase("Prices hold for orders received by {day}.", day=quote.valid_until)
    return (*rows, (phrase("Validity"), holds), *_clauses(quote))


def _delivery(quote: Quote) -> Phrase | None:
    if not quote.incoterm:
        return None
    named = " ".join(filter(None, (quote.incoterm, quote.delivery_place)))
    return phrase("{named} (Incoterms 2020)", named=named)


def _tolerances(quote: Quote) -> Iterator[_Row]:
    """One sentence for all lines, or one for the quantities of each range."""
    label = phrase("Quantity delivered")
    found: dict[_Range, dict[str, None]] = {}
    for line in quote.lines:
        quantity = f"{line.quantity:,} {line.unit.value}"
        found.setdefault(_range(line), {})[quantity] = None
    for percentages, quantities in found.items():
        words = _percentages(percentages)
        if len(found) == 1:
            yield label, words
        else:
            named = ", ".join(quantities)
            yield label, phrase("{quantities}: {what}", quantities=named, what=words)


def _range(line: QuoteLine) -> _Range:
    found = line.tolerance
    return (found.over_percent, found.under_percent) if found else None


def _percentages(percentages: _Range) -> Phrase:
    over, under = percentages or (Decimal(0), Decimal(0))
    if over and under:
        return phrase(_TOLERANCE, over=over, under=under)
    if over:
        return phrase("Up to {over} % more are in order and billed as delivered.", over=over)
    if under:
        return phrase("Up to {under} % fewer are in order and billed as delivered.", under=under)
    return phrase("Exactly the quantity ordered.")


def _clauses(quote: Quote) -> Iterator[_Row]:
    terms = quote.price_terms
    if terms is None:
        return
    for clause in terms.clauses:
        yield phrase(_METALS[clause.metal]), _metal(clause)
    if terms.exchange is not None:
        yield phrase("Rate of exchange"), _exchange(terms.exchange)


def _metal(clause: MetalClause) -> Phrase:
    values = {
        "band": clause.band,
        "base": clause.base_price,
        "step": clause.step,
        "percent": clause.percent,
        "price": clause.price,
        "day": clause.day,
    }
    if clause.unit is MetalUnit.INDEX:
        return phrase(_BY_INDEX, **values)
    return phrase(_BY_PRICE, **values, unit=_UNITS[clause.unit])


def _exchange(clause: ExchangeClause) -> Phrase:
    low, high = clause.bounds
    return phrase(
        "Prices hold while 1 {base} is {low} to {high} {counter} ({rate} on {day}, ±{percent} %); "
        "beyond that we quote again.",
        base=clause.base,
        low=low.normalize(),
        high=high.normalize(),
        counter=clause.counter,
        rate=clause.rate,
        day=clause.day,
        percent=clause.band_percent,
    )
