"""A record made by a mould is the one that pydantic makes of the strict reader's data, or none."""

import json
import random
from collections.abc import Iterator
from functools import partial
from itertools import islice

import pytest
from pydantic import ValidationError
from pydantic_core import to_json

from pcbsales.kernel.record import Record
from pcbsales.manifest import RecordKind
from pcbsales.registry import catalogue
from pcbsales.store.checks.references import references
from pcbsales.store.text.moulds import Mould, mould_of
from pcbsales.store.text.shapes import Known, Shape, Values
from pcbsales.store.text.strict_yaml import StrictYamlError, read
from tests.conftest import REPOSITORY
from tests.sizes import sized
from tests.store.test_plain_yaml import PIECES

CATALOGUE = catalogue()
FILES = [
    (CATALOGUE.folders[file.relative_to(REPOSITORY / "ledger").parts[0]], file.read_text("utf-8"))
    for file in sorted((REPOSITORY / "ledger").rglob("*.yaml"))
]
#: What stands in values, put in the place of parts of them.
VALUES = (
    "0", "-1", "1.5 USD", "0.00 CNY", "2026-02-30", "1 USD", "x", "NaN", "true", "null", "'0'",
    '""', "é", "“", "\u3000", "😀", "¿", "[none]", "[a, b]", "[]", "[null]", "none", "USD", "L1",
)  # fmt: skip


class _Moulds:
    """Moulds by kind, as a reader of many files keeps them."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}

    def find(self, kind: RecordKind, text: str) -> tuple[Mould, Values] | None:
        known = self._known.setdefault(kind.noun, Known(partial(mould_of, kind.type)))
        found = known.find(text.encode())
        return found if found and found[0] else None


def strictly(kind: RecordKind, text: str) -> tuple[Record, object] | None:
    try:
        data = read(text.encode()).data
        return kind.type.model_validate(data), data
    except (StrictYamlError, ValidationError):
        return None


def agrees(kind: RecordKind, text: str, mould: Mould, values: Values) -> bool:
    """Whether a mould makes a record; it is the one that the strict way makes then."""
    try:
        record = mould.record(values)
        body = mould.body(values)
    except Exception:
        return False
    strict = strictly(kind, text)
    assert strict is not None, text
    assert record == strict[0], text
    assert record.model_fields_set == strict[0].model_fields_set
    assert body == to_json(strict[1]).decode()
    refs = sorted((json.dumps(where), noun, target) for where, noun, target in references(record))
    assert mould.references(values) == (to_json(refs).decode() if refs else "")
    return True


def test_nearly_every_invoice_and_payment_has_a_mould() -> None:
    moulds, made = _Moulds(), {"invoice": 0, "payment": 0, "quote": 0}
    for kind, text in FILES:
        found = moulds.find(kind, text)
        if found and agrees(kind, text, *found):
            made[kind.noun] = made.get(kind.noun, 0) + 1
    for noun in ("invoice", "payment"):
        assert made[noun] > 0.95 * sum(kind.noun == noun for kind, _ in FILES)


@pytest.mark.parametrize("seed", range(sized(2, 4)))
def test_a_damaged_record_comes_out_of_no_mould_or_as_the_strict_way_has_it(seed: int) -> None:
    chance = random.Random(seed)
    moulds = _Moulds()
    for kind, text in FILES:
        moulds.find(kind, text)
    taken = refused = 0
    for kind, text in islice(_damaged(chance), sized(800, 2500)):
        found = moulds.find(kind, text)
        if found and agrees(kind, text, *found):
            taken += 1
        elif strictly(kind, text) is None:
            refused += 1
    assert taken > 100
    assert refused > 100


def _damaged(chance: random.Random) -> Iterator[tuple[RecordKind, str]]:
    while True:
        kind, text = chance.choice(FILES)
        if chance.random() < 0.5:
            at = chance.randrange(len(text))
            cut = chance.choice((0, 0, 1, 2))
            yield kind, text[:at] + chance.choice((*PIECES, "")) + text[at + cut :]
        else:
            lines = text.split("\n")
            place = chance.randrange(len(lines) - 1)
            key, colon, value = lines[place].partition(": ")
            other = chance.choice((*VALUES, value[:-1], f"{value}0", f"1{value}", value.upper()))
            lines[place] = f"{key}{colon}{other}" if colon else lines[place]
            yield kind, "\n".join(lines)


def test_a_patient_reader_makes_a_mould_when_a_second_text_of_a_shape_comes() -> None:
    made: list[Shape] = []

    def use(shape: Shape) -> Shape:
        made.append(shape)
        return shape

    known = Known(use, patient=True)
    assert known.find(b"id: A\nname: x\n") is None
    assert known.find(b"id: A\nsize: 1\n") is None
    assert made == []
    found = known.find(b"id: B\nname: y\n")
    assert found is not None
    assert found[1] == ("B", "y")
    assert known.find(b"id: B\nname: null\n") is None
    assert known.find("id: B\nname: \u202e\n".encode()) is None
    assert len(made) == 1
