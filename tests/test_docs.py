"""The generated references say what the program is today."""

import pytest

from scripts.reference import DOCS, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_generated_reference_is_true(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), "run make docs"
