"""Exact amounts with a currency, and the one way they are rounded."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Annotated, Any, Self

from pcbsales.kernel.errors import MessageId, UsageError
from pcbsales.kernel.scalars import Parsed, plain, refuse

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

_TEXT = re.compile(r"(-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?) ([A-Z]{3})")
#: ISO 4217, active currencies.
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP
    BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP
    GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES
    KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
    MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
    RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND
    TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()
)
#: ISO 4217 minor units where they are not 2.
_MINOR_UNITS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}


def _currency(value: object) -> str:
    if isinstance(value, str) and value in CURRENCIES:
        return value
    raise refuse("currency", "a currency of ISO 4217 such as CNY", value)


#: A currency by its ISO 4217 code.
Currency = Annotated[str, Parsed(_currency)]


_QUANTA = {places: Decimal(1).scaleb(-places) for places in range(17)}


def minor_units(currency: str) -> int:
    """How many decimals an amount of *currency* has (ISO 4217).

    >>> minor_units("CNY"), minor_units("JPY")
    (2, 0)
    """
    return _MINOR_UNITS.get(currency, 2)


def round_half_up(amount: Decimal, decimals: int) -> Decimal:
    """*amount* at *decimals* places, halves away from zero.

    >>> round_half_up(Decimal("1.005"), 2)
    Decimal('1.01')
    """
    return amount.quantize(_QUANTA[decimals], rounding=ROUND_HALF_UP)


def _amount_in(text: str) -> re.Match[str] | None:
    """The digits and the currency of an amount as the ledger has it; None where it is none."""
    match = _TEXT.fullmatch(text)
    return match if match and match[2] in CURRENCIES else None


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount of one currency at its minor units, written ``1757.80 CNY`` in the ledger."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        places = _MINOR_UNITS.get(self.currency, 2)
        if self.amount and self.amount.same_quantum(_QUANTA[places]):
            return
        exact = round_half_up(self.amount, places)
        if exact != self.amount:
            raise ValueError(
                f"{plain(self.amount)} {self.currency} has more than {places} decimals"
            )
        object.__setattr__(self, "amount", exact or abs(exact))

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in *currency*."""
        return cls(Decimal(0), currency)

    @classmethod
    def rounded(cls, amount: Decimal, currency: str) -> Self:
        """*amount* half-up at the minor units of *currency*."""
        return cls(round_half_up(amount, minor_units(currency)), currency)

    @classmethod
    def sum(cls, items: Iterable["Money"], currency: str) -> "Money":
        """Add up *items*; an empty sum is zero."""
        total = Decimal(0)
        for item in items:
            if item.currency != currency:
                raise ValueError(f"cannot mix {currency} and {item.currency}")
            total += item.amount
        return Money(total, currency)

    def __add__(self, other: "Money") -> "Money":
        self._require_same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._require_same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._require_same_currency(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        return not other < self

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return f"{plain(self.amount)} {self.currency}"

    @property
    def text(self) -> str:
        """The amount alone, in plain digits."""
        return plain(self.amount)

    def _require_same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``1757.80 CNY``; ValueError says what would be accepted."""
        from pydantic_core import PydanticCustomError  # noqa: PLC0415 -- start-up

        try:
            return cls._read(text)
        except PydanticCustomError as error:
            raise ValueError(error.message()) from None

    @classmethod
    def typed(cls, text: str) -> Self:
        """Read ``1757.80 CNY`` as somebody typed it; UsageError says how it is typed."""
        from pydantic_core import PydanticCustomError  # noqa: PLC0415 -- start-up

        try:
            return cls._read(text)
        except PydanticCustomError as error:
            values = dict(error.context or {})
            raise UsageError(str(values.pop("msgid")), **values) from None

    @classmethod
    def _read(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        match = _amount_in(value) if isinstance(value, str) else None
        if match is None:
            from pcbsales.kernel.printed_money import how_to_type  # noqa: PLC0415 -- rarely needed

            told = how_to_type(value, _amount_in) if isinstance(value, str) else None
            raise told or refuse("money", cls._accepted(), value)
        try:
            return cls(Decimal(match[1]), match[2])
        except ValueError:
            raise refuse("money", cls._accepted(), value) from None

    @classmethod
    def _accepted(cls) -> MessageId:
        return "an amount with its currency such as 1757.80 CNY"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> "CoreSchema":
        return cls.parsed().__get_pydantic_core_schema__(source, handler)

    @classmethod
    def parsed(cls) -> Parsed:
        """How a field of this type is read."""
        return Parsed(cls._read, str)


@dataclass(frozen=True, slots=True, order=False)
class UnitPrice(Money):
    """A price per unit: up to 8 decimals, as many as reproduce the line's amount."""

    def __post_init__(self) -> None:
        amount = self.amount.normalize() if self.amount else Decimal(0)
        if round_half_up(amount, 8) != amount:
            raise ValueError(f"{plain(self.amount)} {self.currency} has more than 8 decimals")
        places = max(minor_units(self.currency), -int(amount.as_tuple().exponent))
        object.__setattr__(self, "amount", round_half_up(amount, places))

    def times(self, quantity: int) -> Money:
        """The amount of *quantity* units, half-up at the currency's minor units."""
        return Money.rounded(self.amount * quantity, self.currency)

    @classmethod
    def of(cls, amount: Money, quantity: int) -> "UnitPrice":
        """The shortest price that reproduces *amount* when multiplied by *quantity*.

        >>> str(UnitPrice.of(Money(Decimal("1757.80"), "CNY"), 200))
        '8.789 CNY'
        """
        exact = amount.amount / quantity
        for places in range(minor_units(amount.currency), 9):
            price = cls(round_half_up(exact, places), amount.currency)
            if price.times(quantity) == amount:
                return price
        raise ValueError(f"no price of 8 decimals reproduces {amount} for {quantity} units")

    @classmethod
    def _accepted(cls) -> MessageId:
        return "an amount with its currency such as 8.789 CNY"
