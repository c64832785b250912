"""Whether a peer finds, for every customer, the balance that we find: to the cent."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from scripts.sample.journal import RECEIVABLE, UNALLOCATED

_AS_OF, _BEFORE = "2026-10-31", "2026-11-01"

#: Account with customer and entity, and currency.
Key: TypeAlias = tuple[str, str]


def differences(root: Path, peer: str, journal: Path) -> list[str]:
    """What *peer* finds otherwise in *journal* than we in the ledger at *root*, a line each."""
    ours, theirs = dict(_ours(root)), _theirs(peer, journal)
    return [
        f"{account} {currency}: ours {ours.get(key)}, {peer} {theirs.get(key)}"
        for key in sorted(ours.keys() | theirs.keys())
        if ours.get(key) != theirs.get(key)
        for account, currency in (key,)
    ]


def _ours(root: Path) -> Iterator[tuple[Key, Decimal]]:
    """What ``ar ageing`` says is owed, and below 0 what is not allocated."""
    words = [sys.executable, "-m", "pcbsales", "ar", "ageing", "--as-of", _AS_OF, "-o", "json"]
    environment = {**os.environ, "PCBSALES_TODAY": _AS_OF}
    done = subprocess.run(
        words, cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    for row in json.loads(done.stdout)["rows"]:
        place, currency = f"{row['customer']}:{row['entity']}", row["currency"]
        for account, amount in (
            (RECEIVABLE, Decimal(row["outstanding"])),
            (UNALLOCATED, -Decimal(row["unallocated"])),
        ):
            if amount:
                yield (f"{account}:{place}", currency), amount


def _theirs(peer: str, journal: Path) -> dict[Key, Decimal]:
    words = [peer, "-f", str(journal), "bal", "--flat", "-e", _BEFORE, "--no-total"]
    done = subprocess.run(
        [*words, RECEIVABLE, UNALLOCATED], capture_output=True, text=True, check=True
    )
    found: dict[Key, Decimal] = defaultdict(Decimal)
    for line in done.stdout.splitlines():
        amount, currency, account = line.split()
        found[account, currency] += Decimal(amount)
    return dict(found)
