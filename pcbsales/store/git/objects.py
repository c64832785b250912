"""Git objects: many read by one call, and the trees of a commit built from those it touches.

A ledger of 190,000 files has an index of 20 MB; a write that reads and writes one to find its tree
spends a second on it. The folders between a changed file and the root hold a few hundred names.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pcbsales.store.git.program import Git, GitError
from pcbsales.store.writing.durability import write_whole

FILE: Final = "100644"
_FOLDER: Final = "40000"
#: So many paths are named to git at once.
_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Found:
    """An object: its name (a hash), its kind, its content."""

    name: str
    kind: str
    content: bytes


#: A folder's entries by name: git's mode and the object's name.
Tree = dict[bytes, tuple[str, str]]


def read_objects(git: Git, wanted: Iterable[str]) -> dict[str, Found]:
    """What each of *wanted* (``commit:path``, or a hash) names; what names nothing is left out.

    So are names with a line break, which no record has: they would be taken for two questions.
    """
    asked = [one for one in dict.fromkeys(wanted) if "\n" not in one]
    if not asked:
        return {}
    raw = git.run("cat-file", "--batch", stdin="".join(f"{one}\n" for one in asked).encode())
    found: dict[str, Found] = {}
    position = 0
    for one in asked:
        end = raw.index(b"\n", position)
        head, position = raw[position:end], end + 1
        if head.endswith((b" missing", b" ambiguous", b" submodule")):
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


def standing_blobs(git: Git, commit: str, paths: Iterable[str]) -> dict[str, Found]:
    """As ``read_blobs``; what is left out is not there for sure.

    Raises:
        GitError: A file is there and cannot be read, which git calls missing, too; or a folder.
    """
    wanted = list(paths)
    found = read_blobs(git, commit, wanted)
    absent = [path for path in wanted if path not in found]
    for at in range(0, len(absent), _AT_ONCE):
        words = ("ls-tree", "-z", "--full-tree", commit, "--")
        for entry in git.run(*words, *absent[at : at + _AT_ONCE]).split(b"\0"):
            about, _, path = entry.partition(b"\t")
            if b" blob " in about:
                raise GitError(words[:1], f"{path.decode('utf-8', 'replace')} cannot be read")
    return found


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


def write_objects(git: Git, kind: str, files: Sequence[Path]) -> list[str]:
    """Keep the contents of *files* as objects of *kind*, by one call; their names, in order.

    Each is on the disk before it gets its name: an object with a name and no bytes would stand in
    the way of the same write for ever. (``mktree`` does not heed ``core.fsync`` before git 2.40.)
    """
    names = [os.path.relpath(file, git.root) for file in files]
    told = git.text(
        "hash-object", "-t", kind, "-w", "--no-filters", "--stdin-paths",
        stdin="".join(f"{name}\n" for name in names).encode(),
    )  # fmt: skip
    return told.split()


def written_tree(git: Git, base: str, blobs: Mapping[str, str], scratch: Path) -> str:
    """Write the trees of *base* with *blobs* in place (an empty name: gone); the root's name.

    *scratch* is a folder for files on the way.

    Raises:
        GitError: Git could not write them, or a file stands where a folder is needed.
    """
    folders = folders_of(blobs)
    found = read_objects(git, (f"{base}:{folder}" for folder in folders))
    trees: dict[str, Tree] = {}
    for folder in folders:
        there = found.get(f"{base}:{folder}")
        if there is not None and there.kind != "tree":
            raise GitError(("hash-object",), f"{folder} is a file")
        trees[folder] = _parsed(there.content, len(base) // 2) if there else {}
    for path, blob in blobs.items():
        folder, _, name = path.rpartition("/")
        _set(trees[folder], name, (FILE, blob) if blob else None)
    contents = _contents(folders, trees, like=base)
    files = [scratch / f"tree-{number}" for number in range(len(contents))]
    for file, content in zip(files, contents.values(), strict=True):
        write_whole(file, content, sync=False)
    if write_objects(git, "tree", files) != list(contents):
        raise GitError(("hash-object",), "the trees are not those that were asked for")
    return list(contents)[-1]


def _contents(folders: Iterable[str], trees: Mapping[str, Tree], *, like: str) -> dict[str, bytes]:
    """The trees that are not empty by their names, each before those that hold it."""
    found: dict[str, bytes] = {}
    for folder in folders:
        content = _content(trees[folder])
        name = object_name("tree", content, like=like)
        if folder:
            above, _, own = folder.rpartition("/")
            _set(trees[above], own, (_FOLDER, name) if content else None)
        if content or not folder:
            found.pop(name, None)
            found[name] = content
    return found


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
