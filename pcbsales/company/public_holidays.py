"""A country's public holidays and make-up workdays, and whether they are decreed or guessed.

Source: the ``holidays`` library. Where a government decrees each year's exchange of days, the
library goes on computing after the last decree that it knows; such years are marked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

#: Countries that decree every year's days, and the last year checked by the library's authors
#: where its table of exchanged days does not show it (Taiwan's decree for 2026 exchanges none).
_DECREED = {"CN": 2026, "TW": 2026}
#: Countries whose decree names each festival's days off from the first to the last, weekends too:
#: 2026-06-19 (Friday) to 21. The library has the weekdays alone.
_BLOCKS = {"CN"}
_WEEKEND = (5, 6)
#: The library writes exchanged days as 09/20/2026, which half the world misreads.
_AMERICAN = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")


@dataclass(frozen=True, slots=True)
class PublicYear:
    """The days off of a year by name, the weekend days worked instead, and if that is certain."""

    holidays: Mapping[date, str]
    make_up: frozenset[date]
    is_official: bool


def has_public_days(country: str, region: str | None) -> bool:
    """Whether public data knows the holidays of *country*, and of *region* if one is given."""
    import holidays  # noqa: PLC0415 -- start-up

    known = holidays.list_supported_countries().get(country)
    return known is not None and (region is None or region in known)


@lru_cache(maxsize=64)
def public_year(country: str, region: str | None, year: int) -> PublicYear:
    """The public holidays of *country* (and *region*) in *year*; nothing official if unknown."""
    import holidays  # noqa: PLC0415 -- heavy, and most commands need no calendar

    try:
        found = holidays.country_holidays(country, subdiv=region, years=year, language="en_US")
    except (NotImplementedError, OverflowError):
        return PublicYear(MappingProxyType({}), frozenset(), is_official=False)
    make_up = frozenset(day for day in getattr(found, "weekend_workdays", ()) if day.year == year)
    named = {
        day: _AMERICAN.sub(r"\3-\1-\2", name) for day, name in found.items() if day.year == year
    }
    off = {day: name for day, name in _bridges(named).items() if day not in make_up} | named
    if country in _BLOCKS:
        off |= _beside(off, make_up)
    return PublicYear(
        MappingProxyType(dict(sorted(off.items()))),
        make_up,
        is_official=_is_official(country, found, year),
    )


def _bridges(named: Mapping[date, str]) -> dict[date, str]:
    """Weekend days inside a run of days off, which a six-day week would otherwise work."""
    bridged: dict[date, str] = {}
    for day, name in sorted(named.items()):
        gap = [day + timedelta(n) for n in (1, 2)]
        if gap[0] not in named and gap[0].weekday() in _WEEKEND:
            inside = gap if gap[1] not in named and gap[1].weekday() in _WEEKEND else gap[:1]
            if inside[-1] + timedelta(1) in named:
                bridged |= dict.fromkeys(inside, name)
    return bridged


def _beside(off: Mapping[date, str], make_up: frozenset[date]) -> dict[date, str]:
    """Weekend days before and behind days off that are not worked instead of others."""
    beside: dict[date, str] = {}
    for first, name in off.items():
        for step in (timedelta(-1), timedelta(1)):
            day = first + step
            while day.weekday() in _WEEKEND and day not in off and day not in make_up:
                beside[day] = name
                day += step
    return {day: name for day, name in beside.items() if day.year == min(off).year}


def _is_official(country: str, found: Any, year: int) -> bool:
    if country in _DECREED:
        exchanged = getattr(found, "special_public_holidays", {})
        return bool(year <= max(_DECREED[country], *exchanged))
    return bool(found.start_year <= year <= found.end_year)
