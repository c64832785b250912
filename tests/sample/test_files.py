"""The fast writer gives the very bytes of the program's own."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pcbsales.kernel.record import Plain
from pcbsales.registry import catalogue
from pcbsales.store.text.round_trip import dump
from scripts.sample.bulk import bulk
from scripts.sample.contents import sample
from scripts.sample.files import text_of

WORDS = st.text(
    st.sampled_from("aeEnNyYoOfx019 .,:;-_+/()%#'\"[]{}&*!|>~=@`\\µ中文,。 \n"), min_size=1
)
SCALARS = st.one_of(
    WORDS,
    st.sampled_from(["yes", "No", "1e5", "0x1f", "2026-10-31", "12:30", "+30d", "eom", "10-4402"]),
    st.booleans(),
    st.integers(0, 10**6),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(lambda day: Plain(day.isoformat())),
    st.decimals("-99", "99", places=2).map(lambda number: Plain(f"{Decimal(number):f}")),
)
#: No field of a record is called by a word that YAML 1.1 takes for a flag or for nothing.
FLAGS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
KEYS = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(lambda key: key not in FLAGS)
TREES = st.recursive(
    st.dictionaries(KEYS, SCALARS, min_size=1, max_size=4),
    lambda inner: st.dictionaries(
        KEYS,
        st.one_of(SCALARS, inner, st.lists(inner, max_size=3), st.lists(SCALARS, max_size=4)),
        min_size=1,
        max_size=4,
    ),
    max_leaves=12,
)


@given(TREES)
def test_any_tree_is_written_alike(tree: dict[str, object]) -> None:
    assert text_of(tree) == dump(tree)


def test_every_record_of_the_sample_is_written_alike() -> None:
    for record in sample(catalogue()).records:
        assert text_of(record.tree()) == dump(record.tree())


def test_every_record_of_a_generated_ledger_is_written_alike() -> None:
    for record in bulk(60, catalogue()).records:
        assert text_of(record.tree()) == dump(record.tree())
