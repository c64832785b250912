"""Finding a record of whatever kind by what a person types, also one that is deleted by now."""

from typing import TYPE_CHECKING, Any

from pcbsales.i18n.folding import fold
from pcbsales.kernel.errors import UsageError
from pcbsales.manifest import RecordKind, Shelf
from pcbsales.store import layout

if TYPE_CHECKING:
    import typer

    from pcbsales.workspace import Workspace


def noun_of(ctx: "typer.Context", ws: "Workspace") -> RecordKind | None:
    """The kind whose noun the command stands under; None for a command by itself."""
    return ws.catalogue.kinds.get(str(ctx.parent and ctx.parent.info_name))


def require_noun(ctx: "typer.Context", ws: "Workspace") -> RecordKind:
    """The kind whose noun the command stands under: it stands under no other word."""
    return ws.catalogue.kinds[str(ctx.parent and ctx.parent.info_name)]


def any_record(ws: "Workspace", text: str) -> Any:
    """The record that *text* names by its id, or by the number of a part after its customer.

    Raises:
        UsageError: None or several do; it lists the candidates.
        InvalidLedgerError: Its file cannot be read.
    """
    kind, record_id = _one(text, _living(ws, text))
    return ws.snapshot(partial=True).get(kind.type, record_id)


def any_place(ws: "Workspace", text: str) -> tuple[RecordKind, str]:
    """The kind and id that *text* names, whether its file can be read, or is there any longer."""
    return _one(text, _living(ws, text) or _former(ws, text))


def place_of(ws: "Workspace", kind: RecordKind, text: str) -> str:
    """The id that *text* names, also of a record whose file cannot be read, or that was deleted."""
    ws.snapshot(partial=True)
    if ws.ledger.index.entry(kind.noun, text) is not None:
        return text
    try:
        return ws.find(kind.type, text).id
    except UsageError:
        if (kind, text) not in _former(ws, text):
            raise
        return text


def _one(text: str, found: list[tuple[RecordKind, str]]) -> tuple[RecordKind, str]:
    if not found:
        raise UsageError("there is no record {id}; give its whole id", id=text)
    if len(found) > 1:
        raise UsageError(
            "{text} is ambiguous: {candidates}",
            text=text,
            candidates=", ".join(f"{kind.noun} {record_id}" for kind, record_id in found),
        )
    return found[0]


def _living(ws: "Workspace", text: str) -> list[tuple[RecordKind, str]]:
    """The records that have a file: of exactly this id, else of one that reads the same."""
    ws.snapshot(partial=True)
    index, kinds = ws.ledger.index, ws.catalogue.kinds.values()
    exact = [(kind, text) for kind in kinds if index.entry(kind.noun, text) is not None]
    if exact:
        return exact
    wanted = fold(text)
    return [
        (kind, known)
        for kind in kinds
        for known in index.ids(kind.noun)
        if _is_same(known, kind, wanted)
    ]


def _is_same(known: str, kind: RecordKind, wanted: str) -> bool:
    if len(known) < len(wanted):
        return False
    folded = fold(known)
    return folded == wanted or (kind.shelf is Shelf.OWNED and folded.partition("/")[2] == wanted)


def _former(ws: "Workspace", text: str) -> list[tuple[RecordKind, str]]:
    """The kinds of which a record had the id *text* in some commit."""
    from pcbsales.store.history import paths_in_history  # noqa: PLC0415 -- rarely needed

    places = {}
    for kind in ws.catalogue.kinds.values():
        try:
            places[layout.path_of(kind, text)] = kind
        except UsageError:
            continue
    return [(places[path], text) for path in paths_in_history(ws.ledger.git, tuple(places))]
