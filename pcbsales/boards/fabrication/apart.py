"""Whether one package holds the data of two boards, or of two revisions of one."""

from collections.abc import Sequence

from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.questions import Question, ask


def drawn_twice(layers: Sequence[Layer]) -> Question | None:
    """The question about two different files for one and the same copper layer."""
    seen: dict[tuple[str, int, str], str] = {}
    for layer in layers:
        role = layer.role
        if role.kind != "copper" or layer.repeats:
            continue
        numbered = role.position or role.relative or role.side in {"top", "bottom"}
        where = (role.side, 0 if role.side != "inner" else role.position, role.relative)
        if numbered and where in seen:
            return ask(
                "layer.count-conflict",
                "{first} and {second} both claim to be the same copper layer. Does the package "
                "hold two boards or two revisions? Please tell us which files are valid.",
                first=seen[where],
                second=layer.name,
            )
        seen[where] = layer.name
    return None


def folder(name: str) -> str:
    """The folders a file lies in."""
    return name.rpartition("/")[0]
