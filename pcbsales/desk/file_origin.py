"""What the ledger's history says of a file that a record names by its hash alone."""

from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Final

from pcbsales.desk.attached_file import NamedFile
from pcbsales.store import layout
from pcbsales.store.git.program import Git, GitError

_FORM: Final = "--format=%aI%x1f%(trailers:key=Actor,valueonly,separator=%x20)%x1f%an"


def with_origin(git: Git, file: NamedFile, zone: tzinfo) -> NamedFile:
    """*file* with its size, and when and by whom it came to the ledger, where these are not said.

    One that is not there is not kept; a name stands in for a staff id where it came by hand.
    """
    if file.size is not None:
        return file
    path = layout.attachment_path(file.sha256)
    try:
        size = int(git.text("cat-file", "-s", f"HEAD:{path}"))
    except GitError:
        return replace(file, kept=False)
    came = git.text("log", "-1", "--diff-filter=A", _FORM, "HEAD", "--", f":(literal){path}")
    if not came:
        return replace(file, size=size)
    at, actor, author = came.split("\x1f")
    when = datetime.fromisoformat(at).astimezone(zone).isoformat()
    return replace(file, size=size, at=when, by=actor or author)
