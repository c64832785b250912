"""Run as ``python -m scripts.sample``: the zip, the ledgers, the journals, the check."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from pcbsales.kernel.errors import PcbsalesError
from pcbsales.registry import catalogue
from scripts.sample.board.package import draw_package
from scripts.sample.books import BY_HAND, REPOSITORY, SHARED
from scripts.sample.bulk import bulk
from scripts.sample.contents import differences, sample
from scripts.sample.files import write_files
from scripts.sample.journal import Journal
from scripts.sample.reading import facts_of

Arguments: TypeAlias = argparse.Namespace


def main(words: Sequence[str] | None = None) -> int:
    """Run the command that *words* give; the exit code."""
    arguments = _parser().parse_args(words)
    try:
        code: int = arguments.run(arguments)
    except (PcbsalesError, OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return code


def _zip(arguments: Arguments) -> int:
    """The customer's package; the part number is the file's name."""
    arguments.file.parent.mkdir(parents=True, exist_ok=True)
    arguments.file.write_bytes(draw_package(arguments.file.stem, arguments.revision))
    return 0


def _ledger(arguments: Arguments) -> int:
    """A ledger below FOLDER: the sample, or one of any size."""
    kinds = catalogue()
    contents = (
        bulk(arguments.invoices, kinds, seed=arguments.seed)
        if arguments.invoices
        else sample(kinds)
    )
    root: Path = arguments.folder
    if arguments.git and root.exists():
        raise PcbsalesError("{folder} is there already; name a new folder", folder=root)
    if not arguments.git:
        _clear(root)
    count = write_files(root, contents.files(kinds))
    if root.resolve() != REPOSITORY:
        by_hand = ((name, (REPOSITORY / name).read_bytes()) for name in BY_HAND)
        count += write_files(root, by_hand)
    if arguments.git:
        _commit(root)
    sys.stderr.write(f"{count} files in {root / 'ledger'}\n")
    return 0


def _clear(root: Path) -> None:
    """Remove what an earlier run drew and this one may not; what is kept by hand stays."""
    for path in (root / "ledger").rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not name.startswith(SHARED):
            path.unlink()


def _commit(root: Path) -> None:
    """Make *root* a ledger's repository with one commit, as ``init --sample`` leaves it."""
    write_files(root, [(".gitignore", b".pcbsales/\n"), ("templates/.gitkeep", b"")])
    author = ("-c", "user.name=Lin Mei", "-c", "user.email=mei.lin@penglan.example")
    for words in (
        ("init", "--quiet", "--initial-branch=main"),
        ("config", "user.name", "Lin Mei"),
        ("config", "user.email", "mei.lin@penglan.example"),
        ("add", "--all"),
        (*author, "commit", "--quiet", "-m", "Found the ledger\n\nAction: ledger.init\nActor: LIN"),
    ):
        subprocess.run(["git", *words], cwd=root, check=True)
    write_files(root, [(".git/pcbsales/station", b"\n")])


def _journal(arguments: Arguments) -> int:
    """The receivables of the ledger below FOLDER as a journal."""
    journal = Journal(facts_of(arguments.folder, catalogue()))
    with arguments.output.open("w", encoding="utf-8") as out:
        out.writelines(journal.lines(arguments.format))
    return 0


def _check(arguments: Arguments) -> int:
    """Whether the sample ledger is what the script draws."""
    kinds = catalogue()
    found = differences(arguments.folder, sample(kinds).files(kinds))
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.sample", description=__doc__)
    commands = parser.add_subparsers(required=True)
    drawn = commands.add_parser("zip", help="draw a customer's fabrication zip")
    drawn.add_argument("file", type=Path)
    drawn.add_argument("--revision", default="A")
    drawn.set_defaults(run=_zip)
    ledger = commands.add_parser("ledger", help="write the sample ledger, or one of any size")
    ledger.add_argument("folder", type=Path, help="the root, in which ledger/ is written")
    ledger.add_argument("--invoices", type=int, default=0, help="how many (0: the sample)")
    ledger.add_argument("--seed", type=int, default=1)
    ledger.add_argument("--git", action="store_true", help="found a repository in a new FOLDER")
    ledger.set_defaults(run=_ledger)
    journal = commands.add_parser("journal", help="write a ledger's receivables as a journal")
    journal.add_argument("folder", type=Path, help="the root, which holds ledger/")
    journal.add_argument("-o", "--output", type=Path, required=True)
    journal.add_argument("--format", choices=("hledger", "ledger"), default="hledger")
    journal.set_defaults(run=_journal)
    check = commands.add_parser("check", help="compare the sample ledger with what is drawn")
    check.add_argument("folder", type=Path, nargs="?", default=REPOSITORY)
    check.set_defaults(run=_check)
    return parser


if __name__ == "__main__":
    sys.exit(main())
