"""The small ledger that every odd state is made of, and what can be seen of it from outside."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import pytest

from pcbsales.store.git.program import Identity
from pcbsales.store.keeping.founding import found

#: What a person has changed by hand, and what they have staged: no command may sweep it in.
EDITED: Final = "ledger/customers/BAKER.yaml"
STAGED: Final = "notes.txt"
#: The record that the writing command adds.
ADDED: Final = "ledger/customers/NEWONE.yaml"
WRITING: Final = (
    "customer", "new", "NEWONE", "New One", "--country", "HK", "--entity", "HK", "--currency",
    "USD", "-o", "json",
)  # fmt: skip
READING: Final = ("customer", "list", "-o", "tsv")

_FILES: Final = {
    "entities/HK": "id: HK\nname:\n  en: Desk\naddress:\n  en: Nowhere 1\ncountry: HK\n"
    "currencies: [USD]\naccounts:\n  - id: HK-USD\n    currency: USD\n    bank:\n      en: B\n"
    "    holder:\n      en: Desk\n    account: '1'\nletterhead:\n  phone: +852 1\n"
    "  email: x@example.com\ninvoices:\n  numbering: own\n  prefix: HK\ncalendar: DESK\n",
    "calendars/DESK": "id: DESK\nname:\n  en: Desk\ncountry: HK\nzone: Asia/Hong_Kong\nweek:\n"
    "  - days: [mon]\n    windows:\n      - open: 09:00\n        close: 18:00\n",
    "staff/LIN": "id: LIN\nname:\n  en: Lin Mei\n  zh_hant: 林梅\nemails: [test@example.com]\n"
    "roles: [sales_manager]\nentity: HK\nvalid_from: 2020-01-01\n",
    "customers/ABLE": "id: ABLE\nname:\n  zh_hans: 能力电子\nshort_name: 能力\ncountry: CN\n"
    "currency: USD\nprice_basis: net\nentity: HK\nrep: LIN\n",
    "customers/BAKER": "id: BAKER\nname:\n  en: Baker\nshort_name: Baker\ncountry: DE\n"
    "currency: USD\nprice_basis: net\nentity: HK\nrep: LIN\n",
}
_OWN: Final = (".pcbsales", ".git/pcbsales", ".git/objects", ".git/logs")


def small_ledger(root: Path) -> None:
    """A ledger of four records with one hand edit and one staged file."""
    found(root, author=Identity("Test", "test@example.com"), actor="LIN")
    for name, text in _FILES.items():
        file = root / "ledger" / f"{name}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    shutil.rmtree(root / ".git/hooks")
    plain_git(root, "add", "--all")
    plain_git(root, "commit", "--quiet", "--message=Records")
    with (root / EDITED).open("a", encoding="utf-8") as file_:
        file_.write("# by hand\n")
    (root / STAGED).write_text("staged\n")
    plain_git(root, "add", STAGED)


def plain_git(root: Path, *arguments: str, check: bool = True) -> str:
    """What git says to a person who has set nothing."""
    done = subprocess.run(
        ["git", *arguments], cwd=root, check=check, capture_output=True, stdin=subprocess.DEVNULL,
        env={
            "PATH": os.defpath + ":/usr/local/bin", "LC_ALL": "C.UTF-8", "GIT_PAGER": "cat",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
            "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.com",
            "GIT_COMMITTER_NAME": "Test", "GIT_COMMITTER_EMAIL": "test@example.com",
            "GIT_EDITOR": ":", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": "/dev/null",
        },
    )  # fmt: skip
    return done.stdout.decode("utf-8", "surrogateescape")


@dataclass
class Scene:
    """A copy of the small ledger at ``root``, in ``folder``, and the environment around it."""

    folder: Path
    root: Path
    monkeypatch: pytest.MonkeyPatch
    clean_up: list[Callable[[], object]] = field(default_factory=list)
    #: Where the commands are run, if not at the root.
    place: Path | None = None

    def git(self, *arguments: str, check: bool = True) -> str:
        """Plain git in the ledger."""
        return plain_git(self.root, *arguments, check=check)

    def config(self, key: str, value: str) -> None:
        """Set *key* in the ledger's own configuration."""
        self.git("config", key, value)

    def write(self, path: str, text: str) -> Path:
        """Write a file below the root."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def env(self, **variables: str) -> None:
        """Set variables."""
        for name, value in variables.items():
            self.monkeypatch.setenv(name, value)

    def move_to(self, root: Path) -> None:
        """Move the ledger to *root*."""
        root.parent.mkdir(parents=True, exist_ok=True)
        self.root.rename(root)
        self.root = root

    def clear(self) -> None:
        """Take hand edits and staged files back: some states can't be made beside them."""
        self.git("reset", "--quiet", "--hard")

    @cached_property
    def canary(self) -> Path:
        """A program that must never run: it leaves a trace."""
        file = self.folder / "canary"
        file.write_text(f"#!/bin/sh\ntouch {shlex.quote(str(self.trace))}\n")
        file.chmod(0o755)
        return file

    @property
    def trace(self) -> Path:
        """What the canary leaves."""
        return self.folder / "it-ran"

    def picture(self) -> dict[str, bytes]:
        """Every file of work tree and repository by its content, but objects and our own."""
        seen: dict[str, bytes] = {}
        for place, folders, names in os.walk(self.root):
            inside = os.path.relpath(place, self.root)
            folders[:] = [n for n in folders if os.path.normpath(f"{inside}/{n}") not in _OWN]
            for name in names:
                file = Path(place, name)
                plain = file.is_file() and not file.is_symlink()
                content = file.read_bytes() if plain else b""
                seen[os.path.normpath(f"{inside}/{name}")] = content
        return seen
