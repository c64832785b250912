"""The figures of a bench as tables, and the page that keeps them."""

import os
import platform
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"


@dataclass(frozen=True, slots=True)
class Timed:
    """A command by its name: median seconds, on the clock and of processors; peak memory."""

    name: str
    seconds: float
    processor: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on a ledger of so many invoices and files."""

    invoices: int
    files: int
    ours: tuple[Timed, ...]
    peers: tuple[Timed, ...]


#: What a table says of a timing among the figures of its size.
Cell: TypeAlias = Callable[[Timed, Figures], str]


def described(command: str, day: str, as_of: str) -> str:
    """When, on what machine, and how the figures were found."""
    programs = ", ".join(filter(None, map(_version, ("git", "hledger", "ledger"))))
    return (
        f"{day}, on {machine()}, {programs}: `{command}`\n\n"
        f"Whole processes as of {as_of}, medians; every customer's balance was equal to the "
        "peers' to the cent.\n\n"
    )


def machine() -> str:
    """The processor, how many of them, and the Python that figures were found with."""
    return f"{_processor()}, {os.cpu_count()} processors, Python {platform.python_version()}"


def tables(found: Sequence[Figures]) -> str:
    """Times, times against the peers', memory: a table each, a column for each size."""
    return "\n".join(
        (
            _table("milliseconds", found, lambda timing, _: f"{timing.seconds * 1000:,.0f}"),
            _table("processor milliseconds", found, lambda t, _: f"{t.processor * 1000:,.0f}"),
            *(
                _table(f"times {peer.split()[0]}'s", found, _against(place))
                for place, peer in enumerate(t.name for t in found[0].peers)
            ),
            _table("MB of memory", found, lambda timing, _: f"{timing.megabytes:,.0f}"),
        )
    )


def _against(place: int) -> Cell:
    return lambda timing, figures: f"{timing.seconds / figures.peers[place].seconds:.2f}"


def _table(head: str, found: Sequence[Figures], cell: Cell) -> str:
    sizes = " | ".join(f"{figures.invoices:,} invoices" for figures in found)
    lines = [f"| {head} | {sizes} |", "|---|" + "---:|" * len(found)]
    rows = list(zip(*((*figures.ours, *figures.peers) for figures in found), strict=True))
    for row in rows:
        cells = " | ".join(cell(t, f) for t, f in zip(row, found, strict=True))
        lines.append(f"| {row[0].name} | {cells} |")
    return "\n".join(lines) + "\n"


def written(page: Path, text: str, marks: tuple[str, str] = (BEGIN, END)) -> str:
    """*page* with *text* between its *marks*; what stands around them stays."""
    begin, end = marks
    old = page.read_text(encoding="utf-8")
    before, _, rest = old.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}{text}{end}{after}"


def _version(program: str) -> str:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return f"{program} not installed"
    words = said.stdout.split()
    version = next((word for word in words if word[0].isdecimal()), "")
    return f"{program} {version.strip(',')}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
