import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.store.text.round_trip import dump
from pcbsales.store.text.strict_yaml import MAX_BYTES, StrictYamlError, read


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("", 1, "yaml.empty"),
        ("- a\n", 1, "yaml.mapping"),
        ("text\n", 1, "yaml.mapping"),
        ("a: 1\nb: ~\n", 2, "yaml.null"),
        ("a: 1\nb:\n", 2, "yaml.null"),
        ("a: null\n", 1, "yaml.null"),
        ("a: &x 1\n", 1, "yaml.alias"),
        ("a: 1\nb: *x\n", 2, "yaml.alias"),
        ("a: &x {b: 1}\n", 1, "yaml.alias"),
        ("a: {b: 1}\n<<: {c: 2}\n", 2, "yaml.merge"),
        ("%YAML 1.1\n---\na: 1\n", 1, "yaml.directive"),
        ("%TAG ! x:\n---\na: 1\n", 1, "yaml.directive"),
        ("a: !!str 1\n", 1, "yaml.tag"),
        ("a: ! b\n", 1, "yaml.tag"),
        ("a: !x [1]\n", 1, "yaml.tag"),
        ("a: 1\nb: 2\na: 3\n", 3, "yaml.duplicate"),
        ("? [a]\n: 1\n", 1, "yaml.key"),
        ("---\na: 1\n---\nb: 1\n", 3, "yaml.documents"),
        ("a: [1\n", 2, "yaml.syntax"),
        ("\ta: 1\n", 1, "yaml.tab"),
        ("? a\n: 1\n", 1, "yaml.key"),
        ("a: {?b: 1}\n", 1, "yaml.key"),
        ("a: 1\nb: \u202eevil\n", 2, "yaml.character"),
        ("a: 1\nb: \x07\n", 2, "yaml.character"),
        ("\ufeffa: 1\n", 1, "yaml.character"),
        ('a: "\\u202e"\n', 1, "yaml.character"),
        ('a: "\\x00"\n', 1, "yaml.character"),
        ("a: " + "[" * 30 + "]" * 30 + "\n", 1, "yaml.depth"),
    ],
)
def test_what_could_be_read_two_ways_is_refused(text: str, line: int, rule: str) -> None:
    with pytest.raises(StrictYamlError) as refused:
        read(text.encode())
    assert (refused.value.line, refused.value.rule) == (line, rule)


def test_bytes_that_are_not_utf_8_are_refused_by_line() -> None:
    with pytest.raises(StrictYamlError) as refused:
        read(b"a: 1\nb: \xb0\xa1\n")
    assert (refused.value.line, refused.value.rule) == (2, "yaml.encoding")


def test_a_file_over_one_mebibyte_is_refused() -> None:
    with pytest.raises(StrictYamlError) as refused:
        read(b"a: " + b"x" * MAX_BYTES)
    assert refused.value.rule == "yaml.size"


def test_every_scalar_stays_the_text_that_it_is() -> None:
    found = read(b"a: 012\nb: 1.10\nc: no\nd: 0o17\ne: .inf\nf: 2026-11-23\ng: 1e400\nh: 'x'\n")
    assert found.data == {
        "a": "012", "b": "1.10", "c": "no", "d": "0o17", "e": ".inf", "f": "2026-11-23",
        "g": "1e400", "h": "x",
    }  # fmt: skip


def test_lines_are_known_for_every_field() -> None:
    found = read(b"id: A\nlines:\n  - part: X\n    price: 1\n  - part: Y\n")
    assert found.line_of(("lines", 0, "price")) == 4
    assert found.line_of(("lines", 1, "part")) == 5
    assert found.line_of(("lines", 1, "missing")) == 5
    assert found.line_of(("missing",)) == 1


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=60
).filter(
    lambda text: (
        not any(
            mark in text
            for mark in "\u061c\u200e\u200f\u2028\u2029\ufeff"
            "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"
        )
    )
)
TREES = st.dictionaries(
    st.from_regex(r"[a-z_]{1,8}", fullmatch=True),
    st.recursive(
        TEXTS,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=4)
            | st.dictionaries(
                st.from_regex(r"[a-z_]{1,8}", fullmatch=True), inner, min_size=1, max_size=4
            )
        ),
        max_leaves=8,
    ),
    min_size=1,
    max_size=6,
)


@given(TREES)
def test_what_is_dumped_reads_back_the_same(tree: dict[str, object]) -> None:
    assert read(dump(tree)).data == tree


@given(TREES, TREES)
def test_a_rewritten_file_says_the_new_thing(
    before: dict[str, object], after: dict[str, object]
) -> None:
    assert read(dump(after, dump(before))).data == after
