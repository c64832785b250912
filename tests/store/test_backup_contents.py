"""What a backup says of itself is looked at before it is believed."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from pcbsales.kernel.errors import RefusedError
from pcbsales.store.keeping.backup_file import Contents

GOOD = asdict(Contents("", "", 1, "", "main", {}, {}, None))


def test_what_was_written_is_read() -> None:
    assert asdict(Contents.parsed(json.dumps(GOOD).encode(), Path("b.tar"))) == GOOD


@pytest.mark.parametrize(
    "odd",
    [{"head": 7}, {"branch": 5}, {"remote": []}, {"uncommitted": [5]}, {"missing": [None]},
     {"refs": 1}, {"records": []}, {"members": "x"}, {"schema": 2}, {"more": 1}],
)  # fmt: skip
def test_what_is_of_another_kind_is_no_backup(odd: dict[str, object]) -> None:
    with pytest.raises(RefusedError, match="no backup"):
        Contents.parsed(json.dumps({**GOOD, **odd}).encode(), Path("b.tar"))
