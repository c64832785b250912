"""A ledger: the folder, its repository, its index; where commands read and write."""

import time
from collections.abc import Callable, Collection
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pcbsales.kernel.errors import Finding, UsageError
from pcbsales.manifest import Catalogue
from pcbsales.store import layout
from pcbsales.store.format import read_format
from pcbsales.store.git.repository import repository_of
from pcbsales.store.git.trust import require_trusted
from pcbsales.store.index.index import Index
from pcbsales.store.index.state import State
from pcbsales.store.writing.journal import own_lock_is_there, pending

if TYPE_CHECKING:
    from pcbsales.kernel.record import ChangeSet, Record
    from pcbsales.kernel.snapshot import Decision
    from pcbsales.store.git.program import Git, Identity
    from pcbsales.store.writing.numbering import Numberer
    from pcbsales.store.writing.requests import Request
    from pcbsales.store.writing.saving import Saved

#: How often a reader looks again because somebody wrote meanwhile.
_LOOKS: Final = 4
#: Seconds for which a look at the files holds, where nobody wrote meanwhile.
_A_MOMENT: Final = 2.0


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

    def __init__(
        self,
        root: Path,
        catalogue: Catalogue,
        *,
        keep_index: bool = True,
        tell: Callable[[int, int], None] = lambda *_: None,
    ) -> None:
        self.root = root.resolve()
        require_trusted(self.root)
        self.catalogue = catalogue
        self.format = read_format(self.root)
        self.index = Index(self.root, catalogue, kept=keep_index, tell=tell)
        self._keeps = keep_index
        self._seen: tuple[int, ...] = ()
        self._looked = 0.0

    @cached_property
    def git(self) -> "Git":
        """Git in this ledger; reading needs none."""
        from pcbsales.store.git.program import Git  # noqa: PLC0415 -- start-up

        return Git(self.root)

    def derived(self, name: str, make: Callable[[], bytes]) -> bytes:
        """What *make* works out of kept files alone, kept under *name* as the index is."""
        from pcbsales.store.keeping.derived import derived  # noqa: PLC0415 -- rarely needed

        return derived(self.root, name, make) if self._keeps else make()

    def state(self, *, partial: bool = False) -> State:
        """The ledger as its files are now; *partial* leaves unreadable records out, by name.

        They are looked at when it is first asked something.
        """
        self._finish_interrupted_write()
        self.index.ask_first(self._look_until_quiet)
        return self.same_moment(partial=partial)

    def _look_until_quiet(self) -> None:
        for _ in range(_LOOKS):
            self._look()
            if self._last_write() == self._seen and not self._was_writing():
                break
            self._finish_interrupted_write()

    def same_moment(self, *, partial: bool = False) -> State:
        """The ledger as it was when ``state`` looked last."""
        return State(self.catalogue, self.index, partial=partial)

    def look_again(self) -> None:
        """Bring the index up to the files, under the lock: nobody can write any more.

        What was seen a moment ago is still so if nobody wrote since; hand edits are asked of git.
        """
        if time.monotonic() - self._looked > _A_MOMENT or self._last_write() != self._seen:
            self._look()

    def _look(self) -> None:
        self._seen, self._looked = self._last_write(), time.monotonic()
        self.index.refresh()

    def findings(self, *, full: bool = False) -> tuple[Finding, ...]:
        """All that is wrong with files, references, attachments and by the rooms' rules, by place.

        With *full* every attachment is hashed again.
        """
        from pcbsales.store.checks.checking import findings  # noqa: PLC0415 -- only check needs it

        return findings(self, full=full)

    def preview(self, decide: "Decision") -> "ChangeSet":
        """What *decide* would write now; nothing is locked or written."""
        from pcbsales.store.checks.soundness import require_sound  # noqa: PLC0415 -- start-up

        state = self.state()
        changes = decide(state, self.numberer())
        require_sound(self, state, changes)
        return changes

    def save(
        self,
        decide: "Decision",
        *,
        actor: str,
        author: "Identity",
        warn: Callable[[Collection[str]], None] = lambda _: None,
        key: str = "",
        command: str = "",
        request: "Request | None" = None,
    ) -> "Saved":
        """Run *decide* under the lock against HEAD and make its change set one commit.

        *warn* is told the paths with hand edits: they stay as they are, and do not count. *key*
        signs the commit (empty: unsigned); *command* is named to those who must wait; a *request*
        that was done before is not done again.
        """
        from pcbsales.store.writing.saving import Writer, save  # noqa: PLC0415 -- reading writes nothing

        writer = Writer(actor, author, key, command, request)
        return save(self, decide, writer=writer, warn=warn)

    def place(self, record: "Record") -> str:
        """The path of *record* below the root."""
        return layout.path_of(self.catalogue.kind_of(type(record)), record.id)

    def own_folder(self) -> Path:
        """The folder in the git folder where lock, journal and station are."""
        from pcbsales.store.git.writable import require_repository  # noqa: PLC0415 -- start-up

        return require_repository(self.root).folder / "pcbsales"

    def _last_write(self) -> tuple[int, ...]:
        """Changes with every write: a reader looks again rather than see half of one."""
        found = repository_of(self.root)
        index = found.folder / "index" if found else None
        if found is None or index is None or not index.exists():
            return ()
        stat = index.stat()
        return (stat.st_ino, stat.st_mtime_ns, pending(found.folder / "pcbsales"))

    def _was_writing(self) -> bool:
        """Whether a write that began right before the last look was putting its files in place."""
        return self._seen[-1:] == (True,)

    def _finish_interrupted_write(self) -> None:
        """Wait for a write that is putting its files in place; finish one that was killed there."""
        found = repository_of(self.root)
        if found and (pending(found.folder / "pcbsales") or own_lock_is_there(found.folder)):
            from pcbsales.store.writing.recovery import wait_or_tidy_up  # noqa: PLC0415 -- rarely needed

            wait_or_tidy_up(self.git, found.folder / "pcbsales")

    def numberer(self, taken: Collection[tuple[str, str]] = ()) -> "Numberer":
        """Allots this clone's next ids; *taken* are more that must not be given."""
        from pcbsales.store.writing.numbering import Numberer  # noqa: PLC0415 -- only writing numbers
        from pcbsales.store.writing.stations import own_station  # noqa: PLC0415 -- only writing numbers

        station = partial(own_station, self.own_folder(), self.index)
        return Numberer(self.catalogue, self.index, station, taken)
