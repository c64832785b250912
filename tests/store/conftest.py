"""A small ledger of things and their boxes, in a git repository of its own."""

import subprocess
from pathlib import Path

import pytest

from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.kernel.snapshot import Decision, Ids, Snapshot
from pcbsales.manifest import Catalogue, Manifest, RecordKind, Shelf
from pcbsales.store.git.program import Identity
from pcbsales.store.keeping.founding import found
from pcbsales.store.ledger import Ledger
from pcbsales.store.writing.saving import Saved
from tests.store.things import Box, Thing

AUTHOR = Identity("Test Person", "test@example.com")
CATALOGUE = Catalogue(
    (
        Manifest(
            records=(
                RecordKind("box", "boxes", "tests.store.things:Box"),
                RecordKind("withdrawn", "withdrawn", "pcbsales.kernel.withdrawn:Withdrawn"),
                RecordKind(
                    "thing", "things", "tests.store.things:Thing",
                    shelf=Shelf.YEARLY, prefix="T", keys=("box",),
                ),
            )
        ),
    )
)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "ledger-of-things"
    found(folder, author=AUTHOR, actor="TEST")
    return folder


@pytest.fixture
def ledger(root: Path) -> Ledger:
    return Ledger(root, CATALOGUE)


def add(*records: Record) -> Decision:
    def decide(_: Snapshot, __: Ids) -> ChangeSet:
        return ChangeSet("thing.new", f"thing.new {records[0].id}", adds=records)

    return decide


def update(*records: Record) -> Decision:
    def decide(_: Snapshot, __: Ids) -> ChangeSet:
        return ChangeSet("thing.change", f"thing.change {records[0].id}", updates=records)

    return decide


def numbered(name: str) -> Decision:
    def decide(_: Snapshot, ids: Ids) -> ChangeSet:
        thing = Thing(id=ids.next(Thing, year=2026), name=name)
        return ChangeSet("thing.new", f"thing.new {thing.id}", adds=(thing,))

    return decide


def save(ledger: Ledger, decide: Decision) -> Saved:
    return ledger.save(decide, actor="TEST", author=AUTHOR)


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=root, check=True, capture_output=True, text=True
    ).stdout


__all__ = ["AUTHOR", "CATALOGUE", "Box", "Thing", "add", "git", "numbered", "save", "update"]
