"""Backups: whole, proven, never half there; restoring does nothing but that."""

import errno
import io
import json
import os
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pcbsales.kernel.errors import LedgerWriteError, RefusedError
from pcbsales.store.git.copying import pack, unpack
from pcbsales.store.git.program import Git
from pcbsales.store.keeping import backup as backups
from pcbsales.store.keeping.backup import write_backup
from pcbsales.store.keeping.backup_file import Contents, read_contents
from pcbsales.store.keeping.restoring import prove, restore
from pcbsales.store.ledger import Ledger
from tests.store.conftest import CATALOGUE, Box, add, git, numbered, save

NOW = datetime(2026, 10, 31, 9, tzinfo=UTC)


@pytest.fixture
def full(root: Path) -> Path:
    """A ledger with branches, tags, a deleted record and a few commits."""
    ledger = Ledger(root, CATALOGUE)
    save(ledger, add(Box(id="B1", name="桦翊")))
    for name in ("one", "two"):
        save(ledger, numbered(name))
    git(root, "branch", "side")
    git(root, "-c", "user.name=x", "-c", "user.email=x@x.example", "tag", "-a", "v1", "-m", "v1")
    return root


@pytest.fixture
def saved(full: Path, tmp_path: Path) -> Path:
    return save_to(full, tmp_path / "b.tar")


def save_to(root: Path, file: Path) -> Path:
    draft = write_backup(Git(root), CATALOGUE, file, made=NOW, version=1)
    prove(draft.file, CATALOGUE)
    draft.keep()
    return file


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def rewritten(file: Path, change: Callable[[tarfile.TarInfo, bytes], Any]) -> Path:
    """The backup with each member as *change* gives it: (entry, data), or None to drop it."""
    out = file.with_name("changed.tar")
    with tarfile.open(file) as before, tarfile.open(out, "w") as after:
        for entry in before:
            opened = before.extractfile(entry)
            changed = change(entry, opened.read() if opened else b"")
            if changed is not None:
                changed[0].size = len(changed[1])
                after.addfile(changed[0], io.BytesIO(changed[1]))
    return out


def test_what_is_restored_is_the_same(full: Path, saved: Path, tmp_path: Path) -> None:
    proof = prove(saved, CATALOGUE)
    assert proof.contents.records == {"box": 1, "thing": 2}
    assert proof.unreadable == ()
    contents, apart = restore(saved, tmp_path / "new", CATALOGUE, same_station=False)
    assert apart is None
    assert contents.head == git(full, "rev-parse", "HEAD").strip()
    for words in (("rev-parse", "HEAD"), ("for-each-ref",), ("log", "--all", "--format=%H %B")):
        assert git(tmp_path / "new", *words) == git(full, *words)
    assert git(tmp_path / "new", "status", "--porcelain") == ""
    assert git(tmp_path / "new", "symbolic-ref", "HEAD") == "refs/heads/main\n"
    assert left_behind(tmp_path) == []


def test_the_repository_alone_can_be_cloned(saved: Path, tmp_path: Path) -> None:
    with tarfile.open(saved) as tar:
        bundle = tar.extractfile("ledger.bundle")
        assert bundle
        (tmp_path / "ledger.bundle").write_bytes(bundle.read())
    git(tmp_path, "clone", "-q", "ledger.bundle", "clone")
    assert (tmp_path / "clone/ledger/FORMAT").exists()


def test_a_restored_clone_does_not_number_under_the_old_letter(
    full: Path, saved: Path, tmp_path: Path
) -> None:
    restore(saved, tmp_path / "new", CATALOGUE, same_station=False)
    with pytest.raises(Exception, match="no station letter"):
        save(Ledger(tmp_path / "new", CATALOGUE), numbered("three"))
    restore(saved, tmp_path / "same", CATALOGUE, same_station=True)
    assert save(Ledger(tmp_path / "same", CATALOGUE), numbered("three")).id == "T-2026-00003"


def test_hand_edits_come_apart(full: Path, tmp_path: Path) -> None:
    box = full / "ledger/boxes/B1.yaml"
    committed = box.read_bytes()
    box.write_text("id: B1\nname: edited\n")
    (full / "ledger/boxes/新 B2.yaml").write_text("id: B2\n")
    (full / "ledger/boxes/link.yaml").symlink_to("/etc/passwd")
    things = sorted((full / "ledger/things").rglob("*.yaml"))
    things[0].unlink()
    saved = save_to(full, tmp_path / "b.tar")
    _, apart = restore(saved, tmp_path / "new", CATALOGUE, same_station=False)
    assert apart == tmp_path / "new-uncommitted"
    assert (tmp_path / "new/ledger/boxes/B1.yaml").read_bytes() == committed
    found = sorted(path.name for path in apart.rglob("*") if path.is_file())
    assert found == ["B1.yaml", "新 B2.yaml"]
    missing = read_contents(saved).missing
    assert sorted(missing) == sorted(["ledger/boxes/link.yaml", str(things[0].relative_to(full))])


def test_a_record_that_nobody_can_read_is_saved_and_named(full: Path, tmp_path: Path) -> None:
    (full / "ledger/boxes/B3.yaml").write_text("id: [\n")
    git(full, "add", "-A")
    git(full, "-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", "broken")
    saved = save_to(full, tmp_path / "b.tar")
    assert prove(saved, CATALOGUE).unreadable == ("ledger/boxes/B3.yaml",)


def test_a_file_that_is_there_is_never_replaced(full: Path, saved: Path) -> None:
    before = saved.read_bytes()
    with pytest.raises(RefusedError, match="never replaces"):
        write_backup(Git(full), CATALOGUE, saved, made=NOW, version=1)
    draft = write_backup(Git(full), CATALOGUE, saved.with_name("c.tar"), made=NOW, version=1)
    draft.target.write_text("came meanwhile")
    with pytest.raises(RefusedError, match="never replaces"):
        draft.keep()
    assert draft.target.read_text() == "came meanwhile"
    assert saved.read_bytes() == before
    assert left_behind(saved.parent) == []


def test_a_full_disk_leaves_nothing_behind(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(backups, "_write_tar", full_disk)
    target = tmp_path / "b.tar"
    with pytest.raises(LedgerWriteError, match="No space left"):
        write_backup(Git(full), CATALOGUE, target, made=NOW, version=1)
    assert not target.exists()
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("place", [0.01, 0.2, 0.5, 0.9])
def test_every_flipped_byte_is_noticed(place: float, saved: Path) -> None:
    raw = bytearray(saved.read_bytes())
    with tarfile.open(saved) as tar:
        entry = tar.getmember("ledger.bundle")
    raw[entry.offset_data + int(entry.size * place)] ^= 0x40
    saved.write_bytes(raw)
    with pytest.raises(RefusedError, match="damaged"):
        prove(saved, CATALOGUE)
    assert left_behind(saved.parent) == []


@pytest.mark.parametrize("size", [0, 100, 700, 2000, 3000])
def test_a_backup_cut_short_is_noticed(size: int, saved: Path, tmp_path: Path) -> None:
    saved.write_bytes(saved.read_bytes()[:size])
    for act in (
        lambda: prove(saved, CATALOGUE),
        lambda: restore(saved, tmp_path / "new", CATALOGUE, same_station=False),
    ):
        with pytest.raises(RefusedError):
            act()
    assert not (tmp_path / "new").exists()
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize(
    "name", ["../out", "/tmp/out", "uncommitted/../../out", "uncommitted/.git/hooks/x", "a\\b"]
)
def test_nothing_is_written_outside(name: str, saved: Path, tmp_path: Path) -> None:
    def change(entry: tarfile.TarInfo, data: bytes) -> tuple[tarfile.TarInfo, bytes]:
        if entry.name == "contents.json":
            contents = json.loads(data)
            contents["members"][name] = contents["members"].pop("local/station")
            return entry, json.dumps(contents).encode()
        entry.name = name if entry.name == "local/station" else entry.name
        return entry, data

    hostile = rewritten(saved, change)
    with pytest.raises(RefusedError, match="damaged"):
        restore(hostile, tmp_path / "new", CATALOGUE, same_station=True)
    assert not (tmp_path.parent / "out").exists()
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_links_and_pipes_are_no_parts(kind: bytes, saved: Path, tmp_path: Path) -> None:
    def change(entry: tarfile.TarInfo, data: bytes) -> tuple[tarfile.TarInfo, bytes]:
        if entry.name == "local/station":
            entry.type, entry.linkname = kind, "/etc/passwd"
            return entry, b""
        return entry, data

    with pytest.raises(RefusedError, match="damaged"):
        restore(rewritten(saved, change), tmp_path / "new", CATALOGUE, same_station=True)


def test_a_part_too_many_or_too_few_is_noticed(saved: Path) -> None:
    with pytest.raises(RefusedError, match="local/station"):
        prove(
            rewritten(saved, lambda e, d: None if e.name == "local/station" else (e, d)), CATALOGUE
        )
    with tarfile.open(saved, "a") as tar:
        tar.addfile(tarfile.TarInfo("more"), io.BytesIO(b""))
    with pytest.raises(RefusedError, match="more"):
        prove(saved, CATALOGUE)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"head": "0" * 40}, "HEAD"),
        ({"records": {"box": 1, "thing": 3}}, "thing: 2 / 3"),
        ({"refs": {}}, "refs/heads/main"),
    ],
)
def test_what_does_not_restore_to_what_was_saved_is_refused(
    change: dict[str, Any], what: str, saved: Path
) -> None:
    def other(entry: tarfile.TarInfo, data: bytes) -> tuple[tarfile.TarInfo, bytes]:
        if entry.name == "contents.json":
            data = json.dumps({**json.loads(data), **change}).encode()
        return entry, data

    with pytest.raises(RefusedError, match=what):
        prove(rewritten(saved, other), CATALOGUE)


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[1]", b"null", b'{"schema": 1}', b"[" * 100_000, b"\xff"]
)
def test_contents_that_are_none(raw: bytes) -> None:
    with pytest.raises(RefusedError, match="no backup that this pcbsales can read"):
        Contents.parsed(raw, Path("b.tar"))


def test_restoring_runs_nothing(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = tmp_path / "ran"
    (full / ".gitattributes").write_text("*.yaml filter=evil eol=crlf text\n")
    git(full, "add", "-A")
    git(full, "-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", "attributes")
    template = tmp_path / "template/hooks"
    template.mkdir(parents=True)
    (template / "post-checkout").write_text(f"#!/bin/sh\ntouch {ran}\n")
    (template / "post-checkout").chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        f"[init]\n\ttemplateDir = {template.parent}\n"
        f'[filter "evil"]\n\tsmudge = touch {ran}; cat\n\tclean = touch {ran}; cat\n'
    )
    monkeypatch.setenv("HOME", str(home))
    pack(Git(full), tmp_path / "bundle")
    (tmp_path / "new").mkdir()
    unpack(tmp_path / "bundle", tmp_path / "new", branch="main")
    assert not ran.exists()
    assert not (tmp_path / "new/.git/hooks").exists()
    box = "ledger/boxes/B1.yaml"
    assert (tmp_path / "new" / box).read_bytes() == Git(full).blob("HEAD", box)


def test_a_folder_that_is_there_is_left_alone(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    with pytest.raises(RefusedError, match="is there already"):
        restore(saved, tmp_path / "new", CATALOGUE, same_station=False)
    with pytest.raises(LedgerWriteError):
        restore(saved, tmp_path / "absent/new", CATALOGUE, same_station=False)


def test_a_detached_head_is_restored_as_it_was(full: Path, tmp_path: Path) -> None:
    git(full, "switch", "-q", "--detach", "HEAD~1")
    saved = save_to(full, tmp_path / "b.tar")
    restore(saved, tmp_path / "new", CATALOGUE, same_station=False)
    assert git(tmp_path / "new", "rev-parse", "HEAD") == git(full, "rev-parse", "HEAD")


def test_what_is_no_bundle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"# v2 git bundle\nrubbish")
    (tmp_path / "new").mkdir()
    with pytest.raises(RefusedError, match="holds no whole repository"):
        unpack(tmp_path / "x", tmp_path / "new", branch="main")
