"""What has to be asked of the customer before the data can be trusted."""

from dataclasses import dataclass

from pcbsales.kernel.errors import fill


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """A question to the customer: a stable code, an English sentence with gaps, what fills them."""

    code: str
    msgid: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The question in English, gaps filled."""
        return fill(self.msgid, dict(self.values))


def ask(code: str, msgid: str, /, **values: object) -> Question:
    """A question; *values* fill the gaps of *msgid*.

    >>> ask("drill.missing", "no drill data beside {file}", file="top.gbr").text
    'no drill data beside top.gbr'
    """
    return Question(code, msgid, tuple((name, str(value)) for name, value in values.items()))


def listed(names: list[str] | tuple[str, ...], limit: int = 6) -> str:
    """File names in a sentence, the tail of a long list counted.

    >>> listed(["a", "b"])
    'a, b'
    """
    shown = ", ".join(names[:limit])
    rest = len(names) - limit
    return f"{shown} (+{rest})" if rest > 0 else shown
