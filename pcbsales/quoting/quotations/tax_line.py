"""The tax on a quotation at one rate."""

from pcbsales.company.tax_policy import Treatment
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.money import Money
from pcbsales.kernel.record import Value
from pcbsales.kernel.scalars import Percent, Word, plain


class TaxLine(Value):
    """The tax at one rate: what it is taken of, and why this rate, in the words for paper.

    Of alternatives it says the rate alone: ``net`` and ``tax`` are absent.
    """

    treatment: Treatment
    code: Word
    percent: Percent
    net: Money | None = None
    tax: Money | None = None
    sentence: LocalText | None = None

    def as_json(self) -> dict[str, object]:
        """Treatment, rate in percent, and the amounts."""
        return {
            "treatment": self.treatment.value,
            "code": self.code,
            "percent": plain(self.percent),
            "net": text_or_none(self.net),
            "tax": text_or_none(self.tax),
        }


def text_or_none(money: Money | None) -> str | None:
    """The plain amount, where there is one."""
    return None if money is None else money.text
