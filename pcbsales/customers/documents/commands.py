"""``pcbsales spec``: customers' specifications, answered clause by clause."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.company.records import Staff
from pcbsales.customers.documents.answer_paper import answer_paper
from pcbsales.customers.documents.clauses import answer, consent, set_clause
from pcbsales.customers.documents.records import CustomerSpec, Verdict, is_current
from pcbsales.customers.documents.spec_report import SpecReport, SpecStatus, spec_status
from pcbsales.customers.documents.taking_in import add_spec
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.snapshot import Decision, without_ids
from pcbsales.workspace import Lang, On, WithPaper, Workspace, saves, shows
from pcbsales.workspace.given_file import given_file

spec = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="ID", help="CS-…, its tail, number or title.")]
Number = Annotated[str, typer.Argument(metavar="CLAUSE", help="Number of the clause.")]
Remark = Annotated[str | None, typer.Option(help="How it departs, what is offered instead.")]
_STATUS = "pcbsales spec status {id}"


@saves(spec, "add", next_step="pcbsales spec clause {id} 1 'TEXT'")
def add(
    ws: Workspace,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help="Whose it is.")],
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Their number for it.")],
    issue: Annotated[str, typer.Argument(metavar="ISSUE", help="Issue or revision.")],
    *,
    title: Annotated[str, typer.Option(help="What it is called.")],
    valid_from: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Holds from; else today.")
    ] = None,
    dated: Annotated[str | None, typer.Option(metavar="DATE", help="Date on it.")] = None,
    supersedes: Annotated[
        str | None, typer.Option(metavar="ID", help="Else the issue before, of this number.")
    ] = None,
    board: Annotated[
        list[str] | None, typer.Option(metavar="PART[@REV]", help="Else all their boards.")
    ] = None,
    document: Annotated[
        Path | None, typer.Option("--file", help="The document, to be kept.")
    ] = None,
) -> Decision:
    """Take an issue of a customer's specification in.

    Example: pcbsales spec add TANNHOF 'TN 80-100' 4 --title 'Bare printed boards' --from 2026-12-01
    """
    return partial(
        add_spec,
        customer=ws.find(Customer, customer).id,
        number=number,
        issue=issue,
        title=title,
        valid_from=ws.day(valid_from),
        dated=ws.day(dated) if dated else None,
        supersedes=ws.find(CustomerSpec, supersedes).id if supersedes else None,
        boards=board or (),
        file=given_file(document),
    )


@saves(spec, "clause", next_step=_STATUS)
def clause(
    ws: Workspace,
    name: Name,
    number: Number,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it asks, in their words.")],
    *,
    key: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Key of the specification it touches.")
    ] = None,
) -> Decision:
    """Record a clause of a specification.

    Example: pcbsales spec clause CS-00001 9.1 'Halogen free' --key halogen_free
    """
    found = ws.find(CustomerSpec, name).id
    return without_ids(partial(set_clause, spec=found, number=number, text=text, keys=key or ()))


@saves(spec, "answer", next_step="pcbsales spec show {id} -O answers.pdf")
def answer_clause(
    ws: Workspace,
    name: Name,
    number: Number,
    verdict: Annotated[Verdict, typer.Argument(metavar="VERDICT", help="comply, deviate, cannot.")],
    *,
    remark: Remark = None,
    by: Annotated[
        str | None, typer.Option(metavar="STAFF", help="Of production engineering; else you.")
    ] = None,
) -> Decision:
    """Answer a clause for production engineering: comply, deviate, cannot.

    Example: pcbsales spec answer CS-00001 8.2 comply --by MA
    """
    decide = partial(
        answer,
        spec=ws.find(CustomerSpec, name).id,
        number=number,
        verdict=verdict,
        remark=remark,
        by=ws.find(Staff, by).id if by else ws.actor,
        at=ws.now,
    )
    return without_ids(decide)


@saves(spec, "consent", next_step=_STATUS)
def consent_to(
    ws: Workspace,
    name: Name,
    number: Number,
    *,
    person: Annotated[str, typer.Option(metavar="PERSON", help="Who of the customer.")],
    refuse: Annotated[
        bool, typer.Option("--refuse", help="The customer does not take it.")
    ] = False,
    on: On = None,
    evidence: Annotated[Path | None, typer.Option(help="Mail or signed sheet, kept.")] = None,
    remark: Annotated[str | None, typer.Option(help="Their words.")] = None,
) -> Decision:
    """Record what the customer says to a deviation; consent needs its evidence.

    Example: pcbsales spec consent CS-00001 5.2 --person P-00025 --refuse --remark 'Not for BGA'
    """
    decide = partial(
        consent,
        spec=ws.find(CustomerSpec, name).id,
        number=number,
        granted=not refuse,
        person=ws.find(Person, person).id,
        day=ws.day(on),
        evidence=given_file(evidence),
        remark=remark,
        actor=ws.actor,
        at=ws.now,
    )
    return without_ids(decide)


@shows(spec, "show")
def show(ws: Workspace, name: Name, *, as_of: date, lang: Lang = None) -> WithPaper:
    """Show a specification clause by clause; -O answers.pdf is the sheet for the customer.

    Example: pcbsales spec show CS-00001
    """
    found, snapshot = ws.find(CustomerSpec, name), ws.snapshot()
    known = snapshot.where(CustomerSpec, customer=found.customer)
    return WithPaper(
        SpecReport(found, is_current(found, known, as_of=as_of)),
        lambda: answer_paper(snapshot, found, commit=ws.commit_of(found), lang=lang),
    )


@shows(spec, "status")
def status(
    ws: Workspace,
    name: Annotated[
        str | None, typer.Argument(metavar="CUSTOMER|ID", help="Of one; else of all.")
    ] = None,
    *,
    as_of: date,
) -> SpecStatus:
    """Show which clauses wait, and for whom.

    Example: pcbsales spec status
    """
    snapshot = ws.snapshot()
    if name is None:
        found = snapshot.all(CustomerSpec)
    elif one := snapshot.get(CustomerSpec, name):
        found = (one,)
    else:
        found = snapshot.where(CustomerSpec, customer=ws.find(Customer, name).id)
    return spec_status(found, as_of=as_of)
