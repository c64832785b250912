"""What a quotation asks beside its boards and what its prices hang on, in words for its paper."""

from collections.abc import Iterator
from decimal import Decimal

from pcbsales.customers.letterhead import Facts, Shown
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.money import Money
from pcbsales.quoting.quotations.clauses import ExchangeClause, Metal, MetalClause, MetalUnit
from pcbsales.quoting.quotations.line_parts import Tolerance
from pcbsales.quoting.quotations.one_time import Because, OnceKind, OneTime, ToolOwner
from pcbsales.quoting.quotations.records import Quote, QuoteLine

_KINDS: dict[OnceKind, MessageId] = {
    OnceKind.NRE: "engineering",
    OnceKind.FILM: "films",
    OnceKind.TEST_FIXTURE: "test fixture",
    OnceKind.MOULD: "punching mould",
    OnceKind.OTHER: "tooling",
}
_BECAUSE: dict[Because, MessageId] = {
    Because.SCRAPPED: "the one before ({tool}) was scrapped",
    Because.EXPIRED: "the one before ({tool}) was kept as long as agreed",
    Because.OTHER_REVISION: "the one there is ({tool}) serves another revision",
}
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
_UNITS = {MetalUnit.USD_PER_T: "USD/t", MetalUnit.USD_PER_OZ: "USD/oz", MetalUnit.INDEX: ""}


def tooling_words(quote: Quote) -> Phrase:
    """Whether engineering, tooling and test are in the prices."""
    if any(once.amount for line in quote.lines for once in line.one_time):
        return phrase("What is charged once is stated apart; all else is included in the prices.")
    return phrase("Engineering, tooling and test are included in the prices.")


def charge_sums(quote: Quote) -> tuple[tuple[Phrase, Money], ...]:
    """Boards, charges and freight above the sum of all; nothing where there are boards alone."""
    rows = [
        (phrase("Once: {what}", what=phrase(_KINDS[once.kind])), once.amount)
        for line in quote.lines
        for once in line.one_time
        if once.amount
    ]
    rows += [
        (
            phrase("Freight, {weight} kg", weight=charge.chargeable_kg),
            charge.amount,
        )
        for charge in quote.charges
    ]
    if not rows or quote.alternatives:
        return ()
    boards = Money.sum((line.amount for line in quote.lines), quote.currency)
    return ((phrase("Boards"), boards), *rows)


def once_words(quote: Quote) -> tuple[Shown, ...]:
    """What is charged once and why, what a tool spares, and the freight of alternatives."""
    return tuple(dict.fromkeys([*_once(quote), *_freight(quote)]))


def _once(quote: Quote) -> Iterator[Phrase]:
    for line in quote.lines:
        for once in line.one_time:
            for words in _told(once):
                yield phrase("{part}: {what}", part=_number(line), what=words)


def _told(once: OneTime) -> Iterator[Phrase]:
    kind = phrase(_KINDS[once.kind])
    if once.because is Because.HELD:
        yield phrase("{what} {tool} is there: not charged again", what=kind, tool=once.tooling)
        return
    if once.amount:
        yield _charged(once, kind)
    if once.because in _BECAUSE:
        reason = phrase(_BECAUSE[once.because], tool=once.tooling)
        yield phrase("a new {what}: {reason}", what=kind, reason=reason)


def _charged(once: OneTime, kind: Phrase) -> Phrase:
    values = {"what": kind, "amount": once.amount}
    if once.owner is not ToolOwner.CUSTOMER:
        return phrase("{what} {amount}, once", **values)
    if once.kept_years is None:
        return phrase("{what} {amount}, once; it is yours", **values)
    return phrase(
        "{what} {amount}, once; it is yours, we keep it for {years} years",
        **values,
        years=once.kept_years,
    )


def _freight(quote: Quote) -> Iterator[Phrase]:
    """Of alternatives each has its own; otherwise it stands among the sums."""
    if not quote.alternatives:
        return
    for charge in quote.charges:
        for line in quote.lines:
            if line.id in charge.lines:
                yield phrase(
                    "{part}, {quantity}: freight {amount} for {weight} kg",
                    part=_number(line),
                    quantity=line.quantity,
                    amount=charge.amount,
                    weight=charge.chargeable_kg,
                )


def charge_terms(quote: Quote) -> Facts:
    """Tolerance of delivery, metals, exchange: what each says, in one sentence."""
    return (*_tolerances(quote), *_clauses(quote))


def _percentages(tolerance: Tolerance) -> Phrase:
    over, under = tolerance.over_percent, tolerance.under_percent
    if over and under:
        return phrase(_TOLERANCE, over=over, under=under)
    if over:
        return phrase("Up to {over} % more are in order and billed as delivered.", over=over)
    if under:
        return phrase("Up to {under} % fewer are in order and billed as delivered.", under=under)
    return phrase("Exactly the quantity ordered.")


def _tolerances(quote: Quote) -> Iterator[tuple[Phrase, Shown]]:
    label = phrase("Quantity delivered")
    found = {_range(line) for line in quote.lines}
    for line in quote.lines:
        if line.tolerance is None:
            continue
        if len(found) == 1:
            yield label, _percentages(line.tolerance)
            return
        yield (
            label,
            phrase(
                "{part}, {quantity}: {least} to {most} are in order and billed as delivered.",
                part=_number(line),
                quantity=line.quantity,
                least=line.tolerance.least,
                most=line.tolerance.most,
            ),
        )


def _range(line: QuoteLine) -> tuple[Decimal, Decimal] | None:
    found = line.tolerance
    return (found.over_percent, found.under_percent) if found else None


def _clauses(quote: Quote) -> Iterator[tuple[Phrase, Shown]]:
    terms = quote.price_terms
    if terms is None:
        return
    for clause in terms.clauses:
        yield phrase(_METALS[clause.metal]), _metal(clause)
    if terms.exchange is not None:
        yield phrase("Rate of exchange"), _exchange(terms.exchange)


def _metal(clause: MetalClause) -> Phrase:
    return phrase(
        "Prices move by {percent} % per {step} that it is more than {band} away from {base}; "
        "{price} {unit} on {day} is in them.",
        percent=clause.percent,
        step=clause.step,
        band=clause.band,
        base=clause.base_price,
        price=clause.price,
        unit=_UNITS[clause.unit],
        day=clause.day,
    )


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


def _number(line: QuoteLine) -> str:
    return line.customer_pn or line.part.partition("/")[2]
