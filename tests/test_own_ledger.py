"""From an empty folder to a firm's first quotation, with its own figures; gaps are named."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pcbsales.desk.empty_lines import empty_lines
from pcbsales.desk.founder import staff_id
from pcbsales.registry import catalogue
from pcbsales.store.git.program import Identity
from tests.conftest import Pcbsales

CALENDAR = """
id: DESK
name:
  en: Sales desk
country: TW
zone: Asia/Taipei
week:
  - days: [mon, tue, wed, thu, fri]
    windows:
      - open: 08:30
        close: 17:30
"""
#: What a person fills into the start of a record: the line that is empty, and what comes there.
FIRM = (
    ("  en:", "  en: New Fab Circuits"),
    ("  en:", "  en: 12 Gongye Road, Taoyuan"),
    ("currencies: []", "currencies: [TWD]"),
    ("    currency:", "    currency: TWD"),
    ("      en:", "      en: Sample Bank"),
    ("    account:", "    account: 0000-1"),
    ("  phone:", "  phone: +886 3 000 0000"),
    ("  email:", "  email: sales@newfab.example"),
    ("  numbering:", "  numbering: external"),
)
TAX = (
    ("valid_from:", "valid_from: 1986-04-01"),
    ("    treatment:", "    treatment: standard"),
    ("    rate:", "    rate: 5"),
    ("      en:", "      en: Business tax 5 %"),
    ("    source:", "    source: the tax law"),
    ("    treatment:", "    treatment: zero_export"),
    ("    rate:", "    rate: 0"),
    ("      en:", "      en: Export, zero rate"),
    ("    source:", "    source: the tax law"),
)
BOOK = (
    ("lot_below_m2:", "lot_below_m2: 1"),
    ("  upto_m2: []", "  upto_m2: [0.5]"),
    ("  per: []", "  per: [lot, m2]"),
    ("      prices: []", "      prices: [4200, 3100]"),
    ("      prices: []", "      prices: [1500]"),
)
LEAD = (
    ("cut_off:", "cut_off: 17:00"),
    ("floor_days:", "floor_days: 3"),
    ("      days: []", "      days: [7]"),
)
BOARD = (
    "layers=2", "board_size=100x80", "thickness_mm=1.6", "finish=osp", "tg_c=140",
    "min_track_mm=0.2", "min_hole_mm=0.3", "mask_colour=green",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new ledger of one's own, as the current folder."""
    folder = tmp_path / "desk"
    assert pcbsales("init", folder, "--zone", "Asia/Taipei").code == 0
    monkeypatch.chdir(folder)
    return folder


def fill(text: str, filled: tuple[tuple[str, str], ...], *, rest: str = "") -> str:
    """*text* with the lines filled in their order, and *rest* behind every key left empty."""
    lines = text.splitlines()
    wanted = iter(filled)
    line, said = next(wanted)
    for at, found in enumerate(lines):
        if found == line:
            lines[at] = said
            line, said = next(wanted, ("", ""))
    assert not line, f"{line} is not there"
    for number in empty_lines("\n".join(lines)):
        lines[number - 1] += rest
    return "\n".join(lines) + "\n"


def write(pcbsales: Pcbsales, folder: Path, noun: str, name: str, text: str) -> str:
    """Record *text* as the *noun* called *name*; what comes next."""
    file = folder.parent / f"{noun}.yaml"
    file.write_text(text, encoding="utf-8")
    answer = pcbsales(noun, "new", name, "--from", file)
    assert answer.code == 0, answer.err
    assert f"Write {noun} {name}" in answer.out
    return answer.err


def example(pcbsales: Pcbsales, noun: str) -> str:
    answer = pcbsales(noun, "new", "--example")
    assert answer.code == 0, answer.err
    return answer.out


def test_a_new_firm_reaches_its_first_quotation(desk: Path, pcbsales: Pcbsales) -> None:
    lacking = pcbsales("customer", "new", "ACME", "Acme", "--country", "TW")
    assert lacking.code == 1
    assert "begin one with: pcbsales entity new FIRM; it will lie in ledger/entities" in lacking.err
    assert "entity new FIRM" in write(pcbsales, desk, "calendar", "DESK", CALENDAR)
    entity = fill(example(pcbsales, "entity"), FIRM)
    assert "tax-policy new TAX" in write(pcbsales, desk, "entity", "FIRM", entity)
    tax = fill(example(pcbsales, "tax-policy"), TAX)
    assert "price-book new BOOK" in write(pcbsales, desk, "tax-policy", "TAX", tax)
    assert pcbsales("customer", "new", "ACME", "亞科電子", "--country", "TW").code == 0
    for department in ("purchasing", "finance"):
        words = ("person", "new", "ACME", "吳", "--department", department)
        assert pcbsales(*words, "--email", f"{department}@acme.example").code == 0
    assert pcbsales("part", "new", "ACME", "AC-1", *BOARD).code == 0
    quote = ("quote", "new", "ACME", "AC-1", "-q", "100,500")
    assert "FIRM has no price-book yet" in pcbsales(*quote).err
    book = fill(example(pcbsales, "price-book"), BOOK, rest=" 0")
    assert "lead-time new LEAD" in write(pcbsales, desk, "price-book", "BOOK", book)
    assert "begin one with: pcbsales lead-time new LEAD" in pcbsales(*quote).err
    lead = fill(example(pcbsales, "lead-time"), LEAD, rest=" 0")
    write(pcbsales, desk, "lead-time", "LEAD", lead)
    answer = pcbsales(*quote)
    assert answer.code == 0, answer.err
    # 100 boards of 100 x 80 mm are 0.8 m2: 0.8 x 3,100 + 1,500 for engineering.
    assert "L1: 100 PCS, 39.80 TWD each, 3,980.00 TWD, 7 working days" in answer.err
    assert pcbsales("quote", "show", "1", "-O", "../quote.pdf").code == 0
    assert pcbsales("check").code == 0
    (made,) = json.loads(pcbsales("customer", "list", "-o", "json").out)
    assert made["language"] == "zh-Hant"
    sooner = pcbsales("quote", "new", "ACME", "AC-1", "-q", "100", "--lead", "4")
    assert "fastest is 7 working days" in sooner.err


def test_whoever_founds_it_is_in_it(desk: Path, pcbsales: Pcbsales) -> None:
    (member,) = json.loads(pcbsales("staff", "list", "-o", "json").out)
    assert (member["id"], member["roles"]) == ("TEST", ["sales_manager"])
    assert (desk / "ledger/staff/TEST.yaml").read_text("utf-8").startswith("# Whoever founded")
    assert "rules of your own firm" in (desk / "ledger/authorities/DEFAULT-2025.yaml").read_text()
    assert (desk / "ledger/FORMAT").read_text("utf-8") == "format: 1\nzone: Asia/Taipei\n"
    assert pcbsales("check").code == 0


@pytest.mark.parametrize(
    ("name", "email", "expected"),
    [
        ("Ann Lee", "a@b.example", "LEE"),
        ("José Núñez", "a@b.example", "NUNEZ"),
        ("陳安", "an.chen@b.example", "CHEN"),
        ("陳安", "安@b.example", "ME"),
    ],
)
def test_the_founders_id(name: str, email: str, expected: str) -> None:
    assert staff_id(Identity(name, email)) == expected


def test_who_has_no_mail_address_founds_nothing(
    tmp_path: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "root@localhost")
    (tmp_path / ".gitconfig").write_text("[user]\n\tname = Root\n\temail = root@localhost\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    answer = pcbsales("init", tmp_path / "desk")
    assert answer.code == 4
    assert "git config --global user.email" in answer.err
    assert not (tmp_path / "desk").exists()
    assert pcbsales("init", tmp_path / "desk", "--zone", "Moon").code == 2


def written() -> Iterator[str]:
    return (kind.noun for kind in catalogue().kinds.values() if kind.is_written)


def test_every_start_is_refused_until_it_is_filled_in(desk: Path, pcbsales: Pcbsales) -> None:
    for noun in written():
        if noun == "customer":
            continue
        text = example(pcbsales, noun)
        assert text.startswith("#"), noun
        (desk.parent / "start.yaml").write_text(text, encoding="utf-8")
        refused = pcbsales(noun, "new", re.findall(r"^id: (\S+)", text, re.MULTILINE)[0],
                           "--from", desk.parent / "start.yaml", "-n")  # fmt: skip
        assert refused.code == 1, noun
        assert re.search(r"ledger/[a-z-]+/\S+:\d+: ", refused.err), refused.err
    assert not subprocess.run(
        ["git", "status", "--porcelain"], capture_output=True, check=True, cwd=desk
    ).stdout


def test_all_empty_lines_are_told_at_once(desk: Path, pcbsales: Pcbsales) -> None:
    start = desk.parent / "calendar.yaml"
    assert pcbsales("calendar", "new", "--example", "-O", start).code == 0
    refused = pcbsales("calendar", "new", "DESK", "--from", start)
    assert refused.code == 1
    numbers = [int(n) for n in re.findall(r"DESK.yaml:(\d+): yaml.null", refused.err)]
    lines = start.read_text("utf-8").splitlines()
    assert [lines[n - 1].strip() for n in numbers] == ["country:", "- open:", "close:"]
    assert "go on: pcbsales calendar new DESK --resume" in refused.err
    assert not (desk / "ledger/calendars").exists()
    start.write_text(CALENDAR, encoding="utf-8")
    assert pcbsales("calendar", "new", "DESK", "--resume", "--from", start).code == 0
    again = pcbsales("calendar", "new", "DESK", "--from", start)
    assert again.code == 1
    assert "pcbsales edit DESK" in again.err


def test_a_rule_over_records_leaves_no_file_behind(desk: Path, pcbsales: Pcbsales) -> None:
    write(pcbsales, desk, "calendar", "DESK", CALENDAR)
    entity = fill(example(pcbsales, "entity"), FIRM).replace(
        "    currency: TWD", "    currency: USD"
    )
    (desk.parent / "entity.yaml").write_text(entity, encoding="utf-8")
    refused = pcbsales("entity", "new", "FIRM", "--from", desk.parent / "entity.yaml")
    assert refused.code == 1
    assert "FIRM sells in TWD and has no bank account in it" in refused.err
    assert not (desk / "ledger/entities").exists()


def test_an_editor_left_as_it_was_records_nothing(
    desk: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    del desk
    monkeypatch.setenv("EDITOR", "true")
    answer = pcbsales("calendar", "new", "DESK")
    assert (answer.code, answer.err.strip()) == (0, "nothing was changed")
    assert pcbsales("calendar", "new").code == 2
