"""What a file of the package is for: by its X2 attribute, the job file, its name, its content."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

SIDED = ("copper", "mask", "legend", "paste")


@dataclass(frozen=True, slots=True)
class Role:
    """A file's place in the set.

    ``position`` counts copper layers from the top (0: not known), ``relative`` inner layers from
    the first inner one, after a letter for their run (``e``: numbered with gaps by habit).
    ``source`` says who tells: x2, job, name or content. ``rank`` orders
    candidates for the outline: 1 states it, 2 is named so, 3 may be one.
    """

    kind: str
    side: str = ""
    position: int = 0
    relative: str = ""
    source: str = "name"
    rank: int = 2
    detail: str = ""

    def __str__(self) -> str:
        if self.kind == "copper" and self.side == "inner":
            number = str(self.position or "") or self.relative[1:]
            return f"copper-inner-{number}" if number else "copper-inner"
        return f"{self.kind}-{self.side}" if self.side else self.kind


_X2_SIDES = {"top": "top", "bot": "bottom", "bottom": "bottom", "inr": "inner", "inner": "inner"}
_X2_KINDS = {
    "soldermask": "mask",
    "legend": "legend",
    "paste": "paste",
    "solderpaste": "paste",
    "drillmap": "drill-map",
    "vcut": "vscore",
    "v-cut": "vscore",
    "jobinfo": "job",
    "glue": "drawing",
    "assemblydrawing": "drawing",
    "fabricationdrawing": "drawing",
    "arraydrawing": "drawing",
    "drawing": "drawing",
    "otherdrawing": "drawing",
    "keepout": "drawing",
    "keep-out": "drawing",
    "component": "drawing",
    "pads": "drawing",
    "other": "drawing",
    "viafill": "via-fill",
    "viatenting": "via-fill",
    "carbonmask": "carbon",
    "goldmask": "finish-mask",
    "silvermask": "finish-mask",
    "tinmask": "finish-mask",
    "heatsinkmask": "finish-mask",
    "peelablemask": "peelable",
    "depthrout": "depth-rout",
}


def role_of_function(fields: Sequence[str], source: str = "x2") -> Role | None:
    """The role an X2 file function states, None where it states none known.

    >>> str(role_of_function(("Copper", "L2", "Inr", "Plane")))
    'copper-inner-2'
    """
    if not fields:
        return None
    kind, rest = fields[0].lower().replace(" ", ""), [field.lower() for field in fields[1:]]
    side = next((_X2_SIDES[field] for field in rest if field in _X2_SIDES), "")
    if kind == "copper":
        position = next((int(f[1:]) for f in rest if re.fullmatch(r"l[0-9]{1,2}", f)), 0)
        return Role("copper", side, position, source=source)
    if kind == "profile":
        return Role("outline", source=source, rank=1)
    if kind in {"plated", "nonplated"}:
        numbers = [field for field in rest if re.fullmatch(r"[0-9]+", field)]
        return Role("drill", source=source, detail=",".join([kind, *numbers]))
    known = _X2_KINDS.get(kind, "drawing" if kind.startswith("other") else None)
    return Role(known, side if known in SIDED else "", source=source) if known else None


_FOREIGN = (
    (
        re.compile(
            r"\.(kicad_pcb|kicad_pro|kicad_sch|pcbdoc|schdoc|prjpcb|brd|sch|pcb|fbrd|dsn"
            r"|lay6?|epro|eprj|dip|hyp|cam|gwk|gerberzip|pcbproj|t3001)$",
            re.IGNORECASE,
        ),
        "native",
    ),
    (
        re.compile(
            r"(^|/)(matrix/matrix|steps/[^/]+/(stephdr|layers/)|misc/info$)|odb[^/]*\.tgz$"
            r"|\.odb$",
            re.IGNORECASE,
        ),
        "odb++",
    ),
    (
        re.compile(
            r"\.(pdf|md|txt|doc|docx|rtf|xls|xlsx|csv|png|jpe?g|svg|dxf|dwg|step|stp|html?"
            r"|ps|bmp|gif|tiff?|webp)$|(^|/)(readme|licen[cs]e|notes?)[^/]*$",
            re.IGNORECASE,
        ),
        "document",
    ),
    (
        re.compile(
            r"\.(rpt|rep|drr|dri|gpi|log|apr|apt|whl|ext?rep|extrep|lst|tol|rul|ldp|reports?"
            r"|info|json|xml|ini|cfg|tool|gpf|par|status)$",
            re.IGNORECASE,
        ),
        "report",
    ),
    (re.compile(r"\.(pos|mnt|mnb|xy|pnp|cpl|bom|net)$", re.IGNORECASE), "placement"),
)


def foreign_role(name: str, start: bytes) -> Role:
    """The role of a file that is neither Gerber nor drill data."""
    if b"<IPC-2581" in start[:3000] or re.search(r"\.(cvg|ipc2581)$", name, re.IGNORECASE):
        return Role("ipc-2581", source="content")
    if re.search(rb"^(C  IPC-D-356|P  JOB|P  UNITS|C\s+IPC-D-356|317\S)", start, re.MULTILINE):
        return Role("netlist", source="content")
    if start.startswith((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf")):
        return Role("other", source="content")
    for pattern, kind in _FOREIGN:
        if pattern.search(name):
            return Role(kind)
    return Role("other", source="content")
