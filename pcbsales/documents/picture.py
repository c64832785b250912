"""SVG to PNG, by the typesetter that also sets paper."""

import tempfile
from pathlib import Path
from typing import Final

from pcbsales.documents.paper import TypesettingError, packaged_fonts

#: The longer edge of a picture, in pixels.
LONGER_EDGE: Final = 1800


def png_of(svg: bytes, width: float, height: float) -> bytes:
    """The PNG of *svg*; *width* and *height* say its proportions.

    The same input gives the same bytes. What cannot be drawn is a TypesettingError.
    """
    import typst  # noqa: PLC0415 -- costs start-up, pictures only

    scale = LONGER_EDGE / max(width, height)
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    source = (
        f"#set page(width: {across}pt, height: {down}pt, margin: 0pt)\n"
        f'#image("picture.svg", width: {across}pt, height: {down}pt)\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "picture.svg").write_bytes(svg)
        try:
            png = typst.compile(
                source.encode(),
                root=folder,
                font_paths=packaged_fonts(),
                ignore_system_fonts=True,
                format="png",
                ppi=72.0,
                package_path=folder,
                package_cache_path=folder,
            )
        except typst.TypstError as error:
            raise TypesettingError(error.diagnostic or error.message) from error
    return bytes(png if isinstance(png, bytes) else png[0])
