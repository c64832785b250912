"""Answers as people type them: ``KEY=VALUE``, in the trade's words, read into specification values.

Keys are taken by name, without their unit, or by their term in any of the three languages
(``thickness_mm``, ``thickness``, 成品板厚); choices by word or term (``enig``, 沉金); lengths also
in mil or inch (``4mil``). What cannot be read is refused with what would be accepted.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from pcbsales.boards.impedance import Impedance
from pcbsales.boards.specification import Specification, terms
from pcbsales.boards.terms import Choice
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.field_errors import explain
from pcbsales.kernel.scalars import plain
from pcbsales.kernel.units import UM_PER_OUNCE, length_mm, thickness_um

_UNITS = ("_mm", "_mm2", "_um", "_uin", "_oz", "_c", "_v", "_percent", "_deg")
_UNIT_OF_TERM = re.compile(r",?( ±)? (mm²?|°C|V|%|oz|µm|µin|µ\"|°)$|\([^)]*\)$")
#: What people say for a key beside its terms.
_SPOKEN = {
    "size": "board_size",
    "尺寸": "board_size",
    "copper": "cu_outer_oz",
    "铜厚": "cu_outer_oz",
    "銅厚": "cu_outer_oz",
    "板厚": "thickness_mm",
    "colour": "mask_colour",
    "颜色": "mask_colour",
    "顏色": "mask_colour",
    "color": "mask_colour",
    "mask_color": "mask_colour",
    "legend_color": "legend_colour",
    "bevel": "gold_finger_bevel_deg",
}
#: What people and design programs write for a choice beside its word and terms.
_SPOKEN_CHOICES = {
    "hal_snpb": "hasl",
    "hal_lead_free": "lf_hasl",
    "lead_free_hasl": "lf_hasl",
    "immersion_gold": "enig",
    "ht_osp": "osp",
    "matte_green": "matt_green",
    "green_matte": "matt_green",
    "matte_black": "matt_black",
    "black_matte": "matt_black",
}
_YES = {"yes", "y", "是", "有", "要"}
_NO = {"no", "n", "否", "无", "無", "不要"}
_TIMES = re.compile(r"\s*(?:mm)?\s*[x×*]\s*")
_UNIT_BEHIND = re.compile(r"([0-9.]+)\s*(?:mm2|mm|uin|u\"|oz|um|°c|℃|c|v|%|°|deg)")
_FOLDED = str.maketrans({"µ": "u", "μ": "u", "″": '"', "”": '"', "“": '"'})


def split_setting(text: str) -> tuple[str, str]:
    """``KEY=VALUE`` as a pair; UsageError if there is no ``=`` or nothing before it.

    >>> split_setting("finish=enig")
    ('finish', 'enig')
    """
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise UsageError(
            "{text} is not an answer; give KEY=VALUE such as thickness_mm=1.6", text=repr(text)
        )
    return key.strip(), value.strip()


def read_settings(texts: Iterable[str]) -> dict[str, Any]:
    """The answers of ``KEY=VALUE`` *texts* by key; None where the value is empty: taken back.

    Raises UsageError on an unknown key, a value of another kind, or a key given twice.
    """
    answers: dict[str, Any] = {}
    for text in texts:
        name, value = split_setting(text)
        key = key_named(name)
        if key in answers:
            raise UsageError("{key} is given twice; give it once", key=key)
        answers[key] = read_value(key, value) if value else None
    return answers


def key_named(name: str) -> str:
    """The key of the specification that *name* means; UsageError names what is near or accepted.

    >>> key_named("thickness"), key_named("表面处理")
    ('thickness_mm', 'finish')
    """
    meant = _names().get(_folded(name), ())
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UsageError("{name} may be any of {keys}; give one", name=name, keys=", ".join(meant))
    if near := get_close_matches(_folded(name), _names(), n=3, cutoff=0.75):
        keys = dict.fromkeys(key for word in near for key in _names()[word])
        raise UsageError(
            "{name} is no key of a specification; did you mean {keys}?",
            name=name,
            keys=", ".join(keys),
        )
    raise UsageError(
        "{name} is no key of a specification; keys are {keys}", name=name, keys=", ".join(terms())
    )


def read_value(key: str, text: str) -> Any:
    """The value that *text* gives for *key*; UsageError says what would be accepted."""
    choices = choices_of(key)
    if choices is not None:
        words = text.split(",") if is_list(key) else [text]
        found = tuple(_choice(key, choices, word) for word in words)
        return _checked(key, found if is_list(key) else found[0])
    if key == "impedance":
        return _checked(key, [_impedance(entry) for entry in text.split(",")])
    try:
        return _checked(key, text)
    except UsageError:
        if (tidied := _tidied(key, text)) == text:
            raise
        return _checked(key, tidied)


def write_value(value: Any) -> str:
    """The text that :func:`read_value` reads as *value*.

    >>> write_value(read_value("board_size", "100*68"))
    '100 x 68'
    """
    if isinstance(value, tuple):
        return ",".join(write_value(item) for item in value)
    if isinstance(value, Impedance):
        parts = (value.layer, value.ohm, value.reference or "", value.width_mm or "")
        return ":".join(write_value(part) for part in parts).rstrip(":")
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, Decimal) else str(value)


def choices_of(key: str) -> type[Choice] | None:
    """The closed set that *key* is answered from, if it has one."""
    for part in _types(Specification.model_fields[key].annotation):
        if isinstance(part, type) and issubclass(part, Choice):
            return part
    return None


def is_list(key: str) -> bool:
    """Whether *key* takes several answers."""
    return get_origin(Specification.model_fields[key].annotation) is tuple


def _types(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is tuple or isinstance(annotation, UnionType):
        for part in get_args(annotation):
            yield from _types(part)
    else:
        yield annotation


def _checked(key: str, value: Any) -> Any:
    try:
        return getattr(Specification.model_validate({key: value}), key)
    except ValidationError as error:
        _, msgid, values = explain(Specification, error.errors()[0])
        raise UsageError(msgid, **{**values, "place": key}) from None


def _choice(key: str, choices: type[Choice], text: str) -> Choice:
    word = _folded(text)
    word = _SPOKEN_CHOICES.get(word, word)
    meant = [choice for choice in choices if word in _words(choice)]
    if len(meant) == 1:
        return meant[0]
    raise UsageError(
        "{field}: expected one of {expected}, got {value}",
        field=key,
        expected=", ".join(choices),
        value=repr(text),
    )


def _words(choice: Choice) -> set[str]:
    """How a choice may be typed: its word, its terms, a term without its brackets or 色."""
    terms_ = choice.term.words
    bare = (part for term in terms_ for part in re.split(r"[()]", term))
    shades = (term.removesuffix("色") for term in terms_)
    return {_folded(word) for word in (choice.value, *terms_, *bare, *shades) if word.strip()}


@cache
def _names() -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for key, term in terms().items():
        short = next((key.removesuffix(unit) for unit in _UNITS if key.endswith(unit)), key)
        bare = (_UNIT_OF_TERM.sub("", word) for word in term.words)
        for name in {_folded(word) for word in (short, *term.words, *bare)}:
            names[name] = (*names.get(name, ()), key)
    spoken = {_folded(name): (key,) for name, key in _SPOKEN.items()}
    return {**names, **spoken, **{key: (key,) for key in terms()}}


def _folded(text: str) -> str:
    """*text* without width, case, blanks and hyphens."""
    return re.sub(r"[\s_-]+", "_", unicodedata.normalize("NFKC", text).strip()).casefold()


def _tidied(key: str, text: str) -> str:
    """*text* as the ledger has it: plain digits in the key's unit, ``100 x 68``, true or false."""
    plainer = unicodedata.normalize("NFKC", text).strip().casefold().translate(_FOLDED)
    if plainer in _YES | _NO:
        return "true" if plainer in _YES else "false"
    if key.endswith("_mm") and re.search(r"(mil|inch|in|um|\")$", plainer):
        return _trimmed(length_mm(plainer))
    if key.endswith("_oz") and plainer.endswith("um"):
        return _trimmed(thickness_um(plainer) / UM_PER_OUNCE)
    if _TIMES.search(plainer):
        return _TIMES.sub(" x ", plainer).removesuffix("mm").strip()
    with_unit = _UNIT_BEHIND.fullmatch(plainer)
    return with_unit[1] if with_unit else plainer


def _trimmed(number: Decimal) -> str:
    return plain(round(number, 6).normalize())


def _impedance(text: str) -> dict[str, str]:
    """``L1:50:L2:0.15`` as layer, Ω, reference layer and width."""
    parts = [part.strip() for part in text.split(":")]
    names = tuple(Impedance.model_fields)
    if not 2 <= len(parts) <= len(names):
        raise UsageError(
            "impedance: expected LAYER:OHM[:REFERENCE[:MM]] such as L1:50:L2:0.15, got {value}",
            value=repr(text),
        )
    return {name: part for name, part in zip(names, parts, strict=False) if part}
