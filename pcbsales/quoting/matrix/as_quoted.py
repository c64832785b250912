"""What cells of a matrix cost: as a quotation would say it to the customer, to the cent."""

from datetime import date

from pcbsales.customers.records import Customer
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.books.sheets import Sheets
from pcbsales.quoting.charges.line_terms import line_terms
from pcbsales.quoting.matrix.matrix import CellPrice, Settle
from pcbsales.quoting.matrix.option import Option
from pcbsales.quoting.pricing.offer import Offer
from pcbsales.quoting.quotations.draft import asked_basis, require_entity
from pcbsales.quoting.quotations.drafted_line import agreed_for, at_agreed, book_line
from pcbsales.quoting.quotations.enquiry import Request


def as_quoted(snapshot: Snapshot, buyer: Customer, sheets: Sheets, *, as_of: date) -> Settle:
    """How offers by *sheets* come out for *buyer* on *as_of*: agreed prices, surcharges, tools.

    Errors as of ``draft_quote``.
    """
    entity = require_entity(snapshot, buyer)
    asking = asked_basis(snapshot, buyer, entity, as_of=as_of)
    terms = line_terms(snapshot, entity.id, buyer.id, sheets.book, as_of=as_of)

    def settle(offer: Offer, option: Option | None) -> CellPrice:
        line = book_line(offer, terms.settle(snapshot, offer), 1, asking)
        request = Request(line.part, line.quantity, option=option)
        if agreed := agreed_for(snapshot, buyer, request, line, as_of=as_of):
            line = at_agreed(line, agreed, asking)
        return CellPrice(line.net, line.once_net)

    return settle
