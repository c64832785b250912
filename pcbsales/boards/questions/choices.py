"""The closed sets of engineering questions, with the trade's words for each."""

import unicodedata
from enum import StrEnum
from typing import TypeVar

from pcbsales.boards.terms import Choice
from pcbsales.kernel.errors import UsageError

C = TypeVar("C", bound=Choice)


class QuestionClass(Choice):
    """What a question is about; in the order of their numbers, 1 to 6."""

    DATA = "data", "data completeness", "资料缺失", "資料缺失"
    CONFLICT = "conflict", "order, files and drawing disagree", "资料冲突", "資料衝突"
    NET = "net", "nets, shorts, opens", "网络(开短路)", "網路(開短路)"
    CAPABILITY = "capability", "beyond capability", "超出制程能力", "超出製程能力"
    PROPOSAL = "proposal", "our proposal", "工厂优化建议", "工廠優化建議"
    MARKING = "marking", "marking", "标记", "標記"


class Channel(Choice):
    """How a question went to the customer, or an answer came back."""

    MAIL = "mail", "e-mail", "邮件", "郵件"
    WECHAT = "wechat", "WeChat", "微信", "微信"
    PHONE = "phone", "phone", "电话", "電話"
    PORTAL = "portal", "customer's portal", "客户平台", "客戶平台"
    MEETING = "meeting", "meeting", "面谈", "面談"
    LETTER = "letter", "letter", "信函", "信函"


class QuestionState(Choice):
    """How far a question is on a day; computed, never stored."""

    TO_PUT = "to_put", "to be put", "待发客户", "待發客戶"
    WAITING = "waiting", "waiting", "待客户回复", "待客戶回覆"
    OVERDUE = "overdue", "overdue", "逾期未回复", "逾期未回覆"
    ANSWERED = "answered", "answered", "已回复", "已回覆"
    CLOSED = "closed", "closed", "已关闭", "已關閉"


class QuestionEventKind(StrEnum):
    """What can happen to a question."""

    ASKED = "asked"
    PUT = "put"
    CHASED = "chased"
    ANSWERED = "answered"
    CLOSED = "closed"


class HoursCount(StrEnum):
    """Which hours a deadline counts: all, those of whole working days, or the desk's open ones."""

    ELAPSED = "elapsed"
    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"


def class_named(text: str) -> QuestionClass:
    """The class of a number from 1 on, a word or a term; UsageError lists them.

    >>> class_named("2"), class_named("超出制程能力")
    (<QuestionClass.CONFLICT: 'conflict'>, <QuestionClass.CAPABILITY: 'capability'>)
    """
    known = list(QuestionClass)
    if text.strip() in {str(number) for number in range(1, len(known) + 1)}:
        return known[int(text) - 1]
    return choice_named(QuestionClass, text)


def choice_named(choices: type[C], text: str) -> C:
    """The one of *choices* that *text* means by word or term; UsageError lists their words."""
    wanted = _folded(text)
    for choice in choices:
        if wanted in {_folded(word) for word in (choice.value, *choice.term.words)}:
            return choice
    raise UsageError("{value} is none of {choices}", value=repr(text), choices=", ".join(choices))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
