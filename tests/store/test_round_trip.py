import pytest

from pcbsales.kernel.record import Plain
from pcbsales.store.text.round_trip import dump
from pcbsales.store.text.strict_yaml import read
from tests.store.things import Screw, Thing

WRITTEN_BY_HAND = b"""\
# our best thing
id: T-2026-00001
price: 12.50 CNY   # agreed by phone
name: 'quoted by hand'
screws:
  # the long one
  - length_mm: 1.10
    label: "M3"
  - length_mm: 2
"""


def test_comments_order_and_style_survive_a_change() -> None:
    thing = Thing.model_validate(
        {"id": "T-2026-00001", "name": "quoted by hand", "price": "13.00 CNY",
         "screws": [{"length_mm": "1.10", "label": "M3"}, {"length_mm": "2"}]}
    )  # fmt: skip
    assert dump(thing.tree(), WRITTEN_BY_HAND) == WRITTEN_BY_HAND.replace(b"12.50", b"13.00")


def test_nothing_changes_where_no_value_does() -> None:
    tree = {"id": "T-2026-00001", "price": "12.50 CNY", "name": "quoted by hand",
            "screws": [{"length_mm": "1.10", "label": "M3"}, {"length_mm": "2"}]}  # fmt: skip
    assert dump(tree, WRITTEN_BY_HAND) == WRITTEN_BY_HAND


def test_texts_that_look_like_other_things_are_quoted_and_numbers_are_not() -> None:
    thing = Thing.model_validate(
        {"id": "T-2026-00001", "name": "012", "made": "2026-11-23", "price": "100.00 CNY",
         "count": "5", "good": "false", "text": "no",
         "screws": [{"length_mm": "1.6", "label": "1.0"}]}
    )  # fmt: skip
    assert dump(thing.tree()).decode() == (
        "id: T-2026-00001\n"
        'name: "012"\n'
        "made: 2026-11-23\n"
        "price: 100.00 CNY\n"
        "count: 5\n"
        "good: false\n"
        'text: "no"\n'
        "screws:\n"
        "  - length_mm: 1.6\n"
        '    label: "1.0"\n'
    )


def test_an_item_added_to_a_list_leaves_the_others_alone() -> None:
    thing = Thing.model_validate(
        {"id": "T-2026-00001", "name": "quoted by hand", "price": "12.50 CNY",
         "screws": [{"length_mm": "1.10", "label": "M3"}, {"length_mm": "2"}]}
    )  # fmt: skip
    longer = thing.model_copy(
        update={"screws": (*thing.screws, Screw.model_validate({"length_mm": "7"}))}
    )
    assert dump(longer.tree(), WRITTEN_BY_HAND) == WRITTEN_BY_HAND + b"  - length_mm: 7\n"


def test_a_changed_number_or_date_stays_plain() -> None:
    text = b"count: 1\nmade: 2025-01-01\nname: first\n"
    tree = {"count": 24, "made": Plain("2026-01-01"), "name": "12"}
    assert dump(tree, text) == b'count: 24\nmade: 2026-01-01\nname: "12"\n'


@pytest.mark.parametrize("text", [": a", "? a", "- a", ":", "?", "-"])
def test_a_text_that_begins_as_a_key_does_is_quoted_in_brackets(text: str) -> None:
    tree = {"tags": ["plain"], "map": {"key": "plain"}}
    base = b"tags: [plain]\nmap: {key: plain}\n"
    wanted = {"tags": ["plain", text], "map": {"key": text}}
    written = dump(wanted, base, accepts=lambda _: True)
    assert read(written).data == wanted
    assert read(base).data == tree
