"""A file that a person wrote stays as it is, but for what a decision changes."""

import difflib
import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from pcbsales.registry import catalogue
from pcbsales.store.ledger import Ledger
from pcbsales.store.text.reading import read_record
from pcbsales.store.text.round_trip import dump
from pcbsales.store.text.source_tree import Mapping, Node, Scalar, parse
from pcbsales.store.text.strict_yaml import read
from tests.sizes import sized
from tests.store.conftest import Thing, add, git, save, update
from tests.store.judges import ruamel

LEDGER = Path(__file__).parents[2]
SAMPLE = sorted(LEDGER.glob("ledger/**/*.yaml"))


def test_every_record_of_the_sample_is_written_as_it_stands() -> None:
    kinds = catalogue().folders
    for file in SAMPLE:
        path, raw = str(file.relative_to(LEDGER)), file.read_bytes()
        record = read_record(kinds[file.parts[len(LEDGER.parts) + 1]], path, raw).record
        assert record, path
        assert dump(record.tree(), raw, was=record.tree()) == raw, path
        assert read(dump(record.tree())).data == read(raw).data, path


def commented(text: str, chance: random.Random) -> str:
    """*text* as a person leaves it: remarks above, beside, between and below; blank lines."""
    inside = _lines_of_block_texts(text)
    lines = []
    for number, line in enumerate(text.splitlines()):
        if number not in inside:
            if chance.random() < 0.2:
                pad = " " * (len(line) - len(line.lstrip(" ")))
                lines.append(f"{pad}# remark: {chance.random()}")
            if chance.random() < 0.1:
                lines.append("")
            if chance.random() < 0.2 and not line.endswith("|"):
                lines.append(f"{line}   # beside - {chance.random()}")
                continue
        lines.append(line)
    if chance.random() < 0.5:
        lines.append("# at the end")
    ending = chance.choice(["\n", "\n", "\r\n"])
    return ending.join(lines) + (ending if chance.random() < 0.7 else "")


def _lines_of_block_texts(text: str) -> set[int]:
    inside: set[int] = set()

    def walk(node: Node) -> None:
        if isinstance(node, Scalar) and node.style in {"|", ">"}:
            first, last = (text.count("\n", 0, at) for at in (node.start, node.end))
            inside.update(range(first, last + 1))
        elif isinstance(node, Mapping):
            for entry in node.entries.values():
                walk(entry.value)
        elif not isinstance(node, Scalar):
            for item in node.items:
                walk(item.value)

    walk(parse(text))
    return inside


Change = tuple[str, Any]


def changed(data: Any, chance: random.Random) -> str:
    """Change *data* in one place; which kind of change it was."""
    places = list(_places(data))
    holder, key = chance.choice(places)
    kind = chance.choice(["set", "set", "remove", "add"])
    if kind == "set":
        if isinstance(holder[key], str) and key != "id":
            holder[key] = chance.choice(["another text", "012", "12.50 CNY", "two: lines #x"])
            return "set"
        kind = "add"
    if kind == "remove" and len(holder) > 1 and key != "id":
        del holder[key]
        return "remove"
    if isinstance(holder, list):
        holder.insert(chance.randrange(len(holder) + 1), _like(holder[0]))
    else:
        holder["zz_new"] = chance.choice(["a text", "1.0", {"a": "b", "c": ["d"]}, ["e f", "g"]])
    return "add"


def _like(item: Any) -> Any:
    if isinstance(item, dict):
        return dict.fromkeys(item, "new")
    return ["new"] if isinstance(item, list) else "new"


def _places(data: Any) -> list[tuple[Any, Any]]:
    keys = list(data) if isinstance(data, dict) else list(range(len(data)))
    found = [(data, key) for key in keys]
    for key in keys:
        if isinstance(data[key], dict | list):
            found += _places(data[key])
    return found


def moved(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines taken out and put in."""
    diff = list(difflib.ndiff(before.splitlines(True), after.splitlines(True)))
    out = [line[2:] for line in diff if line.startswith("- ")]
    return out, [line[2:] for line in diff if line.startswith("+ ")]


@pytest.mark.parametrize("seed", range(sized(8, 120)))
def test_a_change_moves_only_its_own_lines(seed: int) -> None:
    chance = random.Random(seed)
    for file in chance.sample(SAMPLE, 60):
        before = commented(file.read_text("utf-8"), chance)
        data: Any = read(before.encode()).data
        wanted = deepcopy(data)
        kind = changed(wanted, chance)
        after = dump(wanted, before.encode()).decode()
        assert read(after.encode()).data == wanted, before
        assert ruamel(after) == wanted, before
        out, put = moved(before, after)
        where = f"{file.name} seed {seed}: {kind}\n-{out}\n+{put}"
        if kind == "set" and wanted != data and len(out) == 1:
            assert len(put) == 1, where
        if kind == "remove":
            assert len(put) <= 1, where
        if kind == "add":
            assert len(out) <= 1, where
        lost = [line for line in out if line.lstrip().startswith("#")]
        assert kind == "remove" or not lost, where
        assert ("\r\n" in before) == ("\r\n" in after) or "\n" not in after, where
        if kind != "remove" and "|" not in before:
            assert before.endswith("\n") == after.endswith("\n"), where


def test_a_default_that_a_person_wrote_out_stays() -> None:
    text = b"id: A\ngood: false  # for now\nname: x\n"
    assert dump({"id": "A", "name": "yy"}, text, was={"id": "A", "name": "x"}, accepts=bool) == (
        b"id: A\ngood: false  # for now\nname: yy\n"
    )


def test_a_decision_changes_its_lines_of_a_file_and_no_others(ledger: Ledger, root: Path) -> None:
    path = "ledger/things/2026/000/T-2026-00001.yaml"
    text = (
        "# our best\r\nid:   'T-2026-00001'\r\ncount: 5   # by Li\r\ngood: true\r\n\r\n"
        'name: "first"\r\nscrews:\r\n- length_mm: 1.10  # long\r\n# end'
    )
    save(ledger, add(Thing(id="T-2026-00001", name="x")))
    (root / path).write_bytes(text.encode())
    git(root, "commit", "--quiet", "--all", "-m", "by hand")
    kind = ledger.catalogue.kinds["thing"]
    before = read_record(kind, path, text.encode()).record
    assert isinstance(before, Thing)

    save(ledger, update(before.model_copy(update={"name": "second", "box": None, "count": 24})))

    expected = text.replace("first", "second").replace("count: 5 ", "count: 24 ")
    assert (root / path).read_bytes() == expected.encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- one  # first\n", "- one  # first\n- two\n- three\n"),
        ("- four\n", "- two\n- three\n- four\n"),
    ],
)
def test_several_items_added_at_one_place_stand_in_their_order(old: str, new: str) -> None:
    head = "id: A\n# what there is\nnames:\n"
    tree = {"id": "A", "names": read(f"{head}{new}".encode()).data["names"]}
    assert dump(tree, f"{head}{old}".encode()).decode() == f"{head}{new}"


def test_several_items_added_in_brackets_stand_in_their_order() -> None:
    text = b"id: A\nnames: [one, four]  # what there is\n"
    tree = {"id": "A", "names": ["one", "two", "three", "four"]}
    assert dump(tree, text) == b"id: A\nnames: [one, two, three, four]  # what there is\n"


ITEMS = """\
id: A
lines:
# the first
- id: L1
  text: one
# the second
-   id: L2   # beside
    text: two
# the third
- {id: L3, text: three}
# below
"""


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ("L1 L2 L3", ITEMS),
        ("L1 L3", ITEMS.replace("-   id: L2   # beside\n    text: two\n", "")),
        ("L2 L3", ITEMS.replace("- id: L1\n  text: one\n", "")),
        ("L1 L2", ITEMS.replace("- {id: L3, text: three}\n", "")),
        (
            "L1 L9 L2 L3",
            ITEMS.replace("  text: one\n", "  text: one\n- id: L9\n  text: nine\n"),
        ),
        ("L9 L1 L2 L3", ITEMS.replace("# the first\n", "- id: L9\n  text: nine\n# the first\n")),
        ("L1 L2 L3 L9", ITEMS.replace("# below", "- id: L9\n  text: nine\n# below")),
    ],
)
def test_items_with_ids_keep_their_comments(ids: str, expected: str) -> None:
    words = {"L1": "one", "L2": "two", "L3": "three", "L9": "nine"}
    lines = [{"id": name, "text": words[name]} for name in ids.split()]
    assert dump({"id": "A", "lines": lines}, ITEMS.encode()).decode() == expected


STYLES = """\
# top
id:   'A'
name:    "x: y"        # beside
plain: some words
  that go on
list: [ 1,2 , 3 ]   # in brackets
deep:
    one:
        two: 'three'

    four: 5
text: |
      first
      second
words: >-
  folded
  away
flow: {a: 1,
       b: [x, y]}
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (["id"], "B", "'A'", "'B'"),
        (["name"], "z", '"x: y"', '"z"'),
        (["list"], ["1", "2"], "[ 1,2 , 3 ]", "[ 1,2 ]"),
        (["list"], ["2", "3"], "[ 1,2 , 3 ]", "[ 2 , 3 ]"),
        (["list"], ["1", "2", "9", "3"], "[ 1,2 , 3 ]", '[ 1,2, "9" , 3 ]'),
        (["deep", "one", "two"], "it's", "'three'", "'it''s'"),
        (["deep", "four"], "six", "four: 5", "four: six"),
        (["text"], "first\nthird\n", "      second", "      third"),
        (["text"], "one line", "|\n      first\n      second", "one line"),
        (["words"], "other words", ">-\n  folded\n  away", "other words"),
        (["plain"], "short", "some words\n  that go on", "short"),
        (["flow", "a"], "x", "{a: 1", "{a: x"),
        (["flow", "b"], ["y"], "[x, y]", "[y]"),
        (["flow", "c"], "z, z", "[x, y]}", '[x, y], c: "z, z"}'),
    ],
)
def test_a_person_s_style_stays(path: list[str], value: Any, old: str, new: str) -> None:
    tree: Any = read(STYLES.encode()).data
    holder = tree
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    after = dump(tree, STYLES.encode()).decode()
    assert after == STYLES.replace(old, new) or after == STYLES.replace(old, new).replace(
        '"z, z"', "'z, z'"
    )
