"""The paper of a quotation in the ledger: who sells, who buys, who signs, in which language."""

from typing import TypeVar

from pcbsales.company.records import Entity, Staff
from pcbsales.customers.records import Customer, Person
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.record import Record
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.paper.quotation_view import QuotationView, quotation_view
from pcbsales.quoting.paper.standing_on import standing_on
from pcbsales.quoting.quotations.records import Quote

R = TypeVar("R", bound=Record)
DOCUMENT = "quoting/quotation"


def quotation_paper(
    snapshot: Snapshot, quote: Quote, *, commit: str, lang: str | None = None
) -> tuple[str, QuotationView, str]:
    """The document's name, its view and its language: the customer's unless *lang* names another.

    UsageError where a record that the quotation names is not in the ledger.
    """
    customer = _require(snapshot, Customer, quote.customer)
    language = (Language.named(lang) if lang else customer.language).value
    view = quotation_view(
        quote,
        entity=_require(snapshot, Entity, quote.entity),
        customer=customer,
        person=snapshot.get(Person, quote.person) if quote.person else None,
        staff=_require(snapshot, Staff, quote.rep),
        commit=commit,
        lang=language,
        beside=standing_on(snapshot, quote),
    )
    return DOCUMENT, view, language


def _require(snapshot: Snapshot, kind: type[R], record_id: str) -> R:
    found = snapshot.get(kind, record_id)
    if found is None:
        raise UsageError("{name} is not in the ledger; see: pcbsales check", name=record_id)
    return found
