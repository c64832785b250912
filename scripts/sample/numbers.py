"""Invented numbers that nobody has, formed as their rules demand: tax numbers and accounts."""

from typing import Any

from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_10

from pcbsales.kernel.tax_ids import check_tax_id


def chinese_tax_id(number: int) -> str:
    """A 统一社会信用代码 in the made-up series ``MADEM`` of Shenzhen's code."""
    body = f"91440300MADEM{number:04d}"
    return checked("CN", body + str(uscc.calc_check_digit(body)))


def german_vat_id(number: int) -> str:
    """An Umsatzsteuer-Identifikationsnummer."""
    body = f"99{number:06d}"
    return checked("DE", f"DE{body}{mod_11_10.calc_check_digit(body)}")


def taiwanese_tax_id(number: int) -> str:
    """The first 統一編號 of the invented series from *number* that its check digit allows."""
    return next(
        text for last in range(10) if check_tax_id("TW", text := f"9900{number:03d}{last}") is None
    )


def american_tax_id(number: int) -> str:
    """An Employer Identification Number."""
    return checked("US", f"99-{number:07d}")


def checked(country: str, text: str) -> str:
    """*text*; ValueError if its country's rule would refuse it."""
    if problem := check_tax_id(country, text):
        raise ValueError(f"{text}: {problem}")
    return text


def said(en: str, zh_hans: str = "", zh_hant: str = "") -> dict[str, Any]:
    """A text in the three languages; without 繁體 the reader of it gets the other script."""
    text = {"en": en, "zh_hant": zh_hant, "zh_hans": zh_hans}
    return {key: value for key, value in text.items() if value}
