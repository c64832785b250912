"""Numbers, amounts and dates as a reader of a language writes them on paper.

Babel knows the patterns. It rounds half-even, so everything here is formatted with exactly the
decimals that it has; what is to be rounded is rounded before.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from pcbsales.i18n.language import Language
from pcbsales.kernel.money import Money

_LONG_DATE = {Language.ENGLISH: "d MMM y"}


class UnshowableError(TypeError):
    """A document was given something that it has no one way to show."""


def number_text(value: Decimal | int, language: Language) -> str:
    """*value* with thousands grouped and every decimal that it has.

    >>> number_text(Decimal("1234.50"), Language.ENGLISH)
    '1,234.50'
    """
    from babel.numbers import format_decimal  # noqa: PLC0415 -- costs start-up, paper only

    exponent = Decimal(value).as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return str(format_decimal(value, format=pattern, locale=language.locale))


def money_text(money: Money, language: Language) -> str:
    """The amount, grouped, with its ISO code behind it.

    >>> from decimal import Decimal
    >>> money_text(Money(Decimal("1757.80"), "CNY"), Language.SIMPLIFIED_CHINESE)
    '1,757.80 CNY'
    """
    return f"{number_text(money.amount, language)} {money.currency}"


def date_text(day: date, language: Language) -> str:
    """The date written out.

    >>> day = date(2026, 11, 23)
    >>> [date_text(day, language) for language in Language]
    ['23 Nov 2026', '2026年11月23日', '2026年11月23日']
    """
    from babel.dates import format_date  # noqa: PLC0415 -- costs start-up, paper only

    pattern = _LONG_DATE.get(language, "long")
    return str(format_date(day, pattern, locale=language.locale))


def value_text(value: object, language: Language) -> str:
    """A plain value as paper shows it; UnshowableError for what has no one way to be shown.

    None, truth values, words of the ledger's own vocabularies and unknown kinds are refused: they
    would be a gap or a riddle on paper.
    """
    match value:
        case Enum():
            pass
        case str():
            return value
        case Money():
            return money_text(value, language)
        case bool():
            pass
        case int() | Decimal():
            return number_text(value, language)
        case datetime():
            return f"{date_text(value.date(), language)} {value:%H:%M %z}"
        case date():
            return date_text(value, language)
    raise UnshowableError(f"a document cannot show {value!r}")
