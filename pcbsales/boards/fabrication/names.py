"""What file names tell: the habits of many design programs and board makers."""

import re
from collections.abc import Sequence

from pcbsales.boards.fabrication.roles import SIDED, Role
from pcbsales.boards.fabrication.vocabulary import (
    ABSOLUTE_WORDS,
    BOTTOM,
    BOTTOM_JOINED,
    COPPER_WORDS,
    INNER_WORDS,
    KIND_PATTERNS,
    PLANE_WORDS,
    RUNNING_WORDS,
    TOP,
    TOP_JOINED,
)

_KICAD = re.compile(
    r"(?:^|[-_. ])(?:(?P<side>[fb]|top|bottom)[._ ](?P<kind>cu|mask|paste|silks|silkscreen"
    r"|adhes|adhesive|crtyd|courtyard|fab)|in(?P<inner>\d{1,2})[._ ]cu"
    r"|inner(?P<inner2>\d{1,2})[._ ]cu|(?P<edge>edge[._ -]?cuts)"
    r"|(?P<user>dwgs|cmts|eco1|eco2|margin|user)(?:[._ ]\w+)?)$",
    re.IGNORECASE,
)
_KICAD_KINDS = {"cu": "copper", "mask": "mask", "paste": "paste"}

_NAMED = (
    ("copper", "top", "gtl cmp top"),
    ("copper", "bottom", "gbl sol bot"),
    ("mask", "top", "gts stc tsm smt stoptop"),
    ("mask", "bottom", "gbs sts bsm smb stopbot"),
    ("legend", "top", "gto plc tsk sst positop"),
    ("legend", "bottom", "gbo pls bsk ssb posibot"),
    ("paste", "top", "gtp crc tsp spt pastetop"),
    ("paste", "bottom", "gbp crs bsp spb pastebot"),
    ("outline", "", "gko gm1 gml dim bor oln outline out outl profile"),
    ("drawing", "", "gpt gpb gd1 gg1 gdd gdl gbd gdr ast asb asy adt adb gta gba"),
)
_EXTENSIONS = {name: Role(kind, side) for kind, side, names in _NAMED for name in names.split()}
_EXTENSIONS |= {name: Role("copper", "inner") for name in ("gnd", "pwr", "vcc")}
_EXTENSIONS |= {name: Role("outline", rank=3) for name in ("fab", "mil", "gmill")}

_INNER_EXTENSION = re.compile(r"(?:(?P<kind>g|gp|in|ly|gi|inr|inner|mid|l)(?P<n>\d{1,2}))$")
_FAMILIES = {"gp": "p", "g": "g", "ly": "e", "l": "e"}
_MECHANICAL = re.compile(r"gm\d+$|gko\d+$|gm$")
_WORDS = re.compile(r"[a-z]+|\d+")


def role_of_name(name: str, common: str = "") -> Role | None:
    """The role a Gerber's name tells; *common* is what all names of the package begin with.

    >>> str(role_of_name("board-In1_Cu.gbr")), str(role_of_name("board.GTL"))
    ('copper-inner-2', 'copper-top')
    """
    base = name.rpartition("/")[2]
    stem, _, extension = base.lower().rpartition(".")
    if not stem:
        stem, extension = base.lower(), f"g{base.lower()}"
    return (
        _kicad(stem)
        or _told_by_words(_stripped(stem, common), strict=True)
        or _told_by_extension(extension)
        or _told_by_words(_stripped(stem, common), strict=False)
    )


def _stripped(stem: str, common: str) -> str:
    return stem[len(common) :] if common and stem.startswith(common) else stem


def _kicad(stem: str) -> Role | None:
    match = _KICAD.search(stem)
    if match is None:
        return None
    if match["edge"]:
        return Role("outline")
    inner = match["inner"] or match["inner2"]
    if inner:
        return Role("copper", "inner", int(inner) + 1)
    if match["user"] or match["kind"].lower().startswith(("adh", "crt", "cou", "fab")):
        return Role("drawing")
    kind = _KICAD_KINDS.get(match["kind"].lower(), "legend")
    return Role(kind, "top" if match["side"].lower() in {"f", "top"} else "bottom")


def _told_by_extension(extension: str) -> Role | None:
    if extension in _EXTENSIONS:
        return _EXTENSIONS[extension]
    if _MECHANICAL.match(extension):
        return Role("outline", rank=3, detail="mechanical")
    placed = re.fullmatch(r"g(\d{1,2})l", extension)
    if placed:
        return Role("copper", "inner", int(placed[1]))
    match = _INNER_EXTENSION.match(extension)
    if match:
        number = int(match["n"])
        prefix = _FAMILIES.get(match["kind"], "i")
        return Role("copper", "inner", 0, f"{prefix}{number}")
    return None


def _side(text: str) -> str:
    """Top or bottom, by the last word that names a side."""
    found = ""
    for word in re.findall(r"[a-z]+", text):
        if word in TOP or TOP_JOINED.search(word):
            found = "top"
        if word in BOTTOM or BOTTOM_JOINED.search(word):
            found = "bottom"
    if "顶" in text or "頂" in text:
        found = "top"
    return "bottom" if "底" in text else found


def _told_by_words(text: str, *, strict: bool) -> Role | None:
    """The role by the words of a name; *strict* keeps to words that leave no doubt."""
    for kind, pattern in KIND_PATTERNS:
        match = pattern.search(text)
        if match is None:
            continue
        if kind == "mechanical":
            return None if strict else Role("outline", rank=3, detail="mechanical")
        if kind not in SIDED:
            return Role(kind) if not strict or kind not in {"outline", "drawing"} else None
        side = _side(text.replace("solder", "")) or _letter_side(text)
        if side or not strict:
            return Role(kind, side)
        return None
    return None if strict or _DRILL_NAME.search(text) else _copper(text)


def _letter_side(text: str) -> str:
    """A side told by one letter: t or b before the word, a or b behind it (Zuken)."""
    match = re.search(
        r"(?:^|[-_. ])([tb])[-_]?(?=stop|s?mask|silk|paste|cream|place|names|sm)", text
    )
    if match:
        return "top" if match[1] == "t" else "bottom"
    match = re.search(r"[-_. ]([ab])$|(?:sm|ss|sp)[-_]?([tb])$", text)
    if match:
        return "top" if (match[1] or match[2]) in {"a", "t"} else "bottom"
    return ""


def _copper(text: str) -> Role | None:
    inner = INNER_WORDS.search(text)
    if inner:
        number = int(next(group for group in inner.groups() if group))
        return Role("copper", "inner", 0, f"i{number}")
    side = _side(text)
    absolute = ABSOLUTE_WORDS.search(text)
    position = int(absolute[1]) if absolute else 0
    running = RUNNING_WORDS.search(text)
    if running and not side and not position:
        return Role("copper", "inner", 0, f"{running[1][0]}{running[2]}")
    if side and (position <= 1 or not PLANE_WORDS.search(text)):
        return Role("copper", side, position)
    if position:
        return Role("copper", "top" if position == 1 else "", position)
    plane = PLANE_WORDS.search(text)
    if plane:
        return Role("copper", "inner")
    return Role("copper") if COPPER_WORDS.search(text) else None


_DRILL_NAME = re.compile(
    r"(^|[-_. ])(n?pth|dri?lls?|drl|holes|nc[-_]?drill)(?=[-_. ]|$)", re.IGNORECASE
)


def named_as_drill(name: str) -> bool:
    """Whether a name promises drill data (and no drawing of it)."""
    base = name.rpartition("/")[2].lower()
    stem, dot, extension = base.rpartition(".")
    return any(_DRILL_NAME.search(part) for part in ((stem, extension) if dot else (base,)))


def role_of_label(labels: Sequence[str]) -> Role | None:
    """The role by what comments inside the file call its layers (Allegro lists several).

    >>> str(role_of_label(["ETCH/TOP", "BOARD GEOMETRY/OUTLINE"]))
    'copper-top'
    """
    for kind, word in (("copper", "ETCH/"), ("copper", "CONDUCTOR/")):
        inside = [label.upper().partition(word)[2] for label in labels if word in label.upper()]
        if inside:
            return _copper("etch " + inside[0].lower()) or Role(kind, "inner")
    classes = [label for label in labels if "/" in label]
    told = [role_of_name(label.replace("/", " ").replace(" ", "_")) for label in classes or labels]
    roles = [role for role in told if role is not None]
    sided = [role for role in roles if role.kind in SIDED and role.side]
    if sided:
        return sided[0]
    same = {role.kind for role in roles}
    return roles[0] if len(same) == 1 and len(roles) == len(told) else None
