"""Checking the whole ledger: files, references, and the rules of the rooms."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pcbsales.kernel.errors import Finding, InvalidLedgerError
from pcbsales.kernel.record import finding_about
from pcbsales.manifest import Catalogue
from pcbsales.store import layout
from pcbsales.store.index import Index
from pcbsales.store.references import references
from pcbsales.store.state import State
from pcbsales.store.strict_yaml import StrictYamlError, read


def findings(state: State, catalogue: Catalogue, index: Index, root: Path) -> tuple[Finding, ...]:
    """All that is wrong with the files, the references and the rules of the rooms, by place."""
    found = [*index.findings(), *_dangling(state, catalogue)]
    for check in catalogue.checks:
        found += check(state)
    placed = (_placed(finding, catalogue, root) for finding in found)
    return tuple(sorted(placed, key=lambda f: (f.path, f.line, f.rule, f.text)))


def is_there(state: State, catalogue: Catalogue, noun: str, target: str) -> bool:
    """Whether there is such a record; an unreadable one, or one of an unknown noun, is."""
    kind = catalogue.kinds.get(noun)
    if kind is None:
        return True
    try:
        return state.get(kind.type, target) is not None
    except InvalidLedgerError:
        return True


def _dangling(state: State, catalogue: Catalogue) -> Iterable[Finding]:
    for kind in catalogue.kinds.values():
        for record in state.all(kind.type):
            for location, noun, target in references(record):
                if not is_there(state, catalogue, noun, target):
                    yield finding_about(
                        record,
                        "reference.missing",
                        "{field} names the {noun} {target}, and there is none",
                        location,
                        field=".".join(map(str, location)),
                        noun=noun,
                        target=target,
                    )


def _placed(finding: Finding, catalogue: Catalogue, root: Path) -> Finding:
    """*finding* with the path and line of the record that it is about."""
    if finding.subject is None:
        return finding
    noun, record_id, field = finding.subject
    path = layout.path_of(catalogue.kinds[noun], record_id)
    return replace(finding, path=path, line=_line(root / path, field), subject=None)


def _line(file: Path, field: tuple[str | int, ...]) -> int:
    """The line of a field in *file*; 0 when the file cannot be read."""
    try:
        return read(file.read_bytes()).line_of(field)
    except (OSError, StrictYamlError):
        return 0
