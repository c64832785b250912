"""Where money went, told line by line to whoever recorded it."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.money import Money
from pcbsales.receivables.records import Allocation, Payment, PaymentLine, Use

Told: TypeAlias = tuple[MessageId, Mapping[str, object]]

_ALLOCATED: Mapping[bool, MessageId] = {
    False: "{amount} to {invoice}",
    True: "{amount} to {invoice}, instalment {instalment}",
}
#: By use and by whether the line is above 0.
_OTHERS: Mapping[tuple[Use, bool], MessageId] = {
    (Use.ADVANCE, True): "{amount} kept as an advance",
    (Use.DEDUCTION, False): "{amount} kept back by the customer, still open on {invoice}",
    (Use.WRITE_OFF, False): "{amount} given up on {invoice}",
    (Use.WRITE_OFF, True): "{amount} too much, kept",
    (Use.BANK_CHARGE, False): "{amount} taken by banks",
    (Use.BANK_CHARGE, True): "{amount} given back by banks",
    (Use.EXCHANGE, False): "{amount} lost by the difference of rates",
    (Use.EXCHANGE, True): "{amount} gained by the difference of rates",
}


def told(record: Payment | Allocation) -> Iterator[Told]:
    """A message and its values for every part of the money, in the record's order."""
    for part in record.lines if isinstance(record, Payment) else (record,):
        amount = part.amount
        values = {
            "amount": _grouped(amount if amount.amount > 0 else -amount),
            "invoice": part.invoice,
            "instalment": part.instalment,
        }
        yield _message(part), values


def _message(part: PaymentLine | Allocation) -> MessageId:
    if isinstance(part, Allocation) or part.use is Use.ALLOCATED:
        return _ALLOCATED[part.instalment is not None]
    return _OTHERS[part.use, part.amount.amount > 0]


def _grouped(amount: Money) -> str:
    return f"{amount.amount:,f} {amount.currency}"
