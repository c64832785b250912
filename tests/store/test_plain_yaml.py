"""What is read the short way means what the strict reader says; all else is left to that."""

import random
from pathlib import Path

import pytest

from pcbsales.store.text.plain_yaml import read_plain
from pcbsales.store.text.strict_yaml import StrictYamlError, read
from tests.conftest import REPOSITORY

FILES = sorted((REPOSITORY / "ledger").rglob("*.yaml"))
PIECES = (
    "\n", " ", "  ", "- ", ": ", ":", "#", " #", "'", '"', "[", "]", ", ", "~", "null", "{", "}",
    "\\", "&a ", "*a", "!x ", "|", ">", "%", "@", "`", "? ", "\t", "\r", "\x85", "\u3000", "\ufeff",
    "x: 1\n", "x:\n", "- a\n", "''", '""', "[a, b]", "<<: ", "---\n", "...\n", "=", "Null",
)  # fmt: skip


def strict(raw: bytes) -> object:
    try:
        return read(raw).data
    except StrictYamlError as error:
        return error.rule


def test_nearly_every_record_is_read_the_short_way_and_means_the_same() -> None:
    short = 0
    for file in FILES:
        raw = file.read_bytes()
        found = read_plain(raw)
        if found is not None:
            short += 1
            assert found == strict(raw), file
    assert short > 0.95 * len(FILES)


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_record_means_the_same_or_is_left_to_the_strict_reader(seed: int) -> None:
    chance = random.Random(seed)
    taken = 0
    for _ in range(1500):
        text = chance.choice(FILES).read_text("utf-8")
        for _ in range(chance.choice((1, 1, 2, 3))):
            at = chance.randrange(len(text))
            cut = chance.choice((0, 0, 1, 2))
            text = text[:at] + chance.choice((*PIECES, "")) + text[at + cut :]
        raw = text.encode()
        found = read_plain(raw)
        if found is not None:
            taken += 1
            assert found == strict(raw), text
    assert taken > 50


@pytest.mark.parametrize(
    "text",
    ["", "a: 1", "a:\n", "a: null\n", "a: b: c\n", "a: 1\na: 2\n", "- a\n", "a: 1\n b: 2\n",
     "a: [x, null]\n", "a:\n  - b\n c: d\n", "a: b #c\n", "null: x\n"],
)  # fmt: skip
def test_what_is_not_plain_is_left_alone(text: str, tmp_path: Path) -> None:
    assert read_plain(text.encode()) is None
