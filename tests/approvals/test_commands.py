"""Whole runs on the sample ledger: asking, granting, replying by mail, moving people."""

import json
import re
import subprocess
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from pcbsales.approvals.by_mail import Code
from scripts.sample.approvals import WAITING, reply_mail
from tests.conftest import Answer, Pcbsales

OFFER = ("quote", "new", "HUAYI", "HY-4410", "-q", "200")


def commits() -> int:
    return int(subprocess.check_output(["git", "rev-list", "--count", "HEAD"], text=True))


def as_(person: str, pcbsales: Pcbsales, *words: str) -> Answer:
    return pcbsales("--actor", person, *words)


def test_within_ones_authority_the_quotation_is_made(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    answer = as_("WANG", pcbsales, *OFFER, "--discount", "3%", "-o", "json")
    assert answer.code == 0, answer.err
    quote = json.loads(answer.out)
    assert quote["action"] == "quote.new"
    assert quote["lines"][0]["book_price"] == "8.789"
    assert quote["lines"][0]["unit_price"] == "8.52535"
    assert quote["price_floor"] == "SZ-FLOOR-2025"
    explained = json.loads(pcbsales("price", "explain", quote["id"], "-o", "json").out)
    rules = {step["rule"]: step["amount"] for step in explained["lines"][0]["steps"]}
    assert rules["discount"] == "-52.73"
    assert pcbsales("check").code == 0


def test_beyond_it_it_waits_and_a_grant_makes_it_in_one_commit(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    asked = as_("WANG", pcbsales, *OFFER, "--price", "8.20", "--reason", "Target 目标价")
    assert asked.code == 6
    assert (
        "recorded as request AR-2026-00005: waits for approval of quoting below the book"
        in asked.err
    )
    assert "decides: Lin Mei (LIN), Qin Wei (QIN), Shen Guohua (SHEN)" in asked.err
    assert len(json.loads(pcbsales("quote", "list", "-o", "json").out)) == count_of("quotes")

    inbox = json.loads(pcbsales("approval", "inbox", "-o", "json").out)
    assert {request["id"] for request in inbox["requests"]} == {
        "AR-2026-00002",
        "AR-2026-00005",
    }
    before = commits()
    own = as_("WANG", pcbsales, "approval", "grant", "AR-2026-00005")
    assert (own.code, "WANG asked for AR-2026-00005" in own.err) == (1, True)
    other = as_("CHEN", pcbsales, "approval", "grant", "AR-2026-00005")
    assert (other.code, "CHEN may not grant" in other.err) == (1, True)
    assert commits() == before

    granted = json.loads(pcbsales("approval", "grant", "5", "--note", "once", "-o", "json").out)
    assert commits() == before + 1
    (made,) = granted["made"]
    quote = json.loads(pcbsales("quote", "show", made, "-o", "json").out)
    assert quote["lines"][0]["unit_price"] == "8.20"
    assert quote["approval"] == granted["id"]
    changed = subprocess.check_output(["git", "show", "--name-only", "--format="], text=True)
    assert changed.split() == [
        f"ledger/approval-decisions/2026/000/{granted['id']}.yaml",
        f"ledger/quotes/2026/000/{made}.yaml",
    ]
    again = pcbsales("approval", "grant", "5")
    assert "AR-2026-00005 was granted already, by LIN" in again.err
    assert pcbsales("check").code == 0


def count_of(folder: str) -> int:
    return len(list(Path("ledger", folder).rglob("*.yaml")))


def test_what_waits_is_said_to_scripts_too(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    asked = as_("WANG", pcbsales, *OFFER, "--discount", "5", "-o", "json")
    assert asked.code == 6
    facts = json.loads(asked.out)
    assert facts["waiting"] is True
    assert facts["id"] == "AR-2026-00005"
    assert facts["figures"][0]["percent"] == "5"
    preview = as_("WANG", pcbsales, *OFFER, "--discount", "6", "--dry-run")
    assert preview.code == 6
    assert "wait for approval of quoting below the book; decides: " in preview.err
    assert "nothing was written" in preview.err
    told = as_("WANG", pcbsales, *OFFER, "--discount", "6", "--dry-run", "-o", "json")
    preview_facts = json.loads(told.out)
    assert (told.code, preview_facts["waiting"], preview_facts["dry_run"]) == (6, True, True)
    shown = json.loads(pcbsales("approval", "show", facts["id"], "-o", "json").out)
    assert facts["deciders"] == preview_facts["deciders"] == shown["deciders"]
    assert facts["deciders"][0] == {"staff": "LIN", "name": "Lin Mei (LIN)", "acting_for": None}
    assert "request" not in shown


def test_a_grant_names_what_it_made(ledger_folder: Path, pcbsales: Pcbsales) -> None:
    granted = pcbsales("approval", "grant", "2")
    assert granted.code == 0
    (made,) = re.findall(r"^made: (\S+)$", granted.err, re.MULTILINE)
    assert pcbsales("quote", "show", made).code == 0


def test_a_refusal_and_a_withdrawal_make_no_quotation(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    quotes = count_of("quotes")
    assert pcbsales("approval", "refuse", "2", "--reason", "too low").code == 0
    assert as_("WANG", pcbsales, *OFFER, "--discount", "5").code == 6
    stranger = pcbsales("approval", "withdraw", "5")
    assert "was asked by WANG, who alone can withdraw it" in stranger.err
    assert as_("WANG", pcbsales, "approval", "withdraw", "5").code == 0
    assert "withdrawn already" in pcbsales("approval", "grant", "5").err
    assert count_of("quotes") == quotes
    assert pcbsales("check").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--discount", "25%"), "25 % for HUAYI is further than anybody may go"),
        (("--discount", "100%"), "must leave something above 0"),
        (("--price", "8.20 USD"), "the customer is quoted in CNY"),
        (("--price", "8,20"), "give a price per unit above 0"),
        (("--price", "8.20", "--discount", "3"), "are both for HUAYI/HY-4410"),
        (("--discount", "HY-4402=3"), "is for no line of this quotation"),
        (("--discount", "-3"), "is not a percentage"),
    ],
)
def test_prices_that_cannot_be(
    words: tuple[str, ...], said: str, ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    before = commits()
    answer = as_("WANG", pcbsales, *OFFER, *words)
    assert answer.code in {1, 2}
    assert said in answer.err
    assert commits() == before


def test_without_a_floor_or_a_table_it_says_what_to_add(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    subprocess.run(["git", "rm", "-rq", "ledger/price-floors"], check=True)
    subprocess.run(["git", "commit", "-qm", "no floors"], check=True)
    answer = pcbsales(*OFFER, "--discount", "1")
    assert "no price-floor is in force on 2026-10-31; add one" in answer.err
    assert pcbsales(*OFFER, "--price", "9.50").code == 0
    subprocess.run(["git", "rm", "-rq", "ledger/authorities"], check=True)
    subprocess.run(["git", "commit", "-qm", "no table"], check=True)
    answer = pcbsales("staff", "assign", "WANG", "--task", "Fair", "--until", "+3d")
    assert "no authority is in force on 2026-10-31; add one" in answer.err


def asked_by_mail(file: Path, pcbsales: Pcbsales, *words: str) -> tuple[str, str]:
    """The text and the code of the mail that asks about AR-2026-00002."""
    answer = as_("WANG", pcbsales, "approval", "ask", "2", "-O", str(file), *words)
    assert answer.code == 0, answer.err
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    text = mail.get_content()
    (code,) = set(re.findall(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", text))
    assert mail["Subject"].startswith("[AR-2026-00002]")
    return text, code


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Please reply to this mail by 2026-11-12", "GRANT", "REFUSE")),
        ("zh-Hans", ("请在 2026-11-12（含）之前直接回复本邮件", "同意", "不同意")),
        ("zh-Hant", ("請在 2026-11-12（含）之前直接回覆本郵件", "同意", "不同意")),
    ],
)
def test_the_mail_is_in_the_readers_language_and_its_code_in_no_file(
    language: str, words: tuple[str, ...], ledger_folder: Path, pcbsales: Pcbsales, tmp_path: Path
) -> None:
    text, code = asked_by_mail(tmp_path / "ask.eml", pcbsales, "--lang", language)
    for word in (*words, "3.01439 × 1000 PCS = 3014.39 CNY"):
        assert word in text
    found = subprocess.run(["git", "grep", "-q", code, "HEAD"], check=False)
    assert found.returncode == 1


def test_a_reply_decides_once_and_is_kept_and_counted_apart(
    ledger_folder: Path, pcbsales: Pcbsales, tmp_path: Path
) -> None:
    _, text = asked_by_mail(tmp_path / "ask.eml", pcbsales)
    code = Code(text, "")
    reply = tmp_path / "reply.eml"
    before = commits()
    for sender, recorder, said in (
        ("wei.qin@penglan.example", "LIU", "the code was given to LIN"),
        ("mei.lin@evil.example", "LIU", "is no registered address"),
        ("mei.lin@penglan.example", "WANG", "is recorded by somebody else"),
    ):
        reply.write_bytes(reply_mail(sender, code, "同意", "AR-2026-00002"))
        answer = as_(recorder, pcbsales, "approval", "mail-in", str(reply))
        assert (answer.code, said in answer.err) == (1, True), answer.err
    assert commits() == before

    granted = as_("LIU", pcbsales, "approval", "mail-in", str(reply))
    assert granted.code == 0, granted.err
    assert "granted by LIN by mail, recorded by LIU" in granted.err
    assert commits() == before + 1
    changed = subprocess.check_output(["git", "show", "--name-only", "--format="], text=True)
    assert [line.split("/")[1] for line in changed.split()] == [
        "approval-decisions",
        "attachments",
        "quotes",
    ]
    again = as_("LIU", pcbsales, "approval", "mail-in", str(reply))
    assert "AR-2026-00002 was granted already" in again.err
    totals = json.loads(pcbsales("approval", "report", "-o", "json").out)["totals"]
    assert (totals["granted_by_command"], totals["granted_by_mail"]) == (1, 2)
    assert pcbsales("check").code == 0


def test_a_reply_to_the_samples_open_mail(
    ledger_folder: Path, pcbsales: Pcbsales, tmp_path: Path
) -> None:
    reply = tmp_path / "reply.eml"
    reply.write_bytes(
        reply_mail("wei.qin@penglan.example", WAITING, "不同意\n\n价格太低", "AR-2026-00004")
    )
    answer = as_("LIU", pcbsales, "approval", "mail-in", str(reply), "-o", "json")
    assert json.loads(answer.out)["verdict"] == "refused"
    shown = pcbsales("approval", "show", "AR-2026-00004", "-o", "table")
    assert "by mail from wei.qin@penglan.example, recorded by LIU" in shown.out
    assert "价格太低" in shown.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("mail-in", "nowhere.eml"), 2, "nowhere.eml cannot be read"),
        (("ask", "2", "-O", "ask.txt"), 2, "name a file ending in .eml"),
        (("ask", "2", "-O", "no/such/ask.eml"), 2, "in a folder that is there"),
        (("ask", "1", "-O", "ask.eml"), 1, "AR-2026-00001 was granted already"),
        (("show", "77"), 2, "there is no approval-request 77"),
        (("who-may", "order.eat"), 1, "has no rule for order.eat"),
        (("who-may", "order.hold", "--amount", "5"), 2, "an amount with its currency"),
    ],
)
def test_what_cannot_be_done_says_why(
    words: tuple[str, ...], code: int, said: str, ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    answer = pcbsales("approval", *words)
    assert (answer.code, said in answer.err) == (code, True), answer.err


def test_people_are_moved_stood_in_for_and_come_back(
    ledger_folder: Path, pcbsales: Pcbsales
) -> None:
    assert pcbsales("staff", "assign", "HSU", "--instead-of", "WANG", "--until", "+5d").code == 0
    quote = json.loads(pcbsales(*OFFER, "-o", "json").out)
    shown = json.loads(pcbsales("show", quote["id"], "-o", "json").out)
    assert shown["rep"] == "HSU"
    asked = as_("CHEN", pcbsales, "staff", "assign", "HSU", "--task", "Fair", "--until", "+5d")
    assert (asked.code, "decides: Lin Mei (LIN)" in asked.err) == (6, True)
    assert pcbsales("approval", "grant", "AR-2026-00005").code == 0

    assert pcbsales("staff", "deputy", "LIN", "CHEN", "--until", "+5d").code == 0
    inbox = as_("CHEN", pcbsales, "approval", "inbox", "-o", "json")
    (waiting,) = json.loads(inbox.out)["requests"]
    stand_in = {"staff": "CHEN", "name": "Chen Jia (CHEN)", "acting_for": "LIN"}
    assert stand_in in waiting["deciders"]
    assert as_("CHEN", pcbsales, "approval", "grant", "AR-2026-00002").code == 0
    circle = as_("CHEN", pcbsales, "staff", "deputy", "CHEN", "LIN", "--until", "+5d")
    assert "in a circle" in circle.err
    assert pcbsales("staff", "end", "DEP-2026-00002").code == 0
    assert pcbsales("check").code == 0


def test_a_new_ledger_begins_with_the_table_of_authority(
    tmp_path: Path, pcbsales: Pcbsales, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pcbsales("init", tmp_path / "desk").code == 0
    monkeypatch.chdir(tmp_path / "desk")
    (table,) = json.loads(pcbsales("authority", "list", "-o", "json").out)
    assert {"A1", "A2", "A3", "A4", "A5", "A6"} <= {rule["id"] for rule in table["rules"]}
    assert pcbsales("check").code == 0
