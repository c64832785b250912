"""One part revision at one quantity and lead time: its price and its days, or why there is none."""

import shlex
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from pcbsales.boards.records import OpenQuestion, Part, Revision
from pcbsales.kernel.conditions import Facts
from pcbsales.kernel.errors import RefusedError
from pcbsales.quoting.books.accepted import accepted
from pcbsales.quoting.books.facts import order_facts
from pcbsales.quoting.books.price_books import PriceBook
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.pricing.area import Piece, piece_delivered
from pcbsales.quoting.pricing.area_model import Price, open_book, price
from pcbsales.quoting.pricing.lead_time import LeadTime, lead_time, open_table
from pcbsales.quoting.pricing.models import Models, both_models
from pcbsales.quoting.quotations.records import Assumption, QuantityUnit


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be priced; ``lead_days`` None is the standard lead time."""

    part: Part
    revision: Revision
    quantity: int
    unit: QuantityUnit | None = None
    lead_days: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A price without tax and a promise in working days, with what both take for granted.

    ``price`` is the one of ``models`` that is quoted.
    ``questions`` are the open questions on which neither depends, in the words they were asked in.
    """

    wanted: Wanted
    unit: QuantityUnit
    area_m2: Decimal
    price: Price
    standard: LeadTime
    lead_days: int
    expedite_days: int
    assumptions: tuple[Assumption, ...]
    questions: tuple[str, ...]
    models: Models

    @property
    def later_days(self) -> int:
        """By how many working days it is later than the standard lead time."""
        return max(self.lead_days - self.standard.days, 0)


def make_offer(wanted: Wanted, sheets: Sheets) -> Offer:
    """The offer for *wanted* by *sheets*.

    RefusedError names the missing keys of the specification, the open questions that decide the
    price, the combination for which a sheet has no rule, or a lead time nobody offers.
    """
    if wanted.quantity < 1:
        raise RefusedError(
            "a quantity of {quantity} cannot be priced; give 1 or more", quantity=wanted.quantity
        )
    piece = piece_delivered(wanted.revision.specification, wanted.quantity, wanted.unit)
    if isinstance(piece, Piece):
        return _offer(wanted, piece, sheets)
    facts = order_facts(wanted.revision, None)
    lead_time(sheets.table, days := open_table(sheets.table, facts))
    price(sheets.book, book := open_book(sheets.book, facts))
    given = wanted.revision.specification.given()
    asked = dict.fromkeys((*piece, *book.missing, *days.missing))
    raise _incomplete(wanted, [key for key in asked if key not in given], sheets, facts)


def _offer(wanted: Wanted, piece: Piece, sheets: Sheets) -> Offer:
    facts = order_facts(wanted.revision, piece)
    days, book = open_table(sheets.table, facts), open_book(sheets.book, facts)
    at_standard, standard = price(sheets.book, book), lead_time(sheets.table, days)
    missing = list(dict.fromkeys((*book.missing, *days.missing)))
    if at_standard is None or standard is None or _deciding(wanted.revision, sheets, missing):
        raise _incomplete(wanted, missing, sheets, facts)
    sooner = standard.expedite_days(wanted.lead_days)
    area = _sooner(sheets.book, facts, sooner, standard) if sooner else at_standard
    models = both_models(
        area,
        wanted.revision,
        _boards(wanted, piece),
        facts,
        book=sheets.book,
        sheets=sheets.panels,
    )
    assumed = (*piece.assumptions, *book.assumptions, *models.assumptions, *days.assumptions)
    return Offer(
        wanted,
        piece.unit,
        piece.total_m2,
        models.price,
        standard,
        wanted.lead_days or standard.days,
        sooner,
        tuple(dict.fromkeys(assumed)),
        tuple(" ".join(q.text.split()) for q in wanted.revision.open_questions),
        models,
    )


def _boards(wanted: Wanted, piece: Piece) -> int:
    """How many boards are ordered, in arrays or singly."""
    layout = wanted.revision.specification.array
    if piece.unit is QuantityUnit.SET and layout is not None:
        return wanted.quantity * layout.boards
    return wanted.quantity


def _sooner(book: PriceBook, facts: Facts, days: int, standard: LeadTime) -> Price:
    """The price of getting it *days* sooner; the refusal names the fastest that has one."""
    try:
        found = _expedited(book, facts, days)
    except RefusedError:
        most = _most_days_sooner(book, facts, standard)
        if days <= most:
            raise
        raise RefusedError(
            "{book} has no price for {wanted} working days; fastest is {days} working days",
            book=book.id,
            wanted=standard.days - days,
            days=standard.days - most,
        ) from None
    if found is None:
        raise RefusedError(
            "{book}: the rules of expedite ask for what the specification does not say",
            book=book.id,
        )
    return found


def _expedited(book: PriceBook, facts: Facts, days: int) -> Price | None:
    return price(book, open_book(book, {**facts, "expedite_days": Decimal(days)}))


def _most_days_sooner(book: PriceBook, facts: Facts, standard: LeadTime) -> int:
    """By how many days it may be sooner at most; 0 where the book has no price for any."""
    for days in range(standard.days - standard.floor_days, 0, -1):
        with suppress(RefusedError):
            if _expedited(book, facts, days) is not None:
                return days
    return 0


def _deciding(
    revision: Revision, sheets: Sheets, missing: Sequence[str]
) -> tuple[OpenQuestion, ...]:
    """The open questions that decide price or lead time.

    They are about a key that the sheets ask for and that is missing, or whose value is in doubt.
    Where a sheet holds for a board that leaves the key open, the question travels with the quote.
    """
    keys, known = sheets.keys(), {*missing, *revision.specification.given()}
    return tuple(
        question
        for question in revision.open_questions
        if question.key in keys and (question.key in known or question.code.endswith("conflict"))
    )


def _incomplete(
    wanted: Wanted, missing: Sequence[str], sheets: Sheets, facts: Facts
) -> RefusedError:
    """What has to be set or answered before there is a price, how, and what has a rule.

    The command to paste has no values: one that nobody stated would be priced as if stated.
    """
    open_ = _deciding(wanted.revision, sheets, missing)
    keys = dict.fromkeys((*missing, *(q.key for q in open_ if q.key is not None)))
    told = {
        "part": wanted.part.id,
        "rev": wanted.revision.rev,
        "typed": shlex.quote(wanted.part.id),
        "settings": " ".join(f"{key}=..." for key in keys),
        "keys": ", ".join(
            f"{key} ({answers})" if (answers := accepted(key, sheets, facts)) else key
            for key in keys
        ),
    }
    if not open_:
        return RefusedError(
            "{part} revision {rev} cannot be priced without {keys}; "
            "set what was ordered: pcbsales part spec {typed} {settings}",
            **told,
        )
    return RefusedError(
        "{part} revision {rev} cannot be priced before these questions are answered: {codes}; "
        "set {keys}: pcbsales part spec {typed} {settings}",
        codes=", ".join(dict.fromkeys(question.code for question in open_)),
        **told,
    )
