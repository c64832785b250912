"""Every odd string through every text field of every record: kept exactly, or refused and why."""

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from pcbsales.kernel.field_errors import explain
from pcbsales.kernel.scalars import forbidden_character
from pcbsales.manifest import RecordKind
from pcbsales.registry import catalogue
from pcbsales.store.text.round_trip import dump
from pcbsales.store.text.strict_yaml import read
from tests.sizes import sized
from tests.store.judges import pyyaml, ruamel
from tests.store.odd_strings import odd_strings

ROOT = Path(__file__).parents[2]
STRINGS = odd_strings()
#: Every n-th string each day, all of them in the full size.
STEP = sized(9, 1)
#: A price book as large as this takes every ninth of them.
LARGE = 10_000
#: What a field of free text takes, and a field of any other type does not.
PROBE = "Ω any text, in 中文: at all"
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Specimen:
    """A record of the sample, and where in it free text stands."""

    kind: RecordKind
    data: dict[str, Any]
    places: tuple[Place, ...]

    def with_text(self, text: str, places: tuple[Place, ...]) -> dict[str, Any]:
        data = deepcopy(self.data)
        for place in places:
            _put(data, place, text)
        return data


def _leaves(data: Any, place: Place = ()) -> Iterator[Place]:
    if isinstance(data, str):
        yield place
        return
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield from _leaves(value, (*place, key))


def _put(data: Any, place: Place, text: str) -> None:
    for step in place[:-1]:
        data = data[step]
    data[place[-1]] = text


def _takes(kind: RecordKind, data: dict[str, Any]) -> bool:
    try:
        kind.type.model_validate(data)
    except ValidationError:
        return False
    return True


@cache
def specimens() -> tuple[Specimen, ...]:
    """Per kind the record of the sample with the most fields of free text, each shape once."""
    found = map(specimen_of, catalogue().kinds)
    return tuple(best for best in found if best and best.places)


@cache
def specimen_of(noun: str) -> Specimen | None:
    kind = catalogue().kinds[noun]
    files = sorted((ROOT / "ledger" / kind.folder).rglob("*.yaml"))
    return max(map(_specimen, [kind] * len(files[:12]), files[:12]), key=_richness, default=None)


def _richness(specimen: Specimen) -> tuple[int, int]:
    return len(specimen.places), -len(str(specimen.data))


def _specimen(kind: RecordKind, file: Path) -> Specimen:
    data: Any = read(file.read_bytes()).data
    shapes: dict[Place, Place] = {}
    for place in _leaves(data):
        shapes.setdefault(tuple(step for step in place if isinstance(step, str)), place)
    places = []
    for place in shapes.values():
        probed = deepcopy(data)
        _put(probed, place, PROBE)
        if _takes(kind, probed):
            places.append(place)
    return Specimen(kind, data, tuple(places))


def test_every_kind_with_text_is_here() -> None:
    nouns = {specimen.kind.noun for specimen in specimens()}
    assert nouns >= {"customer", "person", "part", "quote", "invoice", "payment", "staff", "entity"}
    assert sum(len(specimen.places) for specimen in specimens()) > 60


@pytest.mark.parametrize("noun", catalogue().kinds)
def test_every_odd_string_is_kept_exactly_or_refused_with_the_reason(noun: str) -> None:
    specimen = specimen_of(noun)
    if not (specimen and specimen.places):
        pytest.skip("no free text stands in it, or the sample has none")
    refusals: Counter[Place] = Counter()
    tried = STRINGS[:: STEP * (1 if len(str(specimen.data)) < LARGE else 9)]
    for text in tried:
        kept = _kept(specimen, text, refusals)
        if kept:
            _require_kept(specimen, text, kept)
    limit = 0.05 * len(tried) + 2
    assert all(count <= limit for count in refusals.values()), refusals.most_common(5)


def _kept(specimen: Specimen, text: str, refusals: Counter[Place]) -> tuple[Place, ...]:
    """The places that take *text*; every refusal is of a reason that the string gives."""
    if _takes(specimen.kind, specimen.with_text(text, specimen.places)):
        return specimen.places
    kept = []
    for place in specimen.places:
        try:
            specimen.kind.type.model_validate(specimen.with_text(text, (place,)))
            kept.append(place)
        except ValidationError as error:
            rule, said, values = explain(specimen.kind.type, error.errors()[0])
            assert _is_reason(rule, text), f"{place} refuses {text!r}: {rule}: {said} {values}"
            refusals[place] += 1
    return tuple(kept)


def _is_reason(rule: str, text: str) -> bool:
    lines = not text or "\n" in text or "\t" in text
    blank = not text.strip()
    return (
        (rule.startswith("scalar.") and forbidden_character(text) is not None)
        or (rule in {"scalar.line", "scalar.prose"} and lines)
        or blank
        or not rule.startswith("scalar.")
    )


def _require_kept(specimen: Specimen, text: str, places: tuple[Place, ...]) -> None:
    one_by_one = [(place,) for place in places]
    together = _takes(specimen.kind, specimen.with_text(text, places))
    for chosen in [places] if together else one_by_one:
        data = specimen.with_text(text, chosen)
        record = specimen.kind.type.model_validate(data)
        raw = dump(record.tree())
        said: Any = read(raw).data
        assert specimen.kind.type.model_validate(said) == record, text
        assert ruamel(raw.decode()) == said, text
        assert pyyaml(raw.decode()) == said, text
        rewritten = dump(record.tree(), dump(specimen.data), accepts=lambda _: True)
        assert specimen.kind.type.model_validate(read(rewritten).data) == record, text


def test_texts_that_were_refused_are_at_most_one_in_twenty() -> None:
    refused = [text for text in STRINGS if forbidden_character(text)]
    assert len(refused) <= 0.05 * len(STRINGS)
