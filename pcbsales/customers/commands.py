"""``pcbsales customer`` and ``person``: opened, and asked for people, sites and terms."""

from datetime import date
from functools import partial
from typing import Annotated

import typer

from pcbsales.customers.contacts import PeopleReport, SitesReport, people_of
from pcbsales.customers.new import local, new_customer, new_person
from pcbsales.customers.options import CustomerName
from pcbsales.customers.records import Customer, Person
from pcbsales.customers.terms import NO_TERMS, PaymentTerms, parse_instalments
from pcbsales.customers.terms_report import TermsReport, terms_report
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.money import Money
from pcbsales.kernel.snapshot import Decision, without_ids
from pcbsales.workspace import Workspace, saves, shows

customer = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
person = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

Text = str | None
_TERMS_HELP = "Steps and instalments: 'eom, +30d' or '30%; +30d'."


@saves(customer, "new", next_step="pcbsales person new {id} NAME --department purchasing")
def customer_new(
    ws: Workspace,
    code: Annotated[str, typer.Argument(metavar="ID", help="Our code for it, such as HUAYI.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The firm's legal name.")],
    *,
    country: Annotated[str, typer.Option(help="Country, two letters.")],
    short_name: Annotated[Text, typer.Option(help="What the desk calls it.")] = None,
    alias: Annotated[list[str] | None, typer.Option(help="Pinyin initials, other names.")] = None,
    tax_id: Annotated[Text, typer.Option(help="Tax number, checked by country.")] = None,
    vendor_code: Annotated[Text, typer.Option(help="Their number for us.")] = None,
    sector: Annotated[Text, typer.Option(help="automotive, medical, industrial, …")] = None,
    language: Annotated[Text, typer.Option(help="en, zh-Hant or zh-Hans.")] = None,
    entity: Annotated[Text, typer.Option(help="Which of our firms sells.")] = None,
    currency: Annotated[Text, typer.Option(help="Else the entity's first.")] = None,
    price_basis: Annotated[Text, typer.Option(help="net or tax_included.")] = None,
    terms: Annotated[Text, typer.Option(help=_TERMS_HELP)] = None,
    sentence: Annotated[Text, typer.Option(help="What the contract says of it.")] = None,
    cut_off: Annotated[Text, typer.Option(help="Day its statement closes.")] = None,
    incoterm: Annotated[Text, typer.Option(help="EXW, FCA, DAP, …")] = None,
    place: Annotated[Text, typer.Option(help="The Incoterm's place.")] = None,
    credit_limit: Annotated[Text, typer.Option(help="Such as '50000.00 CNY'.")] = None,
    rep: Annotated[Text, typer.Option(help="In charge; else you.")] = None,
) -> Decision:
    """Open a customer.

    Example: pcbsales customer new LUMEN 'Lumen GmbH' --country DE --entity HK --currency EUR
    """
    return without_ids(partial(
        new_customer,
        id=code, name=local(name, country), short_name=short_name or name,
        aliases=tuple(alias or ()), country=country, tax_id=tax_id, vendor_code=vendor_code,
        sector=sector, language=language, entity=entity, currency=currency,
        price_basis=price_basis, terms=_agreed(terms, sentence, country), cut_off=cut_off,
        incoterm=incoterm, incoterm_place=place, credit_limit=credit_limit, rep=rep or ws.actor,
    ))  # fmt: skip


@shows(customer, "person")
def customer_person(ws: Workspace, name: CustomerName, *, as_of: date) -> PeopleReport:
    """Show who speaks for a customer, by department.

    Example: pcbsales customer person HUAYI
    """
    found = ws.find(Customer, name)
    return people_of(ws.snapshot().where(Person, customer=found.id), found.id, as_of=as_of)


@shows(customer, "site")
def customer_site(ws: Workspace, name: CustomerName) -> SitesReport:
    """Show where a customer is.

    Example: pcbsales customer site HUAYI
    """
    return SitesReport(ws.find(Customer, name))


@shows(customer, "terms")
def customer_terms(
    ws: Workspace,
    name: CustomerName,
    *,
    invoiced: Annotated[Text, typer.Option(metavar="DATE", help="Else today.")] = None,
    delivered: Annotated[Text, typer.Option(metavar="DATE", help="Of the goods.")] = None,
    amount: Annotated[str, typer.Option(help="Of the sample invoice.")] = "1000.00",
) -> TermsReport:
    """Show a customer's payment terms step by step, and when a sample invoice falls due.

    Example: pcbsales customer terms HUAYI --invoiced 2026-09-03
    """
    found = ws.find(Customer, name)
    return terms_report(
        found,
        _money(amount, found.currency),
        invoiced=ws.day(invoiced),
        delivered=ws.day(delivered) if delivered else None,
    )


@saves(person, "new", next_step="pcbsales person show {id}")
def person_new(
    ws: Workspace,
    customer_name: CustomerName,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person's name.")],
    *,
    department: Annotated[str, typer.Option(help="purchasing, quality, finance, …")],
    title: Annotated[Text, typer.Option(help="Their position.")] = None,
    email: Annotated[Text, typer.Option(help="Mail address.")] = None,
    phone: Annotated[Text, typer.Option(help="With the country's code.")] = None,
    wechat: Annotated[Text, typer.Option(help="WeChat id.")] = None,
    site: Annotated[Text, typer.Option(help="Id of the customer's site.")] = None,
) -> Decision:
    """Record somebody at a customer.

    Example: pcbsales person new HUAYI 'Chen Li' --department quality --email chen.li@example.com
    """
    return partial(
        new_person,
        customer=ws.find(Customer, customer_name).id,
        name=name,
        department=department,
        title=title,
        email=email,
        phone=phone,
        wechat=wechat,
        site=site,
    )


def _agreed(terms: str | None, sentence: str | None, country: str) -> PaymentTerms | None:
    """Payment terms as typed; None where nothing was said of them."""
    agreed = PaymentTerms(
        sentence=local(sentence, country) if sentence else None,
        instalments=parse_instalments(terms) if terms else (),
    )
    return agreed if agreed != NO_TERMS else None


def _money(text: str, currency: str) -> Money:
    try:
        return Money.parse(f"{text} {currency}")
    except ValueError:
        raise UsageError(
            "{text}: expected an amount of {currency} such as 1000.00",
            text=repr(text),
            currency=currency,
        ) from None
