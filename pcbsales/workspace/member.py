"""Who runs the program: the staff record of git's identity, or in a demo the member played."""

from typing import TYPE_CHECKING, Any

from pcbsales.kernel.errors import LedgerConflictError, RefusedError
from pcbsales.store.git.program import Identity

if TYPE_CHECKING:
    from pcbsales.workspace.front_door import Workspace


def member_of(ws: "Workspace") -> Any:
    """The staff record of whoever runs the program; LedgerConflictError tells how to be one."""
    if ws.actor_wish:
        return _played(ws, ws.actor_wish)
    state, kind = ws.snapshot(), ws.catalogue.kinds["staff"]
    email = _identity(ws).email
    found = ws.catalogue.actor_for(state.all(kind.type), email, as_of=ws.today)
    if found is None and not state.all(kind.type):
        raise LedgerConflictError(
            "this ledger has no staff record yet; write yours, with the e-mail {email}, "
            "to ledger/staff/YOUR-ID.yaml and commit it",
            email=email,
        )
    if found is None:
        raise LedgerConflictError(
            "no staff record has the e-mail {email} that git knows you by; "
            "add it to yours, or set: git config user.email YOUR-ADDRESS",
            email=email,
        )
    return found


def author_of(ws: "Workspace") -> Identity:
    """Whom the commit names: the person's git identity, or in a demo the member played."""
    if ws.actor_wish:
        return Identity(ws.member.id, ws.member.emails[0])
    return _identity(ws)


def key_of(ws: "Workspace") -> str:
    """The SSH key that signs, if the staff record has one; whoever is played signs nothing."""
    if ws.actor_wish:
        return ""
    from pcbsales.store.git.signing import key_to_sign_with  # noqa: PLC0415 -- start-up

    return key_to_sign_with(ws.ledger.git, ws.member.signing_key)


def _played(ws: "Workspace", wish: str) -> Any:
    """The member of staff that ``--actor`` names."""
    state = ws.snapshot()
    if not ws.ledger.format.demo:
        raise RefusedError("--actor is only for ledgers marked demo: true in ledger/FORMAT")
    kind = ws.catalogue.kinds["staff"]
    found = state.get(kind.type, wish)
    if found is None:
        from pcbsales.workspace.naming import no_such  # noqa: PLC0415 -- rarely needed

        raise no_such(kind, wish, [person.id for person in state.all(kind.type)])
    return found


def _identity(ws: "Workspace") -> Identity:
    found = ws.ledger.git.identity()
    if found is None:
        raise LedgerConflictError(
            "git does not know who you are; tell it with: git config user.name 'YOUR NAME' "
            "and: git config user.email YOUR-ADDRESS"
        )
    return found
