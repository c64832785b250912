"""Options of one board: the same part and revision, some answers changed for comparison."""

import re
from collections.abc import Iterable, Sequence
from string import ascii_uppercase
from typing import NamedTuple

from pcbsales.boards.choices import DeliveryFormat
from pcbsales.boards.records import Revision
from pcbsales.boards.setting import read_settings, split_setting
from pcbsales.boards.specification import Specification
from pcbsales.kernel.errors import UsageError

#: Answers that are about another one: when that changes they are asked anew.
_ABOUT = {"finish": ("finish_thickness_uin", "nickel_thickness_um")}
_NEXT = re.compile(r",(?=[^,=]+=)")
_SINGLE = DeliveryFormat.SINGLE
#: What stands for the board as it is.
AS_IT_IS = "as-is"


class Option(NamedTuple):
    """An option: the letter that a quotation gives it, and its ``KEY=VALUE`` answers."""

    name: str
    settings: tuple[str, ...] = ()


def read_options(texts: Sequence[str]) -> tuple[Option | None, ...]:
    """The options of ``--option`` as they were typed, A and on; None alone where there is none.

    Each is ``KEY=VALUE`` or several with commas between them; ``as-is`` is the board as it is.

    >>> read_options(["finish=enig,finish_thickness_uin=2", "as-is"])[0].settings
    ('finish=enig', 'finish_thickness_uin=2')
    """
    if len(texts) > len(ascii_uppercase):
        raise UsageError("{count} options are too many; give at most 26", count=len(texts))
    found = tuple(
        Option(name, () if text.strip() == AS_IT_IS else _settings(text))
        for name, text in zip(ascii_uppercase, texts, strict=False)
    )
    return found or (None,)


def as_option(revision: Revision, option: Option | None) -> Revision:
    """*revision* with the answers of *option*: the same board otherwise.

    What is about an answer that changes is taken back unless the option says it too; questions
    about what the option answers are settled by it. An array is delivered as one unless the option
    says otherwise. UsageError as of ``read_settings``.
    """
    if option is None or not option.settings:
        return revision
    answers, given = read_settings(option.settings), revision.specification.given()
    if answers.get("array") and given.get("delivery_format", _SINGLE) is _SINGLE:
        answers = {"delivery_format": DeliveryFormat.PANEL_BY_FACTORY, **answers}
    changed = {key for key, value in answers.items() if given.get(key) != value}
    dropped = {about for key in changed for about in _ABOUT.get(key, ())}
    kept = {key: value for key, value in given.items() if key not in dropped}
    told = {key: value for key, value in {**kept, **answers}.items() if value is not None}
    return revision.model_copy(
        update={
            "specification": Specification.model_validate(told),
            "sources": {key: source for key, source in revision.sources.items() if key in told},
            "questions": tuple(q for q in revision.questions if q.key not in answers),
        }
    )


def require_differing(revision: Revision, options: Iterable[Option | None]) -> None:
    """UsageError where two options of *revision* are the same board."""
    boards: list[tuple[Option, Specification]] = []
    for option in options:
        if option is None:
            continue
        board = as_option(revision, option).specification
        settings = ",".join(option.settings) or AS_IT_IS
        for other, known in boards:
            if board == known:
                raise UsageError(
                    "option {settings} is the same board as option {other}",
                    settings=settings,
                    other=",".join(other.settings) or AS_IT_IS,
                )
        boards.append((option, board))


def _settings(text: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in _NEXT.split(text))
    for part in found:
        split_setting(part)
    read_settings(found)
    return found
