"""Which language a tag means."""

import pytest

from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import UsageError


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-TW", "zh-Hant"),
        ("zh_HK.UTF-8", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh-Hant-CN", "zh-Hant"),
        ("zh", "zh-Hans"),
        ("zh_CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-Hans-TW", "zh-Hans"),
        ("de_DE.UTF-8@euro", "en"),
        ("C", "en"),
        ("", "en"),
    ],
)
def test_every_tag_means_one_of_ours(tag: str, language: str) -> None:
    assert Language.of(tag).value == language


def test_a_language_is_named_exactly_or_refused_with_the_choices() -> None:
    assert Language.named("zh-Hant") is Language.TRADITIONAL_CHINESE
    with pytest.raises(UsageError, match="choose en, zh-Hant, zh-Hans"):
        Language.named("zh-TW")
