"""A board in the trade's words, short enough for one line of a quotation."""

import re
from collections.abc import Iterator

from pcbsales.boards.choices import HdiStage, Sides, XOut
from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.setting import read_value
from pcbsales.boards.specification import Specification, terms
from pcbsales.boards.terms import Choice
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.scalars import plain
from pcbsales.quoting.quotations.quote_line import QuantityUnit, QuoteLine

#: A term's name, its ±, its unit: ``hole copper, µm``, ``外形公差 ± mm``.
_NAME_AND_UNIT = re.compile(r"^(.*?)(?:,? (± )?(mm²?|°C|V|%|oz|µm|µin|µ\"|°))?$")
#: Features that cost money and are named when the board has them.
_FEATURES = (
    "halogen_free",
    "via_in_pad",
    "castellated",
    "edge_plating",
    "countersinks",
    "depth_route",
    "press_fit",
    "peelable_mask",
    "carbon_ink",
)


def line_words(line: QuoteLine, lang: str) -> tuple[str | Phrase, ...]:
    """How many boards are one of the unit of *line*, and its board; nothing without a board."""
    if line.board is None:
        return ()
    return (*set_words(line.board, line.unit), *board_words(line.board, lang))


def board_words(spec: Specification, lang: str) -> tuple[str | Phrase, ...]:
    """*spec* as phrases in the trade's order; what it does not answer is left out."""
    return tuple(
        words
        for part in (_build(spec, lang), _copper(spec), _surface(spec, lang), _more(spec, lang))
        for words in part
    )


def _build(spec: Specification, lang: str) -> Iterator[str | Phrase]:
    if spec.layers is not None:
        yield phrase("{n} layers", n=spec.layers) if spec.layers > 1 else phrase("1 layer")
    if spec.hdi_stage not in {None, HdiStage.NONE}:
        yield phrase("HDI {stage}", stage=_word(spec.hdi_stage, lang))
    if spec.board_size is not None:
        yield _size(spec.board_size)
    if spec.array is not None:
        yield phrase("array {layout}", layout=str(spec.array).replace("x", "×"))
    if spec.array_size is not None:
        yield phrase("array size {size}", size=_size(spec.array_size))
    yield from _crossed_out(spec)
    if spec.material is not None:
        yield _word(spec.material, lang)
    if spec.laminate is not None:
        yield _laminate(spec.laminate, spec.laminate_or_equivalent)
    if spec.tg_c is not None:
        yield f"Tg {spec.tg_c} °C"
    yield from _thickness(spec)


def _crossed_out(spec: Specification) -> Iterator[Phrase]:
    if spec.xout is XOut.NOT_ACCEPT:
        yield phrase("no X-out boards")
    elif spec.xout is XOut.ACCEPT and spec.xout_per_array is not None:
        yield phrase("X-out boards taken, at most {n} an array", n=spec.xout_per_array)
    elif spec.xout is XOut.ACCEPT:
        yield phrase("X-out boards taken")


def _laminate(brand: str, or_equivalent: bool | None) -> str | Phrase:
    if or_equivalent:
        return phrase("{laminate} or equivalent", laminate=brand)
    return brand if or_equivalent is None else phrase("{laminate} only", laminate=brand)


def _thickness(spec: Specification) -> Iterator[Phrase]:
    if spec.thickness_mm is None:
        return
    found = plain(spec.thickness_mm)
    if spec.thickness_tol_mm is not None:
        found = f"{found} ±{plain(spec.thickness_tol_mm)}"
    thick = phrase("{mm} mm thick", mm=found)
    if spec.thickness_tol_mm is None and spec.thickness_tol_percent is not None:
        thick = phrase("{thick} ±{n} %", thick=thick, n=plain(spec.thickness_tol_percent))
    yield thick


def _copper(spec: Specification) -> Iterator[str | Phrase]:
    outer, inner = spec.cu_outer_oz, spec.cu_inner_oz
    if outer is not None:
        yield phrase("outer copper {oz} oz", oz=plain(outer))
    if inner is not None:
        yield phrase("inner copper {oz} oz", oz=plain(inner))
    if spec.hole_cu_um is not None:
        yield phrase("hole copper {um} µm", um=plain(spec.hole_cu_um))
    if spec.min_track_mm is not None and spec.min_space_mm is not None:
        widths = f"{plain(spec.min_track_mm)}/{plain(spec.min_space_mm)}"
        yield phrase("track/space {widths} mm", widths=widths)
    elif spec.min_track_mm is not None:
        yield phrase("track {widths} mm", widths=plain(spec.min_track_mm))
    if spec.min_hole_mm is not None:
        yield phrase("smallest hole {mm} mm", mm=plain(spec.min_hole_mm))


def _surface(spec: Specification, lang: str) -> Iterator[str | Phrase]:
    if spec.finish is not None:
        gold, finish = spec.finish_thickness_uin, _word(spec.finish, lang)
        yield f"{finish} {plain(gold)} µin" if gold is not None else finish
    if spec.mask_colour is not None and spec.mask_sides is not Sides.NONE:
        yield phrase("{colour} solder mask", colour=_word(spec.mask_colour, lang))
    if spec.legend_colour is not None and spec.legend_sides is not Sides.NONE:
        yield phrase("{colour} legend", colour=_word(spec.legend_colour, lang))
    if spec.via_protection is not None:
        yield phrase("vias {protection}", protection=_word(spec.via_protection, lang))
    if spec.gold_fingers:
        yield phrase("{n} gold fingers", n=spec.gold_fingers)


def _more(spec: Specification, lang: str) -> Iterator[str | Phrase]:
    for key in _FEATURES:
        if getattr(spec, key):
            yield terms()[key].text(lang)
    if spec.impedance:
        yield terms()["impedance"].text(lang)
    if spec.ipc_class is not None:
        yield phrase("IPC class {grade}", grade=_word(spec.ipc_class, lang))
    if spec.e_test is not None:
        yield phrase("electrical test: {test}", test=_word(spec.e_test, lang))
    yield from (_word(choice, lang) for choice in spec.packing)
    yield from (phrase("report: {what}", what=_word(choice, lang)) for choice in spec.reports)
    for choice in spec.declarations:
        yield phrase("{what} declaration", what=_word(choice, lang))


def set_words(spec: Specification, unit: QuantityUnit) -> tuple[Phrase, ...]:
    """How many boards one of *unit* is, where it is an array as delivered."""
    if unit is not QuantityUnit.SET or spec.array is None:
        return ()
    return (phrase("1 SET = {n} PCS", n=spec.array.boards),)


def answer_words(key: str, value: str, lang: str) -> Phrase:
    """An answer of the specification as ``board thickness: 1.6 mm``, as far as we know the key."""
    if key not in terms():
        return phrase("{name}: {value}", name=key.replace("_", " "), value=value)
    try:
        answer = read_value(key, value)
    except UsageError:
        answer = value
    name, sign, unit = _NAME_AND_UNIT.findall(terms()[key].text(lang))[0]
    shown = _word(answer, lang) if isinstance(answer, Choice) else f"{sign}{value} {unit}".strip()
    return phrase("{name}: {value}", name=name, value=shown)


def _word(choice: Choice | None, lang: str) -> str:
    return choice.term.text(lang) if choice is not None else ""


def _size(size: BoardSize) -> str:
    return f"{plain(size.width_mm)} × {plain(size.height_mm)} mm"
