"""A package sorted out: every file with its role, the outline and the drilling, before figures."""

from dataclasses import dataclass

from pcbsales.boards.fabrication.edge import Outline
from pcbsales.boards.fabrication.holes import Drilling, read_drilling
from pcbsales.boards.fabrication.jobfile import JobFile
from pcbsales.boards.fabrication.layers import Layer, sort_out
from pcbsales.boards.fabrication.outline import read_outline
from pcbsales.boards.fabrication.package import DefectError, nested_archives, open_package
from pcbsales.boards.fabrication.questions import listed


@dataclass(frozen=True, slots=True)
class FabricationSet:
    """A package sorted out: its files with their roles, job files, outline and drilling."""

    layers: tuple[Layer, ...]
    jobs: tuple[JobFile, ...]
    outline: Outline
    drilling: Drilling

    def first(self, kind: str, side: str) -> Layer | None:
        """The first file of a role, as ``copper`` ``top``."""
        return next(
            (la for la in self.layers if (la.role.kind, la.role.side) == (kind, side)), None
        )


def open_set(data: bytes) -> FabricationSet:
    """Sort a zip of Gerber and drill files out, for those who need the files themselves.

    Raises:
        DefectError: the package cannot be read at all; ``code`` says why.
    """
    members = open_package(data)
    layers, jobs = sort_out(members)
    if not any(layer.form != "other" or layer.role.kind == "odb++" for layer in layers):
        _refuse_nested([member.name for member in nested_archives(members)])
    outline = read_outline(layers)
    return FabricationSet(layers, jobs, outline, read_drilling(layers, outline))


def _refuse_nested(names: list[str]) -> None:
    if names:
        raise DefectError(
            "the package holds only further archives ({files}); send the data in one plain zip",
            code="archive.nested",
            files=listed(names, 3),
        )
