"""``pcbsales notice``: changes of how boards are made, told to customers and consented to."""

from datetime import date
from functools import partial
from typing import Annotated

import typer

from pcbsales.boards.records import Part
from pcbsales.boards.stages.choices import CHANGE_WORDS, ChangeKind, ConsentKind, named
from pcbsales.boards.stages.notice_effect import put_into_effect, withdraw
from pcbsales.boards.stages.notice_records import ChangeNotice
from pcbsales.boards.stages.notice_report import NoticeReport, notices_on
from pcbsales.boards.stages.notices import Answer, Change, consent, open_notice, tell
from pcbsales.boards.stages.options import Number, Whose, entered
from pcbsales.boards.stages.typed import read_prose, read_text, split_revision
from pcbsales.customers.records import Customer, Person
from pcbsales.kernel.errors import UsageError
from pcbsales.kernel.snapshot import Decision, without_ids
from pcbsales.workspace import Evidence, On, Workspace, saves, shows

notice = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
Kind = Annotated[
    str,
    typer.Argument(metavar="KIND", help="plant, laminate, process, subcontractor or equipment."),
]
Touched = Annotated[
    list[str], typer.Option("--part", metavar="PN[@REV]", help="A part touched; may repeat.")
]
Planned = Annotated[
    str, typer.Option("--planned", metavar="DATE", help="From when on, at the earliest.")
]
ToldTo = Annotated[str | None, typer.Option("--to", metavar="PERSON", help="Who was told.")]
Conditions = Annotated[
    str | None, typer.Option("--conditions", metavar="TEXT", help="On which they consent.")
]
Refused = Annotated[
    str | None, typer.Option("--refused", metavar="REASON", help="They do not consent.")
]
Requalify = Annotated[
    bool | None, typer.Option("--requalify/--no-requalify", help="Whether approvals end with it.")
]
_STATUS = "pcbsales notice status {id}"


@saves(notice, "new", next_step=_STATUS)
def new(
    ws: Workspace,
    kind: Kind,
    *,
    before: Annotated[str, typer.Option("--from", metavar="TEXT", help="How it is made so far.")],
    after: Annotated[str, typer.Option("--to", metavar="TEXT", help="How it will be made.")],
    parts: Touched,
    planned: Planned,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")] = None,
    on: On = None,
) -> Decision:
    """Open a change notice; who must be told how long ahead is the policy's.

    Example: pcbsales notice new laminate --from S1000-2 --to IT-158 --part TH-IO-16 --planned +180d
    """
    change = Change(
        named(ChangeKind, kind, CHANGE_WORDS),
        read_text(before, language=ws.language),
        read_text(after, language=ws.language),
        ws.day(planned),
        read_prose(reason, language=ws.language) if reason else None,
    )
    boards = [(ws.find(Part, part).id, rev) for part, rev in map(split_revision, parts)]
    return partial(open_notice, change=change, boards=boards, entry=entered(ws, on))


@saves(notice, "told", next_step=_STATUS)
def told(
    ws: Workspace,
    name: Number,
    customer: Whose,
    *,
    person: ToldTo = None,
    evidence: Evidence = None,
    on: On = None,
) -> Decision:
    """Record that a customer was told of a change; their days of notice run from then.

    Example: pcbsales notice told PCN-2026-00002 TANNHOF --on 2026-10-30
    """
    decide = partial(
        tell,
        notice=ws.find(ChangeNotice, name).id,
        customer=ws.find(Customer, customer).id,
        person=ws.find(Person, person).id if person else None,
        entry=entered(ws, on, evidence),
    )
    return without_ids(decide)


@saves(notice, "consent", next_step=_STATUS)
def consent_(
    ws: Workspace,
    name: Number,
    customer: Whose,
    *,
    by: Annotated[str, typer.Option("--by", metavar="PERSON", help="Who of theirs answered.")],
    conditions: Conditions = None,
    refused: Refused = None,
    requalify: Requalify = None,
    evidence: Evidence = None,
    on: On = None,
) -> Decision:
    """Record a customer's answer to a change notice: consent, conditions or refusal.

    Example: pcbsales notice consent PCN-2026-00001 CHENGHONG --by P-00016 -e HY-4410.zip
    """
    answer = Answer(
        ws.find(Customer, customer).id,
        _answer(conditions, refused),
        ws.find(Person, by).id,
        conditions,
        refused,
        requalify,
    )
    found = ws.find(ChangeNotice, name).id
    entry = entered(ws, on, evidence)
    return without_ids(partial(consent, notice=found, answer=answer, entry=entry))


@saves(notice, "effective")
def effective(
    ws: Workspace,
    name: Number,
    day: Annotated[str, typer.Argument(metavar="DATE", help="From when on boards are so made.")],
) -> Decision:
    """Put a change into effect from a day on; refused while consent or days of notice lack.

    Example: pcbsales notice effective PCN-2026-00003 2027-01-04
    """
    found = ws.find(ChangeNotice, name).id
    decide = partial(put_into_effect, notice=found, on=ws.day(day), actor=ws.actor, now=ws.now)
    return without_ids(decide)


@saves(notice, "withdraw")
def withdraw_(
    ws: Workspace,
    name: Number,
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is not made.")],
) -> Decision:
    """Withdraw a change that is not made after all.

    Example: pcbsales notice withdraw PCN-2026-00002 --reason 'laminate stays available'
    """
    found = ws.find(ChangeNotice, name).id
    return without_ids(partial(withdraw, notice=found, reason=reason, actor=ws.actor, now=ws.now))


@shows(notice, "status")
def status(
    ws: Workspace,
    name: Annotated[
        str | None, typer.Argument(metavar="PCN", help="One alone; else all that are open.")
    ] = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also those in effect or withdrawn.")
    ] = False,
    as_of: date,
) -> NoticeReport:
    """Show how far change notices are: who was told, who consented, from when on at the earliest.

    Example: pcbsales notice status
    """
    found = ws.find(ChangeNotice, name) if name else None
    return notices_on(ws.snapshot(), notice=found, ended=everything, as_of=as_of)


def _answer(conditions: str | None, refused: str | None) -> ConsentKind:
    if conditions and refused:
        raise UsageError("give --conditions or --refused, not both")
    if refused:
        return ConsentKind.REFUSED
    return ConsentKind.CONDITIONAL if conditions else ConsentKind.GIVEN
