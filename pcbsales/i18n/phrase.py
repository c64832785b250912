"""Something a document says that is put into the reader's language only when it is rendered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message id and what fills its gaps; a gap may hold a phrase again.

    Views carry phrases so that one view serves every language.
    """

    msgid: str
    values: tuple[tuple[str, object], ...] = ()


def phrase(msgid: str, /, **values: object) -> Phrase:
    """The phrase *msgid* with its gaps filled from *values*."""
    return Phrase(msgid, tuple(values.items()))
