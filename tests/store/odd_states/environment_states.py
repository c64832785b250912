"""States of the environment: variables, the person, the git program, folders and streams."""

import os
import shutil
import subprocess
from functools import partial

from tests.store.odd_states.configuration_states import persons_settings
from tests.store.odd_states.scene import Scene
from tests.store.odd_states.state import Answer, Make, OddState, both


def variables(**values: str) -> Make:
    """Sets variables; ``{canary}`` and ``{folder}`` stand for places."""

    def make(scene: Scene) -> None:
        for name, value in values.items():
            scene.env(**{name: value.format(canary=scene.canary, folder=scene.folder)})

    said = ", ".join(f"`{name}={value}`" for name, value in values.items())
    make.__doc__ = f"The environment says {said}."
    return make


def no_identity(scene: Scene) -> None:
    """git does not know who the person is."""
    scene.env(HOME=str(scene.folder))


def unknown_person(scene: Scene) -> None:
    """git knows the person by an address that no staff record has."""
    persons_settings(scene, "\temail = nobody@example.com\n")


def person_who_has_left(scene: Scene) -> None:
    """The person's staff record ended before today."""
    file = scene.root / "ledger/staff/LIN.yaml"
    file.write_text(file.read_text("utf-8") + "valid_until: 2026-01-31\n", "utf-8")
    scene.git("commit", "--quiet", "--message=Left", "--", "ledger/staff")


def no_home(scene: Scene) -> None:
    """`HOME` is not set; the ledger's own settings know the person."""
    scene.config("user.name", "Test")
    scene.config("user.email", "test@example.com")
    scene.monkeypatch.delenv("HOME")


def strange_home(scene: Scene) -> None:
    """`HOME` is a folder that is not there; the ledger's own settings know the person."""
    no_home(scene)
    scene.env(HOME="/nowhere/at/all")


def no_git(scene: Scene) -> None:
    """There is no git program."""
    empty = scene.folder / "empty"
    empty.mkdir()
    scene.env(PATH=str(empty))


def old_git(scene: Scene) -> None:
    """The git program is of 2018."""
    _program(
        scene, 'case "$*" in *--version) echo "git version 2.20.1";; *) exec {git} "$@";; esac'
    )


def stuck_git(scene: Scene) -> None:
    """The git program does not end."""
    scene.monkeypatch.setattr("pcbsales.store.git.program.PATIENCE_SECONDS", 0.2)
    _program(scene, "exec sleep 5")


def _program(scene: Scene, script: str) -> None:
    folder = scene.folder / "programs"
    folder.mkdir()
    file = folder / "git"
    file.write_text(f"#!/bin/sh\n{script.replace('{git}', str(shutil.which('git')))}\n")
    file.chmod(0o755)
    scene.env(PATH=f"{folder}:{os.environ['PATH']}")


def git_in_the_ledger(scene: Scene) -> None:
    """The search path begins with the current folder, and the ledger holds a program git."""
    shutil.copy(scene.canary, scene.root / "git")
    scene.env(PATH=f".::{os.environ['PATH']}")


def ascii_only(scene: Scene) -> None:
    """The locale knows no Chinese, and Python is told to heed it."""
    scene.env(LC_ALL="POSIX", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    scene.monkeypatch.delenv("LANGUAGE", raising=False)


def umask(scene: Scene) -> None:
    """The person's umask is 077."""
    before = os.umask(0o077)
    scene.clean_up.append(lambda: os.umask(before))


def read_only_files(scene: Scene) -> None:
    """The records are on a read-only disk, or belong to somebody else."""
    _shut(scene, "ledger")


def read_only_repository(scene: Scene) -> None:
    """`.git` and the program's own folder are read-only, or belong to somebody else."""
    (scene.root / ".pcbsales").mkdir(exist_ok=True)
    _shut(scene, ".git", ".pcbsales")


def _shut(scene: Scene, *names: str) -> None:
    """Take away the right to write in the folders *names*."""
    folders = [
        place
        for name in names
        for place in (scene.root / name, *(scene.root / name).rglob("*"))
        if place.is_dir()
    ]
    for folder in folders:
        folder.chmod(0o555)
    scene.clean_up += [partial(folder.chmod, 0o755) for folder in folders]


def disk_full(scene: Scene) -> None:
    """There is no room for the index: no file may grow beyond 16 KiB."""
    scene.env(ODD_FILE_SIZE=str(16 << 10))


def anothers(scene: Scene) -> None:
    """The ledger belongs to another user."""
    scene.monkeypatch.setattr("pcbsales.store.git.ownership._own_ids", lambda: {os.geteuid() + 1})


def anothers_called_safe(scene: Scene) -> None:
    """The ledger belongs to another user, whom the person's own settings call safe."""
    anothers(scene)
    persons_settings(scene, f'[safe]\n\tdirectory = "{scene.root}"\n')


def folder_deleted(scene: Scene) -> None:
    """The current folder was deleted."""
    gone = scene.folder / "gone"
    gone.mkdir()
    scene.place = gone


def folder_deleted_but_root_named(scene: Scene) -> None:
    """The current folder was deleted, and `PCBSALES_ROOT` names the ledger."""
    folder_deleted(scene)
    scene.env(PCBSALES_ROOT=str(scene.root))


def through_a_link(scene: Scene) -> None:
    """The ledger is reached through a symbolic link."""
    link = scene.folder / "link"
    link.symlink_to(scene.root)
    scene.place = link


def from_below(scene: Scene) -> None:
    """The current folder lies deep in the ledger."""
    scene.place = scene.root / "ledger/customers"


def named(name: str) -> Make:
    """Puts the ledger into a folder of that name."""

    def make(scene: Scene) -> None:
        scene.move_to(scene.folder / name)

    make.__doc__ = f"The ledger's folder is called `{name!r}`."
    return make


def inside_a_ceiling(scene: Scene) -> None:
    """`GIT_CEILING_DIRECTORIES` ends the search right above the ledger."""
    scene.env(GIT_CEILING_DIRECTORIES=str(scene.root.parent))
    scene.place = scene.root / "ledger"


def closed(scene: Scene, descriptor: int) -> None:
    """Close a stream before the command begins."""
    scene.env(ODD_CLOSED=str(descriptor))


def stdin_closed(scene: Scene) -> None:
    """Standard input is closed."""
    closed(scene, 0)


def stdout_closed(scene: Scene) -> None:
    """Standard output is closed."""
    closed(scene, 1)


def all_closed(scene: Scene) -> None:
    """Standard input, output and error are closed."""
    scene.env(ODD_CLOSED="0 1 2")


def stdout_full(scene: Scene) -> None:
    """The disk that standard output goes to is full."""
    scene.env(ODD_STDOUT="/dev/full")


def chinese_names(scene: Scene) -> None:
    """The person and the ledger's folder have Chinese names, and `LANG` is `C`."""
    persons_settings(scene, "\tname = 林梅\n")
    scene.env(LANG="C", LC_ALL="POSIX")
    scene.move_to(scene.folder / "帳本")


def elsewhere_by_git(scene: Scene) -> None:
    """git's variables name another repository, work tree, index, objects and settings."""
    other = scene.folder / "other"
    subprocess.run(["git", "init", "--quiet", other], check=True)
    scene.env(
        GIT_DIR=str(other / ".git"), GIT_WORK_TREE=str(other), GIT_INDEX_FILE=str(other / "index"),
        GIT_OBJECT_DIRECTORY=str(other / ".git/objects"), GIT_NAMESPACE="x",
        GIT_COMMON_DIR=str(other / ".git"), GIT_PREFIX="x/", GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0="core.fsmonitor", GIT_CONFIG_VALUE_0=str(scene.canary),
        GIT_CONFIG_PARAMETERS=f"'core.fsmonitor'='{scene.canary}'",
    )  # fmt: skip


def programs_by_git(scene: Scene) -> None:
    """git's variables name programs, and another person and day."""
    canary = str(scene.canary)
    scene.env(
        GIT_EXTERNAL_DIFF=canary, GIT_PAGER=canary, GIT_EDITOR=canary, GIT_SSH_COMMAND=canary,
        GIT_ASKPASS=canary, SSH_ASKPASS=canary, GIT_EXEC_PATH=str(scene.folder),
        GIT_TEMPLATE_DIR=str(scene.folder), PAGER=canary, EDITOR=canary, VISUAL=canary,
        GIT_AUTHOR_NAME="Mallory", GIT_AUTHOR_EMAIL="m@example.com", GIT_COMMITTER_NAME="Mallory",
        GIT_AUTHOR_DATE="2001-01-01T00:00:00Z", GIT_COMMITTER_DATE="2001-01-01T00:00:00Z",
        GIT_LITERAL_PATHSPECS="1", GIT_TRACE=str(scene.folder / "trace"), LESS="-X",
    )  # fmt: skip


_UNKNOWN = Answer(
    4,
    "error: git does not know who you are; tell it with: git config user.name 'YOUR NAME' "
    "and: git config user.email YOUR-ADDRESS",
)
_SHUT = "cannot be written: it is read-only, or yours to read only"
_LOST = Answer(2, "error: the current folder is not there any more; go to another one")

STATES = (
    OddState("git's variables: places", elsewhere_by_git),
    OddState("git's variables: programs and people", programs_by_git),
    OddState("ceiling", inside_a_ceiling),
    OddState("nobody's git", no_identity, Answer(), _UNKNOWN),
    OddState(
        "unknown person", unknown_person, Answer(),
        Answer(
            4, "error: no staff record has the e-mail nobody@example.com that git knows you by; "
            "add it to yours, or set: git config user.email YOUR-ADDRESS",
        ),
    ),
    OddState(
        "person who has left", person_who_has_left, Answer(),
        Answer(
            4, "error: no staff record has the e-mail test@example.com that git knows you by; "
            "add it to yours, or set: git config user.email YOUR-ADDRESS",
        ),
    ),
    OddState("no HOME", no_home),
    OddState("strange HOME", strange_home),
    OddState(
        "no git", no_git, Answer(),
        Answer(4, "error: the program git is not there; install git 2.36 or newer"),
    ),
    OddState(
        "old git", old_git, Answer(),
        Answer(4, "error: git 2.20 is too old; pcbsales writes with git 2.36 or newer"),
    ),
    OddState(
        "stuck git", stuck_git, Answer(),
        Answer(4, "error: git config -z: no answer within 0.2 s"),
    ),
    OddState("git in the ledger", git_in_the_ledger),
    OddState("no Chinese", ascii_only, process=True),
    OddState("Chinese names", chinese_names),
    OddState("time zone of nowhere", variables(TZ=":Nowhere/At/All")),
    OddState("time zone far off", variables(TZ="XXX-14")),
    OddState("umask 077", umask),
    OddState(
        "read-only records", read_only_files, Answer(),
        Answer(4, f"error: {{root}}/ledger {_SHUT}"), process=True,
    ),
    OddState(
        "read-only repository", read_only_repository, Answer(),
        Answer(4, f"error: {{root}}/.git {_SHUT}"), process=True,
    ),
    OddState("no room for the index", disk_full, process=True),
    OddState(
        "another user's ledger", anothers,
        *both(
                4, "error: {root} belongs to another user (root), who could make git run programs "
                "as you; if you trust them: git config --global --add safe.directory {root}",
),
    ),
    OddState("another user's ledger, called safe", anothers_called_safe),
    OddState("current folder deleted", folder_deleted, _LOST, _LOST),
    OddState("current folder deleted, root named", folder_deleted_but_root_named),
    OddState("root behind a link", through_a_link),
    OddState("deep in the ledger", from_below),
    *(
        OddState(f"folder with {what}", named(name))
        for what, name in (
            ("spaces", "my ledger"), ("a line break", "two\nlines"), ("quotes", "it's \"mine\""),
            ("a dash in front", "-rf"), ("a colon", "a:b"), ("a star", "a*?[x]"),
            ("Chinese", "帳本"), ("a dollar", "$HOME;x"),
        )
    ),
    OddState("stdin closed", stdin_closed, process=True),
    OddState("stdout closed", stdout_closed, process=True),
    OddState("all streams closed", all_closed, process=True),
    OddState(
        "stdout full", stdout_full,
        Answer(2, "error: the answer cannot be written: No space left on device"),
        Answer(
            0,
            "NEWONE is recorded, by commit {short}; it could not be printed: [Errno 28] No space "
            "left on device",
        ),
        process=True,
    ),
)  # fmt: skip
