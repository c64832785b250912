import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.errors import UsageError
from pcbsales.manifest import RecordKind, Shelf
from pcbsales.store.layout import escape, id_of, path_of, unescape

QUOTE = RecordKind("quote", "quotes", "x:Q", shelf=Shelf.YEARLY, prefix="Q")
PERSON = RecordKind("person", "people", "x:P", shelf=Shelf.COUNTED, prefix="P")
PART = RecordKind("part", "parts", "x:P", shelf=Shelf.OWNED)
CUSTOMER = RecordKind("customer", "customers", "x:C")


@pytest.mark.parametrize(
    ("kind", "record_id", "path"),
    [
        (QUOTE, "Q-2026-00042", "ledger/quotes/2026/000/Q-2026-00042.yaml"),
        (QUOTE, "Q-2026-B00042", "ledger/quotes/2026/B000/Q-2026-B00042.yaml"),
        (QUOTE, "Q-2026-123456", "ledger/quotes/2026/1234/Q-2026-123456.yaml"),
        (PERSON, "P-00017", "ledger/people/P-00017.yaml"),
        (CUSTOMER, "HUAYI", "ledger/customers/HUAYI.yaml"),
        (PART, "HUAYI/HY-4410", "ledger/parts/HUAYI/HY-4410.yaml"),
        (PART, "HUAYI/a/b C", "ledger/parts/HUAYI/=a%2Fb%20=C.yaml"),
        (PART, "HUAYI/板1", "ledger/parts/HUAYI/%E6%9D%BF1.yaml"),
    ],
)
def test_path_follows_from_id_and_back(kind: RecordKind, record_id: str, path: str) -> None:
    assert path_of(kind, record_id) == path
    assert id_of(kind, path) == record_id


@pytest.mark.parametrize(
    ("kind", "record_id"),
    [(QUOTE, "Q-26-1"), (QUOTE, "INV-2026-00001"), (PART, "HY-4410"), (CUSTOMER, "A/B")],
)
def test_an_id_of_another_shape_is_refused(kind: RecordKind, record_id: str) -> None:
    with pytest.raises(UsageError, match="is not an id of a"):
        path_of(kind, record_id)


@pytest.mark.parametrize(
    "path",
    [
        "ledger/quotes/2026/001/Q-2026-00042.yaml",
        "ledger/quotes/Q-2026-00042.yaml",
        "ledger/quotes/2026/000/Q-2026-00042.yml",
        "ledger/quotes/2026/000/Q-2026-00042.yaml~",
    ],
)
def test_a_file_in_the_wrong_place_has_no_id(path: str) -> None:
    assert id_of(QUOTE, path) is None


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@given(NAMES)
def test_escaping_is_reversible(name: str) -> None:
    assert unescape(escape(name)) == name


@given(NAMES, NAMES)
def test_no_two_names_meet_where_case_is_ignored(one: str, other: str) -> None:
    assert (escape(one).upper() == escape(other).upper()) == (one == other)


@given(NAMES)
def test_escaped_names_are_safe_file_names(name: str) -> None:
    escaped = escape(name)
    assert escaped.isascii()
    assert not set(escaped) & set('/\\ :*?"<>|~\0')
    assert not escaped.startswith(".")
