"""Tax numbers of firms: whether one can be right in its country.

Sources: GB 32100-2015 for China's 统一社会信用代码 and each country's rule for VAT numbers as
python-stdnum has them; Taiwan's Ministry of Finance for the 統一編號 (divisible by 5 since
April 2023, by 10 before).
"""

import re
from importlib import import_module
from typing import Any

from pcbsales.kernel.errors import MessageId

_CHARACTERS = re.compile(r"[0-9A-Z][0-9A-Z .+&*/-]{1,29}")
_TAIWAN = re.compile(r"[0-9]{8}")
_HONG_KONG = re.compile(r"[0-9]{8}(-[0-9]{3}-[0-9]{2}-[0-9]{2}-[0-9A-Z])?")
_TAIWAN_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)
#: Where the number that invoices show is not called VAT.
_MODULES = {
    "CN": "stdnum.cn.uscc",
    "GB": "stdnum.gb.vat",
    "IN": "stdnum.in_.gstin",
    "KR": "stdnum.kr.brn",
    "SG": "stdnum.sg.uen",
    "US": "stdnum.us.ein",
}


def check_tax_id(country: str, text: str) -> MessageId | None:
    """Say what is wrong with the tax number *text* of a firm in *country*: a message id, or None.

    Countries without a known rule are only held to the characters of a number.
    """
    if not _CHARACTERS.fullmatch(text):
        return "a tax number has digits and capital letters only"
    if country == "TW":
        return _check_taiwan(text)
    if country == "HK":
        return None if _HONG_KONG.fullmatch(text) else "a business registration number has 8 digits"
    return _check_by_rule(country, text)


def _check_taiwan(text: str) -> MessageId | None:
    if not _TAIWAN.fullmatch(text):
        return "a 統一編號 has 8 digits"
    products = (weight * int(n) for weight, n in zip(_TAIWAN_WEIGHTS, text, strict=True))
    total = sum(digit for product in products for digit in divmod(product, 10))
    seventh = text[6] == "7"
    fits = total % 5 == 0 or (seventh and (total + 1) % 5 == 0)
    return None if fits else "the check digit of the 統一編號 is wrong"


def _check_by_rule(country: str, text: str) -> MessageId | None:
    # imported here: the rules of all countries are not needed to start the program
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError  # noqa: PLC0415

    rule = _rule(country)
    if rule is None:
        return None
    try:
        rule.validate(text)
    except InvalidChecksum:
        return "the check digit of the tax number is wrong"
    except InvalidLength:
        return "the tax number has too many or too few characters"
    except ValidationError:
        return "the tax number is not formed as its country forms them"
    return None


def _rule(country: str) -> Any:
    from stdnum.util import get_cc_module  # noqa: PLC0415 -- start-up

    if country in _MODULES:
        return import_module(_MODULES[country])
    return get_cc_module(country.lower(), "vat")
