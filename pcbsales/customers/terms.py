"""Payment terms: ordered steps from a starting day to due dates, and instalments of a total.

A step is a short text; steps are taken in their order, which matters (45 days then month end is
not month end then 45 days):

    +30d          thirty calendar days on
    +1m           a month on; a day the month lacks becomes its last; month end stays month end
    eom           to the last day of the month
    day 15        to the next 15th, today included (``+31d, day 15``: the first 15th 31 days on)
    day 15 this   to the 15th of this month, be it past
    day 10 next   to the 10th of next month
    cut-off 25    to the customer's closing of the month on the 25th, today included
    pay-day 5 20  to the next of the customer's pay days, today included

A day that the month lacks is the month's last: ``day 31`` is its end in every month.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import PlainValidator, ValidationError, model_validator

from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Value
from pcbsales.kernel.scalars import Percent, refuse, wrong

_K = r"([1-9]|[12][0-9]|3[01])"
_STEP = re.compile(
    rf"\+([1-9][0-9]{{0,2}})([dm])|eom|(day) {_K}(?: (this|next))?|(cut-off) {_K}"
    rf"|(pay-day)((?: {_K}){{1,4}})"
)
_SHARE = re.compile(r"([0-9.]+)%(.*)")
_ACCEPTED = "a step such as +30d, +1m, eom, day 15, day 15 this, day 10 next, cut-off 25, pay-day 5"


def _step(value: object) -> str:
    if isinstance(value, str) and _STEP.fullmatch(value):
        return value
    raise refuse("step", _ACCEPTED, value)


#: One step of a term, as this module's head lists them.
Step = Annotated[str, PlainValidator(_step)]


class StartEvent(StrEnum):
    """What starts the counting: the invoice, the delivery, or the monthly statement."""

    INVOICE = "invoice"
    DELIVERY = "delivery"
    STATEMENT = "statement"


class Share(Value):
    """One instalment of a term: *percent* of the total with tax, or the rest where none stands."""

    percent: Percent | None = None
    steps: tuple[Step, ...] = ()


class PaymentTerms(Value):
    """When an amount falls due, and what the contract itself says about it.

    Without instalments everything is due on the starting day.
    """

    sentence: LocalText | None = None
    start: StartEvent = StartEvent.INVOICE
    instalments: tuple[Share, ...] = ()

    @model_validator(mode="after")
    def _last_takes_the_rest(self) -> Self:
        if not self.instalments:
            return self
        *fixed, last = (share.percent for share in self.instalments)
        total = sum((percent or Decimal(0) for percent in fixed), Decimal(0))
        if last is not None or not all(fixed) or total >= 100:
            raise wrong(
                "terms.shares",
                "every instalment but the last needs a percent above 0, the last takes the rest; "
                "the percents sum to {total}",
                total=f"{total:f}",
            )
        return self


def terms_text(terms: PaymentTerms) -> str:
    """The instalments in one line, as ``parse_instalments`` reads them.

    >>> terms_text(PaymentTerms(instalments=parse_instalments("30%; eom, +30d")))
    '30%; eom, +30d'
    """
    return "; ".join(_share_text(share) for share in terms.instalments)


def _share_text(share: Share) -> str:
    head = f"{share.percent:f}%" if share.percent is not None else ""
    return " ".join(filter(None, (head, ", ".join(share.steps))))


def parse_instalments(text: str) -> tuple[Share, ...]:
    """Read ``30%; eom, +30d`` (30 percent at once, the rest …); UsageError for other text."""
    try:
        shares = tuple(_read_share(part.strip()) for part in text.split(";"))
        return PaymentTerms(instalments=shares).instalments
    except ValidationError:
        raise UsageError(
            "{text}: expected steps such as eom, +30d or instalments such as 30%; +30d",
            text=repr(text),
        ) from None


def _read_share(text: str) -> Share:
    found = _SHARE.fullmatch(text)
    percent, steps = (found[1], found[2]) if found else (None, text)
    read = tuple(step.strip() for step in steps.split(",")) if steps.strip() else ()
    return Share.model_validate({**({"percent": percent} if percent else {}), "steps": read})


@dataclass(frozen=True, slots=True)
class Due:
    """An instalment of an amount: its number from 1, the day it is due, its amount."""

    number: int
    due: date
    amount: Money


#: Everything is due at once.
NO_TERMS = PaymentTerms()


def due_schedule(terms: PaymentTerms, start: date, total: Money) -> tuple[Due, ...]:
    """The instalments of *total* counted from *start*; they sum to it exactly.

    Half-up on all but the last, which takes the rest; no line takes more than is left.
    ValueError if *total* is negative: a credit has no terms.
    """
    if total < Money.zero(total.currency):
        raise ValueError(f"{total} cannot fall due: terms are for amounts of 0 and more")
    left, lines = total, []
    for number, share in enumerate(terms.instalments or (Share(),), start=1):
        amount = _share_of(total, share.percent, left)
        lines.append(Due(number, due_day(share.steps, start), amount))
        left -= amount
    return tuple(lines)


def _share_of(total: Money, percent: Decimal | None, left: Money) -> Money:
    if percent is None:
        return left
    return min(Money.rounded(total.amount * percent / 100, total.currency), left)


def start_day(
    terms: PaymentTerms, *, invoiced: date, delivered: date | None = None, cut_off: int = 31
) -> date:
    """The day on which *terms* start to count.

    The invoice's day; the delivery's, or the invoice's while nothing is delivered; or the day of
    the statement that takes the delivery in: the customer's *cut_off* day (31: month end).
    """
    base = invoiced if terms.start is StartEvent.INVOICE else delivered or invoiced
    return _next_of((cut_off,), base) if terms.start is StartEvent.STATEMENT else base


def due_day(steps: tuple[str, ...], start: date) -> date:
    """*start* moved by *steps* in their order.

    >>> due_day(("eom", "+1m"), date(2023, 2, 3)).isoformat()
    '2023-03-31'
    """
    return trail(steps, start)[-1]


def trail(steps: tuple[str, ...], start: date) -> tuple[date, ...]:
    """*start*, then the day after each step; ValueError for what is no step."""
    days, on_end = [start], False
    for step in steps:
        day, on_end = _take(step, days[-1], on_end)
        days.append(day)
    return tuple(days)


def _take(step: str, day: date, on_end: bool) -> tuple[date, bool]:
    """The day after *step*, and whether it was moved to a month end, where months keep it."""
    match _STEP.fullmatch(step):
        case None:
            raise ValueError(f"{step!r} is not a step; accepted: {_ACCEPTED}")
        case found if found[2] == "d":
            return day + timedelta(days=int(found[1])), False
        case found if found[2] == "m":
            return _clamped(_months_on(day, int(found[1])), 31 if on_end else day.day), on_end
        case found if found[3] and found[5]:
            month = _months_on(day, 1 if found[5] == "next" else 0)
            return _clamped(month, int(found[4])), found[4] == "31"
        case _ if step == "eom":
            return _clamped(day, 31), True
        case _:
            wanted = tuple(int(number) for number in step.split()[1:])
            return _next_of(wanted, day), wanted == (31,)


def _next_of(wanted: tuple[int, ...], day: date) -> date:
    """The first day from *day* on that is one of the *wanted* days of a month."""
    found = (_clamped(_months_on(day, ahead), k) for ahead in (0, 1) for k in wanted)
    return min(candidate for candidate in found if candidate >= day)


def _months_on(day: date, months: int) -> date:
    """The first of the month *months* after that of *day*."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _clamped(month: date, k: int) -> date:
    return month.replace(day=min(k, monthrange(month.year, month.month)[1]))
