"""The internal sheet: a panel drawn to scale as SVG, with pieces, rails, coupons and border."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

from pcbsales.boards.panels.arrangement import Arrangement, Placement
from pcbsales.boards.panels.fit import Fit
from pcbsales.boards.panels.lengths import mm_from_nm
from pcbsales.boards.panels.room import Box
from pcbsales.kernel.scalars import plain

#: Between drawings, and around them, in mm of the panel.
_MARGIN = Decimal(30)
_LINE = Decimal(16)
_FONTS = "'Noto Sans','Noto Sans CJK SC','Noto Sans CJK TC','PingFang SC',sans-serif"
_STYLE = """
.panel{fill:#f3efe2;stroke:#333;stroke-width:1.2}
.usable{fill:#fff;stroke:#888;stroke-width:.6;stroke-dasharray:5 3}
.coupons{fill:#f6d9a8;stroke:#a86b00;stroke-width:.6}
.array{fill:#dfe7e3;stroke:#0b5c4a;stroke-width:.6}
.board{fill:#8fc7a9;stroke:#0b5c4a;stroke-width:.5}
.turned{fill:#a9c4e4;stroke:#27507f}
text{fill:#222;font-size:11px}
.title{font-size:15px;font-weight:bold}
.small{fill:#666}
"""


@dataclass(frozen=True, slots=True)
class Picture:
    """One panel to be drawn, with the line that stands above it (already in a language)."""

    fit: Fit
    arrangement: Arrangement
    caption: str


def draw(pictures: Sequence[Picture], *, title: str, lines: Sequence[str] = ()) -> str:
    """An SVG sheet, lengths in mm of the panel: *pictures* side by side, *lines* of text below.

    Texts are wrapped to the sheet's width; a turned piece is blue.
    """
    widths = [_mm(picture.fit.frame.width) for picture in pictures]
    tallest = max(_mm(picture.fit.frame.height) for picture in pictures)
    width = max(sum(widths) + _MARGIN * (len(widths) + 1), Decimal(620))
    told = [part for line in lines for part in _wrapped(line, width - 2 * _MARGIN)]
    top = _MARGIN * 2
    height = top + tallest + _MARGIN + _LINE * len(told) + _MARGIN
    parts = [_text(_MARGIN, _MARGIN - 6, title, "title")]
    left = _MARGIN
    for picture, own in zip(pictures, widths, strict=True):
        parts.append(_text(left, top - 8, picture.caption))
        parts += _panel(picture, left, top)
        left += own + _MARGIN
    below = top + tallest + _MARGIN
    parts += [_text(_MARGIN, below + _LINE * at, line) for at, line in enumerate(told)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plain(width)} {plain(height)}" '
        f'width="{plain(width)}" height="{plain(height)}" font-family="{_FONTS}">'
        f'<style>{_STYLE}</style><rect width="100%" height="100%" fill="#fff"/>'
        + "".join(parts)
        + "</svg>\n"
    )


def _panel(picture: Picture, left: Decimal, top: Decimal) -> Iterator[str]:
    """The panel from its border to its boards; y grows upward on the panel, downward here."""
    fit, room = picture.fit, picture.arrangement.room
    frame = fit.frame
    yield f'<g transform="translate({plain(left)} {plain(top + _mm(frame.height))}) scale(1 -1)">'
    yield _rect(Box(0, 0, frame.width, frame.height), "panel")
    yield _rect(room.usable, "usable")
    if room.coupons is not None:
        yield _rect(room.coupons, "coupons")
    for place in fit.placements(picture.arrangement):
        yield from _piece(fit, place)
    yield "</g>"
    yield _text(left, top + _mm(frame.height) + 12, fit.format.size.with_unit, "small")


def _piece(fit: Fit, place: Placement) -> Iterator[str]:
    kind = "board turned" if place.rotated else "board"
    if fit.item.is_array:
        yield _rect(Box(place.x, place.y, place.width, place.height), "array")
    for box in boards_of(fit, place):
        yield _rect(box, kind)


def boards_of(fit: Fit, place: Placement) -> Iterator[Box]:
    """Where the boards of one piece lie on the panel."""
    item = fit.item
    for row in range(item.rows):
        for column in range(item.columns):
            x = item.left + column * (item.board_width + item.gap)
            y = item.bottom + row * (item.board_height + item.gap)
            if place.rotated:
                yield Box(place.x + y, place.y + x, item.board_height, item.board_width)
            else:
                yield Box(place.x + x, place.y + y, item.board_width, item.board_height)


def _rect(box: Box, kind: str) -> str:
    x, y, width, height = map(_digits, (box.x, box.y, box.width, box.height))
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}"/>'


def _text(x: Decimal, y: Decimal, text: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{plain(x)}" y="{plain(y)}"{named}>{escape(text)}</text>'


def _wrapped(text: str, width: Decimal) -> Iterator[str]:
    """*text* in lines that fit *width*; a Chinese character is as wide as two Latin ones."""
    room, line, used = int(width / 6), "", 0
    for word in _words(text):
        long = sum(2 if ord(letter) > 0x2E80 else 1 for letter in word)
        if used + long > room and line:
            yield line.rstrip()
            line, used = "", 0
        line, used = line + word, used + long
    if line:
        yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    """Words with the space behind them; every Chinese character is one."""
    word = ""
    for letter in text:
        wide = ord(letter) > 0x2E80
        if wide and word:
            yield word
            word = ""
        word += letter
        if wide or letter == " ":
            yield word
            word = ""
    if word:
        yield word


def _mm(nanometres: int) -> Decimal:
    return mm_from_nm(nanometres)


def _digits(nanometres: int) -> str:
    return plain(mm_from_nm(nanometres))
