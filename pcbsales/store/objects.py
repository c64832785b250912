"""Git objects: many read by one call, and the trees of a commit built from those it touches.

A ledger of 190,000 files has an index of 20 MB; a write that reads and writes one to find its tree
spends a second on it. The folders between a changed file and the root hold a few hundred names.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pcbsales.store.git import Git, GitError

FILE: Final = "100644"
_FOLDER: Final = "40000"
_KINDS: Final = {_FOLDER: "tree", "160000": "commit"}


@dataclass(frozen=True, slots=True)
class Found:
    """An object: its name (a hash), its kind, its content."""

    name: str
    kind: str
    content: bytes


#: A folder's entries by name: git's mode and the object's name.
Tree = dict[bytes, tuple[str, str]]


def read_objects(git: Git, wanted: Iterable[str]) -> dict[str, Found]:
    """What each of *wanted* (``commit:path``) names; those that name nothing are left out."""
    asked = list(dict.fromkeys(wanted))
    if not asked:
        return {}
    raw = git.run("cat-file", "--batch", stdin="".join(f"{one}\n" for one in asked).encode())
    found: dict[str, Found] = {}
    position = 0
    for one in asked:
        end = raw.index(b"\n", position)
        head, position = raw[position:end], end + 1
        if head.endswith((b" missing", b" ambiguous")):
            continue
        name, kind, size = head.decode().split(" ")
        found[one] = Found(name, kind, raw[position : position + int(size)])
        position += int(size) + 1
    return found


def read_blobs(git: Git, commit: str, paths: Iterable[str]) -> dict[str, Found]:
    """The files at *paths* in *commit*; those that are not there are left out."""
    names = {f"{commit}:{path}": path for path in paths}
    found = read_objects(git, names)
    return {names[one]: blob for one, blob in found.items() if blob.kind == "blob"}


def object_name(kind: str, content: bytes, *, like: str) -> str:
    """The name that git gives to *content*, by the hash of the repository of the object *like*."""
    digest = hashlib.sha256() if len(like) > 40 else hashlib.sha1(usedforsecurity=False)
    digest.update(f"{kind} {len(content)}\0".encode())
    digest.update(content)
    return digest.hexdigest()


def folders_of(paths: Iterable[str]) -> list[str]:
    """Every folder above *paths*, the deepest first; the root is the empty one, at the end."""
    found = {""}
    for path in paths:
        parts = path.split("/")[:-1]
        found |= {"/".join(parts[: depth + 1]) for depth in range(len(parts))}
    return sorted(found, key=lambda folder: (-(folder.count("/") + bool(folder)), folder))


def written_tree(git: Git, base: str, blobs: Mapping[str, str]) -> str:
    """Write the trees of *base* with *blobs* in place (an empty name: gone); the root's name.

    Raises:
        GitError: Git could not write them, or a file stands where a folder is needed.
    """
    folders = folders_of(blobs)
    found = read_objects(git, (f"{base}:{folder}" for folder in folders))
    trees: dict[str, Tree] = {}
    for folder in folders:
        there = found.get(f"{base}:{folder}")
        if there is not None and there.kind != "tree":
            raise GitError(("mktree",), f"{folder} is a file")
        trees[folder] = _parsed(there.content, len(base) // 2) if there else {}
    for path, blob in blobs.items():
        folder, _, name = path.rpartition("/")
        _set(trees[folder], name, (FILE, blob) if blob else None)
    return _write(git, folders, trees, like=base)


def _write(git: Git, folders: list[str], trees: Mapping[str, Tree], *, like: str) -> str:
    names: dict[str, str] = {}
    texts: list[bytes] = []
    for folder in folders:
        content = _content(trees[folder])
        names[folder] = object_name("tree", content, like=like)
        if folder:
            above, _, own = folder.rpartition("/")
            _set(trees[above], own, (_FOLDER, names[folder]) if content else None)
        if content or not folder:
            texts.append(_text(trees[folder]))
    raw = git.run("mktree", "-z", "--batch", stdin=b"".join(texts))
    if raw.split()[-1:] != [names[""].encode()]:
        raise GitError(("mktree",), "its trees are not those that were asked for")
    return names[""]


def _set(tree: Tree, name: str, entry: tuple[str, str] | None) -> None:
    if entry is None:
        tree.pop(name.encode(), None)
    else:
        tree[name.encode()] = entry


def _parsed(raw: bytes, width: int) -> Tree:
    tree: Tree = {}
    position = 0
    while position < len(raw):
        space = raw.index(b" ", position)
        end = raw.index(b"\0", space)
        name = raw[end + 1 : end + 1 + width].hex()
        tree[raw[space + 1 : end]] = (raw[position:space].decode(), name)
        position = end + 1 + width
    return tree


def _ordered(tree: Tree) -> list[tuple[bytes, tuple[str, str]]]:
    """In git's order: a folder sorts as if its name ended in a slash."""
    return sorted(tree.items(), key=lambda item: item[0] + b"/" * (item[1][0] == _FOLDER))


def _content(tree: Tree) -> bytes:
    return b"".join(
        mode.encode() + b" " + name + b"\0" + bytes.fromhex(target)
        for name, (mode, target) in _ordered(tree)
    )


def _text(tree: Tree) -> bytes:
    """A tree as mktree reads it, with the empty line that ends it."""
    entries = (
        f"{mode:0>6} {_KINDS.get(mode, 'blob')} {target}\t".encode() + name + b"\0"
        for name, (mode, target) in _ordered(tree)
    )
    return b"".join(entries) + b"\0"
