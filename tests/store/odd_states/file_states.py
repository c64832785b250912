"""States of the files: links, names, modes, line ends, formats, the program's own folder."""

import os
import unicodedata

from tests.store.odd_states.scene import ADDED, EDITED, Scene
from tests.store.odd_states.state import Answer, OddState, both

_SAME = [unicodedata.normalize(form, "Müller") for form in ("NFC", "NFD")]
ABLE = "ledger/customers/ABLE.yaml"


def own_folder_a_file(scene: Scene) -> None:
    """`.pcbsales` is a file."""
    scene.write(".pcbsales", "x")


def own_folder_a_dangling_link(scene: Scene) -> None:
    """`.pcbsales` is a link to nowhere."""
    (scene.root / ".pcbsales").symlink_to("/nowhere/at/all")


def index_damaged(scene: Scene) -> None:
    """The program's index is damaged."""
    scene.write(".pcbsales/index.sqlite", "no database " * 500)


def index_a_folder(scene: Scene) -> None:
    """The program's index is a folder."""
    (scene.root / ".pcbsales/index.sqlite").mkdir(parents=True)


def ledger_a_link(scene: Scene) -> None:
    """`ledger/` is a symbolic link to a folder elsewhere."""
    (scene.root / "ledger").rename(scene.folder / "elsewhere")
    (scene.root / "ledger").symlink_to(scene.folder / "elsewhere")


def record_a_link(scene: Scene) -> None:
    """A record is a symbolic link."""
    (scene.root / ABLE).unlink()
    (scene.root / ABLE).symlink_to("/etc/hostname")


def record_folder_a_link(scene: Scene) -> None:
    """A folder of records is a symbolic link."""
    (scene.root / "ledger/customers").rename(scene.folder / "elsewhere")
    (scene.root / "ledger/customers").symlink_to(scene.folder / "elsewhere")


def record_a_pipe(scene: Scene) -> None:
    """A record is a named pipe: whoever reads it waits for ever."""
    (scene.root / ABLE).unlink()
    os.mkfifo(scene.root / ABLE)
    scene.clean_up.append((scene.root / ABLE).unlink)


def case_clash(scene: Scene) -> None:
    """Two record files whose names differ in case alone."""
    scene.write("ledger/customers/able.yaml", "id: able\n")


def normalisation_clash(scene: Scene) -> None:
    """Two files whose names are the same letters, composed and taken apart."""
    for name in _SAME:
        scene.write(f"ledger/customers/{name}.yaml", "id: X\n")


def executable(scene: Scene) -> None:
    """A record file is executable."""
    (scene.root / ABLE).chmod(0o755)


def windows_line_ends(scene: Scene) -> None:
    """All record files have Windows line ends, as a git with `autocrlf` leaves them."""
    for file in (scene.root / "ledger").rglob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


def assumed_unchanged(scene: Scene) -> None:
    """A record that git was told to take for unchanged has been edited."""
    scene.git("update-index", "--assume-unchanged", EDITED)


def skipped(scene: Scene) -> None:
    """A record that git was told to leave alone (skip-worktree) has been edited."""
    scene.git("update-index", "--skip-worktree", EDITED)


def ignored_record(scene: Scene) -> None:
    """`.gitignore` covers a record that somebody added by hand."""
    scene.write(".gitignore", ".pcbsales/\nledger/customers/C*\n")
    scene.write(
        "ledger/customers/CHARLY.yaml",
        (scene.root / ABLE).read_text("utf-8").replace("ABLE", "CHARLY"),
    )


def ignored_target(scene: Scene) -> None:
    """`.gitignore` covers the record that is written."""
    scene.write(".gitignore", ".pcbsales/\nledger/customers/\n")


def target_is_there(scene: Scene) -> None:
    """A file that git does not know stands where the new record goes."""
    scene.write(ADDED, (scene.root / ABLE).read_text("utf-8").replace("ABLE", "NEWONE"))


def target_folder_a_file(scene: Scene) -> None:
    """A folder of records is a file."""
    scene.clear()
    for file in (scene.root / "ledger/customers").iterdir():
        file.unlink()
    (scene.root / "ledger/customers").rmdir()
    scene.write("ledger/customers", "x")


def newer_format(scene: Scene) -> None:
    """`ledger/FORMAT` is of a newer pcbsales."""
    scene.write("ledger/FORMAT", "format: 99\nzone: Asia/Shanghai\n")


def older_format(scene: Scene) -> None:
    """`ledger/FORMAT` is of an older pcbsales."""
    scene.write("ledger/FORMAT", "format: 0\nzone: Asia/Shanghai\n")


def unreadable_format(scene: Scene) -> None:
    """`ledger/FORMAT` holds something else."""
    scene.write("ledger/FORMAT", "gibberish")


def no_format(scene: Scene) -> None:
    """`ledger/FORMAT` is gone."""
    (scene.root / "ledger/FORMAT").unlink()


def no_station(scene: Scene) -> None:
    """A clone that has no station letter yet: ids that are given, not counted, need none."""
    (scene.root / ".git/pcbsales/station").unlink()


def _damaged(*findings: str) -> Answer:
    lines = ("error: the ledger holds records that cannot be read", *findings)
    return Answer(3, "\n".join(lines))


def _not_plain(folder: str) -> Answer:
    return Answer(
        4,
        f"error: ledger/customers/NEWONE.yaml cannot be written: {folder} is no plain folder; "
        "move it away",
    )


def _stray(name: str) -> str:
    return f"ledger/{name}:0: layout.stray: no record can live at this path"


_NOT_PLAIN = "ledger/customers/ABLE.yaml:0: layout.file: this is not a plain readable file"
_UNREADABLE = _damaged(
    "ledger/FORMAT:1: format.unreadable: "
    "expected lines such as: format: 1, and: zone: Asia/Shanghai"
)
_NEWER = Answer(
    4,
    "error: this ledger has format 99, this program knows format 1: install a newer pcbsales",
)
_OLDER = (
    "error: this ledger has format 0, this program works with format 1: "
    "bring it forward with: pcbsales upgrade"
)
_NONE = Answer(
    2,
    "error: there is no ledger in {root} or above it; make one with: pcbsales init --sample demo",
)

STATES = (
    OddState("own folder is a file", own_folder_a_file),
    OddState("own folder is a link to nowhere", own_folder_a_dangling_link),
    OddState("own index damaged", index_damaged),
    OddState("own index is a folder", index_a_folder),
    OddState(
        "ledger/ is a link", ledger_a_link, Answer(), _not_plain("ledger"), passing=True
    ),
    OddState("record is a link", record_a_link, Answer(0, _NOT_PLAIN)),
    OddState(
        "folder of records is a link", record_folder_a_link, Answer(0, _stray("customers")),
        _not_plain("ledger/customers"), passing=True,
    ),
    OddState("record is a pipe", record_a_pipe, Answer(0, _NOT_PLAIN)),
    OddState("names that differ in case", case_clash, Answer(0, _stray("customers/able.yaml"))),
    OddState(
        "names that differ in composition", normalisation_clash,
        Answer(0, "\n".join(_stray(f"customers/{name}.yaml") for name in sorted(_SAME))),
    ),
    OddState("executable record", executable),
    OddState("Windows line ends", windows_line_ends),
    OddState("assume-unchanged", assumed_unchanged),
    OddState("skip-worktree", skipped),
    OddState("ignored record", ignored_record),
    OddState("ignored target", ignored_target),
    OddState(
        "target in the way", target_is_there, Answer(),
        Answer(
            4, "error: ledger/customers/NEWONE.yaml is there already and is not committed; "
            "commit it, or move it away first",
        ),
        passing=True,
    ),
    OddState(
        "folder of records is a file", target_folder_a_file, Answer(0, _stray("customers")),
        _not_plain("ledger/customers"), alone=True, passing=True,
    ),
    OddState("newer format", newer_format, _NEWER, _NEWER),
    OddState("older format", older_format, *both(4, _OLDER)),
    OddState("format unreadable", unreadable_format, _UNREADABLE, _UNREADABLE),
    OddState("format gone", no_format, _NONE, _NONE),
    OddState("no station", no_station),
)  # fmt: skip
