"""What a copied ledger configures: programs, other places, other answers."""

from tests.store.odd_states.scene import Scene
from tests.store.odd_states.state import Answer, Make, OddState, untrusted

_HOOKS = (
    "applypatch-msg commit-msg fsmonitor-watchman post-applypatch post-checkout post-commit"
    " post-index-change post-merge post-receive post-rewrite post-update pre-applypatch pre-auto-gc"
    " pre-commit pre-merge-commit pre-push pre-rebase pre-receive prepare-commit-msg"
    " proc-receive push-to-checkout reference-transaction sendemail-validate update"
)


def setting(key: str, value: str = "") -> Make:
    """Sets *key* to *value*, a canary where none is given."""

    def make(scene: Scene) -> None:
        scene.config(key, value or str(scene.canary))

    make.__doc__ = f"`.git/config` sets `{key}`" + (f" to `{value}`." if value else ", a program.")
    return make


def hooks(scene: Scene) -> None:
    """A hook of every kind is in `.git/hooks`."""
    for name in _HOOKS.split():
        file = scene.root / ".git/hooks" / name
        file.parent.mkdir(exist_ok=True)
        file.symlink_to(scene.canary)


def filters(scene: Scene) -> None:
    """`.gitattributes` gives records a filter, which `.git/config` defines."""
    for name in ("clean", "smudge", "process"):
        scene.config(f"filter.evil.{name}", str(scene.canary))
    scene.write(".gitattributes", "*.yaml filter=evil\n")


def filter_attribute(scene: Scene) -> None:
    """`ledger/.gitattributes` names a filter that the person's own git could define."""
    scene.write("ledger/.gitattributes", "# large files\n*.yaml filter=lfs\n")


def persons_filter(scene: Scene) -> None:
    """The person's own git defines a filter, and a file deep in the ledger asks for it."""
    scene.write("ledger/customers/.gitattributes", "*.yaml filter=x\n")
    persons_settings(scene, f'[filter "x"]\n\tclean = {scene.canary}\n\trequired = true\n')


def crlf_attribute(scene: Scene) -> None:
    """`.gitattributes` asks for Windows line ends."""
    scene.write(".gitattributes", "* text eol=crlf\n")


def stranger_attribute(scene: Scene) -> None:
    """`.gitattributes` merges records by joining lines."""
    scene.write(".gitattributes", "ledger/** merge=union\n")


def include(scene: Scene) -> None:
    """`.git/config` includes another file."""
    file = scene.folder / "more"
    file.write_text(f"[core]\n\tfsmonitor = {scene.canary}\n")
    scene.config("include.path", str(file))


def worktree_settings(scene: Scene) -> None:
    """`.git/config.worktree` sets a monitor."""
    scene.config("extensions.worktreeConfig", "true")
    scene.write(".git/config.worktree", f"[core]\n\tfsmonitor = {scene.canary}\n")


def unreadable_settings(scene: Scene) -> None:
    """`.git/config` holds a line that is no setting."""
    with (scene.root / ".git/config").open("a") as file:
        file.write("[core]\n\tbare = fal\\\nse\n")


def huge_settings(scene: Scene) -> None:
    """`.git/config` is larger than a mebibyte."""
    with (scene.root / ".git/config").open("a") as file:
        file.write("# nothing\n" * 110_000)


def alias(scene: Scene) -> None:
    """`.git/config` gives every command that is called another meaning."""
    for name in ("status", "commit-tree", "update-ref", "rev-parse", "x"):
        scene.config(f"alias.{name}", f"!{scene.canary}")


def safe_but_telling(scene: Scene) -> None:
    """`.git/config` asks for other paths, colours, dates, renames and line ends."""
    for key, value in (
        ("color.ui", "always"), ("core.quotePath", "true"), ("core.autocrlf", "true"),
        ("status.relativePaths", "false"), ("status.showUntrackedFiles", "no"),
        ("log.date", "relative"), ("log.follow", "true"), ("diff.noprefix", "true"),
        ("format.pretty", "oneline"), ("core.ignoreStat", "true"), ("core.trustctime", "false"),
        ("core.checkStat", "minimal"), ("i18n.commitEncoding", "GBK"), ("core.abbrev", "4"),
        ("commit.gpgSign", "true"), ("status.short", "true"), ("column.ui", "always"),
        ("core.excludesFile", "/etc/passwd"), ("core.preloadIndex", "false"),
        ("index.version", "4"), ("core.compression", "0"), ("status.branch", "true"),
    ):  # fmt: skip
        scene.config(key, value)


def persons_settings(scene: Scene, text: str) -> None:
    """Give the person another ~/.gitconfig."""
    home = scene.folder / "home"
    home.mkdir(exist_ok=True)
    (home / ".gitconfig").write_text(
        f"[user]\n\tname = Test\n\temail = test@example.com\n{text}", "utf-8"
    )
    scene.env(HOME=str(home))


def persons_programs(scene: Scene) -> None:
    """The person's own `~/.gitconfig` names programs, templates and line ends."""
    c = scene.canary
    persons_settings(
        scene,
        f"[core]\n\tfsmonitor = {c}\n\thooksPath = {c.parent}\n\tpager = {c}\n\teditor = {c}\n"
        f"\tautocrlf = true\n\tsafecrlf = true\n\tattributesFile = {c.parent}/attributes\n"
        f"[diff]\n\texternal = {c}\n[commit]\n\tgpgSign = true\n\ttemplate = {c}\n"
        f"[gpg]\n\tprogram = {c}\n[color]\n\tui = always\n[log]\n\tshowSignature = true\n"
        f"[status]\n\tshowUntrackedFiles = no\n[alias]\n\tstatus = !{c}\n",
    )


def persons_unreadable_settings(scene: Scene) -> None:
    """The person's own `~/.gitconfig` is not readable by git."""
    persons_settings(scene, "[broken\n")


def _untrusted(where: str) -> tuple[Answer, Answer]:
    return untrusted(where), untrusted(where)


def _sets(key: str, line: int, command: str = "") -> tuple[Answer, Answer]:
    return _untrusted(
        f".git/config:{line} sets {key}, which could run a program or change answers; put it into "
        "your own ~/.gitconfig if you need it, and take it out here: "
        + (command or f"git config --unset-all {key}")
    )


def _refused(name: str, key: str, value: str = "", *, line: int = 8) -> OddState:
    section, _, rest = key.rpartition(".")
    return OddState(name, setting(key, value), *_sets(f"{section}.{rest.lower()}", line))


def _attributed(where: str, attribute: str) -> tuple[Answer, Answer]:
    return _untrusted(
        f"{where} gives files the attribute {attribute}, which runs a program or changes what "
        "files hold; take that line out"
    )


def _strange(where: str) -> tuple[Answer, Answer]:
    return _untrusted(f"{where} is nothing that pcbsales knows; look at it, and take it out")


#: The line after those that ``git init`` writes, within ``[core]`` and in a section of its own.
_CORE, _NEW = 5, 6

STATES = (
    OddState("hooks of every kind", hooks),
    OddState("filter", filters, *_sets("filter.evil.clean", _NEW)),
    OddState(
        "filter attribute", filter_attribute, *_attributed("ledger/.gitattributes:2", "filter")
    ),
    OddState(
        "filter of the person's own", persons_filter,
        Answer(
            0, "ledger/customers/.gitattributes:0: layout.stray: no record can live at this path"
        ),
    ),
    OddState("eol=crlf", crlf_attribute),
    OddState("merge=union", stranger_attribute, *_attributed(".gitattributes:1", "merge")),
    _refused("monitor program", "core.fsmonitor", line=_CORE),
    _refused("hooks elsewhere", "core.hooksPath", line=_CORE),
    _refused("pager", "core.pager", line=_CORE),
    _refused("editor", "core.editor", line=_CORE),
    _refused("ssh command", "core.sshCommand", line=_CORE),
    _refused("work tree elsewhere", "core.worktree", "/tmp", line=_CORE),
    _refused("external diff", "diff.external", line=_NEW),
    _refused("text of a diff", "diff.x.textconv", line=_NEW),
    _refused("merge driver of a stranger", "merge.x.driver", line=_NEW),
    _refused("own merge driver, altered", "merge.pcbsales.driver", line=_NEW),
    _refused("remote by a program", "remote.origin.url", "ext::sh -c true", line=_NEW),
    _refused("remote's own programs", "remote.origin.uploadpack", line=_NEW),
    _refused("password helper", "credential.helper", line=_NEW),
    _refused("signing program", "gpg.program", line=_NEW),
    OddState("included settings", include, *_sets("include.path", _NEW)),
    OddState(
        "settings of a work tree", worktree_settings,
        *_untrusted(
                ".git/config.worktree:2 sets core.fsmonitor, which could run a program or change "
                "answers; put it into your own ~/.gitconfig if you need it, and take it out here: "
                "git config --worktree --unset-all core.fsmonitor"
            ),
    ),
    OddState("settings that are none", unreadable_settings, *_strange(".git/config:6")),
    OddState("huge settings", huge_settings, *_strange(".git/config:0")),
    OddState("aliases", alias),
    OddState("settings that change what git prints", safe_but_telling),
    OddState("programs in the person's own settings", persons_programs),
    OddState(
        "person's own settings damaged", persons_unreadable_settings, Answer(),
        Answer(
            4,
            "error: git config -z: fatal: bad config line 4 in file {folder}/home/.gitconfig",
        ),
    ),
)  # fmt: skip
