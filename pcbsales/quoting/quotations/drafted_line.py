"""A line of a quotation before it has one: at the book's price, an agreed one, or one asked for."""

from dataclasses import dataclass
from datetime import date

from pcbsales.company.tax_policy import TaxTreatment
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.money import Money, UnitPrice
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.kernel.tax import PriceBasis, net_of
from pcbsales.quoting.agreements.agreed_price import Agreed, Buying, agreed_price
from pcbsales.quoting.charges.line_terms import SettledOffer
from pcbsales.quoting.paper.offer_terms import PriceDecimals
from pcbsales.quoting.pricing.asked_price import AskedPrice, price_step
from pcbsales.quoting.pricing.offer import Offer
from pcbsales.quoting.quotations.agreed import AGREEMENT
from pcbsales.quoting.quotations.enquiry import Request
from pcbsales.quoting.quotations.offered import gross_of
from pcbsales.quoting.quotations.quote_line import QuoteLine

#: The step that brings the book's amount to that of a price with fewer decimals.
ROUNDING = "rounding"


@dataclass(frozen=True, slots=True)
class AskedBasis:
    """How a buyer is asked: without tax or with it, at the tax that the sale bears."""

    basis: PriceBasis
    treatment: TaxTreatment
    decimals: PriceDecimals | None = None

    def price(self, price: UnitPrice, *, upwards: bool = False) -> UnitPrice:
        """*price* with no more decimals than its currency has."""
        return self.decimals.limited(price, upwards=upwards) if self.decimals else price

    def asked(self, net: Money) -> Money:
        """*net* as it is asked."""
        return net if self.basis is PriceBasis.NET else gross_of(net, self.treatment.rule.rate)

    def net(self, amount: Money, quantity: int) -> Money:
        """What is without tax of *amount*, which is asked for *quantity*."""
        if self.basis is PriceBasis.NET:
            return amount
        return net_of(amount, quantity, (self.treatment.tax,))


def book_line(offer: Offer, settled: SettledOffer, place: int, asking: AskedBasis) -> QuoteLine:
    """The line at *place* (from 1) at the price of *offer*, as *settled*.

    Where the price needs more decimals than it may have, the amount follows the price.
    """
    steps, quantity = settled.price.steps, offer.wanted.quantity
    exact = asking.asked(settled.price.net)
    price = asking.price(unit_price(exact, quantity))
    amount = price.times(quantity)
    net = settled.price.net if amount == exact else asking.net(amount, quantity)
    return QuoteLine(
        id=f"L{place}",
        part=offer.wanted.part.id,
        revision=offer.wanted.revision.rev,
        quantity=quantity,
        unit=offer.unit,
        lead_days=offer.lead_days,
        expedite_days=offer.expedite_days,
        later_days=offer.later_days,
        unit_price=price,
        amount=amount,
        net=net,
        steps=(
            *(step for step in steps if step.amount),
            *price_step(settled.price.net, net, rule=ROUNDING),
        ),
        included=tuple(step.rule for step in steps if not step.amount),
        assumptions=offer.assumptions,
        questions=offer.questions,
        customer_pn=offer.wanted.part.customer_pn,
        board=offer.wanted.revision.specification,
        model=offer.models.quoted if offer.models.facts else None,
        panel=offer.models.facts,
        one_time=tuple(
            once.model_copy(update={"amount": asking.asked(once.net)}) for once in settled.once
        ),
        tolerance=settled.tolerance,
    )


def agreed_for(
    snapshot: Snapshot, buyer: Customer, request: Request, line: QuoteLine, *, as_of: date
) -> Agreed | None:
    """The price agreed for *line*: at the standard lead time, where no other price was asked."""
    if request.price is not None or request.option is not None or line.expedite_days:
        return None
    if line.board is None:
        return None
    buying = Buying(
        buyer.id,
        buyer.entity,
        buyer.currency,
        buyer.price_basis,
        line.part,
        line.board,
        line.quantity,
        line.unit,
    )
    return agreed_price(snapshot, buying, as_of=as_of)


def at_agreed(line: QuoteLine, agreed: Agreed, asking: AskedBasis) -> QuoteLine:
    """*line* at the agreed price, which was granted when it was agreed; the book's stays on it."""
    priced = repriced(line, AskedPrice(unit_price=agreed.price), asking)
    steps = (*line.steps, *price_step(line.net, priced.net, rule=AGREEMENT))
    return priced.model_copy(update={"agreed": agreed.reference, "steps": steps})


def repriced(line: QuoteLine, asked: AskedPrice | None, asking: AskedBasis) -> QuoteLine:
    """*line* at the price that was asked for; what the book says stays on it.

    The price that a discount comes to has no more decimals than its currency, in our favour.
    """
    if asked is None:
        return line
    amount = asked.amount(line.amount, line.quantity)
    price = asked.unit_price or asking.price(unit_price(amount, line.quantity), upwards=True)
    if price == line.unit_price:
        return line
    amount = price.times(line.quantity)
    net = asking.net(amount, line.quantity)
    return line.model_copy(
        update={
            "unit_price": price,
            "amount": amount,
            "net": net,
            "book_price": line.unit_price,
            "steps": (*line.steps, *price_step(line.net, net)),
        }
    )


def unit_price(amount: Money, quantity: int) -> UnitPrice:
    """The price that reproduces *amount*; RefusedError where 8 decimals cannot."""
    try:
        return UnitPrice.of(amount, quantity)
    except ValueError:
        raise RefusedError(
            "no unit price of 8 decimals gives {amount} for {quantity}; quote fewer",
            amount=amount,
            quantity=quantity,
        ) from None
