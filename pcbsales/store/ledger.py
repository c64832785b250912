"""A ledger: the folder, its repository, its index; where commands read and write."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from pcbsales.kernel.errors import (
    Finding,
    InvalidLedgerError,
    LedgerConflictError,
    RefusedError,
    UsageError,
)
from pcbsales.kernel.record import ChangeSet, Record, finding_about
from pcbsales.kernel.snapshot import Decision
from pcbsales.manifest import Catalogue
from pcbsales.store import layout
from pcbsales.store.git import Git, GitError, Identity
from pcbsales.store.index import Index
from pcbsales.store.journal import pending
from pcbsales.store.lock import held
from pcbsales.store.numbering import Numberer
from pcbsales.store.reading import read_record
from pcbsales.store.references import references
from pcbsales.store.state import State
from pcbsales.store.strict_yaml import StrictYamlError, read

FORMAT_VERSION: Final = 1
_UNREADABLE_FORMAT: Final = Finding(
    layout.FORMAT,
    1,
    "format.unreadable",
    "expected lines such as: format: 1, and: zone: Asia/Shanghai",
)


@dataclass(frozen=True, slots=True)
class Format:
    """What ``ledger/FORMAT`` says: the layout's version, the firm's zone, whether it is a demo."""

    version: int
    zone: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """What a decision wrote, and the commit that holds it."""

    changes: ChangeSet
    commit: str
    warning: str = ""

    @property
    def id(self) -> str:
        """The id of the first record written."""
        return self.changes.records[0].id


def find_root(start: Path) -> Path:
    """The ledger's root: *start* or the nearest folder above it that holds ``ledger/FORMAT``."""
    for folder in (start, *start.parents):
        if (folder / layout.FORMAT).is_file():
            return folder
    raise UsageError(
        "there is no ledger in {folder} or above it; make one with: pcbsales init --sample demo",
        folder=start,
    )


class Ledger:
    """The records below *root*, read through the index and written by commits."""

    def __init__(self, root: Path, catalogue: Catalogue) -> None:
        self.root = root.resolve()
        self.catalogue = catalogue
        self.git = Git(self.root)
        self.format = read_format(self.root)
        self._index = Index(self.root, catalogue)

    def state(self, *, partial: bool = False) -> State:
        """The ledger as its files are now; *partial* leaves unreadable records out, by name."""
        self._finish_interrupted_write()
        self._index.refresh()
        return State(self.catalogue, self._index, partial=partial)

    def findings(self) -> tuple[Finding, ...]:
        """All that is wrong with the files, the references and the rules of the rooms, by place."""
        state = self.state(partial=True)
        found = [*self._index.findings(), *self._dangling(state)]
        for check in self.catalogue.checks:
            found += map(self._placed, check(state))
        return tuple(sorted(found, key=lambda f: (f.path, f.line, f.rule, f.text)))

    def preview(self, decide: Decision) -> ChangeSet:
        """What *decide* would write now; nothing is locked or written."""
        state = self.state()
        return decide(state, self._numberer())

    def save(
        self,
        decide: Decision,
        *,
        actor: str,
        author: Identity,
        warn: Callable[[Collection[str]], None] = lambda _: None,
    ) -> Saved:
        """Run *decide* under the lock against HEAD and make its change set one commit.

        *warn* is told the paths with hand edits: they stay as they are, and do not count.
        """
        from pcbsales.store.committing import commit, tidy_up  # noqa: PLC0415 -- as below
        from pcbsales.store.writing import (  # noqa: PLC0415 -- reading needs no YAML writer
            files_of,
            message_of,
            require_writable,
        )

        if (self.root / "pcbsales").is_dir():
            raise LedgerConflictError(
                "this is the program's own sample, which stays as it is; "
                "make a ledger of your own with: pcbsales init --sample demo"
            )
        with held(self._own_folder() / "lock"):
            tidy_up(self.git)
            base = require_writable(self.git)
            if dirty := self.git.status(layout.LEDGER):
                warn(dirty)
            state = self._state_at(base, dirty)
            changes = decide(state, self._numberer())
            self._require_references(state, changes)
            files = files_of(changes, self.catalogue, lambda path: self.git.blob(base, path), dirty)
            message = message_of(changes, self.catalogue, actor)
            written = commit(self.git, base, files, message, author)
            return Saved(changes, written.commit, written.warning)

    def place(self, record: Record) -> str:
        """The path of *record* below the root."""
        return layout.path_of(self.catalogue.kind_of(type(record)), record.id)

    def _own_folder(self) -> Path:
        try:
            folder = self.git.folder()
            top = Path(self.git.text("rev-parse", "--show-toplevel")).resolve()
        except GitError as error:
            raise LedgerConflictError(
                "this ledger is not in a git repository: {problem}", problem=error.message
            ) from None
        if top != self.root:
            raise LedgerConflictError(
                "a ledger is a git repository of its own; this one lies inside {top}", top=top
            )
        return folder / "pcbsales"

    def _finish_interrupted_write(self) -> None:
        folder = self.root / ".git" / "pcbsales"
        if pending(folder):
            from pcbsales.store.committing import tidy_up  # noqa: PLC0415 -- rarely needed

            with held(folder / "lock"):
                tidy_up(self.git)

    def _numberer(self) -> Numberer:
        return Numberer(self.catalogue, self._index, self._own_folder() / "station")

    def _state_at(self, base: str, dirty: Mapping[str, str]) -> State:
        """The state at *base*: where a file has hand edits, the record as it was committed."""
        self._index.refresh()
        replaced: dict[tuple[str, str], Record | None] = {}
        for path in dirty:
            kind = self.catalogue.folders.get("/".join(path.split("/")[1:2]))
            record_id = layout.id_of(kind, path) if kind else None
            if kind and record_id:
                blob = self.git.blob(base, path)
                reading = read_record(kind, path, blob) if blob is not None else None
                replaced[kind.noun, record_id] = reading.record if reading else None
        return State(self.catalogue, self._index, replaced=replaced)

    def _require_references(self, state: State, changes: ChangeSet) -> None:
        after = state.with_records(changes.records)
        for record in changes.records:
            for location, noun, target in references(record):
                if not self._exists(after, noun, target):
                    raise RefusedError(
                        "{id}: {field} names the {noun} {target}, and there is none",
                        id=record.id,
                        field=".".join(map(str, location)),
                        noun=noun,
                        target=target,
                    )

    def _exists(self, state: State, noun: str, target: str) -> bool:
        kind = self.catalogue.kinds.get(noun)
        if kind is None:
            return True
        try:
            return state.get(kind.type, target) is not None
        except InvalidLedgerError:
            return True

    def _dangling(self, state: State) -> Iterable[Finding]:
        for kind in self.catalogue.kinds.values():
            for record in state.all(kind.type):
                for location, noun, target in references(record):
                    if not self._exists(state, noun, target):
                        yield self._placed(
                            finding_about(
                                record,
                                "reference.missing",
                                "{field} names the {noun} {target}, and there is none",
                                location,
                                field=".".join(map(str, location)),
                                noun=noun,
                                target=target,
                            )
                        )

    def _placed(self, finding: Finding) -> Finding:
        """*finding* with the path and line of the record that it is about."""
        if finding.subject is None:
            return finding
        noun, record_id, field = finding.subject
        path = layout.path_of(self.catalogue.kinds[noun], record_id)
        return replace(finding, path=path, line=self._line(path, field), subject=None)

    def _line(self, path: str, field: tuple[str | int, ...]) -> int:
        """The line of a field in the file at *path*; 0 when the file cannot be read."""
        try:
            return read((self.root / path).read_bytes()).line_of(field)
        except (OSError, StrictYamlError):
            return 0


def read_format(root: Path) -> Format:
    """Read ``ledger/FORMAT``; a newer layout than this program's is refused."""
    try:
        data = read((root / layout.FORMAT).read_bytes()).data
        zone = str(data.get("zone", "Asia/Shanghai"))
        ZoneInfo(zone)
        found = Format(int(str(data["format"])), zone, data.get("demo") == "true")
    except FileNotFoundError:
        raise UsageError("there is no ledger in {folder}", folder=root) from None
    except (OSError, StrictYamlError, KeyError, ValueError):
        raise InvalidLedgerError((_UNREADABLE_FORMAT,)) from None
    if found.version > FORMAT_VERSION:
        raise LedgerConflictError(
            "this ledger has format {found}, this program knows format {known}: "
            "install a newer pcbsales",
            found=found.version,
            known=FORMAT_VERSION,
        )
    return found
