"""Rules over approvals, change notices and their policy."""

from collections.abc import Iterator

from pcbsales.boards.records import Part
from pcbsales.boards.stages.notice_records import ChangeNotice
from pcbsales.boards.stages.policy import StagePolicy
from pcbsales.boards.stages.records import StageApproval
from pcbsales.customers.records import Person
from pcbsales.kernel.errors import Finding, Rule
from pcbsales.kernel.record import Record, finding_about
from pcbsales.kernel.same_start import beginning_together
from pcbsales.kernel.snapshot import Snapshot

RULES: dict[str, Rule] = {
    "stage.revision": Rule(
        asks="An approval is of a revision that its part has.",
        remedy="Name one of the part's revisions, or open the revision.",
    ),
    "stage.person": Rule(
        asks="Whoever decided on an approval is with the customer whose board it is.",
        remedy="Name a person of that customer; list them with: pcbsales customer person.",
    ),
    "notice.revision": Rule(
        asks="A change notice names revisions that its parts have.",
        remedy="Name revisions of the part, or none for all of them.",
    ),
    "notice.person": Rule(
        asks="Whoever was told of a change or answered is with the customer named beside them.",
        remedy="Name a person of that customer; list them with: pcbsales customer person.",
    ),
    "stage_policy.start": Rule(
        asks="Two policies of stages of an entity never begin on one day.",
        remedy="Begin one of them on another day, or take it out.",
    ),
}


def check_approval(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The approval *group* against its part and the person who decided."""
    approval = snapshot.get(StageApproval, group)
    if approval is None:
        return
    which = (approval.part, approval.revision)
    yield from _no_revision(snapshot, approval, "stage.revision", which, ("revision",))
    if approval.verdict is not None:
        place = ("verdict", "by")
        who = (approval.verdict.by, approval.customer)
        yield from _not_theirs(snapshot, approval, "stage.person", who, place)


def check_notice(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """The change notice *group* against its parts and the people named in it."""
    notice = snapshot.get(ChangeNotice, group)
    if notice is None:
        return
    for at, touched in enumerate(notice.touches):
        for rev in touched.revisions:
            place, which = ("touches", at, "revisions"), (touched.part, rev)
            yield from _no_revision(snapshot, notice, "notice.revision", which, place)
    for at, told in enumerate(notice.told):
        if told.person is not None:
            who = (told.person, told.customer)
            yield from _not_theirs(snapshot, notice, "notice.person", who, ("told", at, "person"))
    for at, answer in enumerate(notice.consents):
        who = (answer.by, answer.customer)
        yield from _not_theirs(snapshot, notice, "notice.person", who, ("consents", at, "by"))


def check_starts(snapshot: Snapshot, group: str) -> Iterator[Finding]:
    """Two policies of the entity *group* never begin on one day."""
    policies = snapshot.where(StagePolicy, entity=group)
    yield from beginning_together(policies, "stage_policy.start")


def _no_revision(
    snapshot: Snapshot,
    record: Record,
    rule: str,
    which: tuple[str, str],
    place: tuple[str | int, ...],
) -> Iterator[Finding]:
    """*which*: a part, and the revision that it should have."""
    part, rev = which
    found = snapshot.get(Part, part)
    if found is not None and found.revision(rev) is None:
        yield finding_about(
            record,
            rule,
            "{part} has no revision {rev}; revisions are {revisions}",
            place,
            part=part,
            rev=rev,
            revisions=", ".join(known.rev for known in found.revisions),
        )


def _not_theirs(
    snapshot: Snapshot,
    record: Record,
    rule: str,
    who: tuple[str, str],
    place: tuple[str | int, ...],
) -> Iterator[Finding]:
    """*who*: the person and the customer that they should be with."""
    person, customer = who
    found = snapshot.get(Person, person)
    if found is not None and found.customer != customer:
        yield finding_about(
            record,
            rule,
            "{person} is with {other}, not with {customer}",
            place,
            person=person,
            other=found.customer,
            customer=customer,
        )
