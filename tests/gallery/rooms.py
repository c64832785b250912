"""A broken ledger for each rule over several records: what was done to the sample.

What check says of each stands in rooms_said.txt; ``python -m tests.gallery.rooms LEDGER`` prints
it from a copy of the sample.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pcbsales.registry import catalogue
from pcbsales.store.ledger import Ledger

_ATTACHED: Final = "2f/2f3808fc7322f74d8d3611c4655e9d21458b4c43f6b9da6fb31f944fff32b30c"


@dataclass(frozen=True, slots=True)
class Edit:
    """*file* below ledger/ with *old* made *new*; empty: the whole file; *new* None: it goes.

    With *copy_of* the file is a copy of that other one, with *link_to* a link.
    """

    file: str
    old: str = ""
    new: str | None = ""
    copy_of: str = ""
    link_to: str = ""

    def make(self, root: Path) -> None:
        """Change the file."""
        file = root / "ledger" / self.file
        file.parent.mkdir(parents=True, exist_ok=True)
        if self.new is None:
            file.unlink()
        elif self.copy_of:
            shutil.copyfile(root / "ledger" / self.copy_of, file)
        elif self.link_to:
            file.symlink_to(self.link_to)
        else:
            self._write(file, self.new)

    def _write(self, file: Path, new: str) -> None:
        text = file.read_text("utf-8") if self.old else ""
        assert self.old in text, f"{self.file} does not hold {self.old!r}"
        file.write_text(text.replace(self.old, new, 1) if self.old else new, "utf-8")


def copied(file: str, source: str, *pairs: tuple[str, str]) -> tuple[Edit, ...]:
    """*source* as *file*, with texts replaced."""
    return (Edit(file, copy_of=source), *(Edit(file, old, new) for old, new in pairs))


_HUAYI, _WANG, _HK = "customers/HUAYI.yaml", "staff/WANG.yaml", "entities/HK.yaml"
_PART, _BOOK = "parts/HUAYI/HY-4400.yaml", "price-books/SZ-2026-01.yaml"
_SPEC, _REQUIRED = "specs/CS-00001.yaml", "requirements/TANNHOF.yaml"
_QUOTE = "quotes/2025/000/Q-2025-00001.yaml"
_BARGAINED = "quotes/2026/000/Q-2026-00036.yaml"
_LOST = "quotes/2026/000/Q-2026-00037.yaml"
_AGREED = "price-agreements/2026/000/PA-2026-00001.yaml"
_PAID = "payments/2026/000/PAY-2026-00002.yaml"
_GRANT = "approval-decisions/2026/000/AD-2026-00001.yaml"
_DISPUTE = "disputes/2026/000/DP-2026-00001.yaml"
_EQ = "engineering-questions/2026/000/EQ-2026-00002.yaml"
_APPROVAL = "stage-approvals/2025/000/SA-2025-00001.yaml"
_NOTICE = "change-notices/2026/000/PCN-2026-00001.yaml"
_NO_NUMBER = ("tax_id: 91440300MADEM0101H\n", "")
_TOOL = "tooling/2025/000/TL-2025-00001.yaml"
_SPARED: Final = """\
    one_time:
      - kind: test_fixture
        amount: 0.00 EUR
        net: 0.00 EUR
        owner: customer
        because: held
        tooling: TL-2025-00001
"""
_MAILED = "approval-decisions/2026/000/AD-2026-00002.yaml"

#: What breaks each rule.
BROKEN: Final[dict[str, tuple[Edit, ...]]] = {
    "staff.circle": (Edit("staff/LIN.yaml", "reports_to: QIN", "reports_to: WANG"),),
    "staff.email": (Edit(_WANG, "emails:\n", "emails:\n  - Mei.Lin@penglan.example\n"),),
    "entity.tax_id": (Edit("entities/SZ.yaml", "tax_id: ", "tax_id: X"),),
    "entity.account": (Edit(_HK, "[USD, EUR]", "[USD, EUR, GBP]"),),
    "entity.iban": (Edit(_HK, "    swift: XXXXHKHH\n", "    iban: DE89370400440532013001\n"),),
    "calendar.region": (Edit("calendars/SZ-DESK.yaml", "zone:", "region: SZ\nzone:"),),
    "tax_policy.twice": copied(
        "tax-policies/HK-2.yaml", "tax-policies/HK-2000.yaml", ("HK-2000", "HK-2")
    ),
    "deputy.circle": copied(
        "deputies/2026/000/DEP-2026-00002.yaml",
        "deputies/2026/000/DEP-2026-00001.yaml",
        ("DEP-2026-00001", "DEP-2026-00002"),
        ("by: LIN", "by: QIN"),
        ("absent: LIN", "absent: QIN"),
        ("deputy: QIN", "deputy: LIN"),
    ),
    "authority.start": copied(
        "authorities/DEFAULT-2.yaml",
        "authorities/DEFAULT-2025.yaml",
        ("DEFAULT-2025", "DEFAULT-2"),
    ),
    "decision.twice": copied(
        "approval-decisions/2026/000/AD-2026-00003.yaml",
        _GRANT,
        ("AD-2026-00001", "AD-2026-00003"),
    ),
    "decision.day": (Edit(_GRANT, "at: 2026-10-30T17:20", "at: 2026-12-30T17:20"),),
    "decision.self": (Edit(_GRANT, "by: LIN", "by: WANG"),),
    "decision.authority": (Edit(_GRANT, "by: LIN", "by: LIU"),),
    "decision.mail": (Edit(_MAILED, "guohua.shen@penglan", "guohua.shen@elsewhere"),),
    "arrangement.authority": (
        Edit("assignments/2026/000/ASG-2026-00001.yaml", "by: LIN", "by: LIU"),
    ),
    "customer.tax_id": (Edit(_HUAYI, "DEM0101H", "DEM0101J"),),
    "customer.tax_id_twice": (Edit("customers/XINGHE.yaml", "DEM0103P", "DEM0101H"),),
    "customer.rep": (Edit(_HUAYI, "rep: WANG", "rep: GAO"),),
    "customer.currency": (Edit(_HUAYI, "currency: CNY", "currency: USD"),),
    "customer.cut_off": (Edit(_HUAYI, "[eom, +30d]", "[cut-off 25, +30d]"),),
    "person.site": (Edit("people/P-00001.yaml", "site: MAIN", "site: PLANT"),),
    "part.layer.count-conflict": (Edit(_PART, "layers: 4", "layers: 6"),),
    "part.size.conflict": (Edit(_PART, "board_size: 100 x 68", "board_size: 100 x 86"),),
    "spec.issue": copied("specs/CS-00002.yaml", _SPEC, ("id: CS-00001", "id: CS-00002")),
    "spec.supersedes": copied(
        "specs/CS-00002.yaml",
        _SPEC,
        ("id: CS-00001", "id: CS-00002"),
        ('issue: "3"', 'issue: "4"\nsupersedes: CS-00001'),
    ),
    "spec.person": (Edit(_SPEC, "person: P-00025", "person: P-00001"),),
    "spec.engineer": (Edit(_SPEC, "by: MA", "by: GAO"),),
    "spec.key": (Edit(_SPEC, "[ipc_class]", "[ipc]"),),
    "spec.board": (Edit(_SPEC, "clauses:\n", "boards:\n  - part: HUAYI/HY-4400\nclauses:\n"),),
    "requirement.key": (Edit(_REQUIRED, "key: tg_c", "key: tg"),),
    "requirement.value": (Edit(_REQUIRED, "value: hasl", "value: tinned"),),
    "requirement.department": (Edit(_REQUIRED, "acknowledged_by: MA", "acknowledged_by: GAO"),),
    "requirement.spec": copied(
        "requirements/HUAYI.yaml",
        _REQUIRED,
        ("id: TANNHOF", "id: HUAYI"),
        ("customer: TANNHOF", "customer: HUAYI"),
    ),
    "sheet.key": (Edit(_BOOK, "[layers = 2, tg_c = 150]", "[layer = 2, tg_c = 150]"),),
    "sheet.value": (Edit(_BOOK, "material = fr4|assumed", "material = fr44|assumed"),),
    "sheet.overlap": (Edit(_BOOK, "tg_c <= 140", "tg_c <= 150"),),
    "sheet.start": copied(
        "price-books/SZ-2.yaml",
        "price-books/SZ-2025-04.yaml",
        ("id: SZ-2025-04", "id: SZ-2"),
    ),
    "quote.book": (Edit(_QUOTE, "price_book: HK-EUR", "price_book: HK-USD"),),
    "quote.part": (Edit(_QUOTE, "part: QUELLBACH/QB-2207", "part: HUAYI/HY-4400"),),
    "quote.revision": (Edit(_QUOTE, "revision: A", "revision: Z"),),
    "price_floor.start": copied(
        "price-floors/HK-2.yaml",
        "price-floors/HK-FLOOR-2025.yaml",
        ("HK-FLOOR-2025", "HK-2"),
    ),
    "working_panel.start": copied(
        "working-panels/SZ-2.yaml",
        "working-panels/SZ-PANELS-2025.yaml",
        ("SZ-PANELS-2025", "SZ-2"),
    ),
    "eq.revision": (Edit(_EQ, "revision: B", "revision: C"),),
    "eq.answered_by": (
        Edit("engineering-questions/2026/000/EQ-2026-00001.yaml", "P-00025", "P-00001"),
    ),
    "eq.unspecified": (Edit(_EQ, "finish: enig", 'peelable_mask: "true"'),) * 2,
    "eq_policy.start": copied(
        "eq-policies/SZ-2.yaml", "eq-policies/SZ-EQ-2025.yaml", ("SZ-EQ-2025", "SZ-2")
    ),
    "capability.start": copied(
        "capabilities/SZ-2.yaml",
        "capabilities/SZ-CAPABILITY-2025.yaml",
        ("SZ-CAPABILITY-2025", "SZ-2"),
    ),
    "capability.unsaid": (
        Edit(
            "capabilities/SZ-CAPABILITY-2025.yaml",
            "  - id: finish.gold_unstated\n    verdict: ask\n    source: the firm's own\n",
        ),
    ),
    "stage.revision": (Edit(_APPROVAL, "revision: B", "revision: Z"),),
    "stage.person": (Edit(_APPROVAL, "by: P-00016", "by: P-00001"),),
    "notice.revision": (Edit(_NOTICE, "revisions: [B]", "revisions: [B, Z]"),),
    "notice.person": (Edit(_NOTICE, "person: P-00016", "person: P-00001"),),
    "stage_policy.start": copied(
        "stage-policies/SZ-2.yaml",
        "stage-policies/SZ-STAGES-2025.yaml",
        ("SZ-STAGES-2025", "SZ-2"),
    ),
    "terms.start": copied(
        "charge-policies/SZ-2.yaml",
        "charge-policies/SZ-CHARGES-2026.yaml",
        ("SZ-CHARGES-2026", "SZ-2"),
    ),
    "tooling.revision": (Edit(_TOOL, '- "1.0"', "- Z"),),
    "quote.tool": (Edit(_QUOTE, "taxes:\n", f"{_SPARED}taxes:\n"),),
    "quote.events_order": (Edit(_BARGAINED, "at: 2026-10-10T15:21", "at: 2026-12-10T15:21"),),
    "quote.decided_twice": (Edit(_LOST, "    kind: sent\n", "    kind: withdrawn\n"),),
    "quote.event_line": (Edit(_BARGAINED, "- line: L1", "- line: L7"),),
    "quote.agreed": (
        Edit(
            _BARGAINED,
            "    customer_pn:",
            "    agreed:\n      agreement: PA-2026-00001\n      from_quantity: 500\n"
            "    customer_pn:",
        ),
    ),
    "agreement.part": (Edit(_AGREED, "part: YUNFAN/YF-BMS-16", "part: HUAYI/HY-4400"),),
    "agreement.start": copied(
        "price-agreements/2026/000/PA-2026-00003.yaml",
        _AGREED,
        ("PA-2026-00001", "PA-2026-00003"),
    ),
    "agreement.granted": (Edit(_AGREED, "signed:\n", "approval: AD-2026-00001\nsigned:\n"),),
    "quote.floor": (Edit("quotes/2026/000/Q-2026-00041.yaml", "SZ-FLOOR", "HK-FLOOR"),),
    "quote.below_floor": (Edit(_GRANT, "made: [Q-2026-00041]\n", "made: []\n"),),
    "settlement.invoice": copied(
        "payments/2026/090/PAY-2026-09001.yaml",
        _PAID,
        ("PAY-2026-00002", "PAY-2026-09001"),
        ("TT260105-00002", "TT260105-09001"),
    ),
    "settlement.source": copied(
        "allocations/2026/000/AL-2026-00009.yaml",
        "allocations/2026/000/AL-2026-00001.yaml",
        ("AL-2026-00001", "AL-2026-00009"),
        ("INV-2026-00105", "INV-2026-00141"),
        ("791.00", "1.00"),
    ),
    "settlement.account": (Edit(_PAID, "INV-2026-00003", "INV-2026-00025"),),
    "settlement.instalment": (Edit(_PAID, "instalment: 1", "instalment: 7"),),
    "payment.reference": (Edit(_PAID, "TT260105-00002", "TT260108-00003"),),
    "document.official_number": (
        Edit("invoices/2025/000/INV-2025-00001.yaml", '00000001"', '00000002"'),
    ),
    "document.gap": (
        Edit("invoices/2026/000/INV-2026-00025.yaml", "HK-2026-00010", "HK-2026-00990"),
    ),
    "dispute.customer": (Edit(_DISPUTE, "YUANSHAN", "HUAYI"),),
    "dispute.deduction": (Edit(_DISPUTE, "opened:", "payment: PAY-2026-00001\nopened:"),),
    "dispute.amount": (Edit("disputes/2026/000/DP-2026-00002.yaml", "350.00 USD", "35000.00 USD"),),
    "allocation.source": (
        Edit("allocations/2026/000/AL-2026-00001.yaml", "2026-09-15", "2026-07-21"),
    ),
    "customer.contact": (
        Edit("people/P-00001.yaml", "department: purchasing", "department: quality"),
    ),
    "reference.missing": (Edit(_HUAYI, "rep: WANG", "rep: WNAG"),),
    "layout.stray": (Edit("customers/notes.txt", new="call them back\n"),),
    "layout.file": (Edit("customers/NEW.yaml", link_to="HUAYI.yaml"),),
    "layout.place": copied("customers/new.yaml", _HUAYI, ("id: HUAYI", "id: NEW"), _NO_NUMBER),
    "layout.twice": copied("customers/HUAYI (copy).yaml", _HUAYI),
    "layout.clash": copied(
        "parts/HUAYI/=hy-4400.yaml",
        _PART,
        ("id: HUAYI/HY-4400", "id: HUAYI/hy-4400"),
        ("part_no: HY-4400", "part_no: hy-4400"),
    ),
    "layout.ignored": (
        Edit("../.gitignore", ".pcbsales/\n", ".pcbsales/\nN*.yaml\n"),
        *copied("customers/NEW.yaml", _HUAYI, ("id: HUAYI", "id: NEW"), _NO_NUMBER),
    ),
    "layout.id": copied("customers/HUAYI2.yaml", _HUAYI),
    "attachment.hash": (Edit(f"attachments/{_ATTACHED}", new="another file"),),
    "attachment.missing": (Edit(f"attachments/{_ATTACHED}", new=None),),
}


@contextmanager
def broken(root: Path, edits: tuple[Edit, ...]) -> Iterator[None]:
    """The ledger at *root* with *edits*, and afterwards as it was."""
    with tempfile.TemporaryDirectory() as kept:
        saved = {}
        for place, name in enumerate({edit.file for edit in edits}):
            file = root / "ledger" / name
            saved[file] = Path(kept) / str(place) if file.exists() else None
            if file.exists():
                shutil.copy2(file, Path(kept) / str(place))
        try:
            for edit in edits:
                edit.make(root)
            yield
        finally:
            for file, copy in saved.items():
                file.unlink(missing_ok=True)
                if copy:
                    shutil.copy2(copy, file)


def told(rule: str, root: Path) -> str:
    """What check says of the ledger at *root* that breaks *rule*, as a part of the gallery."""
    found = Ledger(root, catalogue()).findings()
    return "".join(f"{line}\n" for line in (f"# {rule}", *map(str, found), ""))


def main(root: Path) -> None:
    """Print what check says of each broken ledger made from the one at *root*."""
    for rule, edits in BROKEN.items():
        with broken(root, edits):
            sys.stdout.write(told(rule, root))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
