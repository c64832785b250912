"""The sample's requests: what was granted how, and what waits."""

from collections import Counter
from datetime import date

from pcbsales.approvals.checks import check_arrangements, check_decisions
from pcbsales.approvals.records import ApprovalDecision, ApprovalRequest, MailAsk
from pcbsales.approvals.reply import read_reply
from pcbsales.approvals.request import open_requests
from pcbsales.quoting.floor.checks import check_floor
from pcbsales.quoting.quotations.records import Quote
from pcbsales.registry import catalogue
from scripts.sample.approvals import ANSWERED, WAITING
from scripts.sample.contents import sample
from scripts.sample.memory import Memory

CONTENTS = sample(catalogue())
MEMORY = Memory(CONTENTS.records)
DAY = date(2026, 10, 31)


def test_one_is_granted_by_command_one_by_mail_and_two_wait() -> None:
    decisions = MEMORY.all(ApprovalDecision)
    assert Counter((d.verdict.value, d.via) for d in decisions) == {
        ("granted", "command"): 1,
        ("granted", "mail"): 1,
    }
    waiting = open_requests(MEMORY, as_of=DAY)
    assert [request.id for request in waiting] == ["AR-2026-00002", "AR-2026-00004"]
    assert len(MEMORY.all(ApprovalRequest)) == 4


def test_what_was_granted_is_a_quotation_that_names_its_grant() -> None:
    for decision in MEMORY.all(ApprovalDecision):
        (made,) = decision.made
        quote = MEMORY.get(Quote, made)
        assert quote is not None
        assert quote.approval == decision.id
        assert [event.kind.value for event in quote.events] == ["new", "approved", "sent"]


def test_the_mail_is_kept_as_it_came_and_codes_only_as_hashes() -> None:
    (decision,) = [d for d in MEMORY.all(ApprovalDecision) if d.mail]
    assert decision.mail is not None
    (kept,) = [a for a in CONTENTS.attachments if a.sha256 == decision.mail.sha256]
    assert read_reply(kept.data).codes == (ANSWERED.text,)
    hashes = {mail.code_sha256 for mail in MEMORY.all(MailAsk)}
    assert hashes == {ANSWERED.digest, WAITING.digest}


def test_nothing_is_wrong_with_them() -> None:
    found = [*check_decisions(MEMORY, ""), *check_arrangements(MEMORY, "")]
    found += [f for quote in MEMORY.all(Quote) for f in check_floor(MEMORY, quote.id)]
    assert found == []
