"""Which settings and attributes of a repository run nothing and change no answer.

What a ledger brings along is known here by name: harmless whatever its value, or with some values.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from pcbsales.store.git.config import Attribute, Setting

#: What ``merge.pcbsales.driver`` must say to the letter: the one program that a ledger may name.
OWN_MERGE_DRIVER: Final = "pcbsales merge-record %O %A %B %P"

_Harmless: TypeAlias = Callable[[str], bool]
_BOOLEAN: Final = frozenset({"true", "false", "yes", "no", "on", "off", "0", "1", ""})
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


def is_harmless(setting: Setting) -> bool:
    """Whether *setting* is known to be harmless, with the value that it has."""
    pattern = pattern_of(setting)
    if setting.section in _HARMLESS_SECTIONS or pattern == "core.sparsecheckout":
        return True
    if harmless := _WITH_VALUE.get(pattern):
        return harmless(setting.value)
    return setting.name in _HARMLESS.get(pattern.rpartition(".")[0], ())


def is_plain(attribute: Attribute) -> bool:
    """Whether *attribute* has git run nothing, and leaves files as they are."""
    harmless = _TELLING_ATTRIBUTES.get(attribute.name)
    return harmless is None or harmless(attribute.value)


def pattern_of(setting: Setting) -> str:
    """The setting's key, any name in its middle as ``*``."""
    if setting.subsection is None or (setting.section, setting.subsection) == _OWN_DRIVER:
        return setting.key
    return f"{setting.section}.*.{setting.name}"
