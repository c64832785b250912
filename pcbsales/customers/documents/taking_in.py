"""An issue of a customer's specification taken in: whose boards it is for, what it takes over."""

from collections.abc import Iterable, Sequence
from datetime import date

from pcbsales.customers.documents.records import CustomerSpec, KeptFile
from pcbsales.kernel.errors import RefusedError
from pcbsales.kernel.field_errors import built
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.snapshot import Ids, Snapshot


def add_spec(
    snapshot: Snapshot,
    ids: Ids,
    *,
    customer: str,
    number: str,
    issue: str,
    title: str,
    valid_from: date,
    dated: date | None = None,
    supersedes: str | None = None,
    boards: Sequence[str] = (),
    file: Attachment | None = None,
) -> ChangeSet:
    """Take issue *issue* of specification *number* of *customer* in; *boards* are ``PART[@REV]``.

    Without *supersedes* it takes the place of the issue of the same number that holds. RefusedError
    where the issue is there already.
    """
    known = snapshot.where(CustomerSpec, customer=customer)
    alike = [spec for spec in known if spec.number == number]
    _require_new(alike, issue)
    fields = {
        "dated": dated,
        "file": kept_file(file),
        "supersedes": supersedes or _superseded(alike),
        "boards": [_board(text, customer) for text in boards],
    }
    spec = built(
        CustomerSpec,
        id=ids.next(CustomerSpec),
        customer=customer,
        number=number,
        issue=issue,
        title=title,
        valid_from=valid_from,
        **{key: value for key, value in fields.items() if value},
    )
    files = (file,) if file else ()
    subject = f"Take in specification {spec.id}"
    return ChangeSet("spec.add", subject, adds=(spec,), attachments=files)


def _require_new(alike: Iterable[CustomerSpec], issue: str) -> None:
    for spec in alike:
        if spec.issue == issue:
            raise RefusedError(
                "issue {issue} of {number} is there already, as {id}",
                issue=issue,
                number=spec.number,
                id=spec.id,
            )


def kept_file(file: Attachment | None) -> KeptFile | None:
    """*file* as a record names it."""
    if file is None:
        return None
    return built(KeptFile, name=file.name, sha256=file.sha256, bytes=len(file.data))


def _superseded(alike: Sequence[CustomerSpec]) -> str | None:
    """The issue that a next one takes the place of: the one that nothing supersedes yet."""
    passed = {spec.supersedes for spec in alike}
    return next((spec.id for spec in reversed(alike) if spec.id not in passed), None)


def _board(text: str, customer: str) -> dict[str, str]:
    """``PART[@REV]`` of *customer*, whether or not it is named with the part."""
    name, at, revision = text.partition("@")
    part = name if name.startswith(f"{customer}/") else f"{customer}/{name}"
    return {"part": part, "revision": revision} if at else {"part": part}
