"""What a newcomer reads is true: commands print what the pages print, links lead somewhere."""

import io
import json
import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from pcbsales.boards.choices import Finish, Separation
from pcbsales.cli import run
from pcbsales.manifest import Shelf
from pcbsales.registry import catalogue
from scripts.transcripts import PAGES, REPOSITORY, Shell, Step, new_shell, pages, renewed

_DOCUMENTED = re.compile(
    r"^## `(?P<command>pcbsales [^`]+-o json)`\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
)
_KEY = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
_WRITING = re.compile(r"^\| `(pcbsales [^`]+-o json)` \| `([^`]+)` \|$", re.MULTILINE)
_ANY = re.compile(r"\.[A-Z]+$")
#: What is done before a command whose answer would be empty; it is put back after it.
_DAMAGE = {
    "pcbsales check -o json": "sed -i s/WANG/WNAG/ ledger/customers/HUAYI.yaml",
    "pcbsales index verify -o json": 'python -c "import sqlite3; db=sqlite3.connect('
    "'.pcbsales/index.sqlite'); db.execute('DELETE FROM projected'); db.commit()\"",
}
#: Kinds under ids of one's own choice that a command or `init` makes.
_MADE_BY_COMMANDS = {"authority", "customer", "requirement", "station", "withdrawn"}
_LINK = re.compile(r"(?:\]\(|src=\")([^)\"#:]+)(?:#[^)\"]*)?[)\"]")


def shapes() -> Iterator[Any]:
    text = (REPOSITORY / "docs" / "json.md").read_text("utf-8")
    for shape in _DOCUMENTED.finditer(text):
        yield pytest.param(shape["command"], set(_KEY.findall(shape["text"])), id=shape["command"])


def keys(value: object, above: str = "") -> Iterator[str]:
    """The keys inside *value*, as docs/json.md writes them."""
    if isinstance(value, dict):
        for name, inner in value.items():
            key = f"{above}.{name}" if above else name
            yield key
            yield from keys(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner, f"{above}[]")


def empty(value: object, above: str = "") -> Iterator[str]:
    """The places in *value* where nothing is: below them no key can be seen."""
    if value is None or value == []:
        yield above
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from empty(inner, f"{above}.{name}" if above else name)
    elif isinstance(value, list):
        for inner in value:
            yield from empty(inner, f"{above}[]")


@pytest.fixture(scope="module")
def shell() -> Iterator[Shell]:
    with new_shell() as found:
        found.output("python -m scripts.sample zip HY-4410.zip")
        found.output("pcbsales init ledger --sample")
        found.output("cd ledger")
        found.output("pcbsales attach HUAYI ../HY-4410.zip")
        found.output("sed 's/^rep:.*/rep: CHEN/' ledger/customers/QIMING.yaml > ../QIMING.yaml")
        yield found


def answer(command: str) -> Any:
    """What *command* prints for scripts."""
    with redirect_stdout(io.StringIO()) as said, redirect_stderr(io.StringIO()):
        run(shlex.split(command)[1:])
    return json.loads(said.getvalue())


def any_of(documented: set[str]) -> tuple[str, ...]:
    """How keys begin of which only the place is documented: ``counts.NOUN``."""
    places = [_ANY.sub("", key) for key in documented if _ANY.search(key)]
    return tuple(place + step for place in places for step in (".", "[]"))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_commands_print_what_the_page_prints(page: Path) -> None:
    text = page.read_text("utf-8")
    assert renewed(text) == text, "run python -m scripts.transcripts, and read what it changed"


@pytest.mark.parametrize(("command", "documented"), list(shapes()))
def test_json_has_the_documented_keys(command: str, documented: set[str], shell: Shell) -> None:
    shell.output(_DAMAGE.get(command, "true"))
    found = answer(command)
    shell.output("git checkout -q -- ledger")
    assert found
    printed, hidden = set(keys(found)), tuple(empty(found))
    free = any_of(documented)
    assert {key for key in printed - documented if not key.startswith(free or ("\0",))} == set()
    named = {key for key in documented - printed if not _ANY.search(key)}
    assert {key for key in named if not key.startswith(hidden or ("\0",))} == set()


@pytest.mark.usefixtures("shell")
def test_commands_that_write_say_the_documented_action() -> None:
    text = (REPOSITORY / "docs" / "json.md").read_text("utf-8")
    written = _WRITING.findall(text)
    assert len(written) > 10
    for command, action in written:
        found = answer(command)
        assert set(found) == {"id", "commit", "action"}, command
        assert found["action"] == action


def test_the_glossary_has_the_keys_of_a_specification(shell: Shell) -> None:
    glossary = (REPOSITORY / "docs" / "glossary.md").read_text("utf-8")
    for key in json.loads("\n".join(shell.output("pcbsales part keys -o json"))):
        assert f"| `{key['key']}` | {key['en']} | {key['zh-Hant']} | {key['zh-Hans']} |" in glossary


def test_the_glossary_has_the_finishes_and_separations() -> None:
    glossary = (REPOSITORY / "docs" / "glossary.md").read_text("utf-8")
    for choice in (*Finish, *Separation):
        term = choice.term
        assert f"| `{choice}` | {term.en} | {term.zh_hant} | {term.zh_hans} |" in glossary


def test_a_ledger_of_your_own_names_every_policy_with_an_example() -> None:
    page = (REPOSITORY / "docs" / "own-ledger.md").read_text("utf-8")
    for kind in catalogue().kinds.values():
        if kind.shelf is Shelf.FLAT and kind.noun not in _MADE_BY_COMMANDS:
            assert f"`{kind.folder}/`" in page, kind.noun
            assert f"ledger/{kind.folder}/" in page, kind.noun


@pytest.mark.parametrize("pattern", [*PAGES, "CHANGELOG.md"])
def test_links_lead_somewhere(pattern: str) -> None:
    for page in REPOSITORY.glob(pattern):
        for link in _LINK.findall(page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


@pytest.mark.parametrize("name", ["README.md", "README.zh-Hant.md"])
def test_a_readme_is_short(name: str) -> None:
    assert len((REPOSITORY / name).read_text("utf-8").splitlines()) <= 200


def test_both_readmes_run_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        blocks = re.findall(
            r"```console\n(.*?)```", (REPOSITORY / name).read_text("utf-8"), re.DOTALL
        )
        steps = [step.command for block in blocks for step in Step.of(block)]
        return [step for step in steps if shlex.split(step)[0] != "export"]

    assert commands("README.md") == commands("README.zh-Hant.md")


def test_left_out_lines_and_names_of_commits_may_differ() -> None:
    (step,) = Step.of("$ pcbsales list\n0123456789ab first\n...\nlast\n")
    assert step.holds(["ba9876543210 first", "second", "last"])
    assert step.holds(["ba9876543210 first", "last"])
    assert not step.holds(["ba9876543210 other", "last"])
    assert not step.holds(["ba9876543210 first", "second"])


def test_renewing_leaves_out_as_much_as_before() -> None:
    (step,) = Step.of("$ pcbsales list\none\n...\nlast\n")
    assert str(step.renewed(["1", "2", "3"])) == "$ pcbsales list\n1\n...\n3\n"
    assert str(step.renewed(["1", "2"])) == "$ pcbsales list\n1\n2\n"
