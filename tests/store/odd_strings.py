"""Odd strings: the Big List of Naughty Strings where it is at hand, and some of our own."""

import json
from pathlib import Path
from typing import Final

_CORPUS = Path(__file__).parents[3] / "shared/corpora/blns.json"

#: What YAML, Typst, terminals, spreadsheets and shells are known to trip over.
OWN: Final = (
    *("null", "~", "NULL", "true", "False", "yes", "no", "On", "off", "y", "N", "=", "<<", "-"),
    *("012", "0o17", "0x1F", "1_000", "1e3", ".5", "5.", "+1", "-1", ".inf", ".NaN", "12:30:45"),
    *("2026-11-23", "2026-11-23T10:00:00Z", "1:2", "a: b", "a:b", ": a", "a #b", "#a", "a# b"),
    *("- a", "? a", "! a", "&a", "*a", "@a", "`a`", "%a", "|", ">", "|-", "---", "...", "--- a"),
    *("[a]", "{a: b}", "[", "]", "{", "}", ",", "a, b", "'", '"', "'a'", '"a"', "it's", "\\"),
    *(" a", "a ", "  ", "a\nb", "a\n", "\na", "a\n\nb\n", "a \nb", " a\nb", "a\tb", "\t", "a\\\nb"),
    *("$1", "#let x = 1", "*bold*", "_it_", "<a>", "@label", "= Heading", "// no", "/* no */"),
    *("#read(\"/etc/passwd\")", "\"); #pagebreak(); (\"", "{{ 7 * 7 }}", "{% raw %}", "=1+1"),
    *("é", "e\u0301", "ﬁ", "中文", "𠮷", "\u00a0", "\u3000", "a\u200bb", "a\u00adb", "😀", "ภาษา"),
    *("x" * 5000, "word " * 1000, "中" * 2000, "a" * 200 + ": " + "b" * 200),
)  # fmt: skip


def odd_strings() -> list[str]:
    """All there are: 515 of the list where it is at hand, then ours."""
    listed = json.loads(_CORPUS.read_text("utf-8")) if _CORPUS.exists() else []
    return [*listed, *OWN]
