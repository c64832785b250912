"""Where what is quoted departs from the customer's documents, as far as we had said so by then."""

from collections.abc import Iterator, Sequence
from datetime import date

from pcbsales.customers.documents.records import (
    Clause,
    ClauseAnswer,
    Consent,
    CustomerSpec,
    Verdict,
)
from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.tables import Recorded
from pcbsales.quoting.paper.board_words import answer_words
from pcbsales.quoting.paper.listed import ListItem, listed
from pcbsales.quoting.quotations.records import Quote

_CLAUSE: MessageId = "{spec}, issue {issue}, clause {clause}: {remark} {standing}"


def deviation_items(quote: Quote, specs: Sequence[CustomerSpec], lang: str) -> tuple[ListItem, ...]:
    """Options that change the customer's board, then what we said to each specification.

    Empty where there is nothing that we know of.
    """
    options = [
        (line, _changed(line.option, line.changed, lang))
        for line in quote.lines
        if line.option and line.changed
    ]
    variants = (ListItem((), tuple(dict.fromkeys(words for _, words in options))),)
    ruled = (
        (line, words)
        for spec in specs
        for line in quote.lines
        if spec.holds_for(line.part, line.revision)
        for words in _said_to(spec, quote.date)
    )
    return (*(variants if options else ()), *listed(quote.lines, ruled))


def _changed(option: str, settings: Sequence[str], lang: str) -> Phrase:
    """The answers of the customer's board that the option changed."""
    answers = [answer_words(key, value, lang) for key, _, value in map(_split, settings)]
    said: Phrase | str = answers[0]
    for answer in answers[1:]:
        said = phrase("{first}, {second}", first=said, second=answer)
    return phrase("Option {option}: {answer}", option=option, answer=said)


def _split(setting: str) -> tuple[str, str, str]:
    key, sign, value = setting.partition("=")
    return key.strip(), sign, value.strip()


def _said_to(spec: CustomerSpec, day: date) -> Iterator[Phrase]:
    """The deviations from *spec*, that there are none, and what we have not answered yet."""
    answers = [(clause, _answer(clause, day)) for clause in spec.clauses]
    departs = [
        (clause, answer)
        for clause, answer in answers
        if answer is not None and answer.verdict is not Verdict.COMPLY
    ]
    for clause, answer in departs:
        yield phrase(
            _CLAUSE,
            spec=spec.number,
            issue=spec.issue,
            clause=clause.number,
            remark=Recorded(" ".join((answer.remark or "").split())),
            standing=_standing(answer.consent, day),
        )
    named = {"spec": spec.number, "issue": spec.issue}
    if waiting := [clause.number for clause, answer in answers if answer is None]:
        yield phrase(
            "{spec}, issue {issue}: our answer to {clauses} follows.",
            **named,
            clauses=", ".join(waiting),
        )
    elif not departs:
        yield phrase("{spec}, issue {issue}: met in all clauses.", **named)


def _answer(clause: Clause, day: date) -> ClauseAnswer | None:
    """The answer that counted on *day*."""
    given = [answer for answer in clause.answers if answer.at.date() <= day]
    return given[-1] if given else None


def _standing(consent: Consent | None, day: date) -> Phrase:
    if consent is None or consent.day > day:
        return phrase("(please consent)")
    if consent.granted:
        return phrase("(consented on {day})", day=consent.day)
    return phrase("(refused by you on {day})", day=consent.day)
