"""How long answers take as the ledger grows: pcbsales, hledger and ledger on the same facts.

Run as ``python -m scripts.bench``. One run draws each size, checks that every customer's balance
equals the peers' to the cent, and only then times whole processes; the figures are medians. It
reports and never fails on a timing. ``--write docs/performance.md`` puts the tables there.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from scripts.bench_balances import differences
from scripts.bench_report import Figures, Timed, described, tables, written
from scripts.bench_runs import AS_OF, Run, timed
from scripts.sample.__main__ import main as sample
from scripts.sample.journal import RECEIVABLE

PEERS = ("hledger", "ledger")
SIZES, LARGEST = (1_000, 10_000, 100_000), 300_000
_OURS = (sys.executable, "-m", "pcbsales")
_BEFORE = "2026-11-01"


def ledger_of(folder: Path, invoices: int, seed: int) -> Path:
    """A ledger of *invoices* in *folder*, drawn unless it is there already."""
    root = folder / f"ledger-{invoices}-{seed}"
    if not (root / ".git").exists():
        size = ("--invoices", str(invoices), "--seed", str(seed))
        if sample(["ledger", str(root), "--git", *size]):
            raise SystemExit(f"the ledger of {invoices} invoices could not be drawn")
    return root


def journals_of(root: Path) -> dict[str, Path]:
    """The same facts for each peer that is installed."""
    found = {}
    for peer in filter(shutil.which, PEERS):
        journal = root.with_suffix(f".{peer}")
        if not journal.exists():
            sample(["journal", str(root), "-o", str(journal), "--format", peer])
        found[peer] = journal
    return found


def measured(root: Path, invoices: int, runs: int) -> Figures:
    """All figures of one ledger; SystemExit where a peer finds other balances."""
    journals = journals_of(root)
    for peer, journal in journals.items():
        if found := differences(root, peer, journal):
            shown = "\n".join(found[:20])
            raise SystemExit(f"no timings: {peer} finds other balances\n{shown}")
    files = sum(1 for path in (root / "ledger").rglob("*") if path.is_file())
    return Figures(invoices, files, tuple(_ours(root, runs)), tuple(_theirs(journals, root, runs)))


def _ours(root: Path, runs: int) -> list[Timed]:
    few = min(runs, 3)
    overdue, ageing = ([*_OURS, "ar", verb, "-o", "json"] for verb in ("overdue", "ageing"))
    check = [*_OURS, "check", "-o", "json"]
    first = timed("ar overdue, no index yet", overdue, root, few, before=_without_index)
    cold = timed("check, no index yet", check, root, few, before=_without_index)
    return [
        timed("ar overdue", overdue, root, runs),
        timed("ar ageing", ageing, root, runs),
        first,
        cold,
        timed("check", check, root, few),
        timed("customer new (a write)", _new_customer, root, few),
        timed("ar overdue after a write", overdue, root, few, before=_write),
    ]


def _theirs(journals: dict[str, Path], root: Path, runs: int) -> list[Timed]:
    return [
        timed(f"{peer} bal", [peer, "-f", str(file), "bal", RECEIVABLE, "-e", _BEFORE], root, runs)
        for peer, file in journals.items()
    ]


def _without_index(root: Path) -> None:
    os.sync()  # what others have still to write is not waited for
    shutil.rmtree(root / ".pcbsales", ignore_errors=True)


def _new_customer() -> list[str]:
    code = f"B{os.times().elapsed * 100:.0f}"
    return [*_OURS, "customer", "new", code, f"Bench {code} Ltd", "--country", "HK"]


def _write(root: Path) -> None:
    Run.of(_new_customer(), root)


def main(words: Sequence[str] | None = None) -> int:
    """Draw ledgers, time the three programs on each, print or write the figures."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of invoices")
    parser.add_argument("--full", action="store_true", help=f"{LARGEST} invoices as well")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder to keep the ledgers in, and reuse")
    parser.add_argument("--write", type=Path, help="the page whose tables are written anew")
    arguments = parser.parse_args(words)
    sizes = arguments.sizes or (*SIZES, *((LARGEST,) if arguments.full else ()))
    with tempfile.TemporaryDirectory(prefix="pcbsales-bench-") as passing:
        folder = arguments.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        found = []
        for size in sizes:
            root = ledger_of(folder, size, arguments.seed)
            found.append(measured(root, size, arguments.runs))
    command = " ".join(["python -m scripts.bench", *(words if words is not None else sys.argv[1:])])
    text = described(command, date.today().isoformat(), AS_OF) + tables(found)  # noqa: DTZ011 -- the reader's
    sys.stdout.write(text)
    if arguments.write:
        arguments.write.write_text(written(arguments.write, text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
