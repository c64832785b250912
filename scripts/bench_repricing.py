"""How many quotations a second a new price book prices again: area, panels, charges, clauses.

``python -m scripts.bench_repricing [LEDGER] [--quotes N]`` prints it; it never fails on time.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from pcbsales.boards.records import Part
from pcbsales.customers.records import Customer
from pcbsales.kernel.errors import PcbsalesError
from pcbsales.kernel.snapshot import Snapshot
from pcbsales.quoting.pricing.remembered import Remembered
from pcbsales.quoting.quotations.draft import Enquiry, Request, draft_quote
from pcbsales.quoting.quotations.records import Quote
from pcbsales.registry import catalogue
from pcbsales.store.ledger import Ledger

DAY = date(2026, 10, 31)
LEAST_A_SECOND = 200


def enquiries(snapshot: Snapshot) -> list[Enquiry]:
    """What the ledger's quotations asked, with the parts' revisions of today."""
    known = {part.id for part in snapshot.all(Part)}
    return [
        Enquiry(
            quote.customer,
            [Request(line.part, line.quantity, unit=line.unit) for line in quote.lines],
        )
        for quote in snapshot.all(Quote)
        if all(line.part in known for line in quote.lines)
    ]


def reprice(snapshot: Snapshot, asked: Sequence[Enquiry], *, as_of: date) -> tuple[int, int]:
    """How many of *asked* have a price on *as_of*, and how many none."""
    priced = refused = 0
    for enquiry in asked:
        try:
            draft_quote(snapshot, enquiry, as_of=as_of)
            priced += 1
        except PcbsalesError:
            refused += 1
    return priced, refused


def main(words: Sequence[str] | None = None) -> int:
    """Price the ledger's quotations again, over and over, and print the rate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", type=Path, nargs="?", default=Path(__file__).parents[1])
    parser.add_argument("--quotes", type=int, default=500)
    told = parser.parse_args(words)
    snapshot = Remembered(Ledger(told.ledger, catalogue()).state())
    snapshot.all(Customer)
    asked = list(islice(cycle(enquiries(snapshot)), told.quotes))
    reprice(snapshot, asked[:20], as_of=DAY)
    began, worked = time.perf_counter(), time.process_time()
    priced, refused = reprice(snapshot, asked, as_of=DAY)
    spent, busy = time.perf_counter() - began, time.process_time() - worked
    sys.stdout.write(
        f"{priced} priced, {refused} without a price, {spent:.2f} s: "
        f"{len(asked) / spent:.0f} a second, {len(asked) / busy:.0f} a second of processor time "
        f"(at least {LEAST_A_SECOND} is the aim)\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
