"""A decision read from a reply mail: who sent it, what it answers, which code it carries.

Nothing in a mail is believed but what is checked elsewhere: the sender's address against the staff
records, the code against the hash kept when it was sent. Display names are never read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser
from typing import Final

from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.scalars import forbidden_character

#: More than any reply: what is larger is not opened.
MOST_BYTES: Final = 5 * 1024 * 1024
_MOST_NOTE = 2000
_ADDRESS = re.compile(r"[A-Za-z0-9_%+'.-]+@[A-Za-z0-9.-]+")
#: Four groups of four of Crockford's 32 signs, without I, L, O and U.
_SIGN = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE: Final = re.compile(
    rf"(?<![0-9A-Za-z-])[{_SIGN}]{{4}}(?:-[{_SIGN}]{{4}}){{3}}(?![0-9A-Za-z-])"
)

#: The first line that is not quoted is one of these, alone.
_ANSWERS: dict[str, bool] = {
    "grant": True,
    "granted": True,
    "同意": True,
    "批准": True,
    "refuse": False,
    "refused": False,
    "不同意": False,
    "不批准": False,
    "拒绝": False,
    "拒絕": False,
}
_CLOSING = " \t.!。！"
_QUOTED = re.compile(r"\s*[>|]")
#: Names the quoted mail in one line; what follows it is quoted, or (below a quote) the answer.
_ATTRIBUTION = re.compile(
    r"(On\b.*\bwrote|.*(写道|寫道)|.*\bschrieb\b.*)\s*[:：]\s*", re.IGNORECASE
)
#: Everything from here on is another mail, or a signature.
_END = re.compile(
    r"\s*(-{2,}\s*(original|forwarded|原始|转发|轉寄|轉發|回复|回覆).*|_{8,}|-- ?|"
    r"(from|sent|发件人|發件人|寄件者|寄件人|发送时间|寄件日期)\s*[:：].*|"
    r"(sent from my|发自我的|從我的|從我的).*)",
    re.IGNORECASE,
)
#: What Python's codecs call the character sets that Chinese mail names too narrowly.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a mail says: its sender's address, the answer, the codes found in it.

    ``sent`` is the mail's own date, ``note`` what stands below the answer in the writer's words.
    """

    sender: str
    granted: bool
    note: str | None
    codes: tuple[str, ...]
    message_id: str | None
    sent: datetime | None


def read_reply(data: bytes) -> Reply:
    """The reply in *data*, an ``.eml`` file; RefusedError says what it lacks."""
    if not data.strip() or len(data) > MOST_BYTES:
        raise RefusedError(
            "this is no mail that can be read: it is empty, or larger than {limit} bytes",
            limit=MOST_BYTES,
        )
    try:
        mail = message_from_bytes(data)
        texts = list(_texts(mail))
    except (RecursionError, ValueError, TypeError, AttributeError, LookupError):
        raise RefusedError("this is no mail that can be read") from None
    sender = _sender(mail)
    _require_from_a_person(mail)
    granted, note = _answer(texts)
    codes = _codes((_one_line(mail, "Subject") or "", *texts))
    return Reply(sender, granted, note, codes, _message_id(mail), _sent(mail))


def _sender(mail: Message) -> str:
    """The one address that the mail is from, in lower case."""
    headers = [str(header) for header in mail.get_all("From", [])]
    found = [address for _, address in getaddresses(headers)]
    if len(headers) != 1 or len(found) != 1:
        raise RefusedError("the mail must be from one address; it names {count}", count=len(found))
    if not _ADDRESS.fullmatch(found[0]):
        raise RefusedError(
            "the mail must be from an address such as name@example.com, not {text}",
            text=repr(found[0]),
        )
    return found[0].lower()


def _require_from_a_person(mail: Message) -> None:
    """An automatic answer decides nothing, nor does a mail that somebody sent on."""
    automatic = str(mail.get("Auto-Submitted", "no")).strip().lower()
    if automatic != "no" or "X-Autoreply" in mail:
        raise RefusedError("the mail was sent by a machine ({header})", header="Auto-Submitted")
    for header in ("Resent-From", "Resent-Sender"):
        if header in mail:
            raise RefusedError(
                "the mail was sent on by somebody else ({header}); its own writer must answer",
                header=header,
            )


def _texts(mail: Message) -> Iterator[str]:
    """The mail's own text, plain if it has that; mails inside it and attachments are not read."""
    plain, rich = [], []
    for part in _parts(mail):
        if part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain":
            plain.append(_decoded(part))
        elif kind == "text/html":
            rich.append(_Page.text_of(_decoded(part)))
    yield from plain if any(text.strip() for text in plain) else rich


def _parts(mail: Message) -> Iterator[Message]:
    if mail.get_content_maintype() == "message":
        return
    if not mail.is_multipart():
        yield mail
        return
    payload = mail.get_payload()
    for part in payload if isinstance(payload, list) else []:
        if isinstance(part, Message):
            yield from _parts(part)


def _decoded(part: Message) -> str:
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    charset = (part.get_content_charset() or "utf-8").lower()
    try:
        return data.decode(_WIDER.get(charset, charset), "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


class _Page(HTMLParser):
    """The text of an HTML mail; what is quoted keeps its mark."""

    _BREAKS = frozenset({"br", "p", "div", "tr", "li", "blockquote", "hr", "h1", "h2", "h3"})
    _HIDDEN = frozenset({"script", "style", "head", "title", "template"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.quotes = 0
        self.hidden = 0

    @classmethod
    def text_of(cls, page: str) -> str:
        """The text of *page*, quoted lines marked with >."""
        reader = cls()
        reader.feed(page)
        reader.close()
        return "\n".join(line for line in reader.lines if line.strip(" >"))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a line, a quote or something hidden."""
        del attrs
        if tag == "blockquote":
            self.quotes += 1
        if tag in self._HIDDEN:
            self.hidden += 1
        if tag in self._BREAKS:
            self._begin()

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if tag == "blockquote":
            self.quotes = max(0, self.quotes - 1)
        if tag in self._HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        if tag in self._BREAKS:
            self._begin()

    def handle_data(self, data: str) -> None:
        """Text, its white space folded as a browser would."""
        if not self.hidden:
            self.lines[-1] += re.sub(r"\s+", " ", data)

    def _begin(self) -> None:
        self.lines.append("> " if self.quotes else "")


def _answer(texts: list[str]) -> tuple[bool, str | None]:
    """Whether the first line that is not quoted grants or refuses, and the words below it."""
    own = list(_own_lines("\n".join(texts)))
    first = own[0] if own else ""
    word = first.strip(_CLOSING).casefold()
    if word not in _ANSWERS:
        raise RefusedError(
            "the first line of the reply must be GRANT or REFUSE (同意, 不同意) and nothing else; "
            "it is {line}",
            line=repr(first[:60]),
        )
    note = "\n".join(own[1:]).strip()[:_MOST_NOTE]
    return _ANSWERS[word], _clean(note) or None


def _own_lines(text: str) -> Iterator[str]:
    """The lines that the writer wrote: not what they quote, nor a signature."""
    answered = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        stripped = line.replace("\xa0", " ").replace("\u3000", " ").strip()
        attributed = bool(_ATTRIBUTION.fullmatch(stripped))
        if _END.fullmatch(stripped) or (attributed and answered):
            return
        if stripped and not attributed and not _QUOTED.match(stripped):
            answered = True
            yield stripped


def _clean(text: str) -> str:
    while found := forbidden_character(text):
        text = text.replace(chr(int(found.partition("+")[2], 16)), "\ufffd")
    return text


def _codes(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for text in texts for code in CODE.findall(text)))


def _one_line(mail: Message, header: str) -> str | None:
    value = " ".join(str(mail.get(header, "")).split())
    return value if value and len(value) <= 250 and not forbidden_character(value) else None


def _message_id(mail: Message) -> str | None:
    found = _one_line(mail, "Message-ID")
    return found if found and found.isascii() else None


def _sent(mail: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(mail.get("Date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found.replace(microsecond=0) if found.tzinfo else None
