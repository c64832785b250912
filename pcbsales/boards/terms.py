"""What the trade calls a thing, in the three languages of the desk."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the trade: English, 简体中文, 繁體中文."""

    en: str
    zh_hans: str
    zh_hant: str

    def text(self, lang: str | None = None) -> str:
        """The word in *lang* (``en``, ``zh-Hans`` or ``zh-Hant``); English by default.

        >>> Term("surface finish", "表面处理", "表面處理").text("zh-Hant")
        '表面處理'
        """
        return {"zh-Hans": self.zh_hans, "zh-Hant": self.zh_hant}.get(lang or "", self.en)

    @property
    def words(self) -> tuple[str, str, str]:
        """The word in every language."""
        return (self.en, self.zh_hans, self.zh_hant)


class Choice(StrEnum):
    """One of a closed set of answers; each member is its word in the ledger and carries its term.

    Members are written ``value, English, 简体, 繁體``.
    """

    term: Term

    def __new__(cls, value: str, en: str, zh_hans: str, zh_hant: str) -> Self:
        """A member whose value is *value* alone."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.term = Term(en, zh_hans, zh_hant)
        return member
