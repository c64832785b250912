"""Whether a ledger's repository may be used at all: nothing that it brings along may run.

A ledger may be a copy from anywhere. Its configuration could name filters, drivers, monitors and
shells that git would run on an innocent ``status``; so every setting must be known to be harmless,
whatever its value, or have a harmless value. What is not known is refused, by file and line.
"""

import os
import pwd
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git.config import (
    Attribute,
    Setting,
    StrangeLineError,
    read_attributes,
    read_settings,
)
from pcbsales.store.git.repository import Repository, repository_of

#: What ``merge.pcbsales.driver`` must say to the letter: the one program that a ledger may name.
OWN_MERGE_DRIVER: Final = "pcbsales merge-record %O %A %B %P"

_Harmless: TypeAlias = Callable[[str], bool]
_BOOLEAN: Final = frozenset({"true", "false", "yes", "no", "on", "off", "0", "1", ""})
_TRUE: Final = frozenset({"true", "yes", "on", "1"})
_OWN_DRIVER: Final = ("merge", "pcbsales")
_TRANSPORTS: Final = frozenset({"https", "http", "ssh", "git", "file", "git+ssh", "ssh+git"})


def _boolean(value: str) -> bool:
    return value.lower() in _BOOLEAN


def _one_of(*values: str) -> _Harmless:
    return lambda value: value.lower() in values


def _reachable(value: str) -> bool:
    """Whether *value* names a remote by a transport that runs nothing (``ext::`` is a program)."""
    scheme, colon, after = value.partition(":")
    if value.startswith("-") or (colon and after.startswith(":")):
        return False
    return not after.startswith("//") or scheme.lower() in _TRANSPORTS


#: Sections all of whose names are harmless: colours, advice, and habits of commands that are never
#: called here. An alias can stand for no command of git's own.
_HARMLESS_SECTIONS: Final = frozenset(
    "advice alias blame checkout clean color column fetch gc gui index init log maintenance notes"
    " pack pcbsales pretty rebase rerere splitindex stash status versionsort".split()
)
#: Names that run nothing, and whose effect on an answer is pinned.
_HARMLESS: Final[Mapping[str, frozenset[str]]] = {
    section: frozenset(names.split())
    for section, names in {
        "am": "keepcr threeway",
        "author": "name email",
        "branch.*": "description merge rebase gh-merge-base vscode-merge-base",
        "branch": "autosetupmerge autosetuprebase sort",
        "committer": "name email",
        "commit": "cleanup gpgsign status template verbose",
        "commitgraph": "generationversion maxnewfilters readchangedpaths",
        "core": (
            "abbrev attributesfile autocrlf bare bigfilethreshold checkstat commentchar"
            " commitgraph compression createobject deltabasecachelimit eol excludesfile filemode"
            " filesreflocktimeout fsync fsyncmethod fsyncobjectfiles hidedotfiles ignorecase"
            " ignorestat logallrefupdates loosecompression multipackindex notesref packedgitlimit"
            " packedgitwindowsize packedrefstimeout precomposeunicode preferrefsymlinks"
            " preloadindex protecthfs protectntfs quotepath safecrlf sharedrepository"
            " sparsecheckoutcone splitindex symlinks trustctime untrackedcache usereplacerefs"
            " warnambiguousrefs whitespace"
        ),
        "credential": "username usehttppath",
        "diff": (
            "algorithm autorefreshindex colormoved colormovedws context dirstat ignoresubmodules"
            " indentheuristic interhunkcontext mnemonicprefix noprefix relative renamelimit renames"
            " statgraphwidth submodule suppressblankempty wordregex wserrorhighlight"
        ),
        "extensions": "noop noop-v1 partialclone preciousobjects relativeworktrees worktreeconfig",
        "feature": "experimental manyfiles",
        "format": "pretty",
        "gpg": "mintrustlevel",
        "grep": "column extendedregexp fullname linenumber patterntype threads",
        "http": "lowspeedlimit lowspeedtime postbuffer version",
        "i18n": "commitencoding logoutputencoding",
        "lfs": "repositoryformatversion",
        "merge": "conflictstyle ff log renamelimit renames stat verbosity",
        "merge.pcbsales": "name",
        "pull": "ff rebase",
        "push": "autosetupremote default followtags useforceifincludes",
        "receive": "denycurrentbranch denydeletecurrent denydeletes denynonfastforwards",
        "remote.*": (
            "fetch gh-resolved mirror partialclonefilter promisor prune prunetags push"
            " skipdefaultupdate skipfetchall tagopt"
        ),
        "submodule": "active",
        "submodule.*": "active",
        "tag": "forcesignannotated gpgsign sort",
        "transfer": "fsckobjects unpacklimit",
        "user": "email name signingkey useconfigonly",
    }.items()
}
#: Names that are harmless with some values only.
_WITH_VALUE: Final[Mapping[str, _Harmless]] = {
    "branch.*.pushremote": _reachable,
    "branch.*.remote": _reachable,
    "core.fsmonitor": _boolean,
    "core.repositoryformatversion": _one_of("0", "1"),
    "extensions.objectformat": _one_of("sha1", "sha256"),
    "extensions.refstorage": _one_of("files"),
    "gpg.format": _one_of("openpgp", "ssh", "x509"),
    "merge.pcbsales.driver": lambda value: value == OWN_MERGE_DRIVER,
    "remote.*.pushurl": _reachable,
    "remote.*.url": _reachable,
    "remote.pushdefault": _reachable,
    "submodule.*.url": _reachable,
}
#: Attributes with which git runs a filter or a driver, or shows other bytes than the file holds.
_TELLING_ATTRIBUTES: Final[Mapping[str, _Harmless]] = {
    "diff": _one_of(""),
    "filter": lambda _: False,
    "ident": lambda _: False,
    "merge": _one_of("", "pcbsales", "text", "binary"),
    "working-tree-encoding": lambda _: False,
}


def require_trusted(root: Path) -> None:
    """See that the repository at *root* can run nothing; no repository is no danger.

    Costs a few system calls: every command pays it.

    Raises:
        LedgerConflictError: It names the file, the line and the setting, and what to do.
    """
    repository = repository_of(root)
    if repository is None:
        return
    _require_ours(repository)
    with _readable(root):
        for file in (repository.common / "config", repository.folder / "config.worktree"):
            for setting in read_settings(file):
                _require_harmless(setting, file, repository)
        for file in (
            root / ".gitattributes",
            root / "ledger" / ".gitattributes",
            repository.common / "info" / "attributes",
        ):
            for attribute in read_attributes(file):
                _require_plain(attribute, file, root)


@contextmanager
def _readable(root: Path) -> Iterator[None]:
    try:
        yield
    except StrangeLineError as error:
        raise LedgerConflictError(
            "this ledger is not trusted: {file}:{line} is nothing that pcbsales knows; "
            "look at it, and take it out",
            file=_shown(error.file, root),
            line=error.line,
        ) from None


def _require_harmless(setting: Setting, file: Path, repository: Repository) -> None:
    pattern = _pattern(setting)
    if pattern == "core.sparsecheckout" and setting.value.lower() in _TRUE:
        raise LedgerConflictError(
            "this ledger is checked out in part (sparse checkout), so that records would be left "
            "out; bring them back with: git sparse-checkout disable"
        )
    if pattern == "core.worktree" and _is_own_tree(setting.value, repository):
        return
    if not _is_harmless(pattern, setting):
        raise LedgerConflictError(
            "this ledger is not trusted: {file}:{line} sets {key}, which could run a program or "
            "change answers; put it into your own ~/.gitconfig if you need it, and take it out "
            "here: {command}",
            file=_shown(file, repository.root),
            line=setting.line,
            key=setting.key,
            command=_unset(setting, file),
        )


def _pattern(setting: Setting) -> str:
    """The setting's key, any name in its middle as ``*``."""
    if setting.subsection is None or (setting.section, setting.subsection) == _OWN_DRIVER:
        return setting.key
    return f"{setting.section}.*.{setting.name}"


def _is_harmless(pattern: str, setting: Setting) -> bool:
    if setting.section in _HARMLESS_SECTIONS or pattern == "core.sparsecheckout":
        return True
    if harmless := _WITH_VALUE.get(pattern):
        return harmless(setting.value)
    return setting.name in _HARMLESS.get(pattern.rpartition(".")[0], ())


def _is_own_tree(value: str, repository: Repository) -> bool:
    return (repository.folder / value).resolve() == repository.root.resolve()


def _unset(setting: Setting, file: Path) -> str:
    scope = "--worktree " if file.name == "config.worktree" else ""
    return f"git config {scope}--unset-all {_quoted(setting.key)}"


def _quoted(word: str) -> str:
    import shlex  # noqa: PLC0415 -- start-up

    return shlex.quote(word)


def _require_plain(attribute: Attribute, file: Path, root: Path) -> None:
    harmless = _TELLING_ATTRIBUTES.get(attribute.name)
    if harmless and not harmless(attribute.value):
        raise LedgerConflictError(
            "this ledger is not trusted: {file}:{line} gives files the attribute {name}, which "
            "runs a program or changes what files hold; take that line out",
            file=_shown(file, root),
            line=attribute.line,
            name=attribute.name,
        )


def _require_ours(repository: Repository) -> None:
    """See that whoever runs the command owns the repository, or has called it safe."""
    for place in (repository.root, repository.root / ".git", repository.folder, repository.common):
        owner = place.stat().st_uid
        if owner not in _own_ids() and not called_safe(repository.root):
            raise LedgerConflictError(
                "{place} belongs to another user ({owner}), who could make git run programs as "
                "you; if you trust them: git config --global --add safe.directory {root}",
                place=place,
                owner=_name_of(owner),
                root=_quoted(str(repository.root)),
            )


def _own_ids() -> set[int]:
    """The user who runs the command; with ``sudo``, as git has it, the one behind it too."""
    own = os.geteuid()
    behind = os.environ.get("SUDO_UID", "") if own == 0 else ""
    return {own, int(behind)} if behind.isdecimal() else {own}


def called_safe(root: Path) -> bool:
    """Whether the person's own configuration of git names *root* as ``safe.directory``."""
    from pcbsales.store.git.environment import Reach  # noqa: PLC0415 -- rarely needed
    from pcbsales.store.git.program import Git, GitError  # noqa: PLC0415 -- rarely needed

    nowhere = Git(Path("/"), Reach.PERSON)
    asked = ("config", "-z", "--type=path", "--get-all", "safe.directory")
    try:
        said = nowhere.text(*asked, GIT_DIR="/dev/null").split("\0")[:-1]
    except GitError:
        return False
    since_reset = said[len(said) - said[::-1].index("") :] if "" in said else said
    return any(word == "*" or Path(word) == root for word in since_reset)


def _name_of(owner: int) -> str:
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return str(owner)


def _shown(file: Path, root: Path) -> str:
    return str(file.relative_to(root)) if file.is_relative_to(root) else str(file)
