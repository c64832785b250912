"""What was typed where a command's name stands, and is none: the near ones, or all there are."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from pcbsales.kernel.errors import UsageError

#: What people type for a verb, and what it is called here, in the order of likelihood.
_MEANT: Final[Mapping[str, tuple[str, ...]]] = {
    "add": ("new",),
    "approve": ("grant",),
    "cancel": ("withdraw", "void"),
    "create": ("new",),
    "deny": ("refuse",),
    "get": ("show",),
    "list": ("inbox", "show"),
    "ls": ("list",),
    "make": ("new",),
    "reject": ("refuse",),
    "view": ("show",),
}
#: Verbs that tell no noun from another.
_EVERYWHERE: Final = frozenset({"list", "show", "log", "new"})


def unknown_verb(group: str, typed: str, verbs: Sequence[str]) -> UsageError:
    """That *group*, such as ``pcbsales quote``, has no command *typed*: the near one, or all."""
    meant = [verb for verb in _MEANT.get(typed.lower(), ()) if verb in verbs][:1]
    if near := meant or get_close_matches(typed.lower(), verbs, n=2):
        return _proposing(group, typed, [f"{group} {verb}" for verb in near])
    return UsageError(
        "{group} has no command {typed}; it has {verbs}",
        group=group,
        typed=repr(typed),
        verbs=", ".join(verbs),
    )


def unknown_noun(typed: str, names: Sequence[str], verbs: Iterable[tuple[str, str]]) -> UsageError:
    """That there is no command *typed*: near *names*, or the nouns that have it among *verbs*."""
    near = get_close_matches(typed.lower(), names) or [
        f"{noun} {verb}"
        for noun, verb in verbs
        if verb == typed.lower() and verb not in _EVERYWHERE
    ]
    if near:
        return _proposing("pcbsales", typed, [f"pcbsales {name}" for name in near[:3]])
    return UsageError("pcbsales has no command {typed}; all are in: pcbsales -h", typed=repr(typed))


def _proposing(group: str, typed: str, near: Sequence[str]) -> UsageError:
    return UsageError(
        "{group} has no command {typed}; did you mean: {near}",
        group=group,
        typed=repr(typed),
        near=", ".join(near),
    )
