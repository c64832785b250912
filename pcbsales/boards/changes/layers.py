"""What became of each layer and file between two packages: by its hash, then by what it draws."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pcbsales.boards.changes.packages import HashedFile
from pcbsales.boards.fabrication.layers import Layer
from pcbsales.boards.fabrication.reading import FabricationSet
from pcbsales.boards.pictures.comparison import compare
from pcbsales.boards.pictures.moved import (
    DRILL,
    OUTLINE,
    State,
    layers_of,
    plot_of,
    shift_between,
    shifted,
)
from pcbsales.boards.pictures.plotter import UnplottableError

_JUNK = "junk"
_DRILLED = ("drill",)
#: What the outline is read from, where it was read.
_EDGES = ("outline",)


class By(StrEnum):
    """What a layer was judged by: its file's hash, what it draws, or its file where none can tell.

    ``file`` is said of what cannot be drawn, such as a text: it is the same only to the byte.
    """

    HASH = "hash"
    DRAWING = "drawing"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class LayerChange:
    """A layer or file in two packages: its role, the files' names, what became of it.

    ``gone_mm2`` and ``come_mm2`` are the areas that only one of them paints, where both draw it.
    """

    layer: str
    state: State
    by: By
    old: str = ""
    new: str = ""
    gone_mm2: Decimal | None = None
    come_mm2: Decimal | None = None

    def as_json(self) -> dict[str, str | None]:
        """``{layer, state, by, old, new, gone_mm2, come_mm2}``; areas as plain decimal strings."""
        return {
            "layer": self.layer,
            "state": self.state.value,
            "by": self.by.value,
            "old": self.old or None,
            "new": self.new or None,
            "gone_mm2": None if self.gone_mm2 is None else f"{self.gone_mm2:f}",
            "come_mm2": None if self.come_mm2 is None else f"{self.come_mm2:f}",
        }


def layer_changes(old: FabricationSet, new: FabricationSet) -> tuple[LayerChange, ...]:
    """Every layer of two packages: first those that can be drawn, then the other files.

    A board that lies elsewhere as a whole is the same.
    """
    drawn = dict.fromkeys((*layers_of(old), *layers_of(new)))
    rest = (_undrawn(old, drawn), _undrawn(new, drawn))
    return (*(_drawn(name, old, new) for name in drawn), *file_changes(*rest))


def file_changes(old: Iterable[HashedFile], new: Iterable[HashedFile]) -> tuple[LayerChange, ...]:
    """The files of two packages held against each other by name and hash alone."""
    before, after = _by_base(old), _by_base(new)
    return tuple(_file(before.get(n), after.get(n)) for n in dict.fromkeys((*before, *after)))


def drill_changes(old: FabricationSet, new: FabricationSet) -> tuple[tuple[Decimal, int, int], ...]:
    """The tools whose holes changed in number: diameter in mm (0: not stated), before, after."""
    before, after = _tools(old), _tools(new)
    sizes = sorted(before.keys() | after.keys())
    return tuple((d, before[d], after[d]) for d in sizes if before[d] != after[d])


def changed(changes: Iterable[LayerChange]) -> tuple[LayerChange, ...]:
    """Those that are not the same."""
    return tuple(change for change in changes if change.state is not State.SAME)


def pictured(changes: Iterable[LayerChange]) -> tuple[str, ...]:
    """The layers that changed and can be drawn, by the names that pictures know them by."""
    return tuple(change.layer for change in changed(changes) if change.by is not By.FILE)


def _drawn(name: str, old: FabricationSet, new: FabricationSet) -> LayerChange:
    mine, theirs = _files_of(old, name), _files_of(new, name)
    names = (", ".join(file.name for file in mine), ", ".join(file.name for file in theirs))
    if name not in layers_of(new) or name not in layers_of(old):
        state = State.REMOVED if name in layers_of(old) else State.ADDED
        return LayerChange(name, state, By.DRAWING, *names)
    if Counter(file.sha256 for file in mine) == Counter(file.sha256 for file in theirs):
        return LayerChange(name, State.SAME, By.HASH, *names)
    try:
        moved = shifted(plot_of(new, name), shift_between(old, new))
        found = compare(plot_of(old, name), moved)
    except UnplottableError:
        return LayerChange(name, State.CHANGED, By.FILE, *names)
    if found.same:
        shared_out = name != DRILL or _plating(old) == _plating(new)
        state = State.SAME if shared_out else State.CHANGED
        return LayerChange(name, state, By.DRAWING if shared_out else By.FILE, *names)
    areas = (_area(found.only_old_mm2), _area(found.only_new_mm2))
    return LayerChange(name, State.CHANGED, By.DRAWING, *names, *areas)


def _files_of(package: FabricationSet, name: str) -> tuple[Layer, ...]:
    """The files that give what pictures call *name*."""
    if name == DRILL:
        return tuple(layer for layer in package.layers if layer.role.kind in _DRILLED)
    if name == OUTLINE:
        named = tuple(layer for layer in package.layers if layer.name == package.outline.file)
        return named or tuple(la for la in package.layers if la.role.kind in _EDGES)
    return tuple(la for la in package.layers if str(la.role) == name and la.form == "gerber")


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a package as its record has it."""

    name: str
    role: str
    sha256: str


def _undrawn(package: FabricationSet, drawn: Iterable[str]) -> Iterator[_File]:
    """The files of no layer that can be drawn; what belongs to a drawn one is told there."""
    told = {file.name for name in drawn for file in _files_of(package, name)}
    for layer in package.layers:
        if layer.name not in told:
            yield _File(layer.name, str(layer.role), layer.sha256)


def _by_base(files: Iterable[HashedFile]) -> dict[tuple[str, int], HashedFile]:
    """Files by their name without folders, and the how manieth of it they are."""
    count: Counter[str] = Counter()
    found = {}
    for file in files:
        if file.role != _JUNK:
            base = file.name.rpartition("/")[2].casefold()
            found[(base, count[base])] = file
            count[base] += 1
    return found


def _file(old: HashedFile | None, new: HashedFile | None) -> LayerChange:
    one = new or old
    role = one.role if one else ""
    if old is None or new is None:
        state = State.ADDED if old is None else State.REMOVED
        return LayerChange(role, state, By.FILE, old.name if old else "", new.name if new else "")
    same = old.sha256 == new.sha256
    by = By.HASH if same else By.FILE
    return LayerChange(role, State.SAME if same else State.CHANGED, by, old.name, new.name)


def _tools(package: FabricationSet) -> Counter[Decimal]:
    sizes = (size for file in package.drilling.files for size in file.hit_sizes)
    return Counter(Decimal(str(round(size, 3))).normalize() for size in sizes)


def _plating(package: FabricationSet) -> Counter[tuple[int, int]]:
    """How holes and cuts are shared out among the files, which say what is plated."""
    return Counter((len(file.hits), len(file.cuts)) for file in package.drilling.files)


def _area(mm2: float) -> Decimal:
    return Decimal(str(round(mm2, 3)))
