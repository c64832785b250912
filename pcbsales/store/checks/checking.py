"""Checking the whole ledger: files, references, attachments, and the rules of the rooms."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pcbsales.kernel.errors import Finding
from pcbsales.manifest import Catalogue
from pcbsales.store import layout
from pcbsales.store.checks.attachments import attachment_findings
from pcbsales.store.checks.files import clashes, dangling, explained, ignored
from pcbsales.store.checks.kept import room_findings
from pcbsales.store.index.scan import signature_and_content
from pcbsales.store.text.strict_yaml import Document, StrictYamlError, read

if TYPE_CHECKING:
    from pcbsales.store.ledger import Ledger


def findings(ledger: "Ledger", *, full: bool = False) -> tuple[Finding, ...]:
    """All that is wrong, by path, line and rule; the index is brought up to the files first.

    With *full* every attachment is hashed again, whether it changed or not.
    """
    ledger.state(partial=True)
    try:
        found = list(_found(ledger, full=full))
    except sqlite3.DatabaseError:  # the index is ruined, or nothing can be kept in it
        ledger.index.rebuild()
        found = list(_found(ledger, full=full))
    placed = _placed(found, ledger.catalogue, ledger.root)
    return tuple(sorted(placed, key=lambda f: (f.path, f.line, f.rule, f.text)))


def _found(ledger: "Ledger", *, full: bool) -> Iterator[Finding]:
    catalogue, db = ledger.catalogue, ledger.index.linked
    for finding in ledger.index.findings():
        yield explained(finding, catalogue, ledger.root)
    yield from room_findings(db, catalogue)
    yield from dangling(db, catalogue)
    yield from clashes(db, catalogue)
    yield from attachment_findings(db, ledger.root, full=full)
    yield from ignored(ledger.git)


def _placed(findings: Iterable[Finding], catalogue: Catalogue, root: Path) -> Iterator[Finding]:
    """*findings* with the path and line of the records that they are about."""
    files: dict[str, Document | None] = {}
    for finding in findings:
        if finding.subject is None:
            yield finding
            continue
        noun, record_id, field = finding.subject
        path = layout.path_of(catalogue.kinds[noun], record_id)
        if path not in files:
            files[path] = _document(root / path)
        document = files[path]
        line = document.line_of(field) if document else 0
        yield replace(finding, path=path, line=line, subject=None)


def _document(file: Path) -> Document | None:
    _, raw = signature_and_content(str(file))
    try:
        return read(raw) if raw is not None else None
    except StrictYamlError:
        return None
