"""log, find, note, attach, copy and open, as they are typed; also under each noun."""

import json
import os
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from pcbsales.desk.attached_file import LARGEST_KEPT, plain_name, read_file
from pcbsales.kernel.errors import UsageError
from tests.conftest import Pcbsales

HUAYI = "ledger/customers/HUAYI.yaml"


def steps(pcbsales: Pcbsales, *arguments: object) -> list[dict[str, object]]:
    answer = pcbsales(*arguments, "-o", "json")
    assert answer.code == 0, answer.err
    found: list[dict[str, object]] = json.loads(answer.out)
    return found


def test_a_note_stands_in_the_record_and_in_its_life(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    assert pcbsales("note", "HUAYI", "Audit in March\nsecond line", "--tag", "重要").code == 0
    newest, founding = steps(pcbsales, "log", "HUAYI")
    assert (newest["actor"], newest["action"]) == ("LIN", "record.note")
    assert newest["why"] == "Audit in March second line"
    changes = newest["changes"]
    assert isinstance(changes, list)
    assert [change["field"] for change in changes] == ["tags", "notes[2]"]
    assert changes[1]["after"]["text"] == "Audit in March\nsecond line"
    assert founding["action"] == "ledger.init"
    assert steps(pcbsales, "customer", "log", "樺翊", "--oldest-first") == [founding, newest]
    subject = subprocess.run(
        ["git", "log", "-1", "--format=%B"], capture_output=True, text=True, check=True
    ).stdout
    assert "Audit" not in subject


def test_a_fact_takes_notes_beside_it(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    invoice = steps(pcbsales, "invoice", "list")[0]
    assert pcbsales("invoice", "note", invoice["id"], "asked for a stamped copy").code == 0
    after = steps(pcbsales, "invoice", "list")[0]
    assert {key: value for key, value in after.items() if key != "notes"} == {
        key: value for key, value in invoice.items() if key != "notes"
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("note", "HUAYI"), "say what to note"),
        (("note", "HUAYI", "\x1b[31mred"), "U+001B"),
        (("note", "HUAYI", "\u202eright"), "U+202E"),
        (("note", "HUAYI", "--untag", "absent"), "has no tag absent"),
        (("note", "HUAYI", "--tag", "two\nlines"), "one line of text"),
        (("note", "NOBODY", "x"), "there is no record NOBODY"),
        (("log", "NOBODY"), "there is no record NOBODY"),
        (("log", "HUAYI", "--field", "colour"), "a customer has no field colour"),
        (("log", "HUAYI", "--by", "LIN"), "for the whole ledger"),
        (("log", "--field", "terms"), "for one record"),
        (("find", "x", "--noun", "spaceship"), "there is no noun spaceship"),
        (("attach", "HUAYI"), "name files to attach"),
        (("attach", "HUAYI", "nowhere.pdf"), "nowhere.pdf"),
        (("attach", "HUAYI", "ledger"), "not a plain file"),
        (("attach", "HUAYI", "--get", "x.pdf"), "HUAYI has no file x.pdf"),
        (("copy", "INV-2026-00001"), "invoice records are not copied; copied are: part, quote"),
        (("copy", "HUAYI/HY-4410"), "name the new part"),
        (("copy", "HUAYI/HY-4410", "hy-4410"), "already a part"),
        (("copy", "Q-2026-00001", "Q-1"), "numbered automatically"),
        (("open", "HUAYI"), "a customer has no paper; papers are made of: spec, eq, quote"),
    ],
)
def test_what_cannot_be_done_says_why(
    arguments: tuple[str, ...], said: str, ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    answer = pcbsales(*arguments)
    assert answer.code in {1, 2}
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_a_tag_is_set_and_taken_away(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    assert pcbsales("note", "HUAYI", "--tag", "a", "--tag", "b").code == 0
    assert pcbsales("note", "HUAYI", "--tag", "c", "--untag", "a").code == 0
    assert json.loads(pcbsales("show", "HUAYI", "-o", "json").out)["tags"] == ["b", "c"]
    again = pcbsales("note", "HUAYI", "--tag", "b")
    assert (again.code, "nothing would change" in again.err) == (1, True)


def test_a_dry_run_writes_nothing(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    before = (ledger_folder / HUAYI).read_bytes()
    (ledger_folder / "x.txt").write_text("x")
    assert pcbsales("note", "HUAYI", "not yet", "-n").code == 0
    assert pcbsales("attach", "HUAYI", "x.txt", "-n").code == 0
    assert (ledger_folder / HUAYI).read_bytes() == before


def test_hand_edits_and_hand_made_commits_are_told(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    file = ledger_folder / HUAYI
    file.write_text(file.read_text("utf-8").replace("sector: industrial", "sector: medical"))
    edited = steps(pcbsales, "log", "HUAYI")[0]
    assert (edited["at"], edited["action"]) == (None, "not committed")
    assert edited["changes"] == [{"field": "sector", "before": "industrial", "after": "medical"}]
    subprocess.run(["git", "-c", "user.name=Somebody", "commit", "-qam", "by hand"], check=True)
    committed = steps(pcbsales, "log", "HUAYI")[0]
    assert (committed["actor"], committed["action"]) == ("Somebody", "by hand")
    shown = pcbsales("--lang", "zh-Hant", "log", "HUAYI", "-o", "table")
    assert shown.code == 0


def test_a_deleted_record_is_found_in_history(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    (ledger_folder / "ledger/people/P-00030.yaml").unlink()
    assert steps(pcbsales, "log", "P-00030")[0]["action"] == "not committed"
    subprocess.run(["git", "commit", "-qam", "gone"], check=True)
    gone, made = steps(pcbsales, "log", "P-00030")
    assert gone["changes"] != []
    assert made["action"] == "ledger.init"
    assert steps(pcbsales, "person", "log", "P-00030") == [gone, made]
    assert "deleted" in pcbsales("log", "P-00030", "-o", "table").out


def test_a_damaged_record_still_tells_its_life(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    (ledger_folder / HUAYI).write_text("id: [\n")
    newest, _ = steps(pcbsales, "log", "HUAYI")
    assert newest["changes"][0]["field"] == ""  # type: ignore[index]


def test_an_id_of_several_kinds_lists_them(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    staff = (ledger_folder / "ledger/staff/WANG.yaml").read_text("utf-8")
    (ledger_folder / "ledger/staff/HUAYI.yaml").write_text(staff.replace("WANG", "HUAYI"), "utf-8")
    answer = pcbsales("log", "HUAYI")
    assert answer.code == 2
    assert "staff HUAYI, customer HUAYI" in answer.err
    assert pcbsales("customer", "log", "HUAYI").code == 0


def test_one_field_alone(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    pcbsales("note", "HUAYI", "nothing about terms")
    (founding,) = steps(pcbsales, "log", "HUAYI", "--field", "terms.sentence")
    assert [change["field"] for change in founding["changes"]] == [  # type: ignore[attr-defined]
        "terms.sentence"
    ]


def test_the_last_decisions_of_the_ledger(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    pcbsales("note", "HUAYI", "one")
    pcbsales("--actor", "WANG", "note", "HUAYI", "two")
    newest, older, founding = steps(pcbsales, "log")
    assert (newest["actor"], older["actor"]) == ("WANG", "LIN")
    assert newest["records"] == ["customers/HUAYI"]
    assert founding["records"] == []
    assert steps(pcbsales, "log", "--by", "WANG") == [newest]
    assert steps(pcbsales, "log", "--limit", "1") == [newest]
    assert steps(pcbsales, "log", "--since", "2999-01-01") == []


def test_a_find_tells_where(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    answer = json.loads(pcbsales("find", "樺翊", "-o", "json").out)
    assert answer["rows"][0] == {
        "noun": "customer", "id": "HUAYI", "field": "name.zh_hant",
        "excerpt": "樺翊運控(蘇州)有限公司",
        "places": [{"field": "name.zh_hant", "excerpt": "樺翊運控(蘇州)有限公司"}],
    }  # fmt: skip
    invoices = json.loads(pcbsales("find", "huayi", "--noun", "invoice", "-o", "json").out)
    assert set(invoices["counts"]) == {"invoice"}
    narrow = pcbsales("find", "2026", "-o", "table")
    assert "more of invoice; see them with --noun invoice --limit" in narrow.out
    (ledger_folder / HUAYI).write_text("id: [\n")
    assert json.loads(pcbsales("find", "樺翊", "-o", "json").out)["left_out"] == 1


@pytest.mark.parametrize("width", ["60", "100"])
@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_everything_fits_narrow_screens(
    width: str,
    language: str,
    ledger_folder: Path,
    pcbsales: Pcbsales,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for words in (("log", "HUAYI"), ("log",), ("find", "蘇州"), ("find", "42")):
        answer = pcbsales("--lang", language, *words, "-o", "table")
        assert answer.code == 0
        assert max(map(len, answer.out.splitlines())) <= int(width)


def test_a_file_is_attached_listed_and_written_out(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    data = b"PK\x00not really"
    (ledger_folder / "圖 1.pdf").write_bytes(data)
    (ledger_folder / "-rf.txt").write_bytes(b"x")
    assert pcbsales("attach", "HUAYI", "圖 1.pdf", "./-rf.txt").code == 0
    listed = json.loads(pcbsales("attach", "HUAYI", "--list", "-o", "json").out)
    digest = sha256(data).hexdigest()
    assert [(item["name"], item["size"], item["kept"]) for item in listed] == [
        ("圖 1.pdf", len(data), True), ("-rf.txt", 1, True),
    ]  # fmt: skip
    assert (ledger_folder / f"ledger/attachments/{digest[:2]}/{digest}").read_bytes() == data
    again = pcbsales("attach", "HUAYI", "圖 1.pdf")
    assert (again.code, "has these files already: 圖 1.pdf" in again.err) == (1, True)
    assert pcbsales("attach", "HUAYI", "--get", digest[:8], "-O", "out.pdf").code == 0
    assert (ledger_folder / "out.pdf").read_bytes() == data
    kept = pcbsales("attach", "HUAYI", "--get", "圖 1.pdf", "-O", "out.pdf")
    assert (kept.code, "is there already" in kept.err) == (2, True)
    assert pcbsales("attach", "HUAYI", "--get", "-rf.txt").code == 0
    assert (ledger_folder / "_rf.txt").read_bytes() == b"x"
    assert pcbsales("check").code == 0


def test_a_package_of_a_part_is_written_out_too(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    parts = json.loads(pcbsales("part", "list", "-o", "json").out)
    part, package = next(
        (part["id"], revision["fabrication"]["package"])
        for part in parts
        for revision in part["revisions"]
        if "fabrication" in revision
    )
    assert pcbsales("attach", part, "--get", package, "-O", "p.zip").code == 0
    assert (ledger_folder / "p.zip").read_bytes().startswith(b"PK")


def test_large_files_are_known_by_their_hash(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    with (ledger_folder / "big.bin").open("wb") as big:
        big.truncate(LARGEST_KEPT + 1)
    answer = pcbsales("attach", "HUAYI", "big.bin")
    assert answer.code == 0
    assert "big.bin is too large to be kept" in answer.err
    (listed,) = json.loads(pcbsales("attach", "HUAYI", "--list", "-o", "json").out)
    assert (listed["kept"], listed["size"]) == (False, LARGEST_KEPT + 1)
    assert "is not kept in the ledger" in pcbsales("attach", "HUAYI", "--get", "big.bin").err
    assert not list((ledger_folder / "ledger/attachments").rglob(listed["sha256"]))
    assert pcbsales("check").code == 0
    assert pcbsales("attach", "HUAYI", "big.bin", "--large").code == 0
    (listed,) = json.loads(pcbsales("attach", "HUAYI", "--list", "-o", "json").out)
    assert listed["kept"]


def test_links_pipes_and_folders_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("x")
    (tmp_path / "link").symlink_to("real")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", ".", "missing"):
        with pytest.raises(UsageError):
            read_file(tmp_path / name)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\x\\y.pdf", "y.pdf"), ("a\x00b\n.txt", "a_b_.txt"),
        ("\u202egpj.exe", "_gpj.exe"), (".", "file"), ("", "file"), ("x" * 300 + ".zip", None),
    ],
)  # fmt: skip
def test_names_of_files_are_made_plain(given: str, kept: str | None) -> None:
    found = plain_name(given)
    assert found == kept or (kept is None and len(found) == 150 and found.endswith(".zip"))


def test_a_quotation_is_quoted_anew(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    old = json.loads(pcbsales("quote", "show", "Q-2026-00001", "-o", "json").out)
    answer = pcbsales("quote", "copy", "Q-2026-00001", "-o", "json")
    assert answer.code == 0, answer.err
    new = json.loads(pcbsales("quote", "show", json.loads(answer.out)["id"], "-o", "json").out)
    assert new["date"] == "2026-10-31"
    assert new["customer_rfq"] is None
    assert [(line["part"], line["quantity"]) for line in new["lines"]] == [
        (line["part"], line["quantity"]) for line in old["lines"]
    ]
    told = pcbsales("copy", "Q-2026-00001")
    assert "date: 2026-01-01 → 2026-10-31" in told.err
    assert "lines[L1].revision: A → B" in told.err


def test_a_part_is_specified_like_another(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    assert pcbsales("copy", "HUAYI/HY-4410", "HY-4499").code == 0
    tree = {part["id"]: part for part in json.loads(pcbsales("part", "list", "-o", "json").out)}
    old, new = tree["HUAYI/HY-4410"]["revisions"][-1], tree["HUAYI/HY-4499"]["revisions"][0]
    assert new["specification"] == old["specification"]
    assert "fabrication" not in new
    assert "questions" not in new
    assert pcbsales("part", "copy", "HY-4410", "XINGHE/X 1").code == 0
    assert pcbsales("check").code == 0


def test_a_paper_is_laid_out_and_shown(
    ledger_folder: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCBSALES_OPENER", "")
    shown = json.loads(pcbsales("open", "Q-2026-00001", "-o", "json").out)
    assert (shown["id"], shown["opened"]) == ("Q-2026-00001", False)
    assert Path(shown["file"]).read_bytes().startswith(b"%PDF")
    opener, seen = ledger_folder / "opener", ledger_folder / "seen"
    opener.write_text(f'#!/bin/sh\necho "$1" > {seen}.new && mv {seen}.new {seen}\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PCBSALES_OPENER", str(opener))
    assert json.loads(pcbsales("quote", "open", "Q-2026-00001", "-O", "q.pdf", "-o", "json").out)[
        "opened"
    ]
    subprocess.run(
        ["sh", "-c", f"until [ -e {seen} ]; do sleep 0.05; done"], check=True, timeout=20
    )
    assert seen.read_text() == "q.pdf\n"
    again = pcbsales("open", "Q-2026-00001", "-O", "q.pdf")
    assert (again.code, "is there already" in again.err) == (2, True)


def test_a_file_that_could_run_is_only_laid_out(
    ledger_folder: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCBSALES_OPENER", "false")
    (ledger_folder / "run.desktop").write_text("[Desktop Entry]\n")
    assert pcbsales("attach", "HUAYI", "run.desktop").code == 0
    shown = json.loads(pcbsales("open", "HUAYI", "-o", "json").out)
    assert shown["opened"] is False
    assert Path(shown["file"]).name == "run.desktop"


def test_an_approval_says_why(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    granted = pcbsales(
        "approval", "grant", "AR-2026-00002", "--note", "for the volume", "-o", "json"
    )
    assert granted.code == 0, granted.err
    newest = steps(pcbsales, "log", "--limit", "1")[0]
    records = newest["records"]
    assert isinstance(records, list)
    (quote,) = [name.partition("/")[2] for name in records if name.startswith("quotes/")]
    (made,) = steps(pcbsales, "quote", "log", quote)
    assert made["why"] == "They take 1000 instead of 200 数量从200提高到1000; for the volume"


def test_a_part_s_package_has_size_and_origin_and_what_lies_in_it_is_not_kept(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    package, *inside = json.loads(pcbsales("attach", "HUAYI/HY-4400", "--list", "-o", "json").out)
    path = ledger_folder / "ledger/attachments" / package["sha256"][:2] / package["sha256"]
    assert (package["size"], package["kept"]) == (path.stat().st_size, True)
    assert package["by"]
    assert package["at"].startswith("20")
    assert inside
    assert {(file["kept"], file["size"], file["at"]) for file in inside} == {(False, None, None)}


@pytest.mark.usefixtures("ledger_folder")
def test_a_note_is_told_by_its_words_once(pcbsales: Pcbsales) -> None:
    words = "Audit: moved to 'March', see mail"
    assert pcbsales("note", "HUAYI", words).code == 0
    assert pcbsales("log", "HUAYI", "-o", "tsv").out.count(words) == 1
