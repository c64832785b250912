"""Setting paper with the packaged fonts."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from pcbsales.documents import paper
from pcbsales.documents.paper import TypesettingError, typeset
from pcbsales.i18n.language import Language

DAY = datetime(2026, 11, 23, tzinfo=UTC)


def pdf(source: str, language: Language = Language.ENGLISH, timestamp: datetime = DAY) -> bytes:
    return typeset(source, language=language, timestamp=timestamp, title='Q-1 "x" \\')


@pytest.mark.parametrize("language", list(Language))
def test_every_script_has_glyphs_in_every_language(language: Language) -> None:
    data = pdf('报价单 報價單 Müller Łódź Škoda Ελλάδα Привет µ" Ω ± × ≤ “quoted” — … €', language)
    assert data.startswith(b"%PDF-")


def test_the_same_input_gives_the_same_bytes() -> None:
    assert pdf("報價單") == pdf("報價單")
    assert pdf("a") != pdf("a", timestamp=DAY + timedelta(days=1))
    taipei = DAY.astimezone(timezone(timedelta(hours=8)))
    assert pdf("a", timestamp=taipei) == pdf("a")


@pytest.mark.parametrize("character", ["\u0e01", "\U0001f600", "\u0627"])
def test_a_missing_glyph_is_an_error(character: str) -> None:
    with pytest.raises(TypesettingError, match="could not be displayed"):
        pdf(f'#"{character}";')


def test_an_unknown_font_is_an_error() -> None:
    with pytest.raises(TypesettingError, match="unknown font family"):
        pdf('#text(font: "Comic Sans")[a]')


def test_any_warning_is_an_error() -> None:
    with pytest.raises(TypesettingError):
        pdf("**")


def test_a_mistake_in_the_source_is_shown_with_its_place() -> None:
    with pytest.raises(TypesettingError, match="unknown variable: nothing"):
        pdf("#nothing")


def test_paper_reads_no_file() -> None:
    with pytest.raises(TypesettingError):
        pdf('#read("/etc/hostname")')
    with pytest.raises(TypesettingError):
        pdf('#read("../../etc/hostname")')


def test_a_lost_font_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "_OTHER_LETTERS", "No Such Face")
    paper._fonts.cache_clear()
    with pytest.raises(TypesettingError, match="lack No Such Face"):
        pdf("a")
    monkeypatch.undo()
    paper._fonts.cache_clear()
    assert pdf("a")
