"""What surrounds every call of git: a configuration and environment variables of our own.

Three things could change what git answers, or make it run a program: the configuration of whoever
runs the command, the variables they have set, and what a copied ledger brings along. The first two
are left out here, but where a call needs them (``Reach``); the third is refused by ``trust``, and
pinned here once more, as far as a key has a name that can be pinned.
"""

import os
import shutil
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Final

#: The oldest git with ``core.fsync``.
OLDEST_GIT: Final = (2, 36)

#: After git-config(1), in its order: keys that run a program or change an answer. Left out are keys
#: of commands that are never called (bisect, mail, tools, web) and those whose names are free
#: (filters, drivers, aliases, remotes): ``trust`` lets none of them run.
_SETTINGS: Final = (
    "advice.detachedHead=false",
    "advice.graftFileDeprecated=false",
    "color.ui=false",
    "column.ui=never",
    "commit.cleanup=verbatim",
    "commit.gpgSign=false",
    "commit.status=false",
    "commit.template=",
    "commit.verbose=false",
    "core.abbrev=auto",
    "core.alternateRefsCommand=:",
    "core.askPass=",
    "core.attributesFile=/dev/null",
    "core.autocrlf=false",
    "core.checkStat=default",
    "core.commentChar=#",
    "core.commitGraph=false",
    "core.editor=:",
    "core.eol=lf",
    "core.excludesFile=/dev/null",
    "core.fileMode=false",
    "core.fsmonitor=false",
    "core.fsync=all",
    "core.hooksPath=/dev/null",
    "core.ignoreStat=false",
    "core.logAllRefUpdates=true",
    "core.multiPackIndex=false",
    "core.notesRef=refs/notes/none",
    "core.pager=cat",
    "core.protectHFS=true",
    "core.protectNTFS=true",
    "core.quotePath=false",
    "core.safecrlf=false",
    "core.sparseCheckout=false",
    "core.splitIndex=false",
    "core.sshCommand=false",
    "core.trustctime=true",
    "core.untrackedCache=false",
    "core.useReplaceRefs=false",
    "core.warnAmbiguousRefs=true",
    "credential.helper=",
    "diff.autoRefreshIndex=false",
    "diff.ignoreSubmodules=none",
    "diff.mnemonicPrefix=false",
    "diff.noprefix=false",
    "diff.orderFile=/dev/null",
    "diff.relative=false",
    "diff.renames=false",
    "diff.submodule=short",
    "diff.suppressBlankEmpty=false",
    "fetch.recurseSubmodules=false",
    "fetch.writeCommitGraph=false",
    "format.pretty=medium",
    "gc.auto=0",
    "gc.autoDetach=false",
    "grep.fallbackToNoIndex=false",
    "i18n.commitEncoding=UTF-8",
    "i18n.logOutputEncoding=UTF-8",
    "index.sparse=false",
    "init.defaultBranch=main",
    "interactive.diffFilter=",
    "log.abbrevCommit=false",
    "log.date=default",
    "log.decorate=false",
    "log.follow=false",
    "log.mailmap=false",
    "log.showRoot=true",
    "log.showSignature=false",
    "mailmap.blob=",
    "mailmap.file=",
    "maintenance.auto=false",
    "merge.renormalize=false",
    "merge.verifySignatures=false",
    "push.gpgSign=false",
    "push.recurseSubmodules=no",
    "rerere.enabled=false",
    "sequence.editor=:",
    "status.branch=false",
    "status.relativePaths=false",
    "status.renames=false",
    "status.short=false",
    "status.showStash=false",
    "status.showUntrackedFiles=all",
    "status.submoduleSummary=false",
    "submodule.recurse=false",
    "tag.gpgSign=false",
    "transfer.fsckObjects=true",
    "uploadpack.packObjectsHook=",
)

#: What the person has set for talking to a remote, which ours must not stand in for.
_PERSONS_IN_NETWORK: Final = (
    "core.askPass",
    "core.sshCommand",
    "credential.helper",
)
#: Variables that a server's hook needs to see the pushed objects before they are accepted.
_HOOK_VARIABLES: Final = (
    "GIT_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
)
_NETWORK_VARIABLES: Final = (
    "GIT_SSH_COMMAND",
    "GIT_SSH",
    "GIT_SSH_VARIANT",
    "GIT_ASKPASS",
    "GIT_PROXY_SSL_CAINFO",
    "GIT_PROXY_SSL_CERT",
    "GIT_PROXY_SSL_KEY",
)
_NETWORK_PREFIX: Final = "GIT_SSL_"
#: How a ledger's remote may be reached; never by ``ext::``, which is a program.
_TRANSPORTS: Final = "file:ssh:https:http:git"
_NO_TRANSPORT: Final = "none"
_FOREIGN: Final = ("GIT_", "LC_", "SSH_ASKPASS")
_FOREIGN_NAMES: Final = ("LANG", "LANGUAGE", "PAGER", "EDITOR", "VISUAL", "EMAIL")


class Reach(Enum):
    """Whose settings a call heeds beside the ledger's, and whether it may leave the machine."""

    LEDGER = "the ledger's alone"
    PERSON = "the person's too: who they are, their signing key"
    NETWORK = "the person's too, and it talks to a remote"
    HOOK = "the ledger's alone, from within a server's hook"


@lru_cache(maxsize=8)
def program(path: str) -> str:
    """The git program of the absolute folders in *path*; empty where there is none.

    What lies in the current folder is never meant: it may be a ledger from elsewhere.
    """
    return shutil.which("git", path=absolute_folders(path)) or ""


def absolute_folders(path: str) -> str:
    """The search path *path* without its empty and relative entries."""
    return os.pathsep.join(filter(os.path.isabs, path.split(os.pathsep)))


def persons_environment() -> dict[str, str]:
    """The environment of a program that the person named themselves, such as their editor.

    Theirs as it stands, but for what lies in the current folder: nothing is looked for there.
    """
    path = absolute_folders(os.environ.get("PATH", os.defpath)) or os.defpath
    return {**os.environ, "PATH": path}


def settings(reach: Reach = Reach.LEDGER) -> list[str]:
    """The ``-c`` words before every command of git."""
    kept = _PERSONS_IN_NETWORK if reach is Reach.NETWORK else ()
    return [
        word for entry in _SETTINGS if entry.partition("=")[0] not in kept for word in ("-c", entry)
    ]


def environment(
    reach: Reach = Reach.LEDGER, *, root: Path | None = None, **extra: str
) -> dict[str, str]:
    """The whole environment of a call of git in the ledger at *root*.

    Nothing asks, nothing is looked for above *root*, messages are plain, and *extra* has the last
    word. The repository is named outright: it is the very one that was found to be trusted.
    """
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(_FOREIGN) and key not in _FOREIGN_NAMES
    }
    own = {
        "PATH": absolute_folders(os.environ.get("PATH", os.defpath)),
        "LC_ALL": "C.UTF-8",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_EDITOR": ":",
        "GIT_GRAFT_FILE": "/dev/null",
        "GIT_MERGE_AUTOEDIT": "no",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": _TRANSPORTS if reach is Reach.NETWORK else _NO_TRANSPORT,
        **_whose(reach),
        **_where(reach, root),
    }
    return {**kept, **own, **extra}


def _whose(reach: Reach) -> Mapping[str, str]:
    if reach is Reach.NETWORK:
        return {
            key: value
            for key, value in os.environ.items()
            if key in _NETWORK_VARIABLES or key.startswith((_NETWORK_PREFIX, "SSH_ASKPASS"))
        }
    if reach is Reach.PERSON:
        return {}
    return {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": "/dev/null",
        "GIT_CONFIG_GLOBAL": "/dev/null",
    }


def _where(reach: Reach, root: Path | None) -> Mapping[str, str]:
    if reach is Reach.HOOK:
        return {key: os.environ[key] for key in _HOOK_VARIABLES if key in os.environ}
    if root is None:
        return {}
    return {"GIT_DIR": str(root / ".git"), "GIT_WORK_TREE": str(root)}
