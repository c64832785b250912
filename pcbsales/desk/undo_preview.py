"""``undo --dry-run``: what is taken back, as it is and as it would be; nothing is recorded."""

from typing import TYPE_CHECKING

import typer

from pcbsales.desk.edit_preview import difference
from pcbsales.store.git.objects import read_blobs
from pcbsales.store.writing.content import files_of, paths_of

if TYPE_CHECKING:
    from pcbsales.kernel.snapshot import Decision
    from pcbsales.workspace import Workspace


def show_undo(ws: "Workspace", decide: "Decision") -> None:
    """Show the difference that *decide*, which takes a decision back, would make to each file."""
    ledger, changes = ws.ledger, ws.ledger.preview(decide)
    paths = paths_of(changes, ws.catalogue)
    blobs = read_blobs(ledger.git, ledger.git.head(), paths)
    before = {path: blob.content for path, blob in blobs.items()}
    ws.say(changes.subject)
    files = files_of(changes, ws.catalogue, before)
    for path, after in sorted(files.items(), key=lambda file: (file[1] is not None, file[0])):
        if paths[path] is None:
            ws.tell("{path} would go", path=path)
        else:
            typer.echo(difference(path, before.get(path, b""), after or b""), nl=False)
    ws.tell("dry run: nothing was written")
