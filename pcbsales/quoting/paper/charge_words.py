"""What a quotation asks beside its boards: once, whose it then is and how long kept; freight."""

from collections.abc import Iterator, Mapping

from pcbsales.i18n.phrase import Phrase, phrase
from pcbsales.kernel.errors import MessageId
from pcbsales.kernel.money import Money
from pcbsales.quoting.charges.charge_policy import Billed, ChargePolicy
from pcbsales.quoting.paper.listed import ListItem, Said, listed
from pcbsales.quoting.quotations.one_time import Because, OnceKind, OneTime, ToolOwner
from pcbsales.quoting.quotations.records import Quote
from pcbsales.quoting.tooling.records import Tool

_KINDS: dict[OnceKind, MessageId] = {
    OnceKind.NRE: "engineering",
    OnceKind.FILM: "films",
    OnceKind.TEST_FIXTURE: "test fixture",
    OnceKind.MOULD: "punching mould",
    OnceKind.OTHER: "tooling",
}
_BECAUSE: dict[Because, MessageId] = {
    Because.SCRAPPED: "the one before ({tool}) was scrapped",
    Because.EXPIRED: "the one before ({tool}) was kept as long as agreed",
    Because.OTHER_REVISION: "the one there is ({tool}) serves another revision",
}
_YOURS_UNTIL: MessageId = (
    "{what} {tool} is there: not charged again; it is yours, we keep it until {day}"
)


def tooling_words(quote: Quote, policy: ChargePolicy | None) -> Phrase:
    """Whether engineering, tooling and test are in the prices, and whose they then are."""
    if _stands_apart(quote, policy):
        return phrase("What is charged once is stated apart; all else is included in the prices.")
    return phrase("Engineering, tooling and test are included in the prices; tools stay ours.")


def _stands_apart(quote: Quote, policy: ChargePolicy | None) -> bool:
    """Whether there is more to say than that everything is included and ours."""
    return any(line.one_time for line in quote.lines) or any(
        term.billed is Billed.INCLUDED and term.owner is ToolOwner.CUSTOMER
        for term in (policy.charges if policy else ())
    )


def charge_sums(quote: Quote) -> tuple[tuple[Phrase, Money], ...]:
    """Boards, charges of each kind and freight above the sum of all; nothing for boards alone."""
    if quote.alternatives:
        return ()
    kinds: dict[OnceKind, list[Money]] = {}
    for line in quote.lines:
        for once in line.one_time:
            if once.amount:
                kinds.setdefault(once.kind, []).append(once.amount)
    rows = [
        (phrase("Once: {what}", what=phrase(_KINDS[kind])), Money.sum(amounts, quote.currency))
        for kind, amounts in kinds.items()
    ]
    rows += [
        (phrase("Freight, {weight} kg", weight=charge.chargeable_kg), charge.amount)
        for charge in quote.charges
    ]
    boards = Money.sum((line.amount for line in quote.lines), quote.currency)
    return ((phrase("Boards"), boards), *rows) if rows else ()


def once_items(
    quote: Quote, policy: ChargePolicy | None, tools: Mapping[str, Tool]
) -> tuple[ListItem, ...]:
    """What is charged once and why, what a tool spares, and what is in the prices.

    *policy* is that of the quotation's day, *tools* are those that it names. Each part has its own
    charges.
    """
    parts: dict[str, list[Said]] = {}
    for line in quote.lines:
        said = [(line, words) for once in line.one_time for words in _told(once, tools)]
        parts.setdefault(line.part, []).extend(said)
    apart = [item for told in parts.values() for item in listed(quote.lines, told)]
    return (*apart, *_included(policy if _stands_apart(quote, policy) else None))


def _told(once: OneTime, tools: Mapping[str, Tool]) -> Iterator[Phrase]:
    kind = phrase(_KINDS[once.kind])
    if once.because is Because.HELD:
        yield _held(once, kind, tools.get(once.tooling or ""))
        return
    if once.amount:
        yield _charged(once, kind)
    if once.because in _BECAUSE:
        reason = phrase(_BECAUSE[once.because], tool=once.tooling)
        yield phrase("a new {what}: {reason}", what=kind, reason=reason)


def _held(once: OneTime, kind: Phrase, tool: Tool | None) -> Phrase:
    values = {"what": kind, "tool": once.tooling}
    if once.owner is not ToolOwner.CUSTOMER:
        return phrase("{what} {tool} is there: not charged again; it is ours", **values)
    if tool is None or tool.kept_until is None:
        return phrase("{what} {tool} is there: not charged again; it is yours", **values)
    return phrase(_YOURS_UNTIL, **values, day=tool.kept_until)


def _charged(once: OneTime, kind: Phrase) -> Phrase:
    values = {"what": kind, "amount": once.amount}
    if once.owner is not ToolOwner.CUSTOMER:
        return phrase("{what} {amount}, once; it stays ours", **values)
    if once.kept_years is None:
        return phrase("{what} {amount}, once; it is yours", **values)
    return phrase(
        "{what} {amount}, once; it is yours, we keep it for {years} years",
        **values,
        years=once.kept_years,
    )


def _included(policy: ChargePolicy | None) -> Iterator[ListItem]:
    """What the policy puts into the prices."""
    for term in policy.charges if policy else ():
        if term.billed is Billed.INCLUDED:
            kind = phrase(_KINDS[term.kind])
            owner = (
                phrase("{what}: in the prices; yours", what=kind)
                if term.owner is ToolOwner.CUSTOMER
                else phrase("{what}: in the prices; ours", what=kind)
            )
            yield ListItem((), (owner,))


def freight_items(quote: Quote) -> tuple[ListItem, ...]:
    """Of alternatives each has its own freight; otherwise it stands among the sums."""
    told: list[Said] = [
        (
            line,
            phrase(
                "{amount} for {weight} kg",
                amount=charge.amount,
                weight=charge.chargeable_kg,
            ),
        )
        for charge in quote.charges
        for line in quote.lines
        if quote.alternatives and line.id in charge.lines
    ]
    return listed(quote.lines, told)
