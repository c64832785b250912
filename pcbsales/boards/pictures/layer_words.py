"""The trade's words for a layer that is named by its role, as ``mask-top``."""

from pcbsales.boards.fabrication.roles import Role
from pcbsales.boards.terms import Term

_LAYERS = {
    "copper-top": Term("copper top", "顶层线路", "頂層線路"),
    "copper-bottom": Term("copper bottom", "底层线路", "底層線路"),
    "mask-top": Term("solder mask top", "顶面阻焊", "正面防焊"),
    "mask-bottom": Term("solder mask bottom", "底面阻焊", "背面防焊"),
    "legend-top": Term("legend top", "顶面字符", "正面文字"),
    "legend-bottom": Term("legend bottom", "底面字符", "背面文字"),
}
_INNER = Term("inner layer", "内层", "內層")
_INNER_ROLE = "copper-inner"


def layer_words(name: str, lang: str) -> str:
    """The layer of role *name* in *lang*; what is no role stays as it is.

    >>> layer_words("copper-inner-2", "en"), layer_words("mask-top", "zh-Hant")
    ('inner layer 2', '正面防焊')
    """
    if name in _LAYERS:
        return _LAYERS[name].text(lang)
    if not name.startswith(_INNER_ROLE):
        return name
    number = name.removeprefix(_INNER_ROLE).removeprefix("-")
    return " ".join(filter(None, (_INNER.text(lang), number)))


def role_words(role: Role, lang: str) -> str:
    """The layer of *role* in *lang*; an inner one by its place in the build, where that is known.

    >>> role_words(Role("copper", "inner", 2), "en"), role_words(Role("mask", "top"), "en")
    ('inner layer L2', 'solder mask top')
    """
    if role.kind == "copper" and role.side == "inner" and role.position:
        return f"{_INNER.text(lang)} L{role.position}"
    return layer_words(str(role), lang)
