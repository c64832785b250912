"""The sample ledger: every record and file of it, from the seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pcbsales.boards.records import Part as Board
from pcbsales.kernel.record import Attachment, Record
from pcbsales.manifest import Catalogue
from scripts.sample.agreements import agreements
from scripts.sample.approvals import approvals
from scripts.sample.authority import arrangements, policies
from scripts.sample.books import SHARED, books, by_hand
from scripts.sample.buyers import accounts, customers, people
from scripts.sample.capability import capabilities
from scripts.sample.cases import Cases
from scripts.sample.chance import Chance
from scripts.sample.charges import charges, tools
from scripts.sample.drafts import Buyer, Drafts, Numbered
from scripts.sample.files import ledger_files
from scripts.sample.firm import firm
from scripts.sample.offer_terms import offer_terms
from scripts.sample.offers import quotes
from scripts.sample.panel_prices import panel_prices
from scripts.sample.panels import panels
from scripts.sample.parts import parts
from scripts.sample.questions import question_policies, questions
from scripts.sample.requirements import requirements
from scripts.sample.stages import stage_policies, stages
from scripts.sample.trade import Habits, Trade

SEED = 20261031
FIRST, LAST = date(2025, 4, 1), date(2026, 10, 30)
#: After the last invoice payments still come in, as they would.
HORIZON = date(2026, 11, 13)
#: Invoices a month of each account of the sample, in the order of the accounts.
_A_MONTH = (1.6, 1.2, 0.7, 0.5, 0.6, 0.9, 0.5, 0.9, 0.8, 0.7, 0.6, 0.6, 0.5)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a ledger holds beside the folders kept by hand."""

    records: tuple[Record, ...]
    attachments: tuple[Attachment, ...] = ()

    def files(self, catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
        """Paths below the root, with their bytes."""
        return ledger_files(self.records, catalogue, self.attachments)


def sample(catalogue: Catalogue) -> Contents:
    """The sample ledger."""
    boards, attachments = parts()
    buyers = accounts()
    drafts = Cases(buyers, boards).drafts
    for buyer, rate in zip(buyers, _A_MONTH, strict=True):
        drafts.add(_ordinary(buyer, boards, rate))
    masters = (
        *firm(),
        *policies(),
        *arrangements(),
        *books(),
        *panels(),
        *capabilities(),
        *panel_prices(),
        *charges(),
        *offer_terms(),
        *question_policies(),
        *stage_policies(),
        *customers(),
        *people(),
    )
    known = (*masters, *by_hand())
    offered = tuple(quotes(known, boards, buyers, (FIRST, LAST), catalogue))
    asked, mails = approvals((*known, *boards), offered, catalogue)
    put, shown = questions((*masters, *boards), catalogue)
    released, proofs = stages((*masters, *boards), catalogue)
    money = Numbered(drafts, catalogue).records
    required, papers = requirements()
    agreed, signed = agreements()
    return Contents(
        (
            *masters,
            *boards,
            *tools(),
            *agreed,
            *required,
            *offered,
            *asked,
            *put,
            *released,
            *money,
        ),
        (*attachments, *papers, *mails, *shown, *proofs, *signed),
    )


def _ordinary(buyer: Buyer, boards: Sequence[Board], rate: float) -> Drafts:
    chance = Chance(SEED, buyer.customer, buyer.currency)
    own = [board for board in boards if board.customer == buyer.customer]
    days = list(_days(chance, rate))
    return _until_the_last_day(Trade(buyer, own, chance, Habits(HORIZON)).drawn(days))


def _until_the_last_day(drafts: Drafts) -> Drafts:
    """*drafts* without what the firm itself would do later: credit notes, disputes closed."""
    drafts.bills = [bill for bill in drafts.bills if not (bill.credits and bill.issued > LAST)]
    drafts.contests = [
        replace(contest, closed=None) if contest.closed and contest.closed > LAST else contest
        for contest in drafts.contests
    ]
    return drafts


def _days(chance: Chance, rate: float) -> Iterator[date]:
    """Workdays, *rate* of them a month on average."""
    first = FIRST
    while first < LAST:
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        for _ in range(int(rate) + chance.happens(rate % 1)):
            yield chance.workday(first, min(LAST, date.fromordinal(following.toordinal() - 1)))
        first = following


def differences(root: Path, files: Iterator[tuple[str, bytes]]) -> list[str]:
    """How the ledger below *root* departs from *files*: one line for each file, none if not."""
    expected = dict(files)
    present = {
        path.relative_to(root).as_posix() for path in (root / "ledger").rglob("*") if path.is_file()
    }
    found = [f"{name}: missing" for name in sorted(expected.keys() - present)]
    extra = present - expected.keys()
    stray = (name for name in sorted(extra) if not name.startswith(SHARED))
    found += [f"{name}: not drawn by the script" for name in stray]
    for name in sorted(present & expected.keys()):
        if (root / name).read_bytes() != expected[name]:
            found.append(f"{name}: differs")
    return found
