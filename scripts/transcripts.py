"""Keep the pages true: every ``console`` block is run, and its output is what is printed there.

``python -m scripts.transcripts`` runs the blocks of README and docs/ and puts today's output in
place; ``--check`` says what is not true instead; ``--pictures`` draws docs/pictures/ again (needs
pdftoppm).

A block's lines after ``$ `` are commands, the others what they print, on a terminal 100 columns
wide. A page's blocks run in order in one new folder. A line ``...`` stands for lines left out, once
in each output. Names of commits and instants may differ. A ``yaml`` block that begins with
``# ledger/`` and a path is written there.
"""

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

from pcbsales.cli import run

REPOSITORY = Path(__file__).parents[1]
PAGES = ("README.md", "README.zh-Hant.md", "docs/*.md")
PICTURES = REPOSITORY / "docs" / "pictures"
#: The day that pages are written on; the sample ledger's people work on it.
TODAY = "2026-10-31"
LEFT_OUT = "..."
#: Founding a ledger writes a thousand small files: in memory where the machine has such a place.
_IN_MEMORY = Path("/dev/shm")  # noqa: S108 -- folders with names of their own are made in it
#: More than pages take at once; a container's memory for files has as little as 64 MB.
_ROOM = 500_000_000
_BLOCK = re.compile(
    r"^```(?:console\n|yaml\n# (?P<file>ledger/\S+)\n)(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
#: Names of commits, short and shorter, and instants: they are other ones each time.
_PASSING = re.compile(
    r"\b(?:[0-9a-f]{7,8}|[0-9a-f]{12})\b"
    r"|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?[+-]\d\d:\d\d\b"
)
#: A line that was shown for a while and is gone: how many files are read.
_ERASED = re.compile(r"(?:\r\x1b\[K[^\r\n]*)*\r\x1b\[K")
_PROMPT = "$ "
#: What draws the pictures, in a ledger; every paper and drawing that it leaves there is one.
_DRAWN = """\
python -m scripts.sample zip HY-4480.zip
pcbsales init ledger --sample
cd ledger
pcbsales intake add ../HY-4480.zip -c HUAYI --set thickness_mm=1.6 --set tg_c=150 \
    --set finish=enig --set finish_thickness_uin=1 --set mask_colour=green \
    --set material=fr4 --set cu_outer_oz=1 --set cu_inner_oz=0.5 --set delivery_format=single
pcbsales part picture HY-4480 --side top -O board-HY-4480.png
pcbsales panel fit HY-4480 -q 200 -f 21X24 -O panel-21X24.svg
pcbsales quote new HUAYI HY-4480 -q 200 --rfq RFQ-1030
pcbsales quote new HUAYI HY-4480 -q 200,400 --lead std,8 --option as-is \
    --option finish=osp --rfq RFQ-1031
pcbsales quote show Q-2026-00043 -O quotation-en.pdf --lang en
pcbsales quote show Q-2026-00043 -O quotation-zh-Hant.pdf --lang zh-Hant
pcbsales quote show Q-2026-00044 -O matrix-en.pdf --lang en
pcbsales quote show Q-2026-00044 -O matrix-zh-Hant.pdf --lang zh-Hant
"""


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a page, and the output printed under it."""

    command: str
    printed: tuple[str, ...]

    @classmethod
    def of(cls, block: str) -> "tuple[Step, ...]":
        """The steps of a block; a command goes on in the next line after a backslash."""
        steps: list[tuple[str, list[str]]] = []
        for line in block.splitlines():
            if steps and steps[-1][0].endswith("\\") and not steps[-1][1]:
                steps[-1] = (f"{steps[-1][0]}\n{line}", [])
            elif line.startswith(_PROMPT):
                steps.append((line.removeprefix(_PROMPT), []))
            else:
                steps[-1][1].append(line)
        return tuple(cls(command, tuple(printed)) for command, printed in steps)

    def renewed(self, output: list[str]) -> "Step":
        """The step with *output* under it, as much left out as was left out before."""
        if self.holds(output):
            return self
        if LEFT_OUT not in self.printed:
            return Step(self.command, tuple(output))
        place = self.printed.index(LEFT_OUT)
        after = len(self.printed) - place - 1
        if place + after >= len(output):
            return Step(self.command, tuple(output))
        return Step(self.command, (*output[:place], LEFT_OUT, *output[len(output) - after :]))

    def holds(self, output: list[str]) -> bool:
        """Whether the page prints *output*, but for what passes and what is left out."""
        printed, said = (_PASSING.sub("-", "\n".join(lines)) for lines in (self.printed, output))
        pattern = re.escape(f"\n{printed}\n").replace(re.escape(f"\n{LEFT_OUT}\n"), r"\n(?:.*\n)*?")
        return re.fullmatch(pattern, f"\n{said}\n") is not None

    def __str__(self) -> str:
        return "".join(f"{line}\n" for line in (_PROMPT + self.command, *self.printed))


class _Screen(io.StringIO):
    """What a terminal shows: both streams, in order."""

    def isatty(self) -> bool:
        return True


class Shell:
    """Runs a page's commands as a reader would type them, in the folder it was made in."""

    def __init__(self) -> None:
        self._code = 0

    def output(self, command: str) -> list[str]:
        """The lines that *command* shows; ``cd``, ``export`` and ``$?`` as in a shell."""
        words = shlex.split(command.replace("\\\n", " "))
        if words[0] == "cd":
            os.chdir(words[1])
            return []
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            os.environ[name] = value
            return []
        if words[0] == "pcbsales" and not set("|<>;&$*") & set(command):
            return self._pcbsales(words[1:]).splitlines()
        done = subprocess.run(
            ["sh", "-c", command.replace("$?", str(self._code))],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        self._code = done.returncode
        return done.stdout.splitlines()

    def write(self, file: str, text: str) -> None:
        """Write a file as a reader's editor would."""
        path = Path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def _pcbsales(self, arguments: list[str]) -> str:
        screen, before = _Screen(), sys.argv
        sys.argv = ["pcbsales", *arguments]
        try:
            with redirect_stdout(screen), redirect_stderr(screen):
                self._code = run(arguments)
        finally:
            sys.argv = before
        return _ERASED.sub("", screen.getvalue())


@contextmanager
def new_shell() -> Iterator[Shell]:
    """A shell in a new folder, with nobody's settings."""
    before = dict(os.environ)
    roomy = os.access(_IN_MEMORY, os.W_OK) and disk_usage(_IN_MEMORY).free > _ROOM
    place = _IN_MEMORY if roomy else None
    with (
        tempfile.TemporaryDirectory(dir=place) as home,
        tempfile.TemporaryDirectory(dir=place) as folder,
    ):
        os.environ.clear()
        os.environ.update(
            {
                "PATH": f"{Path(sys.executable).parent}{os.pathsep}{before['PATH']}",
                "PYTHONPATH": str(REPOSITORY),
                "HOME": home,
                "LANG": "C.UTF-8",
                "GIT_CONFIG_NOSYSTEM": "1",
                "COLUMNS": "100",
                "NO_COLOR": "1",
                "PCBSALES_TODAY": TODAY,
            }
        )
        try:
            with chdir(folder):
                yield Shell()
        finally:
            os.environ.clear()
            os.environ.update(before)


def pages() -> list[Path]:
    """The pages that have blocks."""
    found = (path for pattern in PAGES for path in sorted(REPOSITORY.glob(pattern)))
    return [path for path in found if _BLOCK.search(path.read_text("utf-8"))]


def renewed(text: str) -> str:
    """A page's *text* with today's output in its blocks."""
    with new_shell() as shell:

        def play(block: re.Match[str]) -> str:
            if block["file"]:
                shell.write(block["file"], block["body"])
                return block[0]
            steps = (step.renewed(shell.output(step.command)) for step in Step.of(block["body"]))
            return "```console\n" + "".join(map(str, steps)) + "```"

        return _BLOCK.sub(play, text)


def draw_pictures() -> None:
    """What the tours show as pictures: the board, the panel, and the papers page by page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with new_shell() as shell:
        for command in _DRAWN.splitlines():
            shell.output(command)
        for paper in sorted(Path().glob("*.pdf")):
            page = ("-r", "80", "-f", "1", "-singlefile", "-png")
            subprocess.run(["pdftoppm", *page, str(paper), paper.stem], check=True)
        for picture in (*Path().glob("*.png"), *Path().glob("*.svg")):
            (PICTURES / picture.name).write_bytes(picture.read_bytes())


def main(words: list[str]) -> int:
    """Renew the pages, or check them; 1 if one is not true."""
    if "--pictures" in words:
        draw_pictures()
        return 0
    stale = False
    for page in pages():
        text = page.read_text("utf-8")
        today = renewed(text)
        if today == text:
            continue
        stale = True
        sys.stderr.write(f"{page.relative_to(REPOSITORY)}: its output has changed\n")
        if "--check" not in words:
            page.write_text(today, "utf-8")
    return 1 if stale and "--check" in words else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
