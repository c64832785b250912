"""PNG and JPEG pictures wrapped as drawings, so that paper can show what is kept."""

from base64 import b64encode
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
#: Start-of-frame markers of JPEG: they hold the size. The others between are no frames.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_LARGEST_SIDE = 20_000


def as_drawing(data: bytes) -> str | None:
    """*data* as an SVG of its size in pixels; None where it is no PNG or JPEG.

    >>> as_drawing(b"no picture") is None
    True
    """
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) > 24:
        kind = "png"
        size = (int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))
    elif data.startswith(_JPEG) and (frame := next(_frames(data), None)):
        kind, size = "jpeg", frame
    else:
        return None
    width, height = size
    if not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE):
        return None
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'href="data:image/{kind};base64,{b64encode(data).decode("ascii")}"/></svg>'
    )


def _frames(data: bytes) -> Iterator[tuple[int, int]]:
    """Width and height of each frame of a JPEG, up to where its segments end."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker in _FRAMES:
            yield int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 2 + max(length, 2)
