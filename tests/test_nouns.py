"""The verbs that every noun has, the commands on the whole ledger, and what they refuse."""

import json
import subprocess
from pathlib import Path

import pytest

from pcbsales import __version__
from pcbsales.cli import run
from pcbsales.registry import catalogue
from tests.conftest import Pcbsales

KINDS = list(catalogue().kinds.values())


#: Kinds that only the desk's own doings make, which the sample has not done: see test_undo,
#: test_stations.
NOT_IN_THE_SAMPLE = {"station", "withdrawn"}


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.noun not in NOT_IN_THE_SAMPLE], ids=lambda k: k.noun
)
def test_list_show_and_log_on_every_noun(
    kind: object, ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    noun = kind.noun  # type: ignore[attr-defined]
    listed = json.loads(pcbsales(noun, "list", "-o", "json").out)
    assert listed, f"the sample has no {noun}"
    first = listed[0]["id"]

    assert pcbsales(noun, "list", "-o", "table").code == 0
    assert pcbsales(noun, "show", first).code == 0
    shown = pcbsales(noun, "log", first, "-o", "json")
    (step,) = json.loads(shown.out)
    assert step["actor"] == "LIN"
    assert step["action"] == "ledger.init"
    assert step["at"].endswith("+08:00")


def test_a_record_of_any_kind_by_its_id(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    assert json.loads(pcbsales("show", "HUAYI", "-o", "json").out)["id"] == "HUAYI"
    assert pcbsales("log", "HUAYI").code == 0
    missing = pcbsales("show", "NOBODY")
    assert (missing.code, missing.err) == (
        2,
        "error: there is no record NOBODY; give its whole id\n",
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("HUAYI", "HUAYI"), ("huayi", "HUAYI"), ("ＨＵＡＹＩ", "HUAYI"), ("桦翊", "HUAYI"),
        ("樺翊", "HUAYI"), ("Motion Control", "HUAYI"), ("QI", "QIMING"),
    ],
)  # fmt: skip
def test_customers_are_found_as_people_type_them(
    typed: str, found: str, ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    assert json.loads(pcbsales("customer", "show", typed, "-o", "json").out)["id"] == found


def test_a_name_that_several_have_lists_them(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("customer", "show", "Co., Ltd")
    assert answer.code == 2
    assert answer.err.startswith("error: Co., Ltd is ambiguous: CHENGHONG, HUAYI, ")


def test_numbers_are_found_by_their_tail(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    quotes = json.loads(pcbsales("quote", "list", "-o", "json").out)
    numbers = [int(quote["id"].rpartition("-")[2]) for quote in quotes]
    (alone,) = [n for n in numbers if numbers.count(n) == 1][-1:]
    shared = next(n for n in numbers if numbers.count(n) == 2)

    shown = pcbsales("quote", "show", f"{alone:03}", "-o", "json")
    assert json.loads(shown.out)["id"].endswith(f"{alone:05}")
    answer = pcbsales("quote", "show", shared)
    assert answer.code == 2
    assert f"ambiguous: Q-2025-{shared:05}, Q-2026-{shared:05}" in answer.err


def test_nothing_is_wrong_with_the_sample(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("check")
    assert (answer.code, answer.out, answer.err) == (0, "", "nothing is wrong\n")


def test_check_lists_what_is_wrong(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    file = ledger_folder / "ledger/customers/HUAYI.yaml"
    file.write_text(file.read_text().replace("currency: CNY", "currency: CNX"))
    answer = pcbsales("check")
    assert answer.code == 1
    line = file.read_text().splitlines().index("currency: CNX") + 1
    assert f"ledger/customers/HUAYI.yaml:{line}: " in answer.out
    (found,) = (f for f in json.loads(pcbsales("check", "-o", "json").out) if f["line"] == line)
    assert set(found) == {"path", "line", "rule", "message", "remedy"}
    assert found["remedy"]


def test_one_bad_invoice_stops_totals_unless_they_are_partial(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    file = next((ledger_folder / "ledger/invoices").rglob("*.yaml"))
    file.write_text(file.read_text() + "colour: red\n")

    refused = pcbsales("ar", "overdue", "-o", "json")
    assert refused.code == 3
    assert file.name in refused.err
    assert refused.out == ""
    partial = json.loads(pcbsales("ar", "overdue", "--partial", "-o", "json").out)
    assert partial["left_out"] == 1
    listed = pcbsales("invoice", "list")
    assert listed.code == 0
    assert file.name in listed.err


def test_who_you_are(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    assert json.loads(pcbsales("whoami", "-o", "json").out)["id"] == "LIN"
    played = pcbsales("--actor", "WANG", "whoami", "-o", "json")
    assert json.loads(played.out)["id"] == "WANG"
    subprocess.run(["git", "config", "user.email", "nobody@x.example"], check=True)
    stranger = pcbsales("whoami")
    assert stranger.code == 4
    assert "git config user.email" in stranger.err


def test_an_actor_is_played_in_demonstrations_alone(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    (ledger_folder / "ledger/FORMAT").write_text("format: 1\nzone: Asia/Shanghai\n")
    answer = pcbsales("--actor", "WANG", "whoami")
    assert answer.code == 1
    assert "demo: true" in answer.err


def test_the_doctor_finds_this_machine_in_order(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    answer = pcbsales("doctor", "-o", "json")
    assert answer.code == 0, answer.out
    assert {item["what"] for item in json.loads(answer.out)} >= {"git", "fonts", "station"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--root", "/nowhere", "whoami"), 2, "there is no ledger in /nowhere"),
        (("staf",), 2, "did you mean: pcbsales staff"),
        (("customer", "list", "-o", "xml"), 2, "expected one of table, tsv, csv, json"),
        (("customer", "list", "-O", "x.doc"), 2, "expected an ending of .pdf, .csv"),
        (("customer", "list", "-O", "x.pdf"), 2, "there is no paper of this"),
        (("ar", "overdue", "--as-of", "01/02/26"), 2, "01/02/26"),
        (("--lang", "fr", "customer", "list"), 2, "there is no language fr"),
        (("init", "."), 1, "is not empty"),
    ],
)
def test_what_cannot_be_done_says_why(
    arguments: tuple[str, ...], code: int, said: str, ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    answer = pcbsales(*arguments)
    assert answer.code == code
    assert said in answer.err
    assert answer.out == ""


def test_outside_any_ledger(
    tmp_path: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = pcbsales("customer", "list")
    assert answer.code == 2
    assert "pcbsales init --sample demo" in answer.err


def test_a_ledger_of_a_newer_format_is_refused(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    (ledger_folder / "ledger/FORMAT").write_text("format: 2\n")
    answer = pcbsales("customer", "list")
    assert answer.code == 4
    assert "install a newer pcbsales" in answer.err


def test_an_unreadable_format_is_named(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    (ledger_folder / "ledger/FORMAT").write_text("format: 1\nzone: Nowhere/Land\n")
    answer = pcbsales("customer", "list")
    assert answer.code == 3
    assert "ledger/FORMAT:1: format.unreadable" in answer.err


def test_what_is_not_committed_does_not_count_and_is_said(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    source = ledger_folder / "ledger/customers/HUAYI.yaml"
    copy = ledger_folder / "ledger/customers/NEWCO.yaml"
    copy.write_text(source.read_text().replace("HUAYI", "NEWCO"))
    answer = pcbsales("part", "new", "NEWCO", "NC-1")
    assert answer.code in {1, 2}
    assert "not committed yet, so it does not count here: ledger/customers/NEWCO.yaml" in answer.err


def test_a_fresh_ledger_needs_an_identity(
    tmp_path: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.chdir(tmp_path)
    answer = pcbsales("init", "own")
    assert answer.code == 4
    assert "git config --global user.name" in answer.err


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"pcbsales {__version__}\n"
