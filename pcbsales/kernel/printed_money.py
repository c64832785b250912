"""Sums as tables and people print them: refused, with how they are typed here."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from pcbsales.kernel.scalars import wrong

if TYPE_CHECKING:
    from pydantic_core import PydanticCustomError

#: What people call a currency, in capitals, where it means one alone to a desk in China.
_SIGNS = {
    **dict.fromkeys(("RMB", "CNH", "¥", "￥", "CN¥", "元", "人民币", "人民幣", "YUAN"), "CNY"),
    "€": "EUR",
    "US$": "USD",
    "美元": "USD",
    "HK$": "HKD",
    "港币": "HKD",
    "港幣": "HKD",
    "NT$": "TWD",
    "NTD": "TWD",
    "台币": "TWD",
    "台幣": "TWD",
    "新台幣": "TWD",
}
_SIGN = "|".join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))
#: A sum with its thousands grouped, or with a currency's sign before or behind it.
_PRINTED = re.compile(
    rf"(?P<sign>(?i:{_SIGN}))? ?(?P<digits>-?(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)"
    rf"(?:\.[0-9]{{1,12}})?) ?(?:(?P<behind>(?i:{_SIGN}))|(?P<code>[A-Z]{{3}}))?"
)


def how_to_type(text: str, is_amount: Callable[[str], object]) -> "PydanticCustomError | None":
    """How the sum that *text* prints is typed, as *is_amount* wants it; None where it is none."""
    match = _PRINTED.fullmatch(text.strip())
    if match is None:
        return None
    sign, code = match["sign"] or match["behind"], match["code"]
    known = _SIGNS.get(sign.upper(), "") if sign else code
    typed = f"{match['digits'].replace(',', '')} {known}"
    if not is_amount(typed):
        return None
    told = {"value": repr(text), "typed": typed}
    if "," not in match["digits"]:
        return wrong("scalar.money", "{value}: type the currency by its ISO code: {typed}", **told)
    if sign is None:
        return wrong("scalar.money", "{value}: type the amount without commas: {typed}", **told)
    return wrong(
        "scalar.money",
        "{value}: type the amount without commas, the currency by its ISO code: {typed}",
        **told,
    )
