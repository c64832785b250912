"""Taking customers and their people into the ledger."""

from typing import TypeVar

from pcbsales.company.records import Entity
from pcbsales.customers.records import Customer, Person
from pcbsales.i18n.language import Language
from pcbsales.kernel.errors import LackingError, RefusedError, UsageError
from pcbsales.kernel.field_errors import built
from pcbsales.kernel.local_text import LocalText
from pcbsales.kernel.record import ChangeSet, Record
from pcbsales.kernel.snapshot import Ids, Snapshot
from pcbsales.kernel.tax_ids import check_tax_id

R = TypeVar("R", bound=Record)
#: CJK ideographs: a name that has one is Chinese.
_HAN = range(0x3400, 0xA000)
_TRADITIONAL = {"TW", "HK", "MO"}


def new_customer(
    snapshot: Snapshot, *, entity: str | None = None, currency: str | None = None, **fields: object
) -> ChangeSet:
    """Open a customer; the only *entity* and that one's first *currency* are taken if left out.

    *fields* are those of the record; what is None is left out. Without a ``language`` it is that of
    the customer's name. RefusedError names what is wrong, UsageError an entity that there is not.
    """
    name = fields.get("name")
    if fields.get("language") is None and isinstance(name, LocalText):
        fields["language"] = _language(name)
    seller = _entity(snapshot, entity)
    customer = _said(
        Customer, entity=seller.id, currency=currency or seller.currencies[0], **fields
    )
    if snapshot.get(Customer, customer.id):
        raise RefusedError("there is a customer {id} already", id=customer.id)
    if customer.currency not in seller.currencies:
        raise RefusedError(
            "{entity} does not sell in {currency}; it sells in {accepted}",
            entity=seller.id,
            currency=customer.currency,
            accepted=", ".join(seller.currencies),
        )
    fault = customer.tax_id and check_tax_id(customer.country, customer.tax_id)
    if fault:
        raise RefusedError("tax_id {number}: {fault}", number=customer.tax_id, fault=fault)
    return ChangeSet("customer.new", f"Open customer {customer.id}", adds=(customer,))


def new_person(
    snapshot: Snapshot,
    ids: Ids,
    *,
    customer: str,
    name: str,
    title: str | None = None,
    **fields: object,
) -> ChangeSet:
    """Record somebody at *customer*; RefusedError names what is wrong, UsageError what is not."""
    known = snapshot.get(Customer, customer)
    if known is None:
        raise UsageError("there is no customer {id}", id=customer)
    person = _said(
        Person,
        id=ids.next(Person),
        customer=customer,
        name=local(name, known.country),
        title=local(title, known.country) if title else None,
        **fields,
    )
    if person.site and person.site not in {site.id for site in known.sites}:
        raise UsageError(
            "{customer} has no site {site}; it has {sites}",
            customer=customer,
            site=person.site,
            sites=", ".join(site.id for site in known.sites),
        )
    return ChangeSet("person.new", f"Record {person.id} of {customer}", adds=(person,))


def local(text: str, country: str) -> LocalText:
    """A name as typed, in the language that its characters and its *country* are of.

    >>> local("Huayi", "CN").en, local("华一", "CN").zh_hans, local("華一", "TW").zh_hant
    ('Huayi', '华一', '華一')
    """
    if not any(ord(character) in _HAN for character in text):
        return LocalText(en=text)
    return LocalText(zh_hant=text) if country in _TRADITIONAL else LocalText(zh_hans=text)


def _language(name: LocalText) -> Language:
    """The language that *name* is written in.

    >>> _language(local("Huayi", "CN")), _language(local("華一", "TW"))
    (<Language.ENGLISH: 'en'>, <Language.TRADITIONAL_CHINESE: 'zh-Hant'>)
    """
    if name.zh_hant:
        return Language.TRADITIONAL_CHINESE
    return Language.SIMPLIFIED_CHINESE if name.zh_hans else Language.ENGLISH


def _entity(snapshot: Snapshot, wanted: str | None) -> Entity:
    if wanted is not None:
        found = snapshot.get(Entity, wanted)
        if found is None:
            raise UsageError(
                "there is no entity {id}; there are {names}",
                id=wanted,
                names=", ".join(entity.id for entity in snapshot.all(Entity)) or "-",
            )
        return found
    known = snapshot.all(Entity)
    if not known:
        raise LackingError("the ledger has no entity yet: no firm that sells", lacking=Entity.noun)
    if len(known) != 1:
        raise RefusedError(
            "there are {count} entities; name one of {names}",
            count=len(known),
            names=", ".join(entity.id for entity in known),
        )
    return known[0]


def _said(kind: type[R], **fields: object) -> R:
    """A record of those fields that are said."""
    return built(kind, **{key: value for key, value in fields.items() if value is not None})
