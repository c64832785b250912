"""Asking by mail and deciding by the reply: the code, the sender, the recorder; once."""

import hashlib
from datetime import datetime, timedelta

import pytest

from pcbsales.approvals.by_mail import Code, ask_by_mail, ask_view, decide_by_mail, digest_of
from pcbsales.approvals.records import ApprovalDecision, MailAsk
from pcbsales.approvals.reply import Reply, read_reply
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.record import ChangeSet
from tests.approvals.builders import NOON, Desk, Spending, a_deputy, a_desk
from tests.approvals.test_reply import CODE, mail
from tests.company.builders import reread

GIVEN = Code(CODE, "5" * 64)
OTHER = Code("8RZ2-4NCA-60HJ-YEP5", "6" * 64)


def asked(desk: Desk, request: str, to: str | None = None, code: Code = GIVEN) -> MailAsk:
    changes = ask_by_mail(
        desk.snapshot,
        desk.numbers,
        request=request,
        kind=Spending(),
        code=code,
        actor="REP",
        at=NOON,
        to=to,
    )
    (made,) = desk.keep(changes).adds
    assert isinstance(made, MailAsk)
    return made


def decided(desk: Desk, data: bytes, recorder: str = "CLERK", at: datetime = NOON) -> ChangeSet:
    reply: Reply = read_reply(data)
    return desk.keep(
        decide_by_mail(
            desk.snapshot,
            desk.numbers,
            reply=reply,
            data=data,
            kinds={"test.spend": Spending()},
            recorder=recorder,
            at=at,
        )
    )


def answer(
    word: str = "GRANT", sender: str = "manager@lychee.example", code: Code = GIVEN
) -> bytes:
    return mail(
        f"{word}\n\nonce only\n\n> {code.text}\n", sender=sender, Message_ID="<1@x.example>"
    )


def a_waiting_desk(to: str | None = None) -> Desk:
    desk = a_desk()
    asked(desk, desk.request().id, to)
    return desk


def test_the_ledger_keeps_a_salted_hash_and_no_code() -> None:
    desk = a_desk()
    ask = asked(desk, desk.request().id)
    assert ask.code_sha256 == hashlib.sha256(f"{GIVEN.salt}:{CODE}".encode()).hexdigest()
    assert digest_of(CODE, OTHER.salt) != ask.code_sha256
    assert CODE not in str(ask.tree())
    assert (ask.to, ask.address) == ("MANAGER", "manager@lychee.example")
    assert reread(ask) == ask


def test_the_nearest_superior_is_asked_or_whoever_is_named() -> None:
    desk = a_desk()
    request = desk.request()
    assert asked(desk, request.id).to == "MANAGER"
    assert asked(desk, request.id, "VP").to == "VP"
    assert asked(desk, desk.request("PLANNER").id).to == "VP"
    with pytest.raises(RefusedError, match="FINANCE may not decide on AR-2026-00001; who may: "):
        asked(desk, request.id, "FINANCE")
    with pytest.raises(RefusedError, match="REP may not decide on AR-2026-00001"):
        asked(desk, request.id, "REP")


def test_the_mail_says_what_is_asked_in_the_readers_language() -> None:
    desk = a_desk(MANAGER={"language": "zh-Hans", "name": {"en": "Lin Mei", "zh_hans": "林梅"}})
    ask = asked(desk, desk.request().id)
    view = ask_view(desk.snapshot, ask, GIVEN)
    assert ask.language is Language.SIMPLIFIED_CHINESE
    assert (view.to, view.asked_by, view.code) == ("林梅", "Rep", CODE)
    assert (view.request, view.about, view.reason) == ("AR-2026-00001", "HUAYI", "500.00 CNY")


def test_a_reply_grants_and_the_mail_is_kept() -> None:
    desk = a_waiting_desk()
    data = answer()
    changes = decided(desk, data)
    decision, made = changes.adds
    assert isinstance(decision, ApprovalDecision)
    assert (decision.by, decision.verdict, decision.via) == ("MANAGER", "granted", "mail")
    assert decision.made == (made.id,)
    assert decision.note == "once only"
    assert decision.mail is not None
    assert decision.mail.recorded_by == "CLERK"
    assert decision.mail.message_id == "<1@x.example>"
    (kept,) = changes.attachments
    assert kept.data == data
    assert kept.sha256 == decision.mail.sha256 == hashlib.sha256(data).hexdigest()
    assert reread(decision) == decision


def test_a_reply_refuses_without_another_reason() -> None:
    desk = a_waiting_desk()
    changes = decided(desk, mail(f"不同意\n> {CODE}\n", sender="manager@lychee.example"))
    (decision,) = changes.adds
    assert isinstance(decision, ApprovalDecision)
    assert (decision.verdict, decision.note) == ("refused", None)
    assert len(changes.attachments) == 1


@pytest.mark.parametrize(
    ("data", "recorder", "said"),
    [
        (answer(sender="vp@lychee.example"), "CLERK", "given to MANAGER; a reply of VP does not"),
        (answer(sender="rep@lychee.example"), "CLERK", "a reply of REP does not count"),
        (answer(sender="vp@evil.example"), "CLERK", "is no registered address of anybody"),
        (answer(code=OTHER), "CLERK", "none that was given out"),
        (mail("GRANT", sender="manager@lychee.example"), "CLERK", "carries no code"),
        (answer(), "REP", "REP asked for AR-2026-00001; a reply to it is recorded by somebody"),
    ],
)
def test_what_does_not_count_writes_nothing(data: bytes, recorder: str, said: str) -> None:
    desk = a_waiting_desk()
    with pytest.raises(RefusedError, match=said):
        decided(desk, data, recorder)
    assert not desk.snapshot.all(ApprovalDecision)


def test_a_code_works_once() -> None:
    desk = a_waiting_desk()
    decided(desk, answer())
    for again in (answer(), answer("REFUSE")):
        with pytest.raises(RefusedError, match="AR-2026-00001 was granted already, by MANAGER"):
            decided(desk, again)


def test_every_code_of_a_request_dies_with_its_decision() -> None:
    desk = a_desk()
    request = desk.request()
    asked(desk, request.id)
    asked(desk, request.id, "VP", OTHER)
    desk.grant(request.id, "MANAGER")
    with pytest.raises(RefusedError, match="was granted already"):
        decided(desk, answer(sender="vp@lychee.example", code=OTHER))


def test_a_code_of_an_expired_request_is_dead() -> None:
    desk = a_waiting_desk()
    with pytest.raises(RefusedError, match="AR-2026-00001 expired on 2026-10-27"):
        decided(desk, answer(), at=NOON + timedelta(days=8))


def test_codes_of_two_requests_in_one_reply_are_unclear() -> None:
    desk = a_waiting_desk()
    asked(desk, desk.request("OTHER").id, code=OTHER)
    data = mail(f"GRANT\n> {CODE}\n> {OTHER.text}\n", sender="manager@lychee.example")
    with pytest.raises(RefusedError, match="the codes of AR-2026-00001, AR-2026-00002; answer"):
        decided(desk, data)


def test_authority_is_that_of_the_day_of_recording() -> None:
    desk = a_desk(a_deputy("MANAGER", "OTHER"))
    asked(desk, desk.request().id, "OTHER")
    data = answer(sender="other@lychee.example")
    with pytest.raises(RefusedError, match="OTHER may not grant"):
        decided(desk, data, at=NOON + timedelta(days=4))
    (decision, *_) = decided(desk, data).adds
    assert isinstance(decision, ApprovalDecision)
    assert (decision.by, decision.acting_for) == ("OTHER", "MANAGER")


def test_an_address_that_was_handed_on_is_its_new_holders() -> None:
    desk = a_desk(
        MANAGER={"valid_until": "2026-10-20"},
        OTHER={"emails": ["other@lychee.example", "manager@lychee.example"],
               "valid_from": "2026-10-21"},
    )  # fmt: skip
    asked(desk, desk.request().id)
    with pytest.raises(RefusedError, match="given to MANAGER; a reply of OTHER does not count"):
        decided(desk, answer(), at=NOON + timedelta(days=1))
