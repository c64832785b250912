"""What was just quoted, in a sentence a line: whoever typed it sees what they offered."""

from collections.abc import Iterator

from pcbsales.i18n.catalogue import Translate
from pcbsales.i18n.formats import number_text
from pcbsales.i18n.language import Language
from pcbsales.quoting.quotations.records import Quote


def quoted_lines(quote: Quote, t: Translate, language: Language) -> Iterator[str]:
    """``L1: 200 PCS, 8.789 CNY each, 1,757.80 CNY, 10 working days``, said by *t*."""
    for line in quote.lines:
        days = line.lead_days
        yield t(
            "{line}: {quantity} {unit}, {price} {currency} each, {amount} {currency}, {days}",
            line=line.id,
            quantity=number_text(line.quantity, language),
            unit=line.unit.value,
            price=number_text(line.unit_price.amount, language),
            amount=number_text(line.amount.amount, language),
            currency=quote.currency,
            days=t("{n} working day", n=1) if days == 1 else t("{n} working days", n=days),
        )
