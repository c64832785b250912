"""``pcbsales spec``: customers' specifications, answered clause by clause."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pcbsales.company.records import Staff
from pcbsales.customers.documents.answer_paper import answer_paper
from pcbsales.customers.documents.clauses import add_spec, answer, consent, set_clause
from pcbsales.customers.documents.records import CustomerSpec, Verdict, is_current
from pcbsales.customers.documents.spec_report import SpecReport, spec_status
from pcbsales.customers.records import Customer, Person
from pcbsales.workspace import AsOf, DryRun, Lang, Output, OutputFile, workspace
from pcbsales.workspace.given_file import given_file

spec = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="ID", help="CS-…, its tail, number or title.")]
Number = Annotated[str, typer.Argument(metavar="CLAUSE", help="Number of the clause.")]
Remark = Annotated[str | None, typer.Option(help="How it departs, what is offered instead.")]


@spec.command("add")
def add(
    ctx: typer.Context,
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
    file: Annotated[Path | None, typer.Option(help="The document, to be kept.")] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Take an issue of a customer's specification in.

    Example: pcbsales spec add TANNHOF 'TN 80-100' 4 --title 'Bare printed boards' --from 2026-12-01
    """
    ws = workspace(ctx)
    decide = partial(
        add_spec,
        customer=ws.find(Customer, customer).id,
        number=number,
        issue=issue,
        title=title,
        valid_from=ws.day(valid_from),
        dated=ws.day(dated) if dated else None,
        supersedes=ws.find(CustomerSpec, supersedes).id if supersedes else None,
        boards=board or (),
        file=given_file(file),
    )
    ws.save(
        decide,
        dry_run=dry_run,
        output=output,
        next_step="pcbsales spec clause {id} 1 'TEXT'",
    )


@spec.command("clause")
def clause(
    ctx: typer.Context,
    name: Name,
    number: Number,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it asks, in their words.")],
    *,
    key: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Key of the specification it touches.")
    ] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record a clause of a specification.

    Example: pcbsales spec clause CS-00001 9.1 'Halogen free' --key halogen_free
    """
    ws = workspace(ctx)
    decide = partial(
        set_clause,
        spec=ws.find(CustomerSpec, name).id,
        number=number,
        text=text,
        keys=key or (),
    )
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales spec status {id}",
    )


@spec.command("answer")
def answer_clause(
    ctx: typer.Context,
    name: Name,
    number: Number,
    verdict: Annotated[Verdict, typer.Argument(metavar="VERDICT", help="comply, deviate, cannot.")],
    *,
    remark: Remark = None,
    by: Annotated[
        str | None, typer.Option(metavar="STAFF", help="Of production engineering; else you.")
    ] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Answer a clause for production engineering: comply, deviate, cannot.

    Example: pcbsales spec answer CS-00001 8.2 comply --by MA
    """
    ws = workspace(ctx)
    decide = partial(
        answer,
        spec=ws.find(CustomerSpec, name).id,
        number=number,
        verdict=verdict,
        remark=remark,
        by=ws.find(Staff, by).id if by else ws.actor,
        at=ws.now,
    )
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales spec show {id} -O answers.pdf",
    )


@spec.command("consent")
def consent_to(
    ctx: typer.Context,
    name: Name,
    number: Number,
    *,
    person: Annotated[str, typer.Option(metavar="PERSON", help="Who of the customer.")],
    refuse: Annotated[
        bool, typer.Option("--refuse", help="The customer does not take it.")
    ] = False,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="Day; else today.")] = None,
    evidence: Annotated[Path | None, typer.Option(help="Mail or signed sheet, kept.")] = None,
    remark: Annotated[str | None, typer.Option(help="Their words.")] = None,
    dry_run: DryRun = False,
    output: Output = None,
) -> None:
    """Record what the customer says to a deviation; consent needs its evidence.

    Example: pcbsales spec consent CS-00001 5.2 --person P-00025 --refuse --remark 'Not for BGA'
    """
    ws = workspace(ctx)
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
    ws.save(
        lambda snapshot, _ids: decide(snapshot),
        dry_run=dry_run,
        output=output,
        next_step="pcbsales spec status {id}",
    )


@spec.command("show")
def show(
    ctx: typer.Context,
    name: Name,
    *,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
    lang: Lang = None,
) -> None:
    """Show a specification clause by clause; -O answers.pdf is the sheet for the customer.

    Example: pcbsales spec show CS-00001
    """
    ws = workspace(ctx)
    found = ws.find(CustomerSpec, name)
    known = ws.snapshot().where(CustomerSpec, customer=found.customer)
    report = SpecReport(found, is_current(found, known, as_of=ws.day(as_of)))
    if file is None or file.suffix != ".pdf":
        ws.show(report, output=output, file=file)
        return
    document, view, language = answer_paper(
        ws.snapshot(), found, commit=ws.commit_of(found), lang=lang
    )
    ws.show(report, file=file, lang=language, paper=(document, view))


@spec.command("status")
def status(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="CUSTOMER|ID", help="Of one; else of all.")
    ] = None,
    *,
    as_of: AsOf = None,
    output: Output = None,
    file: OutputFile = None,
) -> None:
    """Show which clauses wait, and for whom.

    Example: pcbsales spec status
    """
    ws = workspace(ctx)
    snapshot, day = ws.snapshot(), ws.day(as_of)
    if name is None:
        found = snapshot.all(CustomerSpec)
    elif one := snapshot.get(CustomerSpec, name):
        found = (one,)
    else:
        found = snapshot.where(CustomerSpec, customer=ws.find(Customer, name).id)
    ws.show(spec_status(found, as_of=day), output=output, file=file)
