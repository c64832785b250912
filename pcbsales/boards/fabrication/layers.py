"""The set as layers: every file with its head and role, sorted by who tells what it is."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pcbsales.boards.fabrication.excellon import looks_like_excellon, read_head
from pcbsales.boards.fabrication.gerber import GerberHead, looks_like_gerber, scan
from pcbsales.boards.fabrication.jobfile import JobFile, read_job
from pcbsales.boards.fabrication.names import named_as_drill, role_of_label, role_of_name
from pcbsales.boards.fabrication.package import Member
from pcbsales.boards.fabrication.questions import Question, ask, listed
from pcbsales.boards.fabrication.roles import SIDED, Role, foreign_role, role_of_function

_DRAWS = re.compile(rb"D0?1\*|G36")


@dataclass(frozen=True, slots=True)
class Layer:
    """A file of the set: ``form`` is gerber, excellon or other; ``repeats`` one before it."""

    name: str
    data: bytes
    sha256: str
    role: Role
    form: str
    head: GerberHead
    repeats: bool = False


def sort_out(members: Sequence[Member]) -> tuple[tuple[Layer, ...], tuple[JobFile, ...]]:
    """Every file with its role, and the job files read."""
    members = [_plain(member) for member in members]
    jobs = {member.name: read_job(member.data) for member in members if _is_job(member)}
    functions = {name: fields for job in jobs.values() for name, fields in job.functions.items()}
    forms = {member.name: _form(member) for member in members if member.name not in jobs}
    graphic = [m.base for m in members if forms.get(m.name) in {"gerber", "excellon"}]
    common = _common_start([base.lower() for base in graphic])
    layers: list[Layer] = []
    seen: set[tuple[str, Role]] = set()
    for member in members:
        form = forms.get(member.name, "other")
        head = scan(member.data) if form == "gerber" else GerberHead()
        role = Role("job") if member.name in jobs else _role(member, form, head, functions, common)
        repeats = form != "other" and (member.sha256, role) in seen
        seen.add((member.sha256, role))
        layers.append(Layer(member.name, member.data, member.sha256, role, form, head, repeats))
    return tuple(_settled(layers)), tuple(jobs.values())


def _plain(member: Member) -> Member:
    """The member as single bytes: some editors save plain text as UTF-8 with a mark, or UTF-16."""
    if member.data.startswith(codecs.BOM_UTF8):
        return replace(member, data=member.data[len(codecs.BOM_UTF8) :])
    if member.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return replace(member, data=member.data.decode("utf-16", "replace").encode())
    return member


def _is_job(member: Member) -> bool:
    return not member.junk and (
        member.base.lower().endswith(".gbrjob")
        or b'"GeneralSpecs"' in member.data[:5000]
        or b"TF.FileFunction,JobInfo" in member.data[:2000]
    )


def _form(member: Member) -> str:
    if member.junk or not member.data:
        return "other"
    if looks_like_excellon(member.data):
        return "excellon"
    return "gerber" if looks_like_gerber(member.data) else "other"


def _role(
    member: Member,
    form: str,
    head: GerberHead,
    functions: dict[str, tuple[str, ...]],
    common: str,
) -> Role:
    """X2 first, then the job file, then the name."""
    if member.junk:
        return Role("junk")
    if form == "other":
        return foreign_role(member.name, member.data[:20_000])
    if form == "excellon":
        stated = role_of_function(read_head(member.data[:20_000]).function)
        stated = stated or role_of_function(functions.get(member.base, ()), "job")
        return stated if stated and stated.kind == "drill" else Role("drill", detail="")
    told = role_of_function(head.function) or role_of_function(
        functions.get(member.base, ()), "job"
    )
    if told and told.kind == "drawing":
        named = role_of_name(member.name, common)
        is_candidate = named is not None and named.kind == "outline"
        return replace(named, rank=3) if named and is_candidate else told
    if told:
        return told
    return _told(member, head, common)


def _told(member: Member, head: GerberHead, common: str) -> Role:
    """The role of a Gerber without attributes: its name, and what its comments call it."""
    labelled = role_of_label(head.labels)
    if labelled and any("/" in label for label in head.labels):
        return labelled
    told = role_of_name(member.name, common) or labelled
    if told is None and named_as_drill(member.name):
        return Role("drill-map" if _DRAWS.search(member.data) else "drill", source="name")
    if told is None:
        return Role("unknown") if head.drawn else Role("other", source="content")
    return told


def _common_start(names: list[str]) -> str:
    """What all names begin with, up to a separator; it is the project's name, not a layer's."""
    if len(names) < 3:
        return ""
    first, last = min(names), max(names)
    length = next(
        (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    return re.sub(r"[^-_. ]*$", "", first[:length])


def _settled(layers: list[Layer]) -> list[Layer]:
    """Numbered copper without a side: the first and last of the stack are top and bottom."""
    copper = [layer for layer in layers if layer.role.kind == "copper"]
    sides = {layer.role.side for layer in copper}
    numbers = [layer.role.position for layer in copper if layer.role.position]
    last = max(numbers, default=0)
    settled = []
    for layer in layers:
        role = layer.role
        if role.kind == "copper" and not role.side and role.position:
            is_bottom = role.position == last and last > 1 and "bottom" not in sides
            is_top = role.position == 1
            side = "top" if is_top else "bottom" if is_bottom else "inner"
            settled.append(replace(layer, role=replace(role, side=side)))
        else:
            settled.append(layer)
    return settled


def unclear(layers: Sequence[Layer]) -> list[Question]:
    """Questions about files whose place in the set nobody tells."""
    drawn = [layer for layer in layers if layer.form == "gerber" and layer.head.drawn]
    names = [
        layer.name
        for layer in drawn
        if layer.role.kind == "unknown" or (layer.role.kind in SIDED and not layer.role.side)
    ]
    if not names:
        return []
    return [
        ask(
            "layer.unknown-role",
            "We cannot tell which layer is meant by {files}. Please tell us what each file is "
            "(copper with its place in the stack, solder mask, legend, outline, drawing).",
            files=listed(names),
        )
    ]


def sides(layers: Sequence[Layer], kind: str, *, drawn: bool) -> tuple[str, ...]:
    """The sides of a kind of layer, top first; *drawn* leaves out files that print nothing."""
    present = {
        layer.role.side
        for layer in layers
        if layer.role.kind == kind and (layer.head.drawn or not drawn)
    }
    return tuple(side for side in ("top", "bottom") if side in present)


def unextended(names: Sequence[str]) -> Question:
    """The question for Gerber files without their apertures."""
    return ask(
        "gerber.rs274d",
        "{files} are standard Gerber (RS-274D) without aperture definitions, so widths and pads "
        "are unknown. Please send extended Gerber (RS-274X or X2).",
        files=listed(list(names), 4),
    )
