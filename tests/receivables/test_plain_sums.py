"""The short way of adding up a document says nothing that the full one would not."""

import copy
import random
from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.receivables.billed import BilledRecord
from pcbsales.receivables.records import CreditNote, Invoice
from pcbsales.store.text.strict_yaml import read
from tests.conftest import REPOSITORY

DATA: list[tuple[type[BilledRecord], Any]] = [
    (kind, read(file.read_bytes()).data)
    for folder, kind in (("invoices", Invoice), ("credit-notes", CreditNote))
    for file in sorted((REPOSITORY / "ledger" / folder).rglob("*.yaml"))
]


def valid(kind: type[BilledRecord], data: Any) -> bool:
    try:
        kind.model_validate(data)
    except ValidationError:
        return False
    return True


def changed(chance: random.Random, data: Any) -> Any:
    """*data* with a few of its amounts, codes, numbers and rows otherwise."""
    found = copy.deepcopy(data)
    for _ in range(chance.choice((1, 1, 2, 3))):
        holder = chance.choice(
            [
                found,
                *found.get("lines", ()),
                *found.get("tax_lines", ()),
                *found.get("instalments", ()),
            ]
        )
        key = chance.choice(list(holder))
        value = holder[key]
        if isinstance(value, str):
            holder[key] = value.translate({ord(chance.choice("0123456789")): chance.choice("019")})
            if value[-4:-3] == " ":
                holder[key] = chance.choice((holder[key], f"{value[:-3]}JPY", f"-{value}", "0 CNY"))
        elif isinstance(value, list) and value and chance.random() < 0.5:
            holder[key] = [*value, chance.choice(value)]
        elif isinstance(value, list):
            holder[key] = value[:-1]
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_document_is_right_both_ways_or_wrong_both_ways(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    cases = [(kind, changed(chance, data)) for _ in range(8) for kind, data in DATA]
    cases += DATA
    short = [valid(kind, data) for kind, data in cases]
    for kind in (BilledRecord, Invoice):
        monkeypatch.setattr(kind, "_plainly_agrees", lambda _: False)
    assert short == [valid(kind, data) for kind, data in cases]
    assert 0.02 < sum(short) / len(short) < 0.98
