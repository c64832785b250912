"""A quotation as the customer reads it: plain values for its paper, nothing internal among them.

Costs, steps, rules and margins stay out: what is not in the view cannot be printed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple, TypeAlias

from pcbsales.company.records import Entity, Staff
from pcbsales.customers.letterhead import Facts, HouseView, PartyView, Shown, house_view, party_view
from pcbsales.customers.records import Customer, Person
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.money import Money
from pcbsales.kernel.tables import Recorded
from pcbsales.kernel.tax import PriceBasis
from pcbsales.quoting.paper.agreement_words import agreement_facts, agreement_items
from pcbsales.quoting.paper.board_words import answer_words, line_words
from pcbsales.quoting.paper.charge_words import charge_sums, freight_items, once_items
from pcbsales.quoting.paper.deviation_words import deviation_items
from pcbsales.quoting.paper.listed import (
    ListItem,
    Said,
    customers_number,
    listed,
    our_number,
    run_together,
)
from pcbsales.quoting.paper.matrix_view import PriceMatrixView, is_matrix, matrix_view
from pcbsales.quoting.paper.shown_price import ShownPrice, shown_price
from pcbsales.quoting.paper.standing_on import StandingOn
from pcbsales.quoting.paper.term_words import term_facts
from pcbsales.quoting.quotations.records import Quote, QuoteLine

#: Names and amounts, one below the other.
_Sums: TypeAlias = tuple[tuple[Phrase, Money], ...]


@dataclass(frozen=True, slots=True)
class QuotationLineView:
    """One line: the customer's numbers first, then ours, the board in the trade's words, prices."""

    item: str
    customer_part: str
    revision: str
    our_part: str
    description: tuple[Shown, ...]
    quantity: int
    unit: str
    unit_price: ShownPrice
    amount: Money
    with_tax: Money | None
    lead_days: int


@dataclass(frozen=True, slots=True)
class TermView:
    """A row of the terms: its label, and what holds."""

    label: Phrase
    words: tuple[Shown, ...]


class _ListName(NamedTuple):
    """What a list is called: over its points, and as a row of the terms."""

    title: Phrase
    label: Phrase


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
    sums: _Sums
    contained: _Sums
    total_label: Phrase
    total: Money | None
    terms: tuple[TermView, ...]
    lists: tuple[tuple[Phrase, tuple[ListItem, ...]], ...]
    conditions: tuple[Shown, ...]
    signer: PartyView


_ALONE = StandingOn()
_AGREED = _ListName(phrase("From the price agreement"), phrase("Agreed"))
_ONCE = _ListName(phrase("Charged once"), phrase("Charged once"))
_FREIGHT = _ListName(phrase("Freight"), phrase("Freight"))
_ASSUMED = _ListName(phrase("The prices assume"), phrase("Assumed"))
_DEVIATIONS = _ListName(phrase("Deviations from your documents"), phrase("Deviations"))
_QUESTIONS = _ListName(phrase("Please answer before production"), phrase("Please answer"))


def quotation_view(
    quote: Quote,
    *,
    entity: Entity,
    customer: Customer,
    person: Person | None,
    staff: Staff,
    commit: str,
    lang: str,
    beside: StandingOn = _ALONE,
) -> QuotationView:
    """The paper of *quote* in *lang*; *staff* is in charge and signs, *beside* held on its day.

    Boards are described as the lines quoted them, whatever became of the parts since.
    """
    price = partial(shown_price, beside.offer_terms)
    terms, lists = beside.offer_terms, _lists(quote, beside, lang)
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
            _line(n, line, price(line.unit_price), _with_tax(quote, line), lang)
            for numbered in _by_part(quote)
            if not is_matrix([line for _, line in numbered])
            for n, line in numbered
        ),
        matrices=tuple(
            matrix_view(numbered, price, partial(_with_tax, quote), lang)
            for numbered in _by_part(quote)
            if is_matrix([line for _, line in numbered])
        ),
        tax_sentences=tuple(
            line.sentence.in_language(lang) for line in quote.taxes if line.sentence
        ),
        sums=_sums(quote),
        contained=_taxed(quote) if quote.price_basis is PriceBasis.TAX_INCLUDED else (),
        total_label=phrase("Total incl. tax") if quote.tax else phrase("Total"),
        total=quote.total,
        terms=(*_terms(quote, beside, lang), *_short(lists)),
        lists=tuple((name.title, items) for name, items in lists if not _is_short(items)),
        conditions=tuple(c.in_language(lang) for c in terms.conditions) if terms else (),
        signer=_signer(staff, lang),
    )


def _facts(quote: Quote, customer: Customer, staff: Staff, lang: str) -> Facts:
    facts: list[tuple[Phrase, Shown]] = [(phrase("Quotation no."), quote.id)]
    if quote.superseded:
        words = phrase("{revision}, superseded by a later one", revision=quote.revision)
        facts.append((phrase("Revision"), words))
    elif quote.revision > 1:
        facts.append((phrase("Revision"), quote.revision))
    facts.append((phrase("Date"), quote.date))
    facts.append((phrase("Valid until"), quote.valid_until))
    facts.append((phrase("Your RFQ"), _enquiry(quote)))
    if customer.vendor_code:
        facts.append((phrase("Supplier no."), customer.vendor_code))
    basis = (
        phrase("{currency}, tax included", currency=quote.currency)
        if quote.price_basis is PriceBasis.TAX_INCLUDED
        else phrase("{currency}, without tax", currency=quote.currency)
    )
    facts.append((phrase("Prices"), basis))
    contact = "  ".join(filter(None, (staff.name.in_language(lang), staff.phone)))
    facts.append((phrase("Your contact"), contact))
    facts.append((phrase("E-mail"), staff.emails[0]))
    return tuple(facts)


def _terms(quote: Quote, beside: StandingOn, lang: str) -> Iterator[TermView]:
    agreed = agreement_facts(beside.agreements)
    for label, words in (*agreed, *term_facts(quote, beside.least_order, beside.charges, lang)):
        yield TermView(label, (words,))


def _enquiry(quote: Quote) -> Shown:
    """The customer's number and the day they asked, as far as we know them."""
    day = quote.rfq_received.date() if quote.rfq_received else None
    if quote.customer_rfq and day:
        return phrase("{number} of {day}", number=quote.customer_rfq, day=day)
    if day:
        return phrase("without a number, of {day}", day=day)
    return quote.customer_rfq or phrase("without a number")


def _by_part(quote: Quote) -> Iterator[list[tuple[int, QuoteLine]]]:
    """The lines with their item numbers, those of one part revision together."""
    numbered = list(enumerate(quote.lines, 1))
    for of in dict.fromkeys((line.part, line.revision) for line in quote.lines):
        yield [(n, line) for n, line in numbered if (line.part, line.revision) == of]


def _line(
    place: int, line: QuoteLine, price: ShownPrice, with_tax: Money | None, lang: str
) -> QuotationLineView:
    return QuotationLineView(
        item=str(place),
        customer_part=customers_number(line),
        revision=line.revision,
        our_part=our_number(line),
        description=line_words(line, lang),
        quantity=line.quantity,
        unit=line.unit.value,
        unit_price=price,
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


def _sums(quote: Quote) -> _Sums:
    """What adds up to the total: net and taxes where prices are net; nothing for boards alone."""
    beside = charge_sums(quote)
    return beside if quote.price_basis is PriceBasis.TAX_INCLUDED else (*beside, *_taxed(quote))


def _taxed(quote: Quote) -> _Sums:
    """Net and taxes, where there is tax and something to add up."""
    if not quote.tax or quote.net is None:
        return ()
    taxes = ((phrase("Tax {rate} %", rate=of.percent), of.tax) for of in quote.taxes)
    told = ((label, tax) for label, tax in taxes if tax is not None)
    return ((phrase("Subtotal without tax"), quote.net), *told)


def _lists(
    quote: Quote, beside: StandingOn, lang: str
) -> tuple[tuple[_ListName, tuple[ListItem, ...]], ...]:
    """To be answered, agreed, asked once, assumed, departed from; empty ones left out."""
    lines = quote.lines
    assumed: list[Said] = [
        (line, answer_words(taken.key, taken.value, lang))
        for line in lines
        for taken in line.assumptions
    ]
    unsaid: list[Said] = [
        (line, rule.sentence.in_language(lang))
        for rule in (beside.offer_terms.unsaid if beside.offer_terms else ())
        for line in lines
        if line.board and rule.holds(line.board)
    ]
    asked: list[Said] = [(line, Recorded(q)) for line in lines for q in line.questions]
    none_known = ListItem((), (phrase("None that we know of: built by your data as described."),))
    lists = (
        (_QUESTIONS, listed(lines, asked)),
        (_AGREED, agreement_items(quote, beside.agreements, lang)),
        (_ONCE, once_items(quote, beside.charges, beside.tools)),
        (_FREIGHT, freight_items(quote)),
        (_ASSUMED, run_together(listed(lines, (*assumed, *unsaid)))),
        (_DEVIATIONS, deviation_items(quote, beside.specs, lang) or (none_known,)),
    )
    return tuple((name, items) for name, items in lists if items)


def _is_short(items: tuple[ListItem, ...]) -> bool:
    """Whether it is one point about everything, which stands among the terms."""
    return len(items) == 1 and not items[0].about


def _short(lists: Iterable[tuple[_ListName, tuple[ListItem, ...]]]) -> Iterator[TermView]:
    for name, items in lists:
        if _is_short(items):
            yield TermView(name.label, items[0].words)


def _signer(staff: Staff, lang: str) -> PartyView:
    reach = ((phrase("Phone"), staff.phone),) if staff.phone else ()
    return PartyView(name=staff.name.in_language(lang), reach=reach)
