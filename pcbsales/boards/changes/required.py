"""What a customer requires of every board, held against one board: assumed, met or contradicted."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pcbsales.boards.choices import Source
from pcbsales.boards.reconciliation import Answers, same
from pcbsales.boards.records import OpenQuestion
from pcbsales.boards.setting import choices_of, is_list, key_named, read_value, write_value
from pcbsales.boards.specification import terms
from pcbsales.customers.profile.profile import Asked
from pcbsales.customers.profile.records import Demand, Requirement, Topic
from pcbsales.kernel.errors import MessageId, UsageError, fill

CONFLICT = "profile.conflict"
#: How the code of a question ends that asks for what nobody has said yet.
NOT_GIVEN = ".not-given"
_TYPED = re.compile(r"([^=<>!]+?)\s*(!=|>=|<=|=)\s*(.*)", re.DOTALL)
_DEMANDS = {demand.sign: demand for demand in Demand}
_NOT_MET: MessageId = (
    "{term}: the customer's requirements say {required} since {day}, the order states {stated}. "
    "Which one holds?"
)


def read_demand(text: str) -> Asked:
    """``KEY=VALUE``, ``KEY!=VALUE``, ``KEY>=VALUE`` or ``KEY<=VALUE``; or ``TOPIC=WORDS``.

    Alternatives stand between bars (``finish=enig|imag``).

    >>> read_demand("表面处理=沉金|enepig").value
    'enig|enepig'

    Raises UsageError for what is neither, says what would be accepted.
    """
    found = _TYPED.fullmatch(text)
    if found is None or not found[3]:
        raise UsageError(
            "{text} is no requirement; give KEY=VALUE, KEY!=VALUE, KEY>=VALUE or KEY<=VALUE",
            text=repr(text),
        )
    name, demand, value = found[1].strip(), _DEMANDS[found[2]], found[3].strip()
    if name in set(Topic):
        if demand is not Demand.REQUIRED:
            raise UsageError("{topic} is required in words: {topic}=TEXT", topic=name)
        return Asked(name, None, value)
    key = key_named(name)
    if key == "on_conflict":
        raise UsageError("{key} is said with each order, not required of boards", key=key)
    read = [read_value(key, word.strip()) for word in value.split("|")]
    if demand in {Demand.AT_LEAST, Demand.AT_MOST} and not (len(read) == 1 and is_size(key)):
        raise UsageError("{key} is no figure; give {key}=VALUE or {key}!=VALUE", key=key)
    return Asked(key, demand, "|".join(write_value(one) for one in read))


def read_name(text: str) -> str:
    """The key or topic that *text* names."""
    return text if text in set(Topic) else key_named(text)


def is_size(key: str) -> bool:
    """Whether *key* is answered by one number."""
    return not is_list(key) and choices_of(key) is None and _number(_example(key)) is not None


def values_of(requirement: Requirement) -> tuple[Any, ...]:
    """The values that *requirement* names; UsageError where its key has none of these."""
    if requirement.key is None or requirement.value is None:
        return ()
    return tuple(read_value(requirement.key, word) for word in requirement.value.split("|"))


def is_met(requirement: Requirement, answer: Any) -> bool:
    """Whether *answer*, of the requirement's key, is as it is asked.

    Of a key with several answers the required ones must be among them, the forbidden ones not.
    """
    wanted = values_of(requirement)
    if requirement.demand in {Demand.AT_LEAST, Demand.AT_MOST}:
        given, bound = _number(answer), _number(wanted[0])
        if given is None or bound is None:
            return False
        return given >= bound if requirement.demand is Demand.AT_LEAST else given <= bound
    if isinstance(answer, tuple):
        held = [set(value) for value in wanted]
        if requirement.demand is Demand.FORBIDDEN:
            return not any(value & set(answer) for value in held)
        return any(value <= set(answer) for value in held)
    named = any(same(answer, value) for value in wanted)
    return named is not (requirement.demand is Demand.FORBIDDEN)


def unmet(
    requirements: Iterable[Requirement], given: Mapping[str, Any]
) -> Iterator[tuple[Requirement, Any]]:
    """The requirements that the answers *given* contradict, each with the answer."""
    for requirement in requirements:
        key = requirement.key
        if key in terms() and key in given and not is_met(requirement, given[key]):
            yield requirement, given[key]


@dataclass(frozen=True, slots=True)
class Applied:
    """Answers with what the profile adds, and a question for each that contradicts it."""

    answers: Answers
    questions: tuple[OpenQuestion, ...]
    assumed: frozenset[str]


def applied(
    answers: Answers,
    requirements: Iterable[Requirement],
    *,
    unsure: Collection[str | None] = (),
    as_of: date,
) -> Applied:
    """*answers* with what is required of the keys that have none, but for those *unsure*.

    What is ordered stands, and is asked about where it contradicts a requirement. A requirement
    with alternatives, or a bound, is no answer.
    """
    asked = tuple(requirements)
    assumed: dict[str, Any] = {}
    for found in asked:
        key = found.key
        open_key = key in terms() and key not in answers.values and key not in unsure
        if open_key and found.demand is Demand.REQUIRED and len(values_of(found)) == 1:
            assumed[str(key)] = values_of(found)[0]
    values = {**answers.values, **assumed}
    sources = {**answers.sources, **dict.fromkeys(assumed, Source.PROFILE)}
    return Applied(
        Answers(values, sources), contradictions(asked, values, as_of=as_of), frozenset(assumed)
    )


def contradictions(
    requirements: Iterable[Requirement],
    given: Mapping[str, Any],
    *,
    only: Collection[str] | None = None,
    as_of: date,
) -> tuple[OpenQuestion, ...]:
    """A question for each answer (of the keys *only*, if named) that contradicts a requirement."""
    return tuple(
        OpenQuestion(
            code=CONFLICT,
            text=fill(
                _NOT_MET,
                {
                    "term": terms()[str(requirement.key)].en,
                    "required": _bound(requirement),
                    "day": requirement.valid_from.isoformat(),
                    "stated": write_value(answer),
                },
            ),
            key=requirement.key,
            asked=as_of,
        )
        for requirement, answer in unmet(requirements, given)
        if only is None or requirement.key in only
    )


def _bound(requirement: Requirement) -> str:
    """What is required, with its sign where it is no plain value: ``enig``, ``>= 150``."""
    value, demand = requirement.value or "", requirement.demand
    return value if demand in {None, Demand.REQUIRED} else f"{demand and demand.sign} {value}"


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def _example(key: str) -> Any:
    """Some value of *key*, to learn its kind; None where none of the usual figures is one."""
    for text in ("1", "20", "150"):
        try:
            return read_value(key, text)
        except UsageError:
            continue
    return None
