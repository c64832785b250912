"""What a price asks once: taken out of it, spared where a tool lives, charged where none does."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pcbsales.kernel.money import Money
from pcbsales.quoting.books.price_books import PriceBook
from pcbsales.quoting.charges.charge_policy import Billed, ChargePolicy, ChargeTerm
from pcbsales.quoting.pricing.area_model import MINIMUM, Price, at_least_minimum
from pcbsales.quoting.quotations.one_time import Because, OneTime
from pcbsales.quoting.quotations.records import PriceStep
from pcbsales.quoting.tooling.records import Tool


@dataclass(frozen=True, slots=True)
class Settled:
    """A price per unit's part, and what is asked once or spared; amounts are without tax."""

    price: Price
    once: tuple[OneTime, ...] = ()


@dataclass(slots=True)
class _Parts:
    """The steps of a price on their way: those that stay, and those that stand apart."""

    stays: list[PriceStep]
    apart: list[PriceStep] = field(default_factory=list)
    once: list[OneTime] = field(default_factory=list)

    def take(self, term: ChargeTerm) -> tuple[PriceStep, ...]:
        """The steps of *term* that cost something."""
        return tuple(step for step in self.stays if step.amount and term.covers(step.rule))

    def without(self, steps: Sequence[PriceStep]) -> None:
        """Leave *steps* out."""
        self.stays = [step for step in self.stays if step not in steps]


def settle_once(
    price: Price,
    policy: ChargePolicy | None,
    tools: Iterable[Tool],
    *,
    revision: str,
    book: PriceBook,
    as_of: date,
) -> Settled:
    """*price* without what *policy* bills apart, and without what a live tool spares.

    *tools* are the part's. A small order is topped up to the book's least over everything asked.
    """
    if policy is None:
        return Settled(price)
    own, parts = tuple(tools), _Parts([s for s in price.steps if s.rule != MINIMUM])
    for term in policy.charges:
        if steps := parts.take(term):
            _settle(parts, term, steps, _standing(term, own, revision, as_of))
    whole = at_least_minimum(book, (*parts.stays, *parts.apart))
    rest = tuple(step for step in whole.steps if step not in parts.apart)
    net = Money.sum((step.amount for step in rest), book.currency)
    return Settled(Price(rest, net), tuple(parts.once))


def _standing(
    term: ChargeTerm, tools: Sequence[Tool], revision: str, as_of: date
) -> tuple[Because, Tool | None]:
    """Why *term* is charged or spared, and the tool that is the reason."""
    known = [tool for tool in tools if tool.kind is term.kind and tool.made <= as_of]
    serving = [tool for tool in known if revision in tool.revisions]
    if not term.spared or not known:
        return Because.NEW, None
    if live := [tool for tool in serving if tool.alive(as_of=as_of)]:
        return Because.HELD, live[-1]
    if serving:
        last = serving[-1]
        scrapped = last.scrapped is not None and last.scrapped <= as_of
        return (Because.SCRAPPED if scrapped else Because.EXPIRED), last
    return Because.OTHER_REVISION, known[-1]


def _settle(
    parts: _Parts,
    term: ChargeTerm,
    steps: tuple[PriceStep, ...],
    standing: tuple[Because, Tool | None],
) -> None:
    because, tool = standing
    apart = term.billed is Billed.APART
    if apart or because is Because.HELD:
        parts.without(steps)
    if because is Because.HELD:
        parts.once.append(_once(term, (), because, tool, steps[0].amount.currency))
    elif apart:
        parts.apart += steps
        parts.once.append(_once(term, steps, because, tool, steps[0].amount.currency))
    elif because is not Because.NEW:
        parts.once.append(_once(term, (), because, tool, steps[0].amount.currency))


def _once(
    term: ChargeTerm,
    steps: tuple[PriceStep, ...],
    because: Because,
    tool: Tool | None,
    currency: str,
) -> OneTime:
    net = Money.sum((step.amount for step in steps), currency)
    return OneTime(
        kind=term.kind,
        amount=net,
        net=net,
        steps=steps,
        included=term.billed is Billed.INCLUDED,
        owner=term.owner,
        kept_years=term.kept_years,
        because=because,
        tooling=tool and tool.id,
    )


def once_steps(once: Iterable[OneTime]) -> Iterator[PriceStep]:
    """All steps of what is asked once."""
    for found in once:
        yield from found.steps
