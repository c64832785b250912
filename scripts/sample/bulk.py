"""Ledgers of any size: many customers, years of invoices, balances as they are in life."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pcbsales.boards.choices import Finish
from pcbsales.boards.dimensions import BoardSize
from pcbsales.boards.records import Part as Board
from pcbsales.boards.records import Revision
from pcbsales.boards.specification import Specification
from pcbsales.customers.records import Customer, Department, Person
from pcbsales.customers.terms import PaymentTerms
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import Record
from pcbsales.kernel.tax import PriceBasis
from pcbsales.manifest import Catalogue
from scripts.sample.authority import policies
from scripts.sample.buyers import TERMS
from scripts.sample.chance import Chance
from scripts.sample.contents import HORIZON, LAST, Contents
from scripts.sample.drafts import Buyer, Drafts, Numbered
from scripts.sample.firm import firm, note
from scripts.sample.trade import Habits, Trade

_A_CUSTOMER = 150
_REPS = ("CHEN", "WANG", "HSU", "LIN")
_LATE = ((-4, 5), (-2, 10), (0, 20), (5, 40), (15, 90))
_SELLS = (("SZ", "CNY", "CN"), ("SZ", "CNY", "CN"), ("HK", "USD", "US"), ("HK", "EUR", "DE"))
_SIZES = ("64 x 42", "100 x 68", "120 x 80", "160 x 100")


@dataclass(frozen=True, slots=True)
class _Firm:
    """A made-up customer with its people and boards."""

    customer: Customer
    people: tuple[Person, ...]
    boards: tuple[Board, ...]
    buyer: Buyer


def bulk(invoices: int, catalogue: Catalogue, *, seed: int = 1) -> Contents:
    """A ledger of *invoices* invoices and about three payments for every four of them."""
    first = LAST - timedelta(365 * (3 if invoices <= 20_000 else 5))
    count = max(12, invoices // _A_CUSTOMER)
    drafts, known = Drafts(), []
    for number in range(1, count + 1):
        chance = Chance(seed, number)
        made = _made_up(number, chance, first)
        share = invoices // count + (number <= invoices % count)
        days = [chance.workday(first, LAST) for _ in range(share)]
        trade = Trade(made.buyer, made.boards, chance, Habits(HORIZON))
        drafts.add(trade.drawn(days))
        known.append(made)
    records: list[Record] = [*firm(), *policies()]
    records += (made.customer for made in known)
    records += (person for made in known for person in made.people)
    records += (board for made in known for board in made.boards)
    records += Numbered(drafts, catalogue).records
    return Contents(tuple(records))


def _made_up(number: int, chance: Chance, first: date) -> _Firm:
    code = f"C{number:05d}"
    entity, currency, country = chance.one(_SELLS)
    terms = PaymentTerms.model_validate(chance.one(tuple(TERMS.values())))
    rep = chance.one(_REPS)
    customer = Customer(
        id=code,
        name=_name(number),
        short_name=f"Sample {number}",
        country=country,
        entity=entity,
        currency=currency,
        terms=terms,
        rep=rep,
        notes=(note("Fictional customer, drawn by chance."),),
    )
    buyer = Buyer(
        code, entity, currency, terms, rep, PriceBasis.NET,
        late=chance.one(_LATE), gathers=chance.happens(0.85),
    )  # fmt: skip
    return _Firm(customer, _people(number, code), tuple(_boards(code, chance, first)), buyer)


def _people(number: int, customer: str) -> tuple[Person, ...]:
    departments = (Department.PURCHASING, Department.FINANCE)
    return tuple(
        Person(
            id=f"P-{2 * number + place:05d}",
            customer=customer,
            name=LocalText(en=f"Sample {department.value.title()} {number}"),
            department=department,
            email=f"{department.value}@c{number}.example",
        )
        for place, department in enumerate(departments)
    )


def _boards(customer: str, chance: Chance, first: date) -> Iterator[Board]:
    for number in range(1, 1 + chance.between(1, 3)):
        part_no = f"B-{number:02d}"
        specification = Specification(
            layers=chance.one((2, 4, 6, 8)),
            board_size=BoardSize.parse(chance.one(_SIZES)),
            finish=Finish.ENIG,
        )
        yield Board(
            id=f"{customer}/{part_no}",
            customer=customer,
            part_no=part_no,
            description=f"Sample board {number}",
            revisions=(
                Revision(rev="A", opened=first - timedelta(30), specification=specification),
            ),
        )


def _name(number: int) -> LocalText:
    return LocalText(en=f"Sample Customer {number} (fictional)", zh_hans=f"示例客户{number}(虚构)")
