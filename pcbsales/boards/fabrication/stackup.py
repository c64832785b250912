"""How many copper layers the set has, and whether it has them all."""

from collections.abc import Sequence

from pcbsales.boards.fabrication.apart import drawn_twice
from pcbsales.boards.fabrication.jobfile import JobFile
from pcbsales.boards.fabrication.layers import Layer, sides
from pcbsales.boards.fabrication.questions import Question, ask, listed
from pcbsales.boards.fabrication.whole import whole

NOMINAL_BOTTOM = 16

Count = tuple[int | None, list[Question]]


def count_copper(layers: Sequence[Layer], jobs: Sequence[JobFile]) -> Count:
    """The number of copper layers, None where the files leave it open, and what to ask."""
    copper = [layer for layer in layers if layer.role.kind == "copper" and not layer.repeats]
    if not copper:
        return None, [_no_copper(layers)]
    twice = drawn_twice(copper)
    if twice:
        return None, [twice]
    if any(not layer.role.side for layer in copper):
        return None, []
    stated = {job.layers for job in jobs if job.layers}
    count, questions = _by_position(copper, stated)
    return _checked(count, questions, _claims(layers, stated))


def _no_copper(layers: Sequence[Layer]) -> Question:
    """The question where nothing is copper; other people's formats are called by name."""
    kinds = {layer.role.kind for layer in layers}
    if any(layer.form == "gerber" for layer in layers):
        kinds = set()
    names = listed([layer.name for layer in layers if layer.role.kind != "junk"], 3)
    if "odb++" in kinds:
        return ask(
            "layer.missing",
            "The package holds ODB++ data ({files}) and no Gerber layers. Please send Gerber files "
            "(RS-274X or X2) of every layer, with Excellon drill files.",
            files=names,
        )
    if "ipc-2581" in kinds:
        return ask(
            "layer.missing",
            "The package holds IPC-2581 data ({files}) and no Gerber layers. Please send Gerber "
            "files (RS-274X or X2) of every layer, with Excellon drill files.",
            files=names,
        )
    if "native" in kinds:
        return ask(
            "layer.missing",
            "The package holds a design program's own files ({files}) and no Gerber layers. Please "
            "send Gerber files (RS-274X or X2) of every layer, with Excellon drill files.",
            files=names,
        )
    if kinds:
        return ask(
            "layer.missing",
            "The package holds {files} and no Gerber layers. Please send Gerber files (RS-274X or "
            "X2) of every layer, with Excellon drill files.",
            files=names,
        )
    return ask(
        "layer.missing",
        "No file of the package is a copper layer that we can recognise. Please send every copper "
        "layer as its own Gerber file and state the number of layers.",
    )


def _by_position(copper: Sequence[Layer], stated: set[int]) -> Count:
    top = [layer for layer in copper if layer.role.side == "top"]
    bottom = [layer for layer in copper if layer.role.side == "bottom"]
    inner = [layer for layer in copper if layer.role.side == "inner"]
    if len(copper) == 1 and not inner:
        return _single(copper[0], stated)
    if not (top and bottom):
        return None, [_no_top() if not top else _no_bottom()]
    last = bottom[0].role.position if bottom[0].role.position > 1 else 0
    last = 0 if _nominal(last, copper) else last
    absent = _absent(inner, last)
    if absent:
        return None, [absent]
    return _tallied(len(copper), last, stated=bottom[0].role.source in {"x2", "job"})


def _nominal(number: int, layers: Sequence[Layer]) -> bool:
    """Some programs number the bottom 16 on every board, whatever its stack."""
    makers = {
        word.lower() for la in layers for word in la.head.attributes.get(".GenerationSoftware", ())
    }
    return number == NOMINAL_BOTTOM and bool(makers & {"proteus", "labcenter", "eagle", "fusion"})


def _tallied(count: int, last: int, *, stated: bool) -> Count:
    """The number of files against the number that the bottom layer bears (0: none).

    An odd number holds only where the data itself states it; a name is no such statement.
    """
    if last and last != count:
        return None, [_disagree(count, last)]
    if count % 2:
        return (count if last and stated else None), [_odd(count)]
    return count, []


def _absent(inner: Sequence[Layer], last: int) -> Question | None:
    """The question for layers that a numbered stack leaves out."""
    positions = sorted(layer.role.position for layer in inner if layer.role.position)
    expected = set(range(2, last or (positions[-1] + 1 if positions else 2)))
    missing = sorted(expected - set(positions))
    if missing and (last or len(positions) == len(inner)):
        return ask(
            "layer.missing",
            "The package lacks copper layer {numbers}. Please send it, or tell us how many copper "
            "layers the board has.",
            numbers=", ".join(map(str, missing)),
        )
    gap = _gap(inner)
    if not gap:
        return None
    return ask(
        "layer.missing",
        "The numbers of the inner layers leave out {numbers}. Please send what is missing, or "
        "tell us how many copper layers the board has.",
        numbers=", ".join(map(str, gap)),
    )


def _single(layer: Layer, stated: set[int]) -> Count:
    """One copper file: a single-sided board, or half of a package."""
    if stated == {1}:
        return 1, []
    return None, [
        ask(
            "layer.missing",
            "{file} is the only copper layer in the package. Is it a single-sided board, or is "
            "the other side missing?",
            file=layer.name,
        )
    ]


def _gap(inner: Sequence[Layer]) -> list[int]:
    """The numbers that a run of inner layers leaves out."""
    families: dict[str, set[int]] = {}
    for layer in inner:
        if layer.role.relative and layer.role.relative[0] != "e":
            letter, number = layer.role.relative[0], int(layer.role.relative[1:])
            families.setdefault(letter, set()).add(number)
    for numbers in families.values():
        start = min(numbers) if min(numbers) <= 2 else 1
        missing = sorted(set(range(start, max(numbers))) - numbers)
        if missing:
            return missing
    return []


def _no_top() -> Question:
    return ask(
        "layer.missing",
        "The package lacks the top copper layer. Please send it, or tell us how many copper layers "
        "the board has.",
    )


def _no_bottom() -> Question:
    return ask(
        "layer.missing",
        "The package lacks the bottom copper layer. Please send it, or tell us how many copper "
        "layers the board has.",
    )


def _odd(count: int) -> Question:
    return ask(
        "layer.missing",
        "We find {count} copper layers, an odd number. Is a layer missing, or is one side of the "
        "stack meant to be without copper?",
        count=count,
    )


def _disagree(count: int, stated: int) -> Question:
    return ask(
        "layer.count-conflict",
        "The package holds {count} copper layers, but its data states {stated}. How many copper "
        "layers does the board have? Please send what is missing.",
        count=count,
        stated=stated,
    )


def _claims(layers: Sequence[Layer], stated: set[int]) -> set[int]:
    """Layer counts that the job file or the span of a through-hole program states."""
    spans = set()
    for layer in layers:
        fields = layer.role.detail.split(",") if layer.role.kind == "drill" else []
        if len(fields) == 3 and not _nominal(whole(fields[2]), layers):
            spans.add(whole(fields[2]))
    return stated | ({max(spans)} if spans and max(spans) > 1 else set())


def _checked(count: int | None, questions: list[Question], claims: set[int]) -> Count:
    if count is None:
        return None, questions
    for claim in sorted(claims):
        if claim != count:
            return None, [*questions, _disagree(count, claim)]
    return count, questions


def missing_masks(layers: Sequence[Layer]) -> list[Question]:
    """Ask about a side with copper and without solder mask."""
    have = sides(layers, "mask", drawn=False)
    lacking = [side for side in sides(layers, "copper", drawn=False) if side not in have]
    unsure = any(layer.role.kind == "unknown" for layer in layers) or any(
        layer.role.kind == "mask" and not layer.role.side for layer in layers
    )
    if not lacking or unsure:
        return []
    if len(lacking) == 2:
        return [
            ask(
                "layer.missing",
                "There are no solder mask files. Shall the board be made without solder mask, or "
                "are the files missing?",
            )
        ]
    msgid = (
        "There is no solder mask file for the top side. Shall that side be made without solder "
        "mask, or is the file missing?"
        if lacking == ["top"]
        else "There is no solder mask file for the bottom side. Shall that side be made without "
        "solder mask, or is the file missing?"
    )
    return [ask("layer.missing", msgid)]
