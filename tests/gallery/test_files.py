"""The gallery of broken files: every rule, its exact words, and what to do in docs/errors.md."""

from pathlib import Path

import pytest

from pcbsales.store.checks.rules import RULES
from scripts.error_reference import error_reference, examples, remedy_of, rules_in_code
from tests.conftest import REPOSITORY
from tests.gallery.files import BROKEN_FILES, said, told

SAID = Path(__file__).parent / "files_said.txt"


@pytest.mark.parametrize("rule", BROKEN_FILES)
def test_a_broken_file_is_told_by_line_rule_and_message(rule: str) -> None:
    found = told(rule)
    assert any(f": {rule}: " in line for line in found), found
    assert all(line.startswith("ledger/") for line in found)


def test_what_is_said_of_each_stands_in_the_gallery() -> None:
    assert SAID.read_text("utf-8") == said(), "python -m tests.gallery.files shows what is said"


def test_every_rule_of_reading_is_in_the_gallery() -> None:
    read_by = {rule for rule in rules_in_code() if rule.startswith(("yaml.", "field."))}
    assert read_by <= set(BROKEN_FILES)
    assert {"layout.id", "scalar.money", "scalar.day"} <= set(BROKEN_FILES)
    assert {"layout.stray", "layout.file"} <= set(RULES)


def test_every_rule_that_the_code_names_has_something_to_do() -> None:
    rules = rules_in_code()
    assert len(rules) > 120
    assert {rule for rule in rules if not remedy_of(rule)} == set()
    assert set(BROKEN_FILES) <= set(rules)


def test_the_page_of_errors_is_true_today() -> None:
    page = (REPOSITORY / "docs" / "errors.md").read_text("utf-8")
    assert page == error_reference(), "run make docs"
    headings = {line[3:] for line in page.splitlines() if line.startswith("## ")}
    assert set(rules_in_code()) | set(examples()) <= headings
    assert page.count("What to do: ") == len(headings)
