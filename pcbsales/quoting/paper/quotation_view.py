"""A quotation as the customer reads it: plain values for its paper, nothing internal among them.

Costs, steps, rules and margins stay out: what is not in the view cannot be printed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from pcbsales.company.records import Entity, Staff
from pcbsales.customers.letterhead import Facts, HouseView, PartyView, Shown, house_view, party_view
from pcbsales.customers.records import Customer, Person
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.tables import Recorded
from pcbsales.kernel.tax import PriceBasis
from pcbsales.quoting.paper.board_words import answer_words, board_words
from pcbsales.quoting.paper.charge_words import (
    charge_sums,
    charge_terms,
    once_words,
    tooling_words,
)
from pcbsales.quoting.paper.matrix_view import PriceMatrixView, is_matrix, matrix_view
from pcbsales.quoting.quotations.records import Quote, QuoteLine


@dataclass(frozen=True, slots=True)
class QuotationLineView:
    """One line: the customer's numbers first, then ours, the board in the trade's words, prices."""

    item: str
    customer_part: str
    revision: str
    our_part: str | None
    description: tuple[Shown, ...]
    quantity: int
    unit: str
    unit_price: UnitPrice
    amount: Money
    with_tax: Money | None
    lead_days: int


@dataclass(frozen=True, slots=True)
class QuotationView:
    """What ``quoting/quotation`` prints; no sums and ``total`` where the lines are alternatives.

    A part at several quantities and lead times, or in options, stands in ``matrices`` and not in
    ``lines``. Those say each ``with_tax`` instead, where there is tax beside the amount.
    """

    title: str
    number: str
    revision: int
    commit: str
    date: date
    house: HouseView
    customer: PartyView
    facts: Facts
    currency: str
    tax_included: bool
    alternatives: bool
    lines: tuple[QuotationLineView, ...]
    matrices: tuple[PriceMatrixView, ...]
    tax_sentences: tuple[Shown, ...]
    sums: tuple[tuple[Phrase, Money], ...]
    total_label: Phrase
    total: Money | None
    terms: Facts
    lists: tuple[tuple[Phrase, tuple[Shown, ...]], ...]
    signer: PartyView


def quotation_view(
    quote: Quote,
    *,
    entity: Entity,
    customer: Customer,
    person: Person | None,
    staff: Staff,
    commit: str,
    lang: str,
    clauses: tuple[str, ...] = (),
) -> QuotationView:
    """The paper of *quote* in *lang*; *staff* is in charge and signs, *clauses* are our conditions.

    Boards are described as the lines quoted them, whatever became of the parts since.
    """
    return QuotationView(
        title=quote.id,
        number=quote.id,
        revision=quote.revision,
        commit=commit,
        date=quote.date,
        house=house_view(entity, lang),
        customer=party_view(customer, person, lang),
        facts=_facts(quote, customer, staff, lang),
        currency=quote.currency,
        tax_included=quote.price_basis is PriceBasis.TAX_INCLUDED,
        alternatives=quote.alternatives,
        lines=tuple(
            _line(n, line, _with_tax(quote, line), lang)
            for numbered in _by_part(quote)
            if not is_matrix([line for _, line in numbered])
            for n, line in numbered
        ),
        matrices=tuple(
            matrix_view(numbered, _numbers(numbered[0][1]), partial(_with_tax, quote), lang)
            for numbered in _by_part(quote)
            if is_matrix([line for _, line in numbered])
        ),
        tax_sentences=tuple(
            line.sentence.in_language(lang) for line in quote.taxes if line.sentence
        ),
        sums=_sums(quote),
        total_label=phrase("Total incl. tax") if quote.tax else phrase("Total"),
        total=quote.total,
        terms=_terms(quote, lang),
        lists=_lists(quote, clauses, lang),
        signer=_signer(staff, lang),
    )


def _facts(quote: Quote, customer: Customer, staff: Staff, lang: str) -> Facts:
    facts: list[tuple[Phrase, Shown]] = [(phrase("Quotation no."), quote.id)]
    if quote.revision > 1:
        facts.append((phrase("Revision"), quote.revision))
    facts.append((phrase("Date"), quote.date))
    facts.append((phrase("Valid until"), quote.valid_until))
    if quote.customer_rfq:
        facts.append((phrase("Your RFQ"), quote.customer_rfq))
    if customer.vendor_code:
        facts.append((phrase("Supplier no."), customer.vendor_code))
    facts.append((phrase("Currency"), quote.currency))
    contact = "  ".join(filter(None, (staff.name.in_language(lang), staff.phone)))
    facts.append((phrase("Your contact"), contact))
    facts.append((phrase("E-mail"), staff.emails[0]))
    return tuple(facts)


def _by_part(quote: Quote) -> Iterator[list[tuple[int, QuoteLine]]]:
    """The lines with their item numbers, those of one part revision together."""
    numbered = list(enumerate(quote.lines, 1))
    for of in dict.fromkeys((line.part, line.revision) for line in quote.lines):
        yield [(n, line) for n, line in numbered if (line.part, line.revision) == of]


def _line(place: int, line: QuoteLine, with_tax: Money | None, lang: str) -> QuotationLineView:
    customers, ours = _numbers(line)
    return QuotationLineView(
        item=str(place),
        customer_part=customers,
        revision=line.revision,
        our_part=ours,
        description=board_words(line.board, lang) if line.board else (),
        quantity=line.quantity,
        unit=line.unit.value,
        unit_price=line.unit_price,
        amount=line.amount,
        with_tax=with_tax,
        lead_days=line.lead_days,
    )


def _with_tax(quote: Quote, line: QuoteLine) -> Money | None:
    """What an alternative comes to with tax; None where the amount says it, or the sums do."""
    taxed = any(tax.percent for tax in quote.taxes)
    if not quote.alternatives or not taxed or quote.price_basis is PriceBasis.TAX_INCLUDED:
        return None
    return quote.with_tax(line)


def _sums(quote: Quote) -> tuple[tuple[Phrase, Money], ...]:
    """Net and taxes above the total; nothing where there is no tax, or nothing to add up."""
    beside = charge_sums(quote)
    if not quote.tax:
        return beside
    sums = [*beside, (phrase("Subtotal without tax"), quote.net)]
    sums += [(phrase("Tax {rate} %", rate=line.percent), line.tax) for line in quote.taxes]
    return tuple((label, money) for label, money in sums if money is not None)


def _terms(quote: Quote, lang: str) -> Facts:
    facts: list[tuple[Phrase, Shown]] = []
    if quote.incoterm:
        named = " ".join(filter(None, (quote.incoterm, quote.delivery_place)))
        facts.append((phrase("Delivery terms"), phrase("{named} (Incoterms 2020)", named=named)))
    if quote.terms:
        facts.append((phrase("Payment"), quote.terms.in_language(lang)))
    facts.append((phrase("Tooling"), tooling_words(quote)))
    clock = phrase("Working days to dispatch, from clean data, order and answered questions.")
    facts.append((phrase("Lead time"), clock))
    holds = phrase("Prices hold for orders received by {day}.", day=quote.valid_until)
    facts.append((phrase("Validity"), holds))
    return (*facts, *charge_terms(quote))


def _lists(
    quote: Quote, clauses: tuple[str, ...], lang: str
) -> tuple[tuple[Phrase, tuple[Shown, ...]], ...]:
    """What we took for granted, what we have to ask, our conditions; empty lists left out."""

    def about(line: QuoteLine, what: str | Phrase) -> Phrase:
        return phrase("{part}: {what}", part=_customers_number(line), what=what)

    assumed = [
        about(line, answer_words(taken.key, taken.value, lang))
        for line in quote.lines
        for taken in line.assumptions
    ]
    asked = [about(line, Recorded(q)) for line in quote.lines for q in line.questions]
    lists: tuple[tuple[Phrase, Iterable[Shown]], ...] = (
        (phrase("The prices assume"), dict.fromkeys(assumed)),
        (phrase("Please answer before production"), dict.fromkeys(asked)),
        (phrase("Charged once"), once_words(quote)),
        (phrase("Conditions"), clauses),
    )
    return tuple((title, tuple(items)) for title, items in lists if items)


def _customers_number(line: QuoteLine) -> str:
    return line.customer_pn or _our_number(line)


def _numbers(line: QuoteLine) -> tuple[str, str | None]:
    """The customer's number of the part; ours where it is another one."""
    customers, ours = _customers_number(line), _our_number(line)
    return customers, ours if ours != customers else None


def _our_number(line: QuoteLine) -> str:
    """The part number within the part's id, ``CUSTOMER/PART-NUMBER``."""
    return line.part.partition("/")[2]


def _signer(staff: Staff, lang: str) -> PartyView:
    reach = ((phrase("Phone"), staff.phone),) if staff.phone else ()
    return PartyView(name=staff.name.in_language(lang), reach=reach)
