import pytest
from pydantic import ValidationError

from pcbsales.kernel.local_text import LocalProse, LocalText


@pytest.mark.parametrize(
    ("given", "en", "zh_hant", "zh_hans"),
    [
        ({"en": "E"}, "E", "E", "E"),
        ({"zh_hans": "简"}, "简", "简", "简"),
        ({"en": "E", "zh_hans": "简"}, "E", "简", "简"),
        ({"en": "E", "zh_hant": "繁"}, "E", "繁", "繁"),
        ({"en": "E", "zh_hant": "繁", "zh_hans": "简"}, "E", "繁", "简"),
    ],
)
def test_a_reader_gets_the_nearest_language(
    given: dict[str, str], en: str, zh_hant: str, zh_hans: str
) -> None:
    text = LocalText.model_validate(given)

    assert text.in_language("en") == text.in_language("de") == str(text) == en
    assert text.in_language("zh-Hant") == zh_hant
    assert text.in_language("zh-Hans") == zh_hans


def test_a_line_is_one_line_and_an_address_may_be_more() -> None:
    assert str(LocalProse(en="1 Lychee Road\nShenzhen")) == "1 Lychee Road\nShenzhen"
    with pytest.raises(ValidationError):
        LocalText(en="1 Lychee Road\nShenzhen")


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(ValidationError, match="needs one of the languages"):
        LocalText()
