"""Writing a record's YAML: in our own hand where it is new, in the person's where there was a file.

Only what differs is changed; comments, order, quotes, indentation, blank lines and line breaks of
everything else stay. Nothing a person wrote is interpreted, so it changes only when its value does.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from pcbsales.store.text.patching import patch
from pcbsales.store.text.rendering import texts, whole
from pcbsales.store.text.strict_yaml import StrictYamlError, read

Accepts: TypeAlias = Callable[[bytes], bool]


def dump(
    tree: dict[str, Any],
    existing: bytes | None = None,
    *,
    was: dict[str, Any] | None = None,
    accepts: Accepts | None = None,
) -> bytes:
    """The YAML text of *tree*; with *existing*, that file's text with only the changes made.

    *was* is the tree of the record that *existing* holds; *accepts* says whether a text says what
    was to be written (else: it must say *tree*, text by text). Where a file cannot be changed in
    place so that it says that, it is written anew.
    """
    if existing is not None:
        takes = accepts or (lambda text: _says(text, tree))
        for text in _changed(existing, was, tree):
            if takes(text):
                return text
    return whole(tree).encode("utf-8")


def _changed(
    existing: bytes, was: dict[str, Any] | None, tree: dict[str, Any]
) -> tuple[bytes, ...]:
    """The ways to change *existing*: as it ends now, and with a line break at its end."""
    try:
        read(existing)
    except StrictYamlError:
        return ()
    changed = patch(existing.decode("utf-8"), was, tree)
    return (changed.encode("utf-8"), f"{changed}\n".encode()) if changed is not None else ()


def _says(text: bytes, tree: dict[str, Any]) -> bool:
    try:
        return bool(read(text).data == texts(tree))
    except StrictYamlError:
        return False
