"""A broken record file for each rule that one file by itself can break.

What reading says of each stands in files_said.txt; ``python -m tests.gallery.files`` prints it.
"""

import sys
from pathlib import Path
from typing import Final

from pcbsales.registry import catalogue
from pcbsales.store.text.reading import read_record

_ROOT = Path(__file__).parents[2]
_PERSON, _STAFF = "people/P-00001.yaml", "staff/WANG.yaml"
_HUAYI, _ENTITY = "customers/HUAYI.yaml", "entities/HK.yaml"
_PAID, _ALLOCATED = (
    "payments/2026/000/PAY-2026-00002.yaml",
    "allocations/2026/000/AL-2026-00001.yaml",
)
_DISPUTE, _INVOICE = "disputes/2026/000/DP-2026-00001.yaml", "invoices/2026/000/INV-2026-00042.yaml"
_CALENDAR, _TAX = "calendars/SZ-DESK.yaml", "tax-policies/HK-2000.yaml"
_QUOTE, _PART = "quotes/2026/000/Q-2026-00001.yaml", "parts/HUAYI/HY-4400.yaml"
_BOOK = "price-books/SZ-2026-01.yaml"
_CREDIT = "credit-notes/2026/000/CN-2026-00001.yaml"
_ASKED = "approval-requests/2026/000/AR-2026-00001.yaml"
_DECIDED = "approval-decisions/2026/000/AD-2026-00001.yaml"
_DEPUTY, _MOVED = (
    "deputies/2026/000/DEP-2026-00001.yaml",
    "assignments/2026/000/ASG-2026-00001.yaml",
)
_POWERS, _FLOOR = "authorities/DEFAULT-2025.yaml", "price-floors/HK-FLOOR-2025.yaml"
_PANELS = "working-panels/SZ-PANELS-2025.yaml"
_THREE, _LEAD = "parts/HUAYI/HY-4402.yaml", "lead-times/SZ-LEAD-2026-01.yaml"
_LINES = "quotes/2026/000/Q-2026-00006.yaml"
_SECOND_LINE = (
    "lines:\n  - {id: L1, description: x, quantity: 1, unit_price: 0.00 EUR, "
    "amount: 0.00 EUR, taxes: [none]}\n"
)
_SECOND_ADVANCE = "lines:\n  - {id: L1, use: advance, amount: 5.00 USD}\n"
_SECOND_SITE = "sites:\n  - {id: MAIN, kinds: [billing], address: {en: x}, country: CN}\n"
_SUMS = "net: 180.20 EUR\ntax: 0.00 EUR\ntotal: 180.20"
_DUE = "due: 2026-06-06\n    amount: 180.20"

#: By rule: the sample's file (below ledger/), what is replaced (empty: all of it), by what.
BROKEN_FILES: Final[dict[str, tuple[str, str, str]]] = {
    "yaml.alias": (_PERSON, "id: P-00001", "id: &person P-00001"),
    "yaml.block": (_PERSON, "purchasing\n", ">\n   \n  purchasing\n"),
    "yaml.character": (_PERSON, "Gu Yan", "Gu\u202eYan"),
    "yaml.depth": (_PERSON, "site: MAIN", "site: " + "[" * 25 + "]" * 25),
    "yaml.directive": (_PERSON, "id: P-00001", "%YAML 1.1\n---\nid: P-00001"),
    "yaml.documents": (_PERSON, "site: MAIN\n", "site: MAIN\n---\nid: P-00002\n"),
    "yaml.duplicate": (_PERSON, "site: MAIN\n", "site: MAIN\nid: P-00001\n"),
    "yaml.empty": (_PERSON, "", "# nothing yet\n"),
    "yaml.encoding": (_PERSON, "Gu Yan", "Gu\udcffYan"),
    "yaml.key": (_PERSON, "id: P-00001", "? id\n: P-00001"),
    "yaml.mapping": (_PERSON, "", "- id: P-00001\n"),
    "yaml.merge": (_PERSON, "site: MAIN", "<<: {site: MAIN}"),
    "yaml.null": (_PERSON, "site: MAIN", "site:"),
    "yaml.size": (_PERSON, "site: MAIN\n", "site: MAIN\n# " + "x" * (1 << 20) + "\n"),
    "yaml.syntax": (_PERSON, "site: MAIN", "site: [MAIN"),
    "yaml.tab": (_PERSON, "  en: Gu Yan", "\ten: Gu Yan"),
    "yaml.tag": (_PERSON, "site: MAIN", "site: !!str MAIN"),
    "field.choice": (_PERSON, "department: purchasing", "department: buying"),
    "field.missing": (_PERSON, "customer: HUAYI\n", ""),
    "field.shape": (_PERSON, "phone: +86 512 0000 0101", "tags: urgent"),
    "field.unknown": (_PERSON, "phone: ", "fone: "),
    "layout.id": (_PERSON, "id: P-00001", "id: P-00002"),
    "scalar.clock": (_CALENDAR, "open: 08:30", "open: 8:30"),
    "scalar.code": (_ENTITY, "prefix: HK", "prefix: hk"),
    "scalar.condition": (_BOOK, "when: [layers = 2", "when: [layers about 2"),
    "scalar.count": (_CREDIT, "quantity: 20", "quantity: 1_000"),
    "scalar.country": (_HUAYI, "country: CN\ntax_id", "country: China\ntax_id"),
    "scalar.currency": (_HUAYI, "currency: CNY", "currency: RMB"),
    "scalar.day": (_DISPUTE, "2026-08-24", "2026-02-30"),
    "scalar.flag": (_PART, "laminate_or_equivalent: true", "laminate_or_equivalent: yes"),
    "scalar.id": (_PERSON, "customer: HUAYI", "customer: (HUAYI)"),
    "scalar.instant": (_HUAYI, "at: 2025-04-01T09:00:00+08:00", "at: 2025-04-01 09:00"),
    "scalar.line": (_PERSON, "Gu Yan", '"Gu\\nYan"'),
    "scalar.money": (_ALLOCATED, "791.00 CNY", "791 元"),
    "scalar.number": (_QUOTE, "\n        basis: ", "\n        basis: 1e400 #"),
    "scalar.percent": (_TAX, "rate: 0", "rate: 130"),
    "scalar.positive": (_PART, "thickness_mm: 1.6", "thickness_mm: 0"),
    "scalar.positive_count": (_CREDIT, "quantity: 20", "quantity: 0"),
    "scalar.prose": (_DISPUTE, "reason: Impedance", 'reason: "" # Impedance'),
    "scalar.size": (_PART, "board_size: ", "board_size: big #"),
    "scalar.step": (_HUAYI, "+30d", "+30"),
    "scalar.zone": (_CALENDAR, "Asia/Shanghai", "Asia/Shenzhen"),
    "allocation.amount": (_ALLOCATED, "791.00 CNY", "0.00 CNY"),
    "allocation.source": (_ALLOCATED, "credit_note: CN-2026-00001\n", ""),
    "calendar.twice": (_CALENDAR, "[mon, tue, wed, thu, fri]", "[mon, tue, wed, thu, mon]"),
    "calendar.windows": (_CALENDAR, "close: 12:00", "close: 14:00"),
    "customer.credit_limit": (_HUAYI, "180000.00 CNY", "-1.00 CNY"),
    "customer.incoterm": (_HUAYI, "incoterm_place: Suzhou\n", ""),
    "customer.sites": (_HUAYI, "sites:\n", _SECOND_SITE),
    "dispute.amount": (_DISPUTE, "opened:", "amount: 0.00 USD\nopened:"),
    "dispute.closed": (_DISPUTE, "reason:", "closed: 2026-08-01\nreason:"),
    "document.currency": (_INVOICE, "total: 180.20 EUR", "total: 180.20 USD"),
    "document.sum": (_INVOICE, _SUMS, _SUMS.replace("180.20", "180.21")),
    "document.total": (_INVOICE, "total: 180.20 EUR", "total: 180.21 EUR"),
    "entity.currencies": (_ENTITY, "[USD, EUR]", "[USD, USD]"),
    "invoice.instalments": (_INVOICE, _DUE, _DUE.replace("180.20", "180.00")),
    "invoice.numbers": (_INVOICE, "number: 1", "number: 2"),
    "line.amount": (_INVOICE, "quantity: 100", "quantity: 101"),
    "part.id": (_PART, "customer: HUAYI", "customer: XINGHE"),
    "payment.cleared": (_PAID, "cleared: 2026-01-07", "cleared: 2026-01-01"),
    "payment.invoice": (_PAID, "use: allocated", "use: advance"),
    "payment.sign": (_PAID, "amount: 1098.60", "amount: -1098.60"),
    "payment.sum": (_PAID, "cash: 1098.60", "cash: 1098.00"),
    "payment.zero": (_PAID, "amount: 1098.60", "amount: 0.00"),
    "quote.currency": (_QUOTE, "currency: USD", "currency: EUR"),
    "quote.validity": (_QUOTE, "valid_until: 2026", "valid_until: 2025"),
    "validity.order": (_STAFF, "valid_from:", "valid_until: 2022-01-01\nvalid_from:"),
    "staff.empty": (_STAFF, "roles: [sales_rep]", "roles: []"),
    "staff.reports_to": (_STAFF, "reports_to: LIN", "reports_to: WANG"),
    "tax_policy.rate": (_TAX, "rate: 0", "rate: 5"),
    "text.empty": (_PERSON, "  en: Gu Yan\n  zh_hant: 顧妍\n  zh_hans: 顾妍\n", "  {}\n"),
    "assignment.empty": (_MOVED, "customers: [BRIGHTFERN]\ninstead_of: CHEN\n", ""),
    "assignment.self": (_MOVED, "instead_of: CHEN", "instead_of: HSU"),
    "authority.nobody": (_POWERS, "      - over: self\n", "      - percent: 3\n"),
    "authority.twice": (_POWERS, "id: A1-DEPUTY", "id: A1"),
    "decision.authority": (_DECIDED, "rule: A3-QUOTE\n", ""),
    "decision.made": (_DECIDED, "verdict: granted", "verdict: refused"),
    "deputy.self": (_DEPUTY, "deputy: QIN", "deputy: LIN"),
    "request.expires": (_ASKED, "expires: 2026-11-11", "expires: 2026-10-01"),
    "stretch.back_dated": (_DEPUTY, "valid_from: 2026-10-12", "valid_from: 2026-10-01"),
    "working_panel.borders": (_PANELS, "border_mm: 25.4", "border_mm: 25.4\n    layers_at_most: 8"),
    "working_panel.formats": (_PANELS, "code: 21X24", "code: 18X24"),
    "working_panel.length": (_PANELS, "route_gap_mm: 2.0", "route_gap_mm: 200"),
    "working_panel.room": (
        _PANELS,
        "510 x 620\nborders:\n  - layers_at_most: 2\n    border_mm: 12.5",
        "100 x 620\nborders:\n  - layers_at_most: 2\n    border_mm: 45",
    ),
    "price_floor.roles": (_FLOOR, "role: sales_manager", "role: sales_rep"),
    "part.revision-repeated": (_THREE, "  - rev: B", "  - rev: A"),
    "payment.line": (_PAID, "lines:\n", _SECOND_ADVANCE),
    "staff.emails": (_STAFF, "emails:\n", "emails:\n  - Lei.Wang@penglan.example\n"),
    "staff.roles": (_STAFF, "[sales_rep]", "[sales_rep, sales_rep]"),
    "entity.invoice_prefix": (_ENTITY, "  prefix: HK\n", ""),
    "line.id": (_INVOICE, "lines:\n", _SECOND_LINE),
    "line.tax": (_INVOICE, "taxes: [none]", "taxes: [vat]"),
    "document.tax_line": (_INVOICE, "percent: 0", "percent: 5"),
    "quote.line_ids": (_LINES, "\n  - id: L2", "\n  - id: L1"),
    "quote.totals": (_QUOTE, "\nnet: 902.88 USD", ""),
    "quote.line_currency": (_QUOTE, "    amount: 902.88 USD\n", "    amount: 902.88 EUR\n"),
    "quote.step": (_QUOTE, "rate: 225.4", "rate: 225.5"),
    "terms.shares": (_HUAYI, "- steps: [eom, +30d]", "- steps: [eom, +30d]\n      percent: 50"),
    "scalar.array": (_PART, "board_size: ", "array: many\n      board_size: "),
    "scalar.word": (_BOOK, "  - id: ", "  - id: Not a word #"),
    "scalar.action": (_DEPUTY, "deputy: QIN", "deputy: QIN\nactions: [Everything]"),
    "scalar.buyer_area": (_TAX, "buyer: any", "buyer: europe"),
    "scalar.argument": (_ASKED, "  customer: TANNHOF", "  customer 1: TANNHOF"),
    "scalar.arguments": (_ASKED, "arguments:\n", "arguments: none\ntags:\n"),
    "request.depth": (_ASKED, "discount: 15", "a: {b: {c: {d: {e: {f: {g: {h: x}}}}}}}"),
}  # fmt: skip


def broken_text(rule: str) -> tuple[str, bytes]:
    """The path below the root, and the file broken by *rule*."""
    file, old, new = BROKEN_FILES[rule]
    text = (_ROOT / "ledger" / file).read_text("utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    broken = text.replace(old, new, 1) if old else new
    return f"ledger/{file}", broken.encode("utf-8", "surrogateescape")


def told(rule: str) -> list[str]:
    """What reading says of the file that *rule* is broken in, a line for each finding."""
    path, raw = broken_text(rule)
    kind = catalogue().folders[path.split("/")[1]]
    return [str(finding) for finding in read_record(kind, path, raw).findings]


def said() -> str:
    """All of it, as files_said.txt holds it."""
    return "\n".join("\n".join([f"# {rule}", *told(rule), ""]) for rule in sorted(BROKEN_FILES))


if __name__ == "__main__":
    sys.stdout.write(said())
