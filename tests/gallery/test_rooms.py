"""The gallery of broken ledgers: every rule over several records, and its exact words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pcbsales.registry import ROOMS, catalogue
from pcbsales.store.checks.rules import RULES
from pcbsales.store.ledger import Ledger
from tests.conftest import REPOSITORY
from tests.gallery.rooms import BROKEN, broken, told
from tests.ledger_copies import copied

SAID = (Path(__file__).parent / "rooms_said.txt").read_text("utf-8")
PARTS = {part.partition("\n")[0]: f"# {part}" for part in re.split(r"(?m)^# ", SAID) if part}
CATALOGUE = catalogue()
#: Calls that make a finding, with the place of the rule's name.
_FINDING = {"finding_about": 1, "_finding": 1, "_about": 1, "Finding": 2}


@pytest.fixture(scope="module")
def root(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One ledger for all: each case mends what it broke."""
    return copied(pristine, tmp_path_factory.mktemp("gallery") / "ledger")


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_ledger_is_told_where_by_which_rule_and_how(root: Path, rule: str) -> None:
    with broken(root, BROKEN[rule]):
        found = told(rule, root)
        assert found == PARTS[rule], f"python -m tests.gallery.rooms shows it: {found}"
        assert f": {rule}: " in found
    assert Ledger(root, CATALOGUE).findings() == ()


def test_every_rule_is_in_the_gallery_and_says_what_to_do() -> None:
    known = {**CATALOGUE.rules, **RULES}
    assert set(BROKEN) == set(PARTS) == set(known)
    for name, rule in known.items():
        assert re.fullmatch(r"[a-z_]+(\.[a-z_-]+)+", name)
        for sentence in (rule.asks, rule.remedy):
            assert sentence[0].isupper(), (name, sentence)
            assert len(sentence) >= 20, (name, sentence)


def rules_in(file: Path) -> Iterator[str]:
    """The names of rules that findings are made with, where they stand as they are."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = _FINDING.get(node.func.id)
            match node.args[place : place + 1] if place is not None else []:
                case [ast.Constant(value=str(name))]:
                    yield name


def test_no_check_finds_what_no_table_of_rules_holds() -> None:
    files = [file for room in ROOMS for file in (REPOSITORY / "pcbsales" / room).rglob("*check*")]
    files += (REPOSITORY / "pcbsales" / "store").glob("*_checks.py")
    named = {name for file in files if file.suffix == ".py" for name in rules_in(file)}
    assert len(named) > 40
    assert named <= {*CATALOGUE.rules, *RULES}
