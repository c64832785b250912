"""What the model of a disk keeps and loses when the power fails."""

from pathlib import Path
from random import Random

import pytest

from scripts.faults.disk import Disk, after_power_loss
from scripts.faults.recording import Call, Recorded


def call(kind: Call, path: str = "", target: str = "", *, inode: int = 0, data: bytes = b"",
         offset: int = 0) -> Recorded:  # fmt: skip
    return Recorded(kind, inode, offset, 0o644, path, target, data)


def written(path: str, data: bytes, *, inode: int, synced: bool) -> list[Recorded]:
    calls = [call(Call.CREATE, path, inode=inode), call(Call.WRITE, path, inode=inode, data=data)]
    return [*calls, call(Call.FSYNC, path, inode=inode)] if synced else calls


@pytest.fixture
def before(tmp_path: Path) -> Disk:
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    (root / "folder" / "old").write_bytes(b"old")
    return Disk.of(root)


def contents(disk: Disk) -> dict[str, bytes]:
    return {name: bytes(file.content) for name, file in disk.files.items()}


def lost(before: Disk, calls: list[Recorded], *, keeps: float = 0.0) -> dict[str, bytes]:
    return contents(after_power_loss(before, calls, Random(1), keeps))


def test_nothing_that_was_not_synced_need_be_there(before: Disk) -> None:
    calls = written("folder/new", b"new", inode=99, synced=False)
    assert lost(before, calls) == {"folder/old": b"old"}


def test_everything_may_be_there(before: Disk) -> None:
    calls = written("folder/new", b"new", inode=99, synced=False)
    assert lost(before, calls, keeps=1.0) == {"folder/old": b"old", "folder/new": b"new"}


def test_what_lies_before_a_syncfs_is_there(before: Disk) -> None:
    calls = [*written("folder/new", b"new", inode=99, synced=False), call(Call.SYNCFS)]
    calls.append(call(Call.UNLINK, "folder/old"))
    assert lost(before, calls) == {"folder/old": b"old", "folder/new": b"new"}


def test_a_synced_file_may_have_no_name(before: Disk) -> None:
    calls = written("folder/new", b"new", inode=99, synced=True)
    assert lost(before, calls) == {"folder/old": b"old"}


def test_a_synced_folder_keeps_its_names_and_not_their_bytes(before: Disk) -> None:
    folder = next(inode for inode, name in before.folder_inodes.items() if name == "folder")
    calls = written("folder/new", b"new", inode=99, synced=False)
    calls.append(call(Call.FSYNC, "folder", inode=folder))
    found = after_power_loss(before, calls, Random(1), 0.0)
    assert "folder/new" in found.files
    assert bytes(found.files["folder/new"].content) != b"new"


def test_a_rename_is_whole_and_needs_what_came_before_it(before: Disk) -> None:
    calls = written("folder/draft", b"new", inode=99, synced=True)
    calls.append(call(Call.RENAME, "folder/draft", "folder/old"))
    outcomes = {
        tuple(sorted(contents(after_power_loss(before, calls, Random(seed), 0.5)).items()))
        for seed in range(200)
    }
    assert outcomes == {
        (("folder/old", b"old"),),
        (("folder/draft", b"new"), ("folder/old", b"old")),
        (("folder/old", b"new"),),
    }


def test_an_unsynced_file_is_torn_zeroed_or_empty(before: Disk) -> None:
    calls = written("folder/new", b"new", inode=99, synced=False)
    found = {
        contents(after_power_loss(before, calls, Random(seed), 0.5)).get("folder/new")
        for seed in range(300)
    }
    assert found == {None, b"", b"n", b"ne", b"new", b"\0\0\0"}


def test_a_state_is_written_out_with_its_links(before: Disk, tmp_path: Path) -> None:
    calls = [
        *written("folder/new", b"new", inode=99, synced=False),
        call(Call.LINK, "folder/new", "folder/second"),
        call(Call.MKDIR, "deeper", inode=100),
        call(Call.UNLINK, "folder/old"),
    ]
    root = tmp_path / "copy"
    (root / "folder").mkdir(parents=True)
    (root / "folder" / "old").write_bytes(b"old")
    after_power_loss(before, calls, Random(1), 1.0).write_to(root)
    assert sorted(str(path.relative_to(root)) for path in root.rglob("*")) == [
        "deeper", "folder", "folder/new", "folder/second"
    ]  # fmt: skip
    assert (root / "folder/new").samefile(root / "folder/second")
