"""libyaml reads YAML 1.1, ruamel YAML 1.2: they agree on a file, or we refuse it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcbsales.store.text.plain_yaml import read_plain
from tests.sizes import sized
from tests.store.judges import agree, ours, ruamel

_CORPUS = Path(__file__).parents[3] / "shared/corpora/yaml_test_suite.json"


@pytest.fixture(scope="module")
def cases() -> list[list[Any]]:
    if not _CORPUS.exists():
        pytest.skip("the YAML test suite is not at hand: ../shared/corpora/yaml_test_suite.json")
    found: list[list[Any]] = json.loads(_CORPUS.read_text("utf-8"))
    assert len(found) == 406
    return found


def indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line if line else line for line in text.split("\n"))


@pytest.mark.parametrize(
    ("shape", "least"),
    [
        ("{case}", 50),
        ("id: A\nf:\n{case2}\nz: end\n", 100),
        ("id: A\nf:\n  -\n{case4}\nz: end\n", 100),
    ],
)
def test_they_agree_on_every_case_of_the_suite_or_we_refuse(
    cases: list[list[Any]], shape: str, least: int
) -> None:
    verdicts: Counter[str] = Counter()
    for case in cases:
        text = shape.format(case=case[3], case2=indented(case[3], 2), case4=indented(case[3], 4))
        if case[3].isprintable() or "\ud800" not in ascii(case[3]):
            verdicts[agree(text)] += 1
    assert verdicts[""] >= least, verdicts
    assert sum(verdicts.values()) == 406


def test_what_the_suite_says_is_in_a_mapping_is_what_we_read(cases: list[list[Any]]) -> None:
    """The suite gives the JSON of a case: our texts are those values, where we take the file."""
    compared = 0
    for case in cases:
        mine = ours(case[3])
        if isinstance(mine, dict) and case[5] and not case[4]:
            assert mine == _texts(json.loads(case[5], parse_int=str, parse_float=str)), case[0]
            compared += 1
    assert compared > 40


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


#: Pieces of YAML: strung together they are now and then a file, mostly nearly one.
_PIECES = st.sampled_from(
    [
        *"ab:?-|>[]{},'\"#&*!%@`=~1\\é中\t\r\x85\u2028\u2029\ufeff",
        *("key", "- ", ": ", "? ", "\n", "\n", "\n  ", "\n    ", "\n ", "  ", ", ", " #", "# c"),
        *("|+", ">-", "|2", ">1-", "| # c", "># c", "''", '""', "\\n", "\\\n", "\r\n", "\r"),
        *("...\n", "---\n", "--- ", "%YAML 1.1\n", "&a", "*a", "!!str ", "<<: ", "null", "- - "),
        *("x: y", "x:y", ": x", "http://a:b", "? a\n: b\n", "\nk: ", '"a\n  b"', "'a\n\n b'"),
        *("\\u0041", "\\x41", "\\/", "\\t", "\\e", "\\_", "\\N", "\\L", "\\P", "\U0001f600"),
        *("k" * 130, "z" * 1100, "{a: b}", "[a: b]", "[? a : b]", "{a,b}", '{"a":b}', "{a:b}"),
        *("[:a]", "[a:]", "[-]", "\n  \n", "\n   \n", "\t\n", " \t", "-\t"),
    ]
)


@settings(max_examples=sized(500, 60_000), deadline=None)
@given(
    st.sampled_from(["", "id: A\n", "id: A\nf:\n  - b: 1\n    "]),
    st.lists(_PIECES, min_size=1, max_size=14),
    st.sampled_from(["", "\n", "\nz: 1\n"]),
)
def test_they_agree_on_whatever_is_strung_together(start: str, pieces: list[str], end: str) -> None:
    agree(start + "".join(pieces) + end)


_SAMPLE = [
    file.read_text("utf-8")
    for file in sorted((Path(__file__).parents[2] / "ledger").rglob("*.yaml"))
    if file.stat().st_size < 1500
]


@settings(max_examples=sized(500, 60_000), deadline=None)
@given(
    st.sampled_from(_SAMPLE[::7]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3), _PIECES), min_size=1, max_size=3),
)
def test_they_agree_on_records_with_pieces_put_in_and_taken_out(
    text: str, changes: list[tuple[float, int, str]]
) -> None:
    for share, length, piece in changes:
        at = int(share * len(text))
        text = text[:at] + piece + text[at + length :]
    agree(text)


def test_the_short_way_reads_the_sample_as_the_strict_one() -> None:
    taken = [text for text in _SAMPLE if read_plain(text.encode()) is not None]
    assert len(taken) > 0.8 * len(_SAMPLE)
    assert [text for text in _SAMPLE if agree(text)] == []


_WORDS = st.text("ab:#-?,[]{}'\"\\|>!&*% \né中0.~=", min_size=1, max_size=12)
_COMMENTS = st.sampled_from(["", " # c", "  #", " # - x: 'y"])
_BREAKS = st.sampled_from(["\n", "\r\n", "\n\n", "\n# c\n", "\n   # c\n", "\n  \n"])


@st.composite
def scalar(draw: st.DrawFn, pad: str) -> str:
    """A scalar after ``key:`` or ``-`` in any style, with its line break."""
    word = draw(_WORDS)
    end = draw(_COMMENTS) + draw(_BREAKS)
    folded = draw(st.sampled_from(["\n" + pad, " ", "\n\n" + pad]))
    style = draw(st.sampled_from(["plain", "single", "double", "block"]))
    if style == "block":
        head = draw(st.sampled_from("|>")) + draw(st.sampled_from(["", "-", "+", "2", "1-", "+3"]))
        lines = draw(st.lists(st.text("ab #:-'\"", max_size=8), max_size=5))
        return f" {head}{draw(_COMMENTS)}\n" + "".join(f"{pad}{line}\n" for line in lines)
    if style == "single":
        word = "'" + word.replace("'", "''") + "'"
    if style == "double":
        word = '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return " " + word.replace("\n", folded) + end


@st.composite
def block(draw: st.DrawFn, indent: int, depth: int) -> str:
    """A value after ``key:`` or ``-``, in any style, with its line break."""
    pad = " " * indent
    kind = draw(st.sampled_from(["scalar", "flow", "list", "map", "keyed"]))
    if depth > 3 or kind == "scalar":
        return draw(scalar(pad))
    end = draw(_COMMENTS) + draw(_BREAKS)
    if kind == "flow":
        words = draw(st.lists(_WORDS, max_size=4))
        flow = draw(st.sampled_from(["[{}]", "{{a: {}}}", "[[{}]]", "[ {} ]", "{{{}: 1}}"]))
        return " " + flow.format(draw(st.sampled_from([", ", ",", ",\n" + pad])).join(words)) + end
    if kind == "list":
        count = draw(st.integers(1, 3))
        items = [f"{pad}-{draw(block(indent + 2, depth + 1))}" for _ in range(count)]
        return draw(st.sampled_from([end, " "] if indent > 2 else [end])) + "".join(items)
    keys = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=3, unique=True))
    mark = pad + ("? " if kind == "keyed" else "")
    colon = f"\n{pad}:" if kind == "keyed" else ":"
    return end + "".join(f"{mark}{key}{colon}{draw(block(indent + 2, depth + 1))}" for key in keys)


@settings(max_examples=sized(200, 20_000), deadline=None)
@given(block(0, 0), st.sampled_from(["\n", "\r\n"]))
def test_they_agree_on_every_style_of_writing(text: str, line_break: str) -> None:
    agree(("id: A\nvalue:" + text).replace("\r\n", "\n").replace("\n", line_break))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a:\tb\n", "yaml.tab"),
        ("a: |\n  x\ty\n", "yaml.tab"),
        ('a: "x\ty"\n', "yaml.tab"),
        ("a: ># c\n  b\n", "yaml.block"),
        ("a: |\n   \n  b\n", "yaml.block"),
        ("a: >\n \n\n  b\n", "yaml.block"),
        ("a: 1\n...\n", "yaml.documents"),
        ("a: 1\rb: 2\n", "yaml.character"),
        ("a: 1\u0085b: 2\n", "yaml.character"),
        ("a: 1\u2028b: 2\n", "yaml.character"),
        ("\ufeffa: 1\n", "yaml.character"),
    ],
)
def test_what_they_read_in_two_ways_or_one_refuses_has_a_rule(text: str, rule: str) -> None:
    assert ours(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "---\na: 1\n",
        "a: 1\r\nb: |\r\n  x\r\n  y\r\n",
        "a: why?\nb: what ?\n",
        "a:\n- - b\n  - c\n",
        "a: b:c#d\n",
        "a: |2\n   b\n",
        "a: |+\n  b\n\n\n",
        "a: >-\n  b\n  c\n\n  d\n",
        'a: "b\\\n  c\\x41\\_"\n',
        '{"a":b}\n',
    ],
)
def test_what_both_read_the_same_is_taken(text: str) -> None:
    assert ours(text) == ruamel(text)
    assert isinstance(ours(text), dict)
