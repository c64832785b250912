"""`check` as a person or a script uses it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pcbsales.cli.refusals import lines_of
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import Finding, UnsoundChangeError
from pcbsales.registry import catalogue
from pcbsales.store.checks.rules import RULES
from tests.conftest import Pcbsales

_SITE = (
    "ledger/people/P-00001.yaml:14: person.site: HUAYI has no site PLANT",
    "person.site: Correct the person's site, or add the site to the customer.",
)
_REP = (
    "ledger/customers/XINGHE.yaml:27: customer.rep: GAO is in charge and has no role in sales",
    "customer.rep: Name another rep on the customer, or give the rep a role in sales.",
)


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "ledger" / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


@pytest.fixture
def wrong(ledger_folder: Path) -> Path:
    """A ledger with a person at no site and a customer whose rep is of quality."""
    change(ledger_folder, "people/P-00001.yaml", "site: MAIN", "site: PLANT")
    change(ledger_folder, "customers/XINGHE.yaml", "rep: WANG", "rep: GAO")
    return ledger_folder


def test_a_sound_ledger_is_silent_on_stdout(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("check")
    assert (answer.code, answer.out, answer.err) == (0, "", "nothing is wrong\n")


def test_findings_by_place_then_what_to_do(wrong: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("check")
    assert answer.code == 1
    assert answer.out.splitlines() == [_REP[0], _SITE[0]]
    assert answer.err.splitlines() == ["what to do:", _REP[1], _SITE[1], "findings: 2; files: 2"]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("person",), _SITE[0]),
        (("P-00001",), _SITE[0]),
        (("XINGHE",), _REP[0]),
        (("--rule", "person.site"), _SITE[0]),
        (("--rule", "customer"), _REP[0]),
        (("customer", "--rule", "customer."), _REP[0]),
    ],
)
def test_only_a_part_of_it(
    wrong: Path, pcbsales: Pcbsales, arguments: tuple[str, ...], found: str
) -> None:
    answer = pcbsales("check", *arguments)
    assert (answer.code, answer.out) == (1, f"{found}\n")


@pytest.mark.parametrize("arguments", [("invoice",), ("HUAYI",), ("--rule", "settlement")])
def test_elsewhere_nothing_is_wrong(
    wrong: Path, pcbsales: Pcbsales, arguments: tuple[str, ...]
) -> None:
    assert pcbsales("check", *arguments).code == 0


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("NOBODY",), "there is no noun and no record NOBODY; give the whole id"),
        (("--rule", "custmer.rep"), "there is no rule custmer.rep; did you mean customer.rep?"),
        (
            ("--explain", "qqqq.zzzz"),
            "there is no rule qqqq.zzzz; check names the rules that are broken",
        ),
    ],
)
def test_what_is_not_there_is_a_slip_of_the_pen(
    ledger_folder: Path, pcbsales: Pcbsales, arguments: tuple[str, ...], error: str
) -> None:
    answer = pcbsales("check", *arguments)
    assert (answer.code, answer.err) == (2, f"error: {error}\n")


@pytest.mark.parametrize(
    ("name", "near"), [("person.sitez", "person.site"), ("payment", "payment.invoice")]
)
def test_a_rule_to_explain_is_named_exactly(
    ledger_folder: Path, pcbsales: Pcbsales, name: str, near: str
) -> None:
    answer = pcbsales("check", "--explain", name)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"error: there is no rule {name}; did you mean ")
    assert near in answer.err


def test_json_has_the_shape_that_scripts_rely_on(wrong: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("check", "person", "-o", "json")
    path, _, rest = _SITE[0].partition(":")
    line, rule, message = rest.split(": ", 2)
    assert json.loads(answer.out) == [
        {
            "path": path,
            "line": int(line),
            "rule": rule,
            "message": message,
            "remedy": _SITE[1].partition(": ")[2],
        }
    ]


def test_a_rule_is_explained(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    for name, rule in {**catalogue().rules, **RULES}.items():
        answer = pcbsales("check", "--explain", name, "-o", "json")
        assert json.loads(answer.out) == {"rule": name, "asks": rule.asks, "remedy": rule.remedy}


def test_an_unreadable_record_hides_no_other_finding(wrong: Path, pcbsales: Pcbsales) -> None:
    (wrong / "ledger/people/P-00002.yaml").write_text("id: [")
    answer = pcbsales("check")
    assert answer.out.splitlines()[0] == _REP[0]
    assert answer.out.splitlines()[1] == _SITE[0]
    assert answer.out.splitlines()[2].startswith("ledger/people/P-00002.yaml:2: yaml.")


def test_a_write_that_would_break_a_rule_is_refused_with_what_to_do(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    text = (ledger_folder / "ledger/people/P-00001.yaml").read_text("utf-8")
    (ledger_folder / "new.txt").write_text(text.replace("site: MAIN", "site: PLANT"), "utf-8")

    answer = pcbsales("edit", "P-00001", "--from", "new.txt")

    assert answer.code == 1
    assert _SITE[0] in answer.err
    assert pcbsales("check").code == 0


def test_the_refusal_of_any_command_says_what_to_do() -> None:
    found = Finding(
        "",
        0,
        "person.site",
        "{customer} has no site {site}",
        {"customer": "HUAYI", "site": "PLANT"},
        ("person", "P-00001", ("site",)),
    )
    more = replace(found, subject=("person", "P-00002", ("site",)))

    assert lines_of(UnsoundChangeError((found, more)), Language.ENGLISH) == [
        "error: nothing was written: person P-00001: person.site: HUAYI has no site PLANT",
        "person P-00002: person.site: HUAYI has no site PLANT",
        _SITE[1],
    ]


def test_what_was_wrong_before_hinders_no_other_write(wrong: Path, pcbsales: Pcbsales) -> None:
    text = (wrong / "ledger/people/P-00002.yaml").read_text("utf-8")
    (wrong / "new.txt").write_text(text + "wechat: new-name\n", "utf-8")
    assert pcbsales("edit", "P-00002", "--from", "new.txt").code == 0


def test_attachments_are_read_when_new_or_changed_or_on_demand(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    file = min((ledger_folder / "ledger/attachments").glob("*/*"))
    assert pcbsales("check").code == 0
    file.write_bytes(b"x" + file.read_bytes()[1:])
    for arguments in ((), ("--full",)):
        assert "attachment.hash" in pcbsales("check", *arguments).out
    file.rename(file.with_name("notes.txt"))
    assert {line.split(": ")[1] for line in pcbsales("check").out.splitlines()} == {
        "layout.stray",
        "attachment.missing",
    }
