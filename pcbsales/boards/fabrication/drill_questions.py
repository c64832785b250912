"""What is asked where a drill program cannot be trusted."""

from pcbsales.boards.fabrication.questions import Question, ask


def unit_question(name: str) -> Question:
    """Neither stated nor settled by other files."""
    return ask(
        "drill.unit",
        "{file} does not state whether it is in inches or millimetres, and the other files do not "
        "settle it. Which unit do its coordinates and tool diameters have?",
        file=name,
    )


def conflict_question(name: str) -> Question:
    """Both units are stated."""
    return ask(
        "drill.unit",
        "{file} states both inches and millimetres. Which unit do its coordinates and tool "
        "diameters have? Please send it again with one unit.",
        file=name,
    )


def size_question(name: str, sizes: dict[int, float]) -> Question:
    """Tools that no board is drilled with."""
    return ask(
        "drill.unit",
        "The tools in {file} read as {smallest} to {largest} mm, which does not go with the rest "
        "of the data. Please confirm the unit of the drill file and the hole sizes.",
        file=name,
        smallest=f"{min(sizes.values()):.3f}",
        largest=f"{max(sizes.values()):.3f}",
    )


def outside_question(name: str) -> Question:
    """Holes beside the board."""
    return ask(
        "drill.unit",
        "The holes of {file} lie outside the board outline. Please confirm the unit and the origin "
        "of the drill file, or send it with the same origin as the Gerber files.",
        file=name,
    )


def runaway_question(name: str) -> Question:
    """A program that repeats without end."""
    return ask(
        "drill.unit",
        "{file} repeats its holes without end, so they cannot be counted. Please send the drill "
        "file again, without repeat codes.",
        file=name,
    )
