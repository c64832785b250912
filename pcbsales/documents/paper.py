"""Setting paper: Typst source to PDF/A, with the packaged fonts alone.

PDF/A because paper is kept for years, and because Typst then refuses a character that no font
has, where it would otherwise print an empty box without a word.
"""

import tempfile
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from pcbsales.i18n.language import Language

_FACE = {
    Language.ENGLISH: "Noto Sans CJK SC",
    Language.SIMPLIFIED_CHINESE: "Noto Sans CJK SC",
    Language.TRADITIONAL_CHINESE: "Noto Sans CJK TC",
}
_REGION = {Language.SIMPLIFIED_CHINESE: "CN", Language.TRADITIONAL_CHINESE: "TW"}
#: The Chinese faces draw these as wide as a Chinese character, which tears English words apart.
_LATIN_MARKS = '(name: "Noto Sans CJK KR", covers: regex("[‘’“”…—–·]"))'
_SUMS = '(name: "DejaVu Sans Mono", covers: regex("[×±÷]"))'
#: Letters of Latin, Greek and Cyrillic script that the Chinese faces lack.
_OTHER_LETTERS = "Libertinus Serif"
#: PDF/A-3u: kept for years, searchable, may carry attachments.
_STANDARD: Final = "a-3u"


class TypesettingError(RuntimeError):
    """A document cannot be set as it should look: a defect of its template or of its data."""


def typeset(source: str, *, language: Language, timestamp: datetime, title: str) -> bytes:
    """The PDF of Typst *source*; the same input gives the same bytes.

    *timestamp* is aware: when the document says it was made. *title* names it in a reader's window.
    A warning, an unknown font or a character without a glyph is a TypesettingError.
    """
    import typst  # noqa: PLC0415 -- costs start-up, paper only

    with tempfile.TemporaryDirectory() as empty:
        try:
            pdf, warnings = typst.compile_with_warnings(
                (_preamble(language, title) + source).encode(),
                root=empty,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=_STANDARD,
                timestamp=int(timestamp.timestamp()),
                package_path=empty,
                package_cache_path=empty,
            )
        except typst.TypstError as error:
            raise TypesettingError(error.diagnostic or error.message) from error
    if warnings:
        raise TypesettingError("; ".join(warning.message for warning in warnings))
    return bytes(pdf)


def _preamble(language: Language, title: str) -> str:
    """Sets language and faces before the template's own first line."""
    code, region = language.value.partition("-")[0], _REGION.get(language)
    marks = "" if language.is_chinese else f"{_LATIN_MARKS}, "
    faces = f'({marks}{_SUMS}, "{_FACE[language]}", "{_OTHER_LETTERS}")'
    place = f'"{region}"' if region else "none"
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'#set document(title: "{quoted}")\n'
        f'#set text(font: {faces}, lang: "{code}", region: {place}, fallback: false)\n'
    )


def packaged_fonts() -> Any:
    """The fonts that paper and pictures are set with, as the typesetter takes them."""
    return _fonts()


@cache
def _fonts() -> Any:
    """The packaged fonts; those of the machine are left alone, so paper looks the same anywhere."""
    import typst  # noqa: PLC0415 -- costs start-up, paper only

    spec = find_spec("manimgx_fonts_cjk")
    if spec is None or spec.origin is None:
        raise TypesettingError("the package manimgx-fonts-cjk is missing")
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(Path(spec.origin).parent)],
    )
    missing = {*_FACE.values(), _OTHER_LETTERS} - set(fonts.families())
    if missing:
        raise TypesettingError(f"the packaged fonts lack {', '.join(sorted(missing))}")
    return fonts
