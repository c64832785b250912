"""Who stands at the head of a paper: the selling entity, and the party it goes to."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from pcbsales.company.records import Entity
from pcbsales.customers.records import Customer, Person, SiteKind
from pcbsales.i18n.phrase import Phrase, phrase

#: What the template shows as it is: texts, phrases, numbers, dates.
Shown: TypeAlias = str | Phrase | int | date
Facts: TypeAlias = tuple[tuple[Phrase, Shown], ...]

#: Where a firm's Chinese name is registered in simplified characters.
_SIMPLIFIED = "CN"


@dataclass(frozen=True, slots=True)
class HouseView:
    """The selling entity at the head of a paper; ``logo`` names a drawing in the ledger."""

    name: str
    second_name: str | None
    tagline: str | None
    address: tuple[str, ...]
    reach: Facts
    logo: str | None
    colour: str | None


@dataclass(frozen=True, slots=True)
class PartyView:
    """Somebody with a name, an address and ways to reach them."""

    name: str
    address: tuple[str, ...] = ()
    reach: Facts = ()


def house_view(entity: Entity, lang: str) -> HouseView:
    """The head of *entity*'s papers in *lang*, its name in a second language below the first."""
    name, head = entity.name.in_language(lang), entity.letterhead
    chinese = (entity.name.zh_hant, entity.name.zh_hans)
    others = (entity.name.en, *(reversed(chinese) if entity.country == _SIMPLIFIED else chinese))
    reach: list[tuple[Phrase, Shown]] = [
        (phrase("Phone"), head.phone),
        (phrase("E-mail"), head.email),
    ]
    if head.web:
        reach.append((phrase("Web"), head.web))
    if entity.tax_id:
        reach.append((phrase("Tax ID"), entity.tax_id))
    return HouseView(
        name=name,
        second_name=next((other for other in others if other and other != name), None),
        tagline=head.tagline.in_language(lang) if head.tagline else None,
        address=tuple(entity.address.in_language(lang).splitlines()),
        reach=tuple(reach),
        logo=head.logo,
        colour=head.colour,
    )


def party_view(customer: Customer, person: Person | None, lang: str) -> PartyView:
    """*customer* at its billing site, else at its first one, for the hands of *person*."""
    site = next(iter((*customer.sites_for(SiteKind.BILLING), *customer.sites)), None)
    reach: list[tuple[Phrase, Shown]] = []
    if person is not None:
        title = person.title.in_language(lang) if person.title else None
        named = ", ".join(filter(None, (person.name.in_language(lang), title)))
        reach.append((phrase("Attn."), named))
    phone = (person and person.phone) or (site and site.phone)
    if phone:
        reach.append((phrase("Phone"), phone))
    if person is not None and person.email:
        reach.append((phrase("E-mail"), person.email))
    return PartyView(
        name=customer.name.in_language(lang),
        address=tuple(site.address.in_language(lang).splitlines()) if site else (),
        reach=tuple(reach),
    )
