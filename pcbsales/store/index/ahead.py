"""What is begun before the program itself is imported: the search for files that changed.

Nothing here may fail, print, or import much; where anything is unusual, nothing is begun, and the
command looks for itself.
"""

import os

_WITH_VALUE = frozenset({"--root", "--actor", "--lang", "--request-id"})
#: Options after which no ledger is read, and commands that read none.
_WITHOUT = frozenset({"--help", "-h", "--version", "--no-index", "--install-completion"})
_NO_LEDGER = frozenset({"init", "intake"})


def begin(words: list[str]) -> None:
    """Start looking for changed files if the command *words* will read a ledger with an index."""
    root = _root_for(words)
    if root is None:
        return
    try:
        _search(root)
    except Exception:
        return


def _root_for(words: list[str]) -> str | None:
    """The ledger that the command is about; None if it needs no index."""
    if os.environ.get("PCBSALES_NO_INDEX") or "_PCBSALES_COMPLETE" in os.environ:
        return None
    if not _WITHOUT.isdisjoint(words):
        return None
    named = os.environ.get("PCBSALES_ROOT", "")
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if name in _WITH_VALUE:
            said = value if equals else next(rest, "")
            named = said if name == "--root" else named
        elif not word.startswith("-"):
            return None if word in _NO_LEDGER else _root(named)
    return None


def _root(named: str) -> str | None:
    folder = os.path.realpath(named or os.curdir)
    while not os.path.exists(f"{folder}/ledger/FORMAT"):  # noqa: PTH110 -- before any import
        above = os.path.dirname(folder)  # noqa: PTH120 -- before any import
        if named or above == folder:
            return None
        folder = above
    return folder


def _search(root: str) -> None:
    import json  # noqa: PLC0415 -- only where a ledger is read
    import sqlite3  # noqa: PLC0415 -- only where a ledger is read

    from pcbsales.store.index import freshness  # noqa: PLC0415 -- only where a ledger is read

    file = f"{root}/.pcbsales/index.sqlite"
    if "?" in file or "#" in file or "%" in file or not os.path.exists(file):  # noqa: PTH110
        return
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=0.05)
    try:
        known = dict(db.execute("SELECT key, value FROM meta"))
    finally:
        db.close()
    mark, counts = freshness.Mark.read(known["mark"]), json.loads(known["counts"])
    if mark is None or not freshness.is_worth_it(counts):
        return
    if freshness.is_good(mark, freshness.mark_now(f"{root}/ledger"), file):
        freshness.begin(root, mark, counts)
