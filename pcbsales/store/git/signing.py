"""With which key a commit is signed: the one that the staff record says, or none."""

from pathlib import Path
from typing import Final

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git.program import Git

_LITERAL: Final = "key::"


def key_to_sign_with(git: Git, registered: str | None) -> str:
    """What git's ``user.signingKey`` says, where it is the *registered* key; empty without one.

    Raises:
        LedgerConflictError: A key is registered, and git has none or another: an unsigned commit
            of somebody who signs would look like somebody else's. Or the settings are damaged.
    """
    if not registered:
        return ""
    configured = git.persons_settings("user.signingkey").get("user.signingkey", "")
    if not configured:
        raise LedgerConflictError(
            "your staff record has a signing key and git knows none to sign with; tell it: "
            "git config user.signingKey FILE-OF-YOUR-PUBLIC-KEY"
        )
    if _key_in(configured) != _bare(registered):
        raise LedgerConflictError(
            "the key that git signs with ({configured}) is not the one in your staff record; "
            "set git's user.signingKey to that one, or have your record changed",
            configured=configured[:60],
        )
    return configured


def _key_in(configured: str) -> str:
    """The public key that git's setting names: the key itself, or the file that it is in."""
    text = configured.removeprefix(_LITERAL)
    if configured.startswith((_LITERAL, "ssh-")):
        return _bare(text)
    file = Path(text).expanduser()
    for place in (file, file.with_name(f"{file.name}.pub")):
        try:
            found = place.read_text("ascii")
        except (OSError, UnicodeDecodeError):
            continue
        if found.startswith(("ssh-", "ecdsa-", "sk-")):
            return _bare(found)
    return ""


def _bare(key: str) -> str:
    """Kind and key, without the comment."""
    return " ".join(key.split()[:2])
