"""The signed copy of a price agreement: from then on it is quoted by."""

from datetime import date

from pcbsales.kernel.errors import RefusedError, UsageError
from pcbsales.kernel.record import Attachment, ChangeSet
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.agreements.records import PriceAgreement
from pcbsales.quoting.negotiation.happening import kept


def sign_agreement(
    snapshot: Snapshot, *, agreement: str, file: Attachment, day: date, as_of: date
) -> ChangeSet:
    """The agreement with its signed copy: from then on it is quoted by.

    RefusedError where it was signed already, on a day that is not here yet, or where another one
    about the same boards begins on its first day.
    """
    found = snapshot.get(PriceAgreement, agreement)
    if found is None:
        raise UsageError("there is no price-agreement {id}", id=agreement)
    if found.signed is not None:
        raise RefusedError(
            "{agreement} was signed on {day} already", agreement=found.id, day=found.signed_on
        )
    if day > as_of:
        raise RefusedError("{day} is not here yet; give a day up to {today}", day=day, today=as_of)
    _require_alone(snapshot, found)
    signed = kept(file)
    changed = found.model_copy(update={"signed": signed, "signed_on": day})
    return ChangeSet("price.sign", f"Sign {found.id}", updates=(changed,), attachments=(file,))


def _require_alone(snapshot: Snapshot, found: PriceAgreement) -> None:
    """No other signed one about the same boards begins on the same day."""
    for other in snapshot.where(PriceAgreement, customer=found.customer):
        same = (other.part, other.when, other.unit) == (found.part, found.when, found.unit)
        if other.signed is not None and same and other.valid_from == found.valid_from:
            raise RefusedError(
                "{other} about the same boards begins on {day} too and is signed; agree anew from "
                "another day on",
                other=other.id,
                day=other.valid_from,
            )
