"""A text in several languages, and which of them a reader gets."""

from typing import Self

from pydantic import model_validator

from pcbsales.kernel.record import Value
from pcbsales.kernel.scalars import Line, Prose, wrong

#: Where each language looks, in order: the other Chinese script before English.
_FALLBACKS = {
    "en": ("en", "zh_hant", "zh_hans"),
    "zh-Hant": ("zh_hant", "zh_hans", "en"),
    "zh-Hans": ("zh_hans", "zh_hant", "en"),
}


class LocalProse(Value):
    """The same text of one or more lines in English, 繁體 and 简体; one of them at least.

    ``str()`` of it is the English text, or what stands in for it.
    """

    en: Prose | None = None
    zh_hant: Prose | None = None
    zh_hans: Prose | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.en is None and self.zh_hant is None and self.zh_hans is None:
            raise wrong("text.empty", "a text needs one of the languages en, zh_hant, zh_hans")
        return self

    def in_language(self, language: str) -> str:
        """The text in *language* (``en``, ``zh-Hant``, ``zh-Hans``), else in the nearest one.

        A Chinese reader gets the other script before English; everyone else gets English first.
        """
        texts: dict[str, str | None] = {
            "en": self.en,
            "zh_hant": self.zh_hant,
            "zh_hans": self.zh_hans,
        }
        order = _FALLBACKS.get(language, _FALLBACKS["en"])
        return next(text for name in order if (text := texts[name]))

    def __str__(self) -> str:
        return self.in_language("en")


class LocalText(LocalProse):
    """The same line of text in English, 繁體 and 简体; one of them at least."""

    en: Line | None = None
    zh_hant: Line | None = None
    zh_hans: Line | None = None
