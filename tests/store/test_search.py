"""Searching: what people type, what must not mean anything, and tables that keep up."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pcbsales.manifest import Catalogue, Manifest, RecordKind, Shelf
from pcbsales.store.index.index import Index
from pcbsales.store.ledger import Ledger
from pcbsales.store.search import search as searching
from pcbsales.store.search.found import Found, Place, excerpt, words_of
from pcbsales.store.search.search import Search
from pcbsales.store.text.round_trip import dump
from tests.store.things import Box, Thing

CATALOGUE = Catalogue(
    (
        Manifest(
            records=(
                RecordKind("box", "boxes", "tests.store.things:Box", names=("name",)),
                RecordKind(
                    "thing", "things", "tests.store.things:Thing",
                    shelf=Shelf.YEARLY, prefix="T", keys=("box",), names=("name",),
                ),
            )
        ),
    )
)  # fmt: skip


@pytest.fixture
def ledger(root: Path) -> Ledger:
    return Ledger(root, CATALOGUE)


def put(ledger: Ledger, record: Any) -> None:
    path = ledger.root / ledger.place(record)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(dump(record.tree()))


def thing(number: int, **fields: Any) -> Thing:
    return Thing.model_validate({"id": f"T-2026-{number:05}", "name": "thing", **fields})


def search(ledger: Ledger) -> Search:
    ledger.state(partial=True)
    return Search(ledger.index.connection, CATALOGUE, lambda *_, **__: None)


def found(ledger: Ledger, text: str, **options: Any) -> list[str]:
    return [hit.id for hit in search(ledger).find(text, **options).hits]


@pytest.mark.parametrize(
    "typed",
    [
        "樺翊", "桦翊", "翊", "運控", "hyyk", "huayi", "HUAYIYUNKONG", "ＨＹＹＫ", "1757.80",
        "1,757.80", "2026-09-30", "T-2026-00042", "t-2026-00042", "42", "重要客戶", "m3x8",
        "樺 1757", "控 M3X8 2026-09",
    ],
)  # fmt: skip
def test_a_record_is_found_as_people_type_it(typed: str, ledger: Ledger) -> None:
    put(ledger, thing(41, name="Other"))
    put(
        ledger,
        thing(
            42, name="桦翊运控(苏州)有限公司", price="1757.80 CNY", made="2026-09-30",
            tags=["重要客户"], screws=[{"length_mm": "8", "label": "M3X8"}],
        ),
    )  # fmt: skip
    assert found(ledger, typed) == ["T-2026-00042"]


@pytest.mark.parametrize(
    "typed", ["%", "_", '"', "*", "NEAR(a b)", "a OR b", "-a", "^a", "'", "\\"]
)
def test_signs_mean_themselves(typed: str, ledger: Ledger) -> None:
    put(ledger, thing(1, name=f"before {typed} after"))
    put(ledger, thing(2, name="something else entirely"))
    assert found(ledger, typed) == ["T-2026-00001"]


def test_words_must_all_match_one_record(ledger: Ledger) -> None:
    put(ledger, thing(1, name="red", text="long words about a case"))
    put(ledger, thing(2, name="blue", text="long words about a case"))
    assert found(ledger, "case red") == ["T-2026-00001"]
    assert found(ledger, "red blue") == []
    assert found(ledger, "  ") == []


def test_names_come_before_values_and_values_before_prose(ledger: Ledger) -> None:
    put(ledger, thing(1, text="it says copper somewhere in a long text about other things, really"))
    put(ledger, thing(2, screws=[{"length_mm": "1", "label": "copper"}]))
    put(ledger, thing(3, name="copper"))
    put(ledger, thing(4, name="all copper"))
    assert [item[-1] for item in found(ledger, "copper")] == ["3", "4", "2", "1"]


def test_what_only_names_the_record_comes_last(ledger: Ledger) -> None:
    put(ledger, Box(id="RED"))
    put(
        ledger, thing(1, text="a note that says red among many other words, longer than a value is")
    )
    put(ledger, thing(2, box="RED"))
    put(ledger, thing(3, name="red"))
    assert [name[-1] for name in found(ledger, "red")] == ["D", "3", "1", "2"]
    assert search(ledger).find("red").hits[-1].places == (Place("box", "RED"),)


@pytest.mark.parametrize("typed", ["hua yi", "Hua Yi dian lu", "yi dian", "huayi dian"])
def test_pinyin_is_found_syllable_by_syllable(ledger: Ledger, typed: str) -> None:
    put(ledger, thing(1, name="華翊電路"))
    put(ledger, thing(2, name="深圳"))
    assert found(ledger, typed) == ["T-2026-00001"]


def test_syllables_stay_words_as_well(ledger: Ledger) -> None:
    put(ledger, thing(1, name="case", text="Hu, met at the fair in Yi county"))
    put(ledger, thing(2, name="華翊 plant"))
    assert found(ledger, "yi hu") == ["T-2026-00001"]
    assert found(ledger, "hua yi plant") == ["T-2026-00002"]


def test_where_it_was_found_is_told(ledger: Ledger) -> None:
    put(ledger, thing(1, screws=[{"length_mm": "1"}, {"length_mm": "2", "label": "Zinc plated"}]))
    (hit,) = search(ledger).find("zinc").hits
    assert [(place.field, place.excerpt) for place in hit.places] == [
        ("screws[2].label", "Zinc plated")
    ]


def test_only_some_are_shown_and_all_are_counted(ledger: Ledger) -> None:
    for number in range(1, 8):
        put(ledger, thing(number, name="alike"))
    result = search(ledger).find("alike", limit=3)
    assert [hit.id[-1] for hit in result.hits] == ["7", "6", "5"]
    assert result.counts == {"thing": 7}
    assert search(ledger).find("alike", noun="box") == Found((), {})


def test_what_changes_is_found_at_once(ledger: Ledger) -> None:
    put(ledger, thing(1, name="old"))
    assert found(ledger, "old") == ["T-2026-00001"]
    put(ledger, thing(1, name="new"))
    put(ledger, thing(2, name="new too"))
    assert found(ledger, "old") == []
    assert found(ledger, "new") == ["T-2026-00001", "T-2026-00002"]
    (ledger.root / ledger.place(thing(1))).unlink()
    assert found(ledger, "new") == ["T-2026-00002"]
    fresh = Index(ledger.root, CATALOGUE)
    fresh.refresh()
    again = Search(fresh.connection, CATALOGUE, lambda *_, **__: None)
    assert [hit.id for hit in again.find("new").hits] == ["T-2026-00002"]


def test_many_changes_make_the_tables_anew(ledger: Ledger) -> None:
    put(ledger, thing(1, name="first"))
    found(ledger, "first")
    for number in range(2, 140):
        put(ledger, thing(number, name="later"))
    assert len(found(ledger, "later", limit=500)) == 138
    dead = ledger.index.connection.execute("SELECT count(*) FROM search.dead").fetchone()
    assert dead == (0,)


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 4096])
def test_a_damaged_file_of_the_search_is_made_anew(damage: bytes, ledger: Ledger) -> None:
    put(ledger, thing(1, name="here"))
    assert found(ledger, "here") == ["T-2026-00001"]
    ledger.index.connection.execute("DETACH search")
    (ledger.root / ".pcbsales/search.sqlite").write_bytes(damage)
    assert found(ledger, "here") == ["T-2026-00001"]


def test_where_no_file_can_be_written_it_is_found_all_the_same(ledger: Ledger) -> None:
    put(ledger, thing(1, name="here"))
    (ledger.root / ".pcbsales/search.sqlite").mkdir(parents=True)
    assert found(ledger, "here") == ["T-2026-00001"]


def test_an_index_in_memory_gives_the_same(ledger: Ledger) -> None:
    put(ledger, thing(1, name="桦翊运控"))
    filed = search(ledger).find("hy")
    memory = sqlite3.connect(":memory:", isolation_level=None)
    ledger.index.connection.backup(memory)
    assert Search(memory, CATALOGUE, lambda *_, **__: None).find("hy") == filed


def test_hashes_are_found_by_their_beginning_alone(ledger: Ledger) -> None:
    digest = "0123456789abcdef" * 4
    put(ledger, thing(1, screws=[{"length_mm": "1", "label": digest}]))
    assert found(ledger, "0123456") == ["T-2026-00001"]
    assert found(ledger, "89abcdef0123") == []


def test_words_nearly_everything_holds_are_told_from_the_content(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_MOST_TERMS", 3)
    for number in range(1, 9):
        put(ledger, thing(number, name=f"case {number}"))
    assert found(ledger, "case 00005") == ["T-2026-00005"]
    broad = search(ledger).find("a")
    assert broad.cut
    assert broad.hits


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(text=st.text(min_size=1, max_size=12))
def test_any_text_is_searched_for_without_a_fault(text: str, ledger: Ledger) -> None:
    put(ledger, thing(1, name="a thing"))
    result = search(ledger).find(text)
    assert all(hit.noun == "thing" for hit in result.hits)


def test_excerpts_stay_short_and_in_one_line() -> None:
    shown = excerpt("a" * 100 + "\n needle \n" + "b" * 100, "needle")
    assert "needle" in shown
    assert "\n" not in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 90


def test_the_words_of_what_was_typed() -> None:
    assert words_of(" ＡＢ ab 1,000 ") == ("ab", "1000")
