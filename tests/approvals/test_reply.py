"""Replies as mail programs send them: what is read, what is refused, nothing believed."""

from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcbsales.approvals.reply import MOST_BYTES, read_reply
from pcbsales.kernel.errors import RefusedError

CODE = "3KQ7-91XM-TB5R-W0VD"
QUOTE = f"\n\n> please decide\n>   {CODE}\n"


def mail(
    text: str = f"GRANT{QUOTE}",
    *,
    html: str | None = None,
    sender: str = "vp@lychee.example",
    charset: str = "utf-8",
    **headers: str,
) -> bytes:
    made = EmailMessage()
    made["From"] = sender
    made["To"] = "desk@lychee.example"
    made["Subject"] = headers.pop("subject", "Re: [AR-2026-00001]")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    if html is None:
        made.set_content(text, charset=charset, cte="base64")
    else:
        made.set_content(html, subtype="html", charset=charset, cte="base64")
    return made.as_bytes()


@pytest.mark.parametrize(
    ("text", "granted"),
    [
        ("GRANT", True), ("grant.", True), (" Granted!", True), ("同意", True), ("同意。", True),
        ("批准！", True), ("REFUSE", False), ("refused", False), ("不同意", False),
        ("不批准", False), ("拒绝", False), ("拒絕。", False), ("\n\n  GRANT  \n", True),
        ("\u3000同意\xa0", True),
    ],
)  # fmt: skip
def test_the_answer_is_the_first_line(text: str, granted: bool) -> None:
    reply = read_reply(mail(text + QUOTE))
    assert (reply.granted, reply.codes, reply.note) == (granted, (CODE,), None)


@pytest.mark.parametrize(
    "text",
    [
        "", "GRANT?", "同意吗", "同意吗？", "Do not GRANT", "GRANT if 8.50", "GRANT, but later",
        "I GRANT it", "同意不同意", "GRANT REFUSE", "> GRANT", "Yes", "ok", "G R A N T",
        "Please see below\nGRANT", "-- \nGRANT", "From: vp@x.example\nGRANT",
        "-----Original Message-----\nGRANT", "发件人: 沈国华\n同意", "________________\nGRANT",
        "发自我的iPhone\n同意",
    ],
)  # fmt: skip
def test_anything_else_in_the_first_line_decides_nothing(text: str) -> None:
    with pytest.raises(RefusedError, match="the first line of the reply must be GRANT or REFUSE"):
        read_reply(mail(text + QUOTE))


def test_words_below_the_answer_are_kept_without_quote_and_signature() -> None:
    text = (
        "同意\n\n仅限首单。\n下不为例。\n\n在 2026年10月30日，王磊 写道：\n"
        f"> 请您决定\n> {CODE}\n不是我写的\n"
    )
    assert read_reply(mail(text)).note == "仅限首单。\n下不为例。"
    signed = f"GRANT\nonce only\n-- \nShen Guohua\nVP\n\n{CODE}"
    assert read_reply(mail(signed)).note == "once only"


def test_an_answer_below_the_quote_counts() -> None:
    text = f"On Fri, 30 Oct 2026 at 10:00, Wang Lei wrote:\n> please decide\n> {CODE}\n\nGRANT\n"
    assert read_reply(mail(text)).granted


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "gb2312", "big5", "gbk"])
def test_chinese_in_the_character_sets_of_chinese_mail(charset: str) -> None:
    word = "拒絕" if charset == "big5" else "不同意"
    assert not read_reply(mail(f"{word}{QUOTE}", charset=charset)).granted


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/plain; charset=klingon-1\n",
        b"Content-Type: text/plain\n",
        b"",
        b"Content-Type: nonsense\n",
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: rot13\n",
    ],
)
def test_broken_headers_are_read_as_they_can_be(raw: bytes) -> None:
    data = b"From: vp@lychee.example\n" + raw + b"\nGRANT\n> " + CODE.encode() + b"\n"
    assert read_reply(data).granted


def test_html_alone_is_read_and_its_quotes_are_quotes() -> None:
    page = (
        "<html><head><style>p {color: red}</style><title>GRANT</title></head><body>"
        "<script>GRANT</script><blockquote>REFUSE</blockquote><p>&#x540c;&#24847;</p>"
        f"<div>once</div><blockquote><p>decide</p><p>{CODE}</p></blockquote></body></html>"
    )
    reply = read_reply(mail(html=page))
    assert (reply.granted, reply.note, reply.codes) == (True, "once", (CODE,))
    quoted = f"<blockquote>GRANT</blockquote><p>see above {CODE}</p>"
    with pytest.raises(RefusedError, match="the first line"):
        read_reply(mail(html=quoted))


def test_plain_text_goes_before_html_and_attachments_are_not_read() -> None:
    made = EmailMessage()
    made["From"] = "vp@lychee.example"
    made.set_content(f"REFUSE{QUOTE}")
    made.add_alternative("<p>GRANT</p>", subtype="html")
    made.add_attachment("GRANT", filename="answer.txt")
    assert not read_reply(made.as_bytes()).granted


def test_a_mail_inside_the_mail_is_not_read() -> None:
    inner = EmailMessage()
    inner["From"] = "vp@lychee.example"
    inner.set_content(f"GRANT{QUOTE}")
    outer = EmailMessage()
    outer["From"] = "wang@lychee.example"
    outer.set_content("see the mail of the VP")
    outer.add_attachment(inner)
    with pytest.raises(RefusedError, match="the first line"):
        read_reply(outer.as_bytes())


def test_the_sender_is_the_address_never_the_name() -> None:
    assert (
        read_reply(mail(sender='"vp@lychee.example" <evil@x.example>')).sender == "evil@x.example"
    )
    assert read_reply(mail(sender="VP <VP@Lychee.Example>")).sender == "vp@lychee.example"


@pytest.mark.parametrize(
    "head",
    [
        b"", b"From: \n", b"From: nobody\n", b"From: a@x.example, b@x.example\n",
        b"From: a@x.example\nFrom: b@x.example\n", b"From: <>\n", b"From: a b@x\n@y\n",
        b"From: vp@lychee.example <evil@x.example>, vp@lychee.example\n",
    ],
)  # fmt: skip
def test_a_mail_is_from_one_address(head: bytes) -> None:
    with pytest.raises(RefusedError, match=r"must be from (one|an) address"):
        read_reply(head + b"\nGRANT\n" + CODE.encode())


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"Auto_Submitted": "auto-replied"}, "sent by a machine"),
        ({"X_Autoreply": "yes"}, "sent by a machine"),
        ({"Resent_From": "wang@lychee.example"}, "sent on by somebody else"),
        ({"Resent_Sender": "wang@lychee.example"}, "sent on by somebody else"),
    ],
)
def test_machines_and_those_who_send_on_decide_nothing(headers: dict[str, str], said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        read_reply(mail(**headers))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (CODE, (CODE,)),
        (f"{CODE}-9", ()), (f"9{CODE}", ()), (CODE.lower(), ()), (CODE.replace("-", ""), ()),
        (f"{CODE} {CODE}\n0000-0000-0000-0000", (CODE, "0000-0000-0000-0000")),
    ],
)  # fmt: skip
def test_codes_are_whole_or_none(text: str, codes: tuple[str, ...]) -> None:
    assert read_reply(mail(f"GRANT\n\n{text}\n")).codes == codes


def test_a_code_in_the_subject_counts() -> None:
    assert read_reply(mail("GRANT", subject=f"Re: {CODE}")).codes == (CODE,)


def test_dates_and_numbers_of_the_mail_are_kept_where_they_can_be_read() -> None:
    reply = read_reply(mail(Date="Fri, 30 Oct 2026 17:41:00 +0800", Message_ID="<1@x.example>"))
    assert reply.sent is not None
    assert reply.sent.isoformat() == "2026-10-30T17:41:00+08:00"
    assert reply.message_id == "<1@x.example>"
    bare = b"From: vp@lychee.example\nDate: yesterday\nMessage-ID: \x01\n\nGRANT\n"
    odd = read_reply(bare)
    assert (odd.sent, odd.message_id) == (None, None)


@pytest.mark.parametrize("data", [b"", b"  \n ", b"x" * (MOST_BYTES + 1)])
def test_what_is_no_mail(data: bytes) -> None:
    with pytest.raises(RefusedError, match="this is no mail that can be read"):
        read_reply(data)


def test_parts_within_parts_without_end_are_refused_or_read() -> None:
    data = b"From: vp@lychee.example\n"
    for depth in range(3000):
        data += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
    with pytest.raises(RefusedError):
        read_reply(data)


@given(st.binary(max_size=400), st.sampled_from(["", "text/plain", "text/html", "multipart/mixed"]))
def test_no_bytes_break_the_reader(data: bytes, kind: str) -> None:
    head: Any = f"From: vp@lychee.example\nContent-Type: {kind}; boundary=b\n\n".encode()
    for raw in (data, head + data, head + b"GRANT\n" + data):
        try:
            reply = read_reply(raw)
        except RefusedError:
            continue
        assert reply.note is None or "\u202e" not in reply.note
