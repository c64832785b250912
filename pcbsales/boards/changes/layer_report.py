"""What a package changes of the data that a part holds, before anything is decided."""

from dataclasses import dataclass
from typing import Any

from pcbsales.boards.changes.difference import BY, STATES, same_board
from pcbsales.boards.changes.layers import LayerChange, file_changes, layer_changes
from pcbsales.boards.fabrication.reading import FabricationSet
from pcbsales.boards.received_data import ReceivedPackage
from pcbsales.boards.records import Part, Revision
from pcbsales.kernel.tables import Column, Table


@dataclass(frozen=True, slots=True)
class LayerReport:
    """What became of each layer between *revision*'s data and the package *name*."""

    part: Part
    revision: Revision
    name: str
    layers: tuple[LayerChange, ...]
    lang: str = "en"

    @property
    def nothing_moved(self) -> bool:
        """Whether it draws the same board."""
        return same_board(self.layers)

    def as_json(self) -> dict[str, Any]:
        """``schema``, ``part``, ``revision``, ``package``, ``layers``."""
        return {
            "schema": 1,
            "part": self.part.id,
            "revision": self.revision.rev,
            "package": self.name,
            "layers": [layer.as_json() for layer in self.layers],
        }

    def as_table(self) -> Table:
        """A row for each layer and file."""
        remark = "every layer draws the same"
        return Table(
            title="{package} against {part} revision {rev}",
            title_values=(
                ("package", self.name),
                ("part", self.part.id),
                ("rev", self.revision.rev),
            ),
            columns=(
                Column("layer", "layer"),
                Column("state", "state"),
                Column("by", "compared"),
                Column("before", "before"),
                Column("after", "after"),
            ),
            rows=tuple(
                (
                    layer.layer,
                    STATES[layer.state].text(self.lang),
                    BY[layer.by].text(self.lang),
                    layer.old or None,
                    layer.new or None,
                )
                for layer in self.layers
            ),
            remarks=((remark, ()),) if self.nothing_moved else (),
        )


def layer_report(
    part: Part,
    revision: Revision,
    received: ReceivedPackage,
    old: FabricationSet | None,
    new: FabricationSet | None,
    *,
    lang: str = "en",
) -> LayerReport:
    """*received* against the data of *revision*: by what is drawn, where both can be opened."""
    held = revision.fabrication.files if revision.fabrication else ()
    changes = (
        layer_changes(old, new)
        if old is not None and new is not None
        else file_changes(held, received.reading.files)
    )
    return LayerReport(part, revision, received.name, changes, lang)
