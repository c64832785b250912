"""The three languages of the desk, and which of them a language tag means."""

from enum import StrEnum
from typing import Self

from pcbsales.kernel.errors import UsageError

_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


class Language(StrEnum):
    """A language that messages and documents exist in; the value is its BCP 47 tag."""

    ENGLISH = "en"
    TRADITIONAL_CHINESE = "zh-Hant"
    SIMPLIFIED_CHINESE = "zh-Hans"

    @property
    def locale(self) -> str:
        """The name in the form that gettext and Babel use: ``zh_Hant``."""
        return self.value.replace("-", "_")

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in Chinese characters."""
        return self is not Language.ENGLISH

    @classmethod
    def named(cls, text: str) -> Self:
        """The language that a user names exactly; UsageError lists what there is."""
        try:
            return cls(text)
        except ValueError:
            raise UsageError(
                "there is no language {text}; choose {choices}",
                text=text,
                choices=", ".join(cls),
            ) from None

    @classmethod
    def of(cls, tag: str) -> "Language":
        """The language for a tag, a locale or a country's habit; English where we have none.

        Script wins over region, region over the bare language.

        >>> [Language.of(tag).value for tag in ("zh-TW", "zh_CN.UTF-8", "zh", "zh-Hans-HK", "de")]
        ['zh-Hant', 'zh-Hans', 'zh-Hans', 'zh-Hans', 'en']
        """
        parts = tag.partition(".")[0].partition("@")[0].replace("_", "-").lower().split("-")
        if parts[0] != "zh":
            return cls.ENGLISH
        if "hans" in parts:
            return cls.SIMPLIFIED_CHINESE
        return cls.TRADITIONAL_CHINESE if _TRADITIONAL & set(parts) else cls.SIMPLIFIED_CHINESE
