"""Price books beside the one written by hand: last year's, and the export desk's in its currencies.

They follow from Shenzhen's book of 2026, rule for rule, at a rate of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pcbsales.kernel.money import round_half_up
from pcbsales.kernel.record import Record
from pcbsales.kernel.scalars import plain
from pcbsales.quoting.books.price_books import LeadTimeTable, PriceBook
from pcbsales.store.text.strict_yaml import read

REPOSITORY = Path(__file__).parents[2]
BOOK = "ledger/price-books/SZ-2026-01.yaml"
TABLE = "ledger/lead-times/SZ-LEAD-2026-01.yaml"
#: What is written by hand and kept as it is.
BY_HAND = (BOOK, TABLE)
#: Where sheets written by hand may lie beside the derived ones.
SHARED = ("ledger/price-books/", "ledger/lead-times/")
_RATES = ("lot", "per_m2", "per_piece_m2", "minimum_order")
_NOTE = "Derived from SZ-2026-01 for the sample; illustrative only."


@dataclass(frozen=True, slots=True)
class _Version:
    """A book that is another one's at a factor, rounded to *decimals*."""

    id: str
    entity: str
    currency: str
    factor: Decimal
    decimals: int
    first: str
    last: str | None = None


_SHARE_2025 = Decimal("0.97")
_USD, _EUR = 1 / Decimal("7.1"), 1 / Decimal("7.8")
_VERSIONS = (
    _Version("SZ-2025-04", "SZ", "CNY", _SHARE_2025, 0, "2025-04-01", "2025-12-31"),
    _Version("HK-USD-2025-04", "HK", "USD", _USD * _SHARE_2025, 1, "2025-04-01", "2025-12-31"),
    _Version("HK-USD-2026-01", "HK", "USD", _USD, 1, "2026-01-01"),
    _Version("HK-EUR-2025-04", "HK", "EUR", _EUR * _SHARE_2025, 1, "2025-04-01", "2025-12-31"),
    _Version("HK-EUR-2026-01", "HK", "EUR", _EUR, 1, "2026-01-01"),
)
_TABLES = (
    ("SZ-LEAD-2025-04", "SZ", "2025-04-01", "2025-12-31"),
    ("HK-LEAD-2025-04", "HK", "2025-04-01", None),
)


def by_hand() -> tuple[Record, ...]:
    """The sheets of the repository's own ledger."""
    return PriceBook.model_validate(_read(BOOK)), LeadTimeTable.model_validate(_read(TABLE))


def books() -> tuple[Record, ...]:
    """The derived sheets."""
    return (*_books(), *_tables())


def _read(path: str) -> dict[str, Any]:
    return dict(read((REPOSITORY / path).read_bytes()).data)


def _books() -> Iterator[PriceBook]:
    for version in _VERSIONS:
        tree = _read(BOOK)
        dated = {"valid_from": version.first, "valid_until": version.last}
        named = {
            "id": version.id,
            "title": f"Prototypes and small batches, {version.currency}",
            "source": _NOTE,
            "entity": version.entity,
            "currency": version.currency,
            **{key: day for key, day in dated.items() if day},
        }
        yield PriceBook.model_validate({**_converted(tree, version), **named})


def _converted(value: Any, version: _Version) -> Any:
    """*value* with every rate in it converted; shares, edges and layers stay."""
    if isinstance(value, list):
        return [_converted(item, version) for item in value]
    if not isinstance(value, dict):
        return value
    tree = {key: _converted(item, version) for key, item in value.items()}
    for key in _RATES:
        if key in tree:
            tree[key] = _rate(tree[key], version)
    if "prices" in tree:
        tree["prices"] = [_rate(price, version) for price in tree["prices"]]
    return tree


def _rate(text: str, version: _Version) -> str:
    rate = round_half_up(Decimal(text) * version.factor, version.decimals)
    return plain(rate.normalize()) if rate else "0"


def _tables() -> Iterator[LeadTimeTable]:
    for id_, entity, first, last in _TABLES:
        named = {
            "id": id_,
            "source": _NOTE.replace("SZ-2026-01", "SZ-LEAD-2026-01"),
            "entity": entity,
        }
        dated = {"valid_from": first, **({"valid_until": last} if last else {})}
        yield LeadTimeTable.model_validate({**_read(TABLE), **named, **dated})
